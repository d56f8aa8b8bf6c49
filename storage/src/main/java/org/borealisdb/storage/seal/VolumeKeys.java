package org.borealisdb.storage.seal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.random.RandomSource;

/**
 * The data keys of the volumes that a node knows, unwrapped, and in memory only. A volume's metadata are {@link #learn}t before anything of it is read or written. Safe for use
 * by all tasks; only {@link #learn} waits.
 */
public final class VolumeKeys {
    private final KeyService service;
    private final RandomSource random;
    private final SealListener listener;

    /** Both are only looked up by key: order never matters. */
    private final Map<DataKeyId, DataKey> keys = new ConcurrentHashMap<>();

    private final Map<VolumeId, Current> current = new ConcurrentHashMap<>();

    /** The key that seals, by the metadata of that revision. */
    private record Current(long revision, DataKey key) {}

    /** Knows no volume yet. */
    public VolumeKeys(KeyService service, RandomSource random, SealListener listener) {
        this.service = service;
        this.random = random;
        this.listener = listener;
    }

    /** True if {@link #learn} would not have to ask the key service. */
    public boolean has(VolumeMetadata metadata) {
        return metadata.deleted() || metadata.keys().stream().allMatch(key -> keys.containsKey(key.id()));
    }

    /**
     * Unwraps the keys of a volume that are not known yet; of one that is deleted none, for nothing of it is read any more. May wait for the key service.
     *
     * @throws KeyUnavailableException if that does not give one of them
     */
    public void learn(VolumeMetadata metadata) {
        if (metadata.deleted()) {
            return;
        }
        for (WrappedKey key : metadata.keys()) {
            if (!keys.containsKey(key.id())) {
                byte[] plain =
                        service.unwrap(key.masterKey(), key.bytes(), key.id().toString());
                keys.put(key.id(), new DataKey(key.id(), plain, listener));
            }
        }
        if (metadata.encrypted()) {
            Current told = new Current(
                    metadata.revision(), opening(metadata.keys().getLast().id()));
            current.merge(metadata.id(), told, (one, other) -> one.revision() > other.revision() ? one : other);
        }
    }

    /** The key that seals what is written of {@code volume} now; empty if it is not encrypted. */
    public Optional<DataKey> sealing(VolumeId volume) {
        return Optional.ofNullable(current.get(volume)).map(Current::key);
    }

    /** True if {@code volume} is known to be encrypted. */
    public boolean knows(VolumeId volume) {
        return current.containsKey(volume);
    }

    /**
     * The key that sealed something.
     *
     * @throws KeyUnavailableException if no volume that this node knows has it
     */
    public DataKey opening(DataKeyId id) {
        DataKey key = keys.get(id);
        if (key == null) {
            throw new KeyUnavailableException(
                    "data key " + id
                            + " is of no volume that this node knows: its files are of another region, or its metadata were lost",
                    false);
        }
        return key;
    }

    /** A salt for one use of a file. */
    public byte[] newSalt() {
        return DataKey.newSalt(random);
    }
}
