package org.borealisdb.cloud.metadata;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Linearizable keys with compare-and-set. Implementations: a local file, and a Raft group ({@code controlplane.store}). May wait. */
public interface MetadataLog {
    /** Longest value, in bytes. */
    int MAX_VALUE_BYTES = 4 << 20;

    /**
     * The newest value of {@code key}.
     *
     * @throws org.borealisdb.runtime.error.OperationException if the log cannot be reached or is damaged
     */
    Optional<MetadataValue> read(String key);

    /**
     * Stores {@code value} if the key's version is {@code expectedVersion} (0: the key does not exist).
     *
     * @return true if stored, with version {@code expectedVersion + 1}; false if the version was another
     * @throws org.borealisdb.runtime.error.OperationException if the outcome is unknown: read to find out (so values carry the id
     *     of who wrote them)
     */
    boolean compareAndSet(String key, long expectedVersion, byte[] value);

    /** All keys with that prefix, sorted. */
    List<String> keys(String prefix);

    /**
     * A number that is another one as soon as anything has changed, if that can be told at a glance, without reading the log. It may be read often.
     *
     * @throws org.borealisdb.runtime.error.OperationException if the log cannot be reached
     */
    default OptionalLong mark() {
        return OptionalLong.empty();
    }
}
