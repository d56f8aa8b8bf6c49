package org.borealisdb.engine.table;

import org.borealisdb.engine.lock.RowLockMode;

/** The version that a statement wants a row to have. */
final class RowChange {
    private final byte[] row;
    private final int length;
    private final int flags;
    private final RowLockMode mode;

    RowChange(byte[] row, int length, int flags, RowLockMode mode) {
        this.row = row;
        this.length = length;
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

    int flags() {
        return flags;
    }

    /** The lock that others' explicit locks are held against. */
    RowLockMode mode() {
        return mode;
    }
}
