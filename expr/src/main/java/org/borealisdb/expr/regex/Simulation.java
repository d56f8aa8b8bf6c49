package org.borealisdb.expr.regex;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.borealisdb.expr.regex.Automaton.Accept;
import org.borealisdb.expr.regex.Automaton.Check;
import org.borealisdb.expr.regex.Automaton.Consume;
import org.borealisdb.expr.regex.Automaton.LookAround;
import org.borealisdb.expr.regex.Automaton.Pass;

/**
 * Runs an automaton over a text: all states that it may be in at once, so that a position takes at most one step for each state.
 * Belongs to one match.
 */
final class Simulation {
    /** No position. */
    static final int NOWHERE = -1;

    private final Automaton automaton;
    private final Subject subject;
    private final int[] stack;
    private final int[] marks;
    private final Map<Integer, BitSet> endsBehind = new HashMap<>();
    private final Map<Integer, Simulation> inner = new HashMap<>();
    private States now;
    private States later;
    private int generation;
    private int accepted = NOWHERE;

    Simulation(Automaton automaton, Subject subject) {
        this.automaton = automaton;
        this.subject = subject;
        this.stack = new int[2 * automaton.size() + 2];
        this.marks = new int[automaton.size()];
        this.now = new States(automaton.size());
        this.later = new States(automaton.size());
    }

    /** The states at a position that consume, in the order of where their matches began. */
    private static final class States {
        private final int[] indexes;
        private final int[] starts;
        private int count;

        States(int capacity) {
            this.indexes = new int[capacity];
            this.starts = new int[capacity];
        }
    }

    /** Adds a state and all that follow without consuming; the first to add one has the earliest beginning. */
    private void add(States to, int state, int start, int position) {
        int depth = 0;
        stack[depth++] = state;
        while (depth > 0) {
            int index = stack[--depth];
            if (index == Automaton.NONE || marks[index] == generation) {
                continue;
            }
            marks[index] = generation;
            subject.step();
            boolean passes = switch (automaton.state(index)) {
                case Consume _ -> {
                    to.indexes[to.count] = index;
                    to.starts[to.count++] = start;
                    yield false;
                }
                case Accept _ -> {
                    accepted = accepted == NOWHERE ? start : accepted;
                    yield false;
                }
                case Pass _ -> true;
                case Check(Expression.Assertion assertion) -> subject.holds(assertion, position);
                case LookAround look -> looks(look, position) == look.wanted();
            };
            if (passes) {
                stack[depth++] = automaton.other(index);
                stack[depth++] = automaton.next(index);
            }
        }
    }

    private boolean looks(LookAround look, int position) {
        if (look.ahead()) {
            return inner.computeIfAbsent(look.number(), number -> new Simulation(look.inner(), subject))
                            .shortest(position, position, subject.length())
                    != NOWHERE;
        }
        return endsBehind
                .computeIfAbsent(look.number(), number -> new Simulation(look.inner(), subject).allEnds())
                .get(position);
    }

    private void begin() {
        generation++;
        later.count = 0;
        accepted = NOWHERE;
    }

    private void swap() {
        States before = now;
        now = later;
        later = before;
    }

    /** Moves all states over the character at a position; those that began at a limit or later are dropped. */
    private void advance(int position, int limit) {
        int c = subject.at(position);
        begin();
        for (int i = 0; i < now.count && now.starts[i] < limit; i++) {
            int index = now.indexes[i];
            if (automaton.state(index) instanceof Consume(CharacterSet set) && set.contains(c)) {
                add(later, automaton.next(index), now.starts[i], position + 1);
            }
        }
    }

    /** Returns where the leftmost match from a position on begins; any match if only that there is one matters. */
    int search(int from, boolean anyMatch) {
        begin();
        int best = NOWHERE;
        for (int position = from; position <= subject.length(); position++) {
            if (best == NOWHERE) {
                add(later, 0, position, position);
            }
            if (accepted != NOWHERE && (best == NOWHERE || accepted < best)) {
                best = accepted;
            }
            swap();
            boolean hopeless = now.count == 0 || now.starts[0] >= best;
            if (best != NOWHERE && (anyMatch || hopeless)) {
                return best;
            }
            if (position < subject.length()) {
                advance(position, best == NOWHERE ? Integer.MAX_VALUE : best);
            }
        }
        return best;
    }

    /** Returns the last end of a match that begins at a position, up to a limit. */
    int longest(int start, int limit) {
        return run(start, start, limit, false);
    }

    /** Returns the first end of a match that begins at a position, from another position on up to a limit. */
    int shortest(int start, int from, int limit) {
        return run(start, from, limit, true);
    }

    private int run(int start, int from, int limit, boolean first) {
        begin();
        int end = NOWHERE;
        add(later, 0, start, start);
        for (int position = start; ; position++) {
            if (accepted != NOWHERE && position >= from) {
                end = position;
                if (first) {
                    return end;
                }
            }
            swap();
            if (now.count == 0 || position >= limit) {
                return end;
            }
            advance(position, Integer.MAX_VALUE);
        }
    }

    /** Returns whether a piece of the text matches as a whole. */
    boolean matches(int start, int end) {
        return shortest(start, end, end) == end;
    }

    /** Returns all ends of matches that begin at a position, up to a limit, in order. */
    int[] ends(int start, int limit) {
        int[] found = new int[8];
        int count = 0;
        begin();
        add(later, 0, start, start);
        for (int position = start; ; position++) {
            if (accepted != NOWHERE) {
                found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                found[count++] = position;
            }
            swap();
            if (now.count == 0 || position >= limit) {
                return Arrays.copyOf(found, count);
            }
            advance(position, Integer.MAX_VALUE);
        }
    }

    /** Returns where matches end, wherever they begin. */
    private BitSet allEnds() {
        BitSet ends = new BitSet();
        begin();
        for (int position = 0; position <= subject.length(); position++) {
            add(later, 0, position, position);
            ends.set(position, accepted != NOWHERE);
            swap();
            if (position < subject.length()) {
                advance(position, Integer.MAX_VALUE);
            }
        }
        return ends;
    }
}
