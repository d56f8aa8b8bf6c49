package org.borealisdb.cloud.key;

import java.util.List;

/**
 * Keeps master keys, and encrypts data keys under them: a data key is stored encrypted (wrapped) beside the data, and only who may use the master key can use it.
 * Master keys never leave the service. All methods may be called by any task, and wait.
 *
 * <p>Every wrapping is bound to the name of its data key: unwrapped under another name it fails, so nobody can put the wrapped key of one volume in the place of another's.
 */
public interface KeyService {
    /** Bytes of a data key: it is one of AES-256. */
    int DATA_KEY_BYTES = 32;

    /** The name of the master key that a region keeps in a file of its own. */
    String LOCAL = "local";

    /**
     * Makes a data key.
     *
     * @param masterKey the name of the master key: {@link #LOCAL}, or an ARN
     * @param dataKey   the name of the data key
     * @throws KeyUnavailableException if the master key is missing, denied or out of reach
     */
    GeneratedKey generate(String masterKey, String dataKey);

    /**
     * Gives back the data key that was wrapped.
     *
     * @throws KeyUnavailableException if the master key is missing, denied or out of reach, or did not wrap this
     */
    byte[] unwrap(String masterKey, byte[] wrapped, String dataKey);

    /**
     * Wraps a data key under the newest version of the master key.
     *
     * @throws KeyUnavailableException if the master key is missing, denied or out of reach
     */
    byte[] wrap(String masterKey, byte[] plain, String dataKey);

    /**
     * What there is of the master key, oldest first.
     *
     * @throws KeyUnavailableException if the master key is missing, denied or out of reach
     */
    List<MasterKeyVersion> describe(String masterKey);
}
