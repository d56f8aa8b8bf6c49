package org.borealisdb.redo.volume;

import java.util.Base64;

/**
 * A data key of a volume as the metadata keep it: encrypted under a master key that a key service has and does not give away.
 *
 * @param id        the data key's name, which every file that was sealed with it says
 * @param masterKey the master key's name: {@code local}, or the ARN of a key of AWS KMS
 * @param wrapped   the encrypted data key in Base64; only the key service that made it can read it
 */
public record WrappedKey(DataKeyId id, String masterKey, String wrapped) {
    private static final int MOST_CHARACTERS = 16 << 10;

    public WrappedKey {
        if (id.equals(DataKeyId.NONE)
                || masterKey.isEmpty()
                || masterKey.length() > MOST_CHARACTERS
                || wrapped.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "data key " + id + " under master key '" + masterKey + "' is out of range");
        }
        bytes(wrapped);
    }

    /** A key whose wrapped form is {@code wrapped}. */
    public static WrappedKey of(DataKeyId id, String masterKey, byte[] wrapped) {
        return new WrappedKey(id, masterKey, Base64.getEncoder().encodeToString(wrapped));
    }

    /** The wrapped form. */
    public byte[] bytes() {
        return bytes(wrapped);
    }

    private static byte[] bytes(String wrapped) {
        return Base64.getDecoder().decode(wrapped);
    }
}
