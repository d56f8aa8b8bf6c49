package org.borealisdb.expr.regex;

import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Takes a match apart, so that its groups are known. Belongs to one match.
 *
 * <p>A part is tried once for a piece of the text, as in PostgreSQL: if what follows does not fit, another piece is tried, not
 * another way to take the same one apart.
 */
final class Dissection {
    /** How many places that lead nowhere are remembered; more only take longer. */
    private static final int MAXIMUM_REMEMBERED = 1_000_000;

    private final Subject subject;
    private final boolean ignoreCase;
    private final IdentityHashMap<Part, Automaton> automata;
    private final IdentityHashMap<Part, Simulation> simulations = new IdentityHashMap<>();
    private final int[] bounds;

    Dissection(Subject subject, boolean ignoreCase, IdentityHashMap<Part, Automaton> automata, int groups) {
        this.subject = subject;
        this.ignoreCase = ignoreCase;
        this.automata = automata;
        this.bounds = new int[2 * groups + 2];
    }

    /** Returns where the match and its groups begin and end, or nothing if references do not fit. */
    int[] bounds(Part root, int start, int end) {
        Arrays.fill(bounds, Simulation.NOWHERE);
        if ((root.groups() || root.references()) && !fits(root, start, end)) {
            return new int[0];
        }
        bounds[0] = start;
        bounds[1] = end;
        return bounds.clone();
    }

    private Simulation simulation(Part part) {
        return simulations.computeIfAbsent(
                part, key -> new Simulation(Objects.requireNonNull(automata.get(key)), subject));
    }

    private boolean fits(Part part, int start, int end) {
        subject.step();
        boolean fits = switch (part.shape()) {
            case Part.Plain() -> true;
            case Part.Reference(int group) -> refers(group, start, end);
            case Part.Both(Part left, Part right) -> both(left, right, start, end);
            case Part.Any(List<Part> parts) -> any(parts, start, end);
            case Part.Many many -> many(many, start, end);
        };
        if (fits && part.group() != 0) {
            bounds[2 * part.group()] = start;
            bounds[2 * part.group() + 1] = end;
        }
        return fits;
    }

    private boolean refers(int group, int start, int end) {
        int from = bounds[2 * group];
        int length = bounds[2 * group + 1] - from;
        return from != Simulation.NOWHERE && length == end - start && subject.same(from, start, length, ignoreCase);
    }

    private boolean many(Part.Many many, int start, int end) {
        if (many.part().group() == 0 && many.part().shape() instanceof Part.Reference(int group)) {
            return repeats(many, group, start, end);
        }
        return new Rounds(many, start, end).fit();
    }

    /** Whether a piece is the text of a group so many times. A group that took no part has none, not even zero times. */
    private boolean repeats(Part.Many many, int group, int start, int end) {
        int from = bounds[2 * group];
        int length = bounds[2 * group + 1] - from;
        if (from == Simulation.NOWHERE) {
            return false;
        }
        if (start == end) {
            return length == 0 || many.minimum() == 0;
        }
        if (length == 0 || (end - start) % length != 0) {
            return false;
        }
        int count = (end - start) / length;
        boolean fits = count >= many.minimum() && count <= many.maximum();
        for (int at = start; fits && at < end; at += length) {
            fits = subject.same(from, at, length, ignoreCase);
        }
        return fits;
    }

    private boolean both(Part left, Part right, int start, int end) {
        int[] middles = simulation(left).ends(start, end);
        boolean shortFirst = left.preference() == Quantifier.Preference.SHORT;
        for (int i = 0; i < middles.length; i++) {
            int middle = shortFirst ? middles[i] : middles[middles.length - 1 - i];
            if (simulation(right).matches(middle, end)) {
                if (fits(left, start, middle) && fits(right, middle, end)) {
                    return true;
                }
                forget(left);
                forget(right);
            }
        }
        return false;
    }

    private boolean any(List<Part> parts, int start, int end) {
        for (Part part : parts) {
            if (simulation(part).matches(start, end)) {
                if (fits(part, start, end)) {
                    return true;
                }
                forget(part);
            }
        }
        return false;
    }

    /** Forgets what the groups of a part have matched. */
    private void forget(Part part) {
        if (part.group() != 0) {
            bounds[2 * part.group()] = Simulation.NOWHERE;
            bounds[2 * part.group() + 1] = Simulation.NOWHERE;
        }
        switch (part.shape()) {
            case Part.Plain(), Part.Reference _ -> {}
            case Part.Both(Part left, Part right) -> {
                forget(left);
                forget(right);
            }
            case Part.Any(List<Part> parts) -> parts.forEach(this::forget);
            case Part.Many(Part inner, int _, int _) -> forget(inner);
        }
    }

    /** The rounds of a repeated part: each takes the longest (or shortest) piece with which the others fit. */
    private final class Rounds {
        private final Part part;
        private final boolean shortFirst;
        private final int minimum;
        private final int maximum;
        private final int start;
        private final int end;
        /** Positions from which so many rounds do not fit; rounds beyond those that are counted are as the last one. */
        private final Set<Long> hopeless = new HashSet<>();

        Rounds(Part.Many many, int start, int end) {
            this.part = many.part();
            this.shortFirst = part.preference() == Quantifier.Preference.SHORT;
            this.minimum = many.minimum();
            this.maximum = many.maximum();
            this.start = start;
            this.end = end;
        }

        /** Goes through the rounds without recursion: there may be as many as there are characters. */
        boolean fit() {
            if (minimum == 0 && start == end) {
                if (shortFirst || !simulation(part).matches(start, end) || !fits(part, start, end)) {
                    forget(part);
                }
                return true;
            }
            int most = Math.max(Math.max(1, minimum), Math.min(maximum, end - start));
            int[] places = new int[most + 1];
            places[0] = start;
            int round = 1;
            places[1] = Simulation.NOWHERE;
            while (round > 0) {
                int next = place(round, places[round - 1], places[round], round == most);
                places[round] = next;
                if (next == Simulation.NOWHERE) {
                    if (!part.references() && hopeless.size() < MAXIMUM_REMEMBERED) {
                        hopeless.add(key(round, places[round - 1]));
                    }
                    round--;
                } else if (next == end) {
                    // Too few rounds that reach the end are none: PostgreSQL adds no empty ones.
                    if (round >= minimum && verified(places, round)) {
                        return true;
                    }
                } else if (round < most && !hopeless.contains(key(round + 1, next))) {
                    round++;
                    places[round] = Simulation.NOWHERE;
                }
            }
            return false;
        }

        private long key(int round, int place) {
            int counted = maximum == Quantifier.UNLIMITED ? Math.min(round, Math.max(1, minimum) + 1) : round;
            return (long) counted << Integer.SIZE | place;
        }

        /** Returns where a round may end that ended at another place before, or nowhere yet. */
        private int place(int round, int from, int before, boolean last) {
            subject.step();
            Simulation simulation = simulation(part);
            if (last && round >= minimum) {
                boolean fits = before == Simulation.NOWHERE && simulation.matches(from, end);
                return fits ? end : Simulation.NOWHERE;
            }
            boolean mayBeEmpty = from == end || (round < minimum && minimum - round >= end - from);
            if (shortFirst) {
                int least = before == Simulation.NOWHERE ? from : before + 1;
                least = mayBeEmpty ? least : Math.max(least, from + 1);
                return least > end ? Simulation.NOWHERE : simulation.shortest(from, least, end);
            }
            int limit = before == Simulation.NOWHERE ? end : before - 1;
            int place = limit < from ? Simulation.NOWHERE : simulation.longest(from, limit);
            return place == from && !mayBeEmpty ? Simulation.NOWHERE : place;
        }

        private boolean verified(int[] places, int rounds) {
            for (int i = 1; i <= rounds; i++) {
                forget(part);
                if (!fits(part, places[i - 1], places[i])) {
                    return false;
                }
            }
            return true;
        }
    }
}
