package org.borealisdb.engine.table;

import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;

/** Tells what became of a row since a version of it was seen. Called without latches, with the view open that has seen it. */
final class LaterVersions {
    private final RowReader reader;
    private final Versions versions;

    LaterVersions(RowReader reader, Versions versions) {
        this.reader = reader;
        this.versions = versions;
    }

    /**
     * Returns what became of a row that is gone under its primary key, the newest version there being the workspace's {@code current()}: a {@link MovedRow} if it has another one, and was not deleted there. Then that is its newest
     * committed version.
     */
    RowOutcome follow(Transaction transaction, Table table) {
        Workspace workspace = transaction.workspace();
        RowVersion current = workspace.current();
        try (ReadView latest = transaction.openLatestView()) {
            while (current.deleted() && current.rowLength() > 0) {
                byte[] key = current.row();
                if (reader.read(workspace, table, key, latest, current)) {
                    return new MovedRow(key);
                }
                reader.newest(workspace, table, key, current);
            }
        }
        return RowResult.GONE;
    }

    /** Returns whether all who have changed a row since a version of it have left it its unique keys. */
    boolean haveKeptKeys(Workspace workspace, RowVersion current, RowVersion seen) {
        RowVersion version = workspace.other();
        version.copyFrom(current);
        while (version.exists() && !version.sameVersion(seen.transactionId(), seen.undoPointer())) {
            if (!version.keepsKeys()) {
                return false;
            }
            versions.before(workspace, version);
        }
        return version.exists();
    }

    /**
     * Returns the outcome for one who has locked a row in a version that he may go on with.
     *
     * @param seen the version that he came with
     * @param found that version, or the one that was found under another primary key, which becomes {@code current} then
     */
    static RowOutcome locked(byte[] primaryKey, RowVersion current, RowVersion seen, RowVersion found) {
        if (found == seen) {
            return RowResult.DONE;
        }
        current.copyFrom(found);
        return new MovedRow(primaryKey);
    }
}
