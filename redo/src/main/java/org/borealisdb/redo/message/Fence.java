package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;

/**
 * Opener to storage node, a call: keep this metadata, refuse every older volume epoch from now on, and say what you have. Durable before
 * it is answered, by {@link Fenced}, or {@link Rejection} if the node knows newer metadata.
 */
public record Fence(VolumeMetadata metadata) implements StorageMessage {
    @Override
    public VolumeId volume() {
        return metadata.id();
    }
}
