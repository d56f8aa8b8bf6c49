package org.borealisdb.engine.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.transaction.Horizon;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.UndoKind;
import org.borealisdb.engine.undo.UndoLog;
import org.borealisdb.engine.undo.UndoPointer;
import org.borealisdb.engine.undo.UndoRecord;
import org.borealisdb.engine.undo.UndoScan;

/**
 * Parts dropped trees from what undo has of their rows, before their names can become those of other trees (R30). Used by one task, that of purge.
 *
 * <p>A record names its tree by the tree's first page. Purge can come to a record when the tree is gone: because the record is in another stream than that of the drop, behind a transaction that is not settled; and because all
 * that is left of a stream is walked again after an opening. By then a table may be there whose tree has the name, and what the record says would be taken for that table's: rows with other columns, long bytes that are
 * other pages. So all such records are marked as dealt with first.
 *
 * <p>Why none is missed: the drop is committed at or below every view, so nobody writes to the tree any more, and all records of its rows are older than the search. The marks are in the log before the first page is freed.
 *
 * <p>All of undo is searched, and so for all drops at once that can be done by then: many tables that are dropped together cost one search.
 */
final class DroppedTrees {
    /** So many drops take part in a search, to bound what is kept of them. */
    private static final int MAX_DROPS = 100_000;

    private final Transactions transactions;
    private final Horizon horizon;
    private final UndoLog undo;

    /** Pointers of drops that were searched for and have not begun. */
    private final Set<Long> parted = new HashSet<>();

    DroppedTrees(Transactions transactions, Horizon horizon, UndoLog undo) {
        this.transactions = transactions;
        this.horizon = horizon;
        this.undo = undo;
    }

    /** Makes sure that no record of a row of a tree counts any more; {@code pointer} is that of its drop, which is settled and about to begin. */
    void part(Workspace workspace, long pointer, long treeId) {
        if (parted.remove(pointer)) {
            return;
        }
        Set<Long> trees = new HashSet<>();
        trees.add(treeId);
        findOthers(pointer, trees);
        markRows(workspace, trees);
    }

    /** Finds the other drops that can be done now. */
    private void findOthers(long known, Set<Long> trees) {
        UndoScan scan = new UndoScan(undo);
        long page = 0;
        while (parted.size() < MAX_DROPS && scan.next()) {
            page = passed(page, scan);
            UndoRecord record = scan.record();
            if (record.kind() == UndoKind.TREE_DROPPED
                    && scan.pointer() != known
                    && !record.done()
                    && horizon.settled(record.transactionId())
                    && !transactions.aborted(record.transactionId())) {
                trees.add(record.treeId());
                parted.add(scan.pointer());
            }
        }
    }

    private void markRows(Workspace workspace, Set<Long> trees) {
        UndoScan scan = new UndoScan(undo);
        List<Long> found = new ArrayList<>();
        long page = 0;
        while (scan.next()) {
            if (!found.isEmpty() && UndoPointer.page(scan.pointer()) != page) {
                mark(workspace, found);
            }
            page = passed(page, scan);
            UndoRecord record = scan.record();
            // What followed no row left nothing behind.
            if (record.kind() == UndoKind.ROW
                    && record.before().exists()
                    && !record.done()
                    && trees.contains(record.treeId())) {
                found.add(scan.pointer());
            }
        }
        if (!found.isEmpty()) {
            mark(workspace, found);
        }
    }

    /** Lets others work, once a page. */
    private long passed(long page, UndoScan scan) {
        long now = UndoPointer.page(scan.pointer());
        if (now != page) {
            transactions.pool().tasks().giveWay();
        }
        return now;
    }

    /** Marks records of one page. */
    private static void mark(Workspace workspace, List<Long> pointers) {
        MiniTransaction mtr = workspace.mtr();
        mtr.begin(1);
        try {
            int page = mtr.fix(UndoPointer.page(pointers.getFirst()));
            mtr.latch(page);
            pointers.forEach(pointer -> UndoLog.markDone(mtr, page, pointer));
            mtr.commit();
        } finally {
            mtr.close();
        }
        pointers.clear();
    }
}
