package org.borealisdb.cloud.key;

/** A new data key, for its first user: the key itself, which is never stored, and what is stored of it. */
@SuppressWarnings("ArrayRecordComponent") // Never compared: it lives for the moment in which a volume is created.
public record GeneratedKey(byte[] plain, byte[] wrapped) {
    /** Does not show the key. */
    @Override
    public String toString() {
        return "a data key";
    }
}
