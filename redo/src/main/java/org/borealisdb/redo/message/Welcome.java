package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;

/**
 * Answer to {@link Follow}: begin here. Nothing is streamed before the reader's first {@link ReaderReport}.
 *
 * @param joining      that of the question
 * @param metadata     the newest that the writer knows, under whose epoch and timeline it writes
 * @param vdl          volume durable LSN: pages are read, and views are taken, as of there
 * @param groupTails   by group index, LSN of the group's last record at or below {@code vdl}; of groups beyond, 0
 * @param historyStart where the history begins that is kept
 */
public record Welcome(long joining, VolumeMetadata metadata, long vdl, List<Long> groupTails, long historyStart)
        implements StreamMessage {
    public Welcome {
        groupTails = List.copyOf(groupTails);
    }

    @Override
    public VolumeId volume() {
        return metadata.id();
    }
}
