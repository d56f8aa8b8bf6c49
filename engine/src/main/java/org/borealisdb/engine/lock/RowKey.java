package org.borealisdb.engine.lock;

import java.util.Arrays;

/** A row as something to lock: its table's clustered tree and its primary key, which must not be changed afterwards. */
public final class RowKey implements LockKey {
    private final long treeId;
    private final byte[] primaryKey;
    private final int hash;

    public RowKey(long treeId, byte[] primaryKey) {
        this.treeId = treeId;
        this.primaryKey = primaryKey;
        this.hash = Arrays.hashCode(primaryKey) * 31 + Long.hashCode(treeId);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey that && treeId == that.treeId && Arrays.equals(primaryKey, that.primaryKey);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "row of tree " + treeId;
    }
}
