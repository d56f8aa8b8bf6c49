package org.borealisdb.volume.status;

import java.util.Optional;

/**
 * One of the six places of a protection group.
 *
 * @param current     the segment that holds it
 * @param replacement the one that is being brought up to date to take it over
 */
public record SlotStatus(SegmentStatus current, Optional<SegmentStatus> replacement) {
    /** True if the place is one of those that have everything up to PGCL: while there are two segments, both must. */
    public boolean counted() {
        return current.lagBytes() == 0
                && replacement.map(next -> next.lagBytes() == 0).orElse(true);
    }
}
