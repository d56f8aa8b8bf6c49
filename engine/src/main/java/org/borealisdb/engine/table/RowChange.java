package org.borealisdb.engine.table;

import org.borealisdb.engine.lock.RowLockMode;

/** The version that a statement wants a row to have. */
final class RowChange {
    private final byte[] row;
    private final byte[] stored;
    private final int storedLength;
    private final int length;
    private final int flags;
    private final RowLockMode mode;

    RowChange(byte[] row, int length, byte[] stored, int storedLength, int flags, RowLockMode mode) {
        this.row = row;
        this.length = length;
        this.stored = stored;
        this.storedLength = storedLength;
        this.flags = flags;
        this.mode = mode;
    }

    /** The row's bytes, from 0 to {@link #length()}. */
    byte[] row() {
        return row;
    }

    int length() {
        return length;
    }

    /** What is to stand in the leaf, from 0 to {@link #storedLength()}: the row, or a reference to it. */
    byte[] stored() {
        return stored;
    }

    int storedLength() {
        return storedLength;
    }

    int flags() {
        return flags;
    }

    /** The lock that others' explicit locks are held against. */
    RowLockMode mode() {
        return mode;
    }
}
