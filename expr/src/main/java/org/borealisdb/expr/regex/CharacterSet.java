package org.borealisdb.expr.regex;

import java.util.ArrayList;
import java.util.List;

/** A set of characters. Built by one task, then immutable. */
final class CharacterSet {
    private static final int ASCII_END = 128;

    /** Every character. */
    static final CharacterSet ALL =
            new CharacterSet(List.of(new Range(0, Character.MAX_CODE_POINT)), List.of(), List.of(), false, false);

    /**
     * Neighbouring characters.
     *
     * @param first the first of them
     * @param last the last of them
     */
    record Range(int first, int last) {}

    private final List<Range> ranges;
    private final List<CharacterClass> classes;
    private final List<CharacterClass> complements;
    private final boolean ignoreCase;
    private final boolean negated;
    private final long low;
    private final long high;

    private CharacterSet(
            List<Range> ranges,
            List<CharacterClass> classes,
            List<CharacterClass> complements,
            boolean ignoreCase,
            boolean negated) {
        this.ranges = List.copyOf(ranges);
        this.classes = List.copyOf(classes);
        this.complements = List.copyOf(complements);
        this.ignoreCase = ignoreCase;
        this.negated = negated;
        long[] ascii = new long[2];
        for (int c = 0; c < ASCII_END; c++) {
            ascii[c / Long.SIZE] |= test(c) ? 1L << (c % Long.SIZE) : 0;
        }
        this.low = ascii[0];
        this.high = ascii[1];
    }

    /** Returns whether a character is in it. */
    boolean contains(int c) {
        if (c < Long.SIZE) {
            return (low >>> c & 1) != 0;
        }
        return c < ASCII_END ? (high >>> (c - Long.SIZE) & 1) != 0 : test(c);
    }

    private boolean test(int c) {
        boolean found = listed(c);
        if (!found && ignoreCase) {
            found = listed(Character.toLowerCase(c)) || listed(Character.toUpperCase(c));
        }
        return found != negated;
    }

    private boolean listed(int c) {
        for (Range range : ranges) {
            if (c >= range.first() && c <= range.last()) {
                return true;
            }
        }
        for (CharacterClass each : classes) {
            if (each.contains(c)) {
                return true;
            }
        }
        for (CharacterClass each : complements) {
            if (!each.contains(c)) {
                return true;
            }
        }
        return false;
    }

    /** Collects what is in a set. Belongs to one task. */
    static final class Builder {
        private final List<Range> ranges = new ArrayList<>();
        private final List<CharacterClass> classes = new ArrayList<>();
        private final List<CharacterClass> complements = new ArrayList<>();

        Builder add(int first, int last) {
            ranges.add(new Range(first, last));
            return this;
        }

        Builder add(CharacterClass characterClass) {
            classes.add(characterClass);
            return this;
        }

        Builder addComplement(CharacterClass characterClass) {
            complements.add(characterClass);
            return this;
        }

        CharacterSet build(boolean ignoreCase, boolean negated) {
            return new CharacterSet(ranges, classes, complements, ignoreCase, negated);
        }
    }
}
