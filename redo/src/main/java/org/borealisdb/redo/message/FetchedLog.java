package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Answer to {@link FetchLog}: batches in LSN order, from the first that the node has.
 *
 * @param more        true if the limit on bytes left some out
 * @param collected   true if the log right behind what was asked for is there no more, but only pages that it became part of ({@link PreparePages})
 * @param nothingUpTo the group has no record behind what was asked for up to here: told when there are no batches, as after a rewind; else 0
 */
public record FetchedLog(
        VolumeId volume, int group, List<Batch> batches, boolean more, boolean collected, long nothingUpTo)
        implements StorageMessage {
    /** Log that is there, as far as there is any. */
    public FetchedLog(VolumeId volume, int group, List<Batch> batches, boolean more) {
        this(volume, group, batches, more, false, 0);
    }

    public FetchedLog {
        batches = List.copyOf(batches);
    }
}
