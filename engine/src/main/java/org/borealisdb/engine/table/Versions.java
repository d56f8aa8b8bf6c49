package org.borealisdb.engine.table;

import org.borealisdb.engine.serial.SerialTransaction;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoRecord;
import org.borealisdb.runtime.codec.MalformedException;

/** Goes back through the versions of a row. Loads undo pages, so it is called without latches, and with a view or pin open. */
final class Versions {
    private final Transactions transactions;
    private final UndoLog undo;

    Versions(Transactions transactions, UndoLog undo) {
        this.transactions = transactions;
        this.undo = undo;
    }

    /**
     * Replaces {@code version} by the one that {@code view} sees.
     *
     * @return true if the row exists in it
     */
    boolean see(Workspace workspace, RowVersion version, ReadView view) {
        while (version.exists() && !transactions.visible(version, view)) {
            SerialTransaction serial = view.serial();
            if (serial != null) {
                serial.overlooked(version.transactionId());
            }
            before(workspace, version);
        }
        return !version.absent();
    }

    /** Replaces {@code version} by the version before it, or by none. */
    void before(Workspace workspace, RowVersion version) {
        UndoRecord record = record(workspace, version);
        version.copyFrom(record.before());
    }

    /** The undo record of the change that made {@code version}; the workspace's until it reads another. */
    UndoRecord record(Workspace workspace, RowVersion version) {
        UndoRecord record = workspace.undo();
        undo.read(version.undoPointer(), record, workspace.counts());
        if (record.transactionId() != version.transactionId() || record.changeNumber() != version.changeNumber()) {
            throw new MalformedException("the undo record of transaction " + version.transactionId() + " change "
                    + version.changeNumber() + " is of " + record);
        }
        return record;
    }

    /** True if no view needs a version older than this one; {@code pin} keeps that so. */
    boolean last(RowVersion version, ReadView pin) {
        return !version.exists() || transactions.committedAtOrBelow(version.transactionId(), pin.lsn());
    }
}
