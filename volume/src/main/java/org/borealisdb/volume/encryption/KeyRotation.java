package org.borealisdb.volume.encryption;

import java.util.Optional;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.volume.geometry.VolumeRecord;

/**
 * Wraps the data keys of a volume under another master key, or the newest version of the same: only the volume's record in the metadata log changes, no file that
 * is sealed with them. Works while the volume is open: whoever heals it brings the record to the nodes, as it does with changes of membership, and they
 * know the data keys already.
 *
 * <p>A node that does not hear of it keeps what was wrapped before; so a former master key is needed until all nodes have started with the new one.
 */
public final class KeyRotation {
    /** Others change a record seldom: who loses so often meets a fault. */
    private static final int MOST_ATTEMPTS = 100;

    private final VolumeRecord record;
    private final DataKeys keys;

    public KeyRotation(VolumeRecord record, DataKeys keys) {
        this.record = record;
        this.keys = keys;
    }

    /**
     * Wraps all data keys of the volume by the newest version of {@code masterKey}.
     *
     * @return what is decided now; the same as before if the volume is not encrypted
     * @throws org.borealisdb.cloud.key.KeyUnavailableException if a key is not to be had: nothing has changed
     */
    public VolumeMetadata rotate(String masterKey) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            VolumeRecord.Version version =
                    record.read().orElseThrow(() -> new OperationException("there is no such volume", false));
            if (!version.metadata().encrypted()) {
                return version.metadata();
            }
            VolumeMetadata next = version.metadata()
                    .withKeysWrapped(keys.wrapped(version.metadata().keys(), masterKey));
            Optional<VolumeRecord.Version> decided = record.decide(version.number(), next);
            if (decided.isPresent()) {
                return decided.get().metadata();
            }
        }
        throw new OperationException("the record of the volume changes all the time", true);
    }
}
