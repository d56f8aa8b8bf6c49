package org.borealisdb.engine.lock;

/** PostgreSQL's eight table lock modes with its conflict table (manual, section 13.3.1), weakest first. */
public enum TableLockMode implements LockMode {
    ACCESS_SHARE(0b1000_0000),
    ROW_SHARE(0b1100_0000),
    ROW_EXCLUSIVE(0b1111_0000),
    SHARE_UPDATE_EXCLUSIVE(0b1111_1000),
    SHARE(0b1110_1100),
    SHARE_ROW_EXCLUSIVE(0b1111_1100),
    EXCLUSIVE(0b1111_1110),
    ACCESS_EXCLUSIVE(0b1111_1111);

    private final int conflicts;

    TableLockMode(int conflicts) {
        this.conflicts = conflicts;
    }

    @Override
    public int conflicts() {
        return conflicts;
    }
}
