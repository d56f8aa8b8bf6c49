package org.borealisdb.volume;

import java.util.Optional;
import java.util.SortedSet;

/**
 * A volume that was followed, and is open for writing now.
 *
 * @param volume   nothing was appended to it
 * @param outdated pages that the follower does not have as they are at the LSN at which the volume was opened; empty if that is not known of any
 */
public record TakenOver(Volume volume, Optional<SortedSet<Long>> outdated) {
    /** True if the follower has that page as it is now, if it has it at all. */
    public boolean current(long page) {
        return outdated.isPresent() && !outdated.get().contains(page);
    }
}
