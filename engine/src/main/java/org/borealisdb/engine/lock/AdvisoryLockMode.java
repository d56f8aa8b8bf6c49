package org.borealisdb.engine.lock;

/** Modes of advisory locks. Waiting for the end of a transaction uses them as well. */
public enum AdvisoryLockMode implements LockMode {
    SHARED(0b10),
    EXCLUSIVE(0b11);

    private final int conflicts;

    AdvisoryLockMode(int conflicts) {
        this.conflicts = conflicts;
    }

    @Override
    public int conflicts() {
        return conflicts;
    }
}
