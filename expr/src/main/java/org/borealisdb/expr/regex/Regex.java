package org.borealisdb.expr.regex;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An expression, ready to match. Immutable, shared between tasks. */
public final class Regex {
    /** How many expressions are kept: those of the statements that run often. An entry is rarely above some kilobytes. */
    private static final int CACHED = 256;

    private static final Map<Key, Regex> CACHE = new LinkedHashMap<>(CACHED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Regex> eldest) {
            return size() > CACHED;
        }
    };

    private record Key(String expression, RegexOptions options) {}

    private final Part root;
    private final int groups;
    private final boolean ignoreCase;
    private final Automaton automaton;
    private final IdentityHashMap<Part, Automaton> automata = new IdentityHashMap<>();

    private Regex(RegexParser.Parsed parsed, boolean ignoreCase) {
        this.root = parsed.root();
        this.groups = parsed.groups();
        this.ignoreCase = ignoreCase;
        this.automaton = Automaton.of(root.expression());
        if (root.groups() || root.references()) {
            build(root);
        }
    }

    private void build(Part part) {
        automata.computeIfAbsent(part, key -> Automaton.of(key.expression()));
        switch (part.shape()) {
            case Part.Plain(), Part.Reference _ -> {}
            case Part.Both(Part left, Part right) -> {
                build(left);
                build(right);
            }
            case Part.Any(List<Part> parts) -> parts.forEach(this::build);
            case Part.Many(Part inner, int _, int _) -> build(inner);
        }
    }

    /** Returns an expression; fails with 2201B if it is none. */
    public static Regex of(String expression, RegexOptions options) {
        Key key = new Key(expression, options);
        synchronized (CACHE) {
            Regex known = CACHE.get(key);
            if (known != null) {
                return known;
            }
        }
        RegexParser.Parsed parsed = RegexParser.parse(expression, options);
        Regex made = new Regex(parsed, parsed.ignoreCase());
        synchronized (CACHE) {
            CACHE.put(key, made);
        }
        return made;
    }

    /** Returns how many groups it has. */
    public int groups() {
        return groups;
    }

    /** Returns whether it matches anywhere in a text. */
    public boolean isIn(String text, Runnable interruption) {
        RegexSearch search = new RegexSearch(this, text, interruption);
        return root.references() ? search.next(0).isPresent() : search.hasAny();
    }

    Part root() {
        return root;
    }

    boolean ignoreCase() {
        return ignoreCase;
    }

    Automaton automaton() {
        return automaton;
    }

    IdentityHashMap<Part, Automaton> automata() {
        return automata;
    }

    /** Returns the first match in a text from a character on. */
    public Optional<RegexMatch> find(String text, int from, Runnable interruption) {
        return new RegexSearch(this, text, interruption).next(from);
    }
}
