package org.borealisdb.engine.lock;

/** One mode of one lock that an owner holds. {@code count} grows when an advisory lock is taken again. */
final class LockHold {
    final LockOwner owner;
    final LockEntry entry;
    final LockMode mode;
    int count = 1;
    /** Where the entry has it. */
    int place;

    LockHold(LockOwner owner, LockEntry entry, LockMode mode) {
        this.owner = owner;
        this.entry = entry;
        this.mode = mode;
    }
}
