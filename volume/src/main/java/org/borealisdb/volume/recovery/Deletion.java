package org.borealisdb.volume.recovery;

import java.util.Optional;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.Distribution;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.geometry.VolumeRecord;

/**
 * Deletes a volume: decided in the metadata log, under a newer epoch, which fences whoever writes it. Nodes that are told let go of its files; those that are away learn it from others when they
 * return. What branches share with it stays with them.
 */
public final class Deletion {
    private static final int MOST_ATTEMPTS = 16;

    private final VolumeRecord record;
    private final NodeCalls calls;

    public Deletion(VolumeRecord record, NodeCalls calls) {
        this.record = record;
        this.calls = calls;
    }

    /**
     * Deletes it as it is now.
     *
     * @throws org.borealisdb.volume.NoSuchVolumeException if there is no such volume
     * @throws VolumeUnavailableException                  if its metadata change too fast
     */
    public void run() {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            if (run(record.existing())) {
                return;
            }
        }
        throw new VolumeUnavailableException("the metadata of " + record.id() + " change too fast to delete it");
    }

    /** Deletes it if it is still at {@code version}; false if not. */
    boolean run(VolumeRecord.Version version) {
        VolumeMetadata metadata = version.metadata();
        VolumeEpoch next =
                new VolumeEpoch(metadata.epoch().number() + 1, metadata.epoch().owner());
        Optional<VolumeRecord.Version> deleted = record.decide(version.number(), metadata.withDeletion(next));
        // Nodes that can't be reached now are taught by others.
        deleted.ifPresent(gone -> new Distribution(calls, gone.metadata()).close());
        return deleted.isPresent();
    }
}
