package org.borealisdb.storage.materialize;

import java.util.List;
import org.borealisdb.storage.segment.Abstention;

/**
 * A segment's pages as copied from its peers: durable files under names of their own, which no manifest names yet.
 *
 * @param afresh          true if the segment was damaged: nothing that it had is to be relied on
 * @param upTo            the files hold everything of the group at or below; LSN of a record of the group, or 0
 * @param timeline        the timeline that {@code upTo} is on
 * @param collectionFloor no version of a page below can be built from them
 * @param abstention      how far the segment must come before it votes, if it was damaged
 * @param copies          numbers of the files, in the order of their pages
 */
public record RebuiltBase(
        boolean afresh, long upTo, int timeline, long collectionFloor, Abstention abstention, List<Integer> copies) {
    public RebuiltBase {
        copies = List.copyOf(copies);
        if (upTo < 0 || collectionFloor > upTo) {
            throw new IllegalArgumentException("a base at " + upTo + " with a collection floor at " + collectionFloor);
        }
    }
}
