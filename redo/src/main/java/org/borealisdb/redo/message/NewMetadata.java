package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;

/** Writer to reader, one-way: members have changed, or groups were added. */
public record NewMetadata(VolumeMetadata metadata) implements StreamMessage {
    @Override
    public VolumeId volume() {
        return metadata.id();
    }
}
