package org.borealisdb.storage.seal;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.random.RandomSource;

/** A data key, unwrapped: encrypts nothing, and derives the keys that do. Safe for use by all tasks. */
public final class DataKey {
    /** Bytes of a salt. */
    public static final int SALT_BYTES = 32;

    /** Bytes of the hash that stands for a key where it must not be shown. */
    static final int NAME_BYTES = 16;

    private static final int KEY_BYTES = 32;

    private final DataKeyId id;
    private final SecretKey key;
    private final SealListener listener;

    DataKey(DataKeyId id, byte[] plain, SealListener listener) {
        if (plain.length != KEY_BYTES) {
            throw new IllegalArgumentException("data key " + id + " has " + plain.length + " bytes");
        }
        this.id = id;
        this.key = new SecretKeySpec(plain, "AES");
        this.listener = listener;
    }

    /** Its name, which stands in the header of what it sealed. */
    public DataKeyId id() {
        return id;
    }

    /** A salt that was never used before. */
    public static byte[] newSalt(RandomSource random) {
        byte[] salt = new byte[SALT_BYTES];
        if (!PlantedBug.REUSE_FILE_SALT.planted()) {
            random.nextBytes(salt);
        }
        return salt;
    }

    /** The key of the use of a file that drew {@code salt}. */
    public FileKey derive(Purpose purpose, byte[] salt) {
        try {
            SecretKey derived = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(key)
                                    .addSalt(salt)
                                    .thenExpand(purpose.bytes(), KEY_BYTES));
            return new FileKey(derived, listener);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "data key " + id;
    }
}
