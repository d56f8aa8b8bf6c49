package org.borealisdb.redo.volume;

import java.util.List;
import java.util.Optional;

/**
 * One of the six places of a protection group: the segment that holds it, and the one that is about to take its place. While there are two, the place
 * counts for a quorum only if both do; so whatever becomes of the replacement, the quorums of before and after are met.
 *
 * @param current     holds the place
 * @param replacement is being brought up to date to replace it
 * @param moving      it is to replace it though nothing is wrong with it: whoever heals does not go back because the current one is there
 */
public record Slot(Member current, Optional<Member> replacement, boolean moving) {
    public Slot {
        if (moving && replacement.isEmpty()) {
            throw new IllegalArgumentException(current + " moves nowhere");
        }
    }

    /** A place whose current member is missing, or to leave. */
    public Slot(Member current, Optional<Member> replacement) {
        this(current, replacement, false);
    }

    /** A place that nobody is about to take over. */
    public static Slot of(Member current) {
        return new Slot(current, Optional.empty());
    }

    /** One or two. */
    public List<Member> candidates() {
        return replacement.map(next -> List.of(current, next)).orElseGet(() -> List.of(current));
    }
}
