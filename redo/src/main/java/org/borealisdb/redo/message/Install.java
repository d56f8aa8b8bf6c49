package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;

/**
 * A call: keep this metadata and act on it: create the segments it places on this node (formatting a group, R13), follow its timelines
 * (clipping what a branch cut off, R9, R10). Durable before it is answered, by {@link Installed}, or {@link Rejection} if the node knows newer
 * metadata. Doing it twice changes nothing.
 */
public record Install(VolumeMetadata metadata) implements StorageMessage {
    @Override
    public VolumeId volume() {
        return metadata.id();
    }
}
