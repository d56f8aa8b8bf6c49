package org.borealisdb.expr.regex;

import java.util.Optional;
import org.borealisdb.expr.regex.Quantifier.Preference;

/** Searches a text for matches of an expression. Belongs to one call. */
public final class RegexSearch {
    private final Regex regex;
    private final int[] characters;
    private final Subject subject;
    private final Simulation simulation;
    private final Dissection dissection;

    /**
     * Makes a search.
     *
     * @param interruption is run now and then, and may fail to end the search
     */
    public RegexSearch(Regex regex, String text, Runnable interruption) {
        this.regex = regex;
        this.characters = text.codePoints().toArray();
        this.subject = new Subject(characters, interruption);
        this.simulation = new Simulation(regex.automaton(), subject);
        this.dissection = new Dissection(subject, regex.ignoreCase(), regex.automata(), regex.groups());
    }

    /** Returns how many characters the text has. */
    public int length() {
        return characters.length;
    }

    /** Returns a piece of the text, by characters. */
    public String text(int start, int end) {
        return new String(characters, start, end - start);
    }

    boolean hasAny() {
        return simulation.search(0, true) != Simulation.NOWHERE;
    }

    /** Returns the first match from a character on. */
    public Optional<RegexMatch> next(int from) {
        Part root = regex.root();
        boolean shortFirst = root.preference() == Preference.SHORT;
        int start = from > characters.length ? Simulation.NOWHERE : simulation.search(from, false);
        while (start != Simulation.NOWHERE) {
            if (!root.references()) {
                int end = shortFirst
                        ? simulation.shortest(start, start, characters.length)
                        : simulation.longest(start, characters.length);
                return Optional.of(new RegexMatch(dissection.bounds(root, start, end)));
            }
            int[] ends = simulation.ends(start, characters.length);
            for (int i = 0; i < ends.length; i++) {
                int end = shortFirst ? ends[i] : ends[ends.length - 1 - i];
                int[] bounds = dissection.bounds(root, start, end);
                if (bounds.length > 0) {
                    return Optional.of(new RegexMatch(bounds));
                }
            }
            start = start < characters.length ? simulation.search(start + 1, false) : Simulation.NOWHERE;
        }
        return Optional.empty();
    }
}
