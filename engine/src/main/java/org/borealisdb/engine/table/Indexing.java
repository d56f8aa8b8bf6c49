package org.borealisdb.engine.table;

/** How a row appears in an index. */
public enum Indexing {
    /** The row has no entry (a partial index whose condition it does not meet). */
    ABSENT,
    /** The row has an entry that may equal others, even in a unique index (a key with NULL in it). */
    REPEATABLE,
    /** The row has an entry; in a unique index no other row may have the same key. */
    DISTINCT
}
