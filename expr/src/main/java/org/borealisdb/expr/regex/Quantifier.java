package org.borealisdb.expr.regex;

/**
 * How often an atom matches.
 *
 * @param minimum at least
 * @param maximum at most, {@link #UNLIMITED} for no limit
 * @param preference which matches it prefers; none if it is a fixed number
 */
record Quantifier(int minimum, int maximum, Preference preference) {
    /** Without a limit. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    /** The largest number that may be written. */
    static final int MAXIMUM = 255;

    static final Quantifier ONCE = new Quantifier(1, 1, Preference.NONE);

    boolean isOnce() {
        return minimum == 1 && maximum == 1;
    }

    boolean isNever() {
        return maximum == 0;
    }

    /** Which matches are taken, if several are possible. */
    enum Preference {
        NONE,
        LONG,
        SHORT;

        /** Returns this, or if it is none, another one. */
        Preference or(Preference other) {
            return this == NONE ? other : this;
        }
    }
}
