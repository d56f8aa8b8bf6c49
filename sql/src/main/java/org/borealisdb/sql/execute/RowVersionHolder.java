package org.borealisdb.sql.execute;

import org.borealisdb.engine.table.MovedRow;
import org.borealisdb.engine.table.RowOutcome;
import org.borealisdb.engine.table.RowResult;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.catalog.TableDefinition;

/** A row's version, found by its primary key. Belongs to one task. */
final class RowVersionHolder implements TargetRow {
    private final RowVersion version = new RowVersion();
    private byte[] key = {};

    /** Reads the version that a run's view sees; false if there is none. */
    boolean read(Execution execution, TableDefinition table, byte[] primaryKey) {
        key = primaryKey;
        return execution
                .database()
                .rows()
                .read(execution.transaction().workspace(), table.table(), primaryKey, execution.view(), version);
    }

    /** Returns whether locking has found a newer version, be it under another primary key, which is this one's then. */
    boolean isNewer(RowOutcome outcome) {
        if (outcome instanceof MovedRow moved) {
            follow(moved.primaryKey());
            return true;
        }
        return outcome == RowResult.CHANGED;
    }

    /** Takes the newest version, which locking has found. */
    void takeNewest(Workspace workspace) {
        version.copyFrom(workspace.current());
    }

    @Override
    public void follow(byte[] newKey) {
        key = newKey;
    }

    @Override
    public byte[] primaryKey() {
        return key;
    }

    @Override
    public RowVersion version() {
        return version;
    }

    @Override
    public RowSource row() {
        return BoxedRow.empty();
    }

    @Override
    public boolean recheck() {
        return false;
    }
}
