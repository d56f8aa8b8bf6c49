package org.borealisdb.expr.regex;

import com.google.errorprone.annotations.Immutable;

/** Where a match and its groups are, in characters. */
@Immutable
public final class RegexMatch {
    @SuppressWarnings("Immutable") // Never changed after it was made.
    private final int[] bounds;

    RegexMatch(int[] bounds) {
        this.bounds = bounds;
    }

    /** Returns where a group begins, the whole match as group 0; -1 if it did not take part. */
    public int start(int group) {
        return bounds[2 * group];
    }

    /** Returns where a group ends. */
    public int end(int group) {
        return bounds[2 * group + 1];
    }

    /** Returns whether the match is the empty text. */
    public boolean isEmpty() {
        return bounds[0] == bounds[1];
    }
}
