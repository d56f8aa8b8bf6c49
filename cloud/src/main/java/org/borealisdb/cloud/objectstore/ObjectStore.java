package org.borealisdb.cloud.objectstore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Named objects, kept in several zones. Names are parts of lower-case letters, digits, dots and {@code -}, with {@code /} between them. What was stored is durable when the
 * call returns. Safe for use by all tasks; all methods may wait, and throw {@link ObjectStoreException}.
 */
public interface ObjectStore extends AutoCloseable {
    /** Longest object that is read whole or replaced, in bytes. */
    int MAX_VALUE_BYTES = 64 << 20;

    /** Most names that {@link #list} answers at once. */
    int MAX_LISTED = 1000;

    /** Stores a new object; false if there is one of that name, which stays. */
    boolean putIfAbsent(String name, ObjectContent content);

    /**
     * Stores {@code value} if the object's tag is {@code expectedTag} (empty: there is no such object).
     *
     * @return the new tag; empty if the tag was another
     * @throws ObjectStoreException if the outcome is unknown: read to find out
     */
    Optional<String> compareAndSet(String name, String expectedTag, byte[] value);

    /** The whole of a small object; empty if there is none. */
    Optional<TaggedObject> read(String name);

    /** Reads into {@code target} until it is full or the object ends, and says how many bytes. */
    int read(String name, long position, ByteBuffer target);

    /** Bytes of an object; empty if there is none. */
    Optional<Long> length(String name);

    /** Names of objects directly in {@code folder} (without its name) that come after {@code after}, sorted: the first {@link #MAX_LISTED}. */
    List<String> list(String folder, String after);

    /** Removes an object; nothing happens if there is none. */
    void delete(String name);

    /** Removes what writes that were cut off have left, if it was there at the sweep before too. Called by one task, hours apart. */
    void sweep();

    /** Where it is, as a person wrote it. */
    String place();

    @Override
    void close();
}
