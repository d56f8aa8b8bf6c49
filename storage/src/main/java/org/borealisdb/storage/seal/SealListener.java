package org.borealisdb.storage.seal;

/** Told of each sealing, before it is done. For tests, which must never see the same arguments twice. */
@FunctionalInterface
public interface SealListener {
    /** Nobody listens. */
    SealListener NONE = (_, _, _) -> {};

    /**
     * Something is about to be sealed.
     *
     * @param key      stands for the key: a hash of it
     * @param sequence the first part of the nonce
     * @param part     the second
     */
    void sealing(String key, long sequence, int part);
}
