package org.borealisdb.volume.encryption;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.random.RandomSource;

/** Makes, checks and wraps data keys with a key service. All methods may be called by any task, and wait. */
public final class DataKeys {
    private final KeyService service;
    private final RandomSource random;

    public DataKeys(KeyService service, RandomSource random) {
        this.service = service;
        this.random = random;
    }

    /**
     * A new data key under {@code masterKey}.
     *
     * @throws KeyUnavailableException if the master key is not to be had
     */
    public WrappedKey generate(String masterKey) {
        byte[] bytes = new byte[DataKeyId.BYTES];
        random.nextBytes(bytes);
        ByteBuffer name = ByteBuffer.wrap(bytes);
        DataKeyId id = new DataKeyId(name.getLong(), name.getLong());
        return WrappedKey.of(
                id, masterKey, service.generate(masterKey, id.toString()).wrapped());
    }

    /**
     * Makes sure that everything of the volume can be read, before anybody tries.
     *
     * @throws KeyUnavailableException naming the volume, if one of its keys is not to be had
     */
    public void check(VolumeMetadata metadata) {
        for (WrappedKey key : metadata.keys()) {
            try {
                Arrays.fill(unwrap(key), (byte) 0);
            } catch (KeyUnavailableException e) {
                throw new KeyUnavailableException(
                        metadata.id() + " is encrypted, and its key cannot be had: " + e.getMessage(),
                        e.retryable(),
                        e);
            }
        }
    }

    /** The same data keys, wrapped by the newest version of {@code masterKey}. */
    List<WrappedKey> wrapped(List<WrappedKey> keys, String masterKey) {
        List<WrappedKey> next = new ArrayList<>();
        for (WrappedKey key : keys) {
            byte[] plain = unwrap(key);
            next.add(WrappedKey.of(
                    key.id(), masterKey, service.wrap(masterKey, plain, key.id().toString())));
            Arrays.fill(plain, (byte) 0);
        }
        return next;
    }

    private byte[] unwrap(WrappedKey key) {
        return service.unwrap(key.masterKey(), key.bytes(), key.id().toString());
    }
}
