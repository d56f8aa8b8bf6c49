package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Answer to {@link FetchLog}: batches in LSN order, from the first that the node has.
 *
 * @param more true if the limit on bytes left some out
 */
public record FetchedLog(VolumeId volume, int group, List<Batch> batches, boolean more) implements StorageMessage {
    public FetchedLog {
        batches = List.copyOf(batches);
    }
}
