package org.borealisdb.redo.volume;

import java.util.List;
import java.util.Optional;

/**
 * One of the six places of a protection group: the segment that holds it, and the one that is about to take its place. While there are two, the place
 * counts for a quorum only if both do; so whatever becomes of the replacement, the quorums of before and after are met.
 *
 * @param current     holds the place
 * @param replacement is being brought up to date to replace it
 */
public record Slot(Member current, Optional<Member> replacement) {
    /** A place that nobody is about to take over. */
    public static Slot of(Member current) {
        return new Slot(current, Optional.empty());
    }

    /** One or two. */
    public List<Member> candidates() {
        return replacement.map(next -> List.of(current, next)).orElseGet(() -> List.of(current));
    }
}
