package org.borealisdb.engine.lock;

/** A way of holding a lock. Modes of different kinds of locks never meet on one key. */
public sealed interface LockMode permits TableLockMode, RowLockMode, AdvisoryLockMode {
    /** This mode's place in masks, from 0. */
    int ordinal();

    /** Mask of the modes of the same kind that another owner may not hold at the same time. */
    int conflicts();

    /** This mode as a mask. */
    default int mask() {
        return 1 << ordinal();
    }
}
