package org.borealisdb.engine.table;

import java.util.List;
import org.borealisdb.expr.value.ByteSink;

/**
 * Computes a row's key in one index. Given by the layer that knows what the bytes of a row mean.
 *
 * <p>A pure function of the row's bytes: purge and the reverter compute the keys of old versions again, at any time after. Keys sort as
 * their bytes compare (unsigned), and no key is a proper prefix of another of the same index. Safe for use by all tasks; must not
 * wait. It is not called under a latch.
 */
@FunctionalInterface
public interface IndexKey {
    /**
     * Appends the key of the row that is {@code row} from {@code from}, {@code length} bytes long; nothing if it has no entry.
     *
     * @throws org.borealisdb.expr.error.SqlException if the key cannot be computed: such a row cannot be inserted, and a version from
     *     before the index has no entry
     */
    Indexing encode(byte[] row, int from, int length, ByteSink target);

    /** True if the entries of rows have more in them than the key: {@link #encodePayload} says what. Of the table's primary keys none may be a proper prefix of another. */
    default boolean hasPayload() {
        return false;
    }

    /**
     * Appends what stands in a row's entry behind its key and its primary key, and does not count when keys are compared. Called only for rows that have an entry.
     *
     * @param most how many bytes there may be
     * @return false if there are more; then nothing was appended
     */
    default boolean encodePayload(byte[] row, int from, int length, int most, ByteSink target) {
        throw new UnsupportedOperationException("the index has no payload");
    }

    /**
     * False if nothing can be said of the key of a version from before the opening, as it has columns that are not known any more: its transaction had added them, and was not committed. Then
     * {@link #encode} answers {@link Indexing#ABSENT}, though there may be an entry.
     */
    default boolean knows(byte[] row, int from) {
        return true;
    }

    /** True if a row may have several entries, one for each item that is in it: {@link #encodeAll} says which, and {@link #encode} is not called. */
    default boolean isInverted() {
        return false;
    }

    /**
     * Returns the keys of the row's items, in any order; a key that comes twice is one entry.
     *
     * @throws org.borealisdb.expr.error.SqlException as {@link #encode}
     */
    default List<byte[]> encodeAll(byte[] row, int from, int length) {
        throw new UnsupportedOperationException("the index has one key a row");
    }
}
