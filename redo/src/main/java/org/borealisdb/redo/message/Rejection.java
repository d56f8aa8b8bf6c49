package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;

/**
 * Storage node to anyone, one-way or as the answer of a call: what you sent came under older metadata (volume epoch, membership
 * epoch or timeline) than this.
 */
public record Rejection(VolumeMetadata newest) implements StorageMessage {
    @Override
    public VolumeId volume() {
        return newest.id();
    }
}
