package org.borealisdb.engine.lock;

/** PostgreSQL's four row lock modes with its conflict table (manual, section 13.3.2), weakest first. */
public enum RowLockMode implements LockMode {
    KEY_SHARE(0b1000),
    SHARE(0b1100),
    NO_KEY_UPDATE(0b1110),
    UPDATE(0b1111);

    private final int conflicts;

    RowLockMode(int conflicts) {
        this.conflicts = conflicts;
    }

    @Override
    public int conflicts() {
        return conflicts;
    }
}
