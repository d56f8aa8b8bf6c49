package org.borealisdb.engine.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.engine.activity.ChangedRows;
import org.borealisdb.engine.activity.ReadActivity;
import org.borealisdb.engine.activity.ReadRows;
import org.borealisdb.engine.activity.TableActivity;
import org.borealisdb.engine.lock.AdvisoryLockMode;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.LockMode;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.serial.SerialTransaction;
import org.borealisdb.engine.undo.UndoPointer;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * One transaction. All methods are for the one task that runs it, except that its end is told by the task that learns of a commit's
 * durability, and that anyone may ask whether it runs.
 *
 * <p>A statement: {@link #openView}, read and write, close the view. A failed statement goes back to the {@link #savepoint} it began
 * with. A transaction that changes nothing has no id and writes nothing to the log.
 */
public final class Transaction implements CommitQueue.Pending {
    /** Changes of one transaction are numbered; far more than a client can make. */
    public static final int MAX_CHANGES = Integer.MAX_VALUE - 1;

    private final Transactions transactions;
    private final Workspace workspace;
    private final IsolationLevel isolation;
    private final LockOwner locks;
    private @Nullable ReadView whole;
    private @Nullable SerialTransaction serial;
    /** Names of the views that it has exported. */
    private final List<String> exported = new ArrayList<>();
    /** What their names begin with; 0 as long as there are none. */
    private long exporter;

    private boolean readOnly;
    private boolean deferrable;

    private volatile TransactionState state = TransactionState.ACTIVE;
    private volatile long id;
    private long lastUndo = UndoPointer.NONE;
    private int changes;
    private LockWait lockWait = LockWait.FOREVER;
    private boolean catalogChanged;
    private long commitLsn;
    private List<ChangedRows> changedRows = List.of();
    private Map<ReadActivity, ReadRows> readRows = Map.of();

    Transaction(Transactions transactions, Workspace workspace, IsolationLevel isolation, LockOwner locks) {
        this.transactions = transactions;
        this.workspace = workspace;
        this.isolation = isolation;
        this.locks = locks;
    }

    public IsolationLevel isolation() {
        return isolation;
    }

    public TransactionState state() {
        return state;
    }

    /** The buffers of the task that runs this transaction. */
    public Workspace workspace() {
        return workspace;
    }

    /** Who owns its locks. */
    public LockOwner locks() {
        return locks;
    }

    /** Its id; 0 as long as it has changed nothing. */
    public long id() {
        return id;
    }

    /** Its id, given now if it has none; it will then write to the log. */
    public long assignId() {
        checkActive();
        if (id == 0) {
            if (isolation == IsolationLevel.SERIALIZABLE) {
                whole();
            }
            id = transactions.register(this);
            SerialTransaction known = serial;
            if (known != null) {
                known.identified(id);
            }
        }
        return id;
    }

    /** How many changes it has made, those gone back on included: the number of the next one. */
    public int changes() {
        return changes;
    }

    /** Its newest undo record that still counts, or {@link UndoPointer#NONE}. */
    public long lastUndo() {
        return lastUndo;
    }

    /** Notes a change that is about to be committed to the log. Called under the latch of the undo page, so that pointers increase. */
    public void changed(long undoPointer) {
        lastUndo = undoPointer;
        changes++;
    }

    /** Fails if no further change can be numbered. */
    public void checkRoomForChange() {
        checkRoomForChanges(1);
    }

    /** Fails if so many further changes cannot be numbered. */
    public void checkRoomForChanges(int count) {
        checkActive();
        if (changes > MAX_CHANGES - count) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "a transaction cannot make more than " + MAX_CHANGES + " changes");
        }
    }

    /** How long this transaction's requests for locks may wait (lock_timeout). */
    public LockWait lockWait() {
        return lockWait;
    }

    public void lockWait(LockWait wait) {
        lockWait = wait;
    }

    /**
     * The view for a statement or cursor that begins now; to be closed by the caller. Makes sure that no newer writer has taken over
     * (R11), which may wait.
     *
     * @throws SqlException 57P01 if one has
     */
    public ReadView openView() {
        checkActive();
        transactions.confirmLease();
        if (isolation == IsolationLevel.READ_COMMITTED) {
            return transactions.openView(id, changes, catalogChanged);
        }
        return new ReadView(whole(), id, changes, catalogChanged, serial);
    }

    /**
     * Declares what the transaction will do, before its first view is opened; later it makes no difference.
     *
     * @param changesNothing whether it will change nothing
     * @param waitsForSafety whether one that is serializable and changes nothing waits for a view with which it cannot fail
     */
    public void declare(boolean changesNothing, boolean waitsForSafety) {
        readOnly = changesNothing;
        deferrable = waitsForSafety;
    }

    /**
     * Exports what statements of other transactions are to see, until this one ends: what a statement sees that begins now, but for its own changes.
     *
     * @param database the name of the one that it is in
     * @return the name under which others may take it
     */
    public String exportView(String database) {
        checkActive();
        if (exporter == 0) {
            exporter = transactions.nextExporter();
        }
        HexFormat digits = HexFormat.of().withUpperCase();
        String name = digits.toHexDigits((int) (exporter >>> Integer.SIZE)) + "-" + digits.toHexDigits((int) exporter)
                + "-" + (exported.size() + 1);
        ReadView view = isolation == IsolationLevel.READ_COMMITTED
                ? transactions.openView(0, 0, false)
                : transactions.openBeside(whole());
        transactions.exported().add(new SharedView(name, database), view);
        exported.add(name);
        return name;
    }

    /** Returns what another transaction has exported under a name and has not ended. */
    public Optional<SharedView> exportedView(String name) {
        return transactions.exported().find(name);
    }

    /**
     * Has all statements of this transaction, which has not looked at anything yet and is {@link IsolationLevel#REPEATABLE_READ}, see what another has exported.
     *
     * @return false if there is no such view any more
     */
    public boolean takeView(String name) {
        if (isolation != IsolationLevel.REPEATABLE_READ || whole != null) {
            throw new IllegalStateException(this + " cannot take a view");
        }
        Optional<ReadView> taken = transactions.exported().open(name);
        taken.ifPresent(view -> whole = view);
        return taken.isPresent();
    }

    /** Returns the LSN of the one state that all its statements see; the largest number if each sees the newest, or none has looked yet. */
    public long seesFrom() {
        ReadView seen = whole;
        return isolation == IsolationLevel.READ_COMMITTED || seen == null ? Long.MAX_VALUE : seen.lsn();
    }

    private ReadView whole() {
        ReadView open = whole;
        if (open == null) {
            open = isolation == IsolationLevel.SERIALIZABLE ? beginSerial() : transactions.openView(0, 0, false);
            whole = open;
        }
        return open;
    }

    private ReadView beginSerial() {
        while (true) {
            SerialView begun = beginSerially();
            ReadView view = begun.view();
            SerialTransaction one = begun.transaction();
            boolean good = false;
            try {
                if (!readOnly || !deferrable || awaitSafety(one)) {
                    serial = one;
                    good = true;
                    return view;
                }
            } finally {
                if (!good) {
                    one.ended(false);
                    view.close();
                }
            }
        }
    }

    private record SerialView(SerialTransaction transaction, ReadView view) {}

    private SerialView beginSerially() {
        AtomicReference<ReadView> view = new AtomicReference<>();
        SerialTransaction one =
                transactions.serials().begin(locks, readOnly, () -> view.set(transactions.openView(0, 0, false)));
        return new SerialView(one, Objects.requireNonNull(view.get()));
    }

    /** Waits until all who may make the view of {@code one} unsafe have ended; false if it is. */
    private boolean awaitSafety(SerialTransaction one) {
        LockTable table = transactions.lockTable();
        while (true) {
            Optional<LockOwner> source = one.source();
            if (source.isEmpty()) {
                return !one.isUnsafe();
            }
            LockKey key = new LockKey.OfOwner(source.get());
            if (table.acquireBehind(
                    locks, key, AdvisoryLockMode.SHARED, source.get(), AdvisoryLockMode.EXCLUSIVE, LockWait.FOREVER)) {
                table.release(locks, key, AdvisoryLockMode.SHARED);
            }
        }
    }

    /** Notes that the keys of a tree are gone with all that is kept of who has read them. */
    public void dropsTree(long treeId) {
        SerialTransaction known = serial;
        if (known != null) {
            known.wroteAll(treeId);
        }
        transactions.serials().dropped(treeId);
    }

    /** What knows of its reads and writes, if it is serializable and has begun to read. */
    public @Nullable SerialTransaction serial() {
        return serial;
    }

    /** True on a reader, if all statements see one state: then they see the catalog of that state too, since no lock keeps others from changing it meanwhile. */
    private boolean seesOldCatalog() {
        return isolation != IsolationLevel.READ_COMMITTED && transactions.following();
    }

    /**
     * A view of what is committed now, whatever the isolation level: for catalogs and constraints. To be closed by the caller. On a reader, where there are no constraints to check, it is
     * what the statements of the transaction see.
     */
    public ReadView openLatestView() {
        checkActive();
        return seesOldCatalog()
                ? new ReadView(whole(), id, changes, catalogChanged, serial)
                : transactions.openView(id, changes, catalogChanged);
    }

    /** True if what was read of the catalog with a view at {@code lsn} is what a statement is to go by now; whoever asks has opened its view, or holds locks that keep it so. */
    public boolean knowsCatalog(long lsn) {
        long changedAt = transactions.catalogChangedAt();
        if (!seesOldCatalog()) {
            return lsn >= changedAt;
        }
        return lsn == whole().lsn() || (lsn >= changedAt && whole().lsn() >= changedAt);
    }

    /** A number that differs whenever the statements of a transaction may see another catalog. */
    public long catalogPoint() {
        long changedAt = transactions.catalogChangedAt();
        return seesOldCatalog() && whole().lsn() < changedAt ? -whole().lsn() : changedAt;
    }

    /** Notes that a statement changed rows of a table; what became of them is counted at the end. What a savepoint undoes is counted as if it were not undone. */
    public void noteChanged(ChangedRows rows) {
        changesOf(rows.table()).add(rows);
    }

    /** Notes that a table was emptied. */
    public void noteEmptied(TableActivity table) {
        changesOf(table).emptied();
    }

    /** Notes what a statement has read of a table or an index. */
    public void noteRead(ReadActivity source, long scans, long rows) {
        if (readRows.isEmpty()) {
            readRows = new HashMap<>(2);
        }
        readRows.computeIfAbsent(source, _ -> new ReadRows()).add(scans, rows);
    }

    /** Returns what statements of this transaction that have ended read of a table or an index. */
    public ReadRows read(ReadActivity source) {
        return readRows.getOrDefault(source, new ReadRows());
    }

    /** Returns what statements of this transaction that have ended changed of a table, since it was last emptied. */
    public ChangedRows changed(TableActivity table) {
        return changedRows.stream()
                .filter(known -> known.table() == table)
                .findFirst()
                .orElseGet(() -> new ChangedRows(table));
    }

    private ChangedRows changesOf(TableActivity table) {
        for (ChangedRows known : changedRows) {
            if (known.table() == table) {
                return known;
            }
        }
        if (changedRows.isEmpty()) {
            changedRows = new ArrayList<>();
        }
        ChangedRows first = new ChangedRows(table);
        changedRows.add(first);
        return first;
    }

    /** Takes a lock for the rest of this transaction, waiting as long as {@link #lockWait()} says. */
    public void lock(LockKey key, LockMode mode) {
        checkActive();
        transactions.lockTable().acquire(locks, key, mode, lockWait);
    }

    /** Takes a lock if that needs no waiting. */
    public boolean tryLock(LockKey key, LockMode mode) {
        checkActive();
        return transactions.lockTable().tryAcquire(locks, key, mode);
    }

    /** Returns whether it has a lock in this very mode. */
    public boolean holds(LockKey key, LockMode mode) {
        return transactions.lockTable().holds(locks, key, mode);
    }

    /** A point to go back to. */
    public Savepoint savepoint() {
        checkActive();
        return new Savepoint(lastUndo, changes, transactions.lockTable().mark(locks));
    }

    /** Undoes everything since {@code savepoint}, and releases the locks taken since. */
    public void rollbackTo(Savepoint savepoint) {
        undoTo(savepoint);
        transactions.lockTable().releaseAfter(locks, savepoint.lockMark());
    }

    /** Undoes everything since {@code savepoint}, and keeps the locks. */
    public void undoTo(Savepoint savepoint) {
        checkActive();
        if (lastUndo != savepoint.lastUndo()) {
            transactions.rollback().undo(this, savepoint.lastUndo());
            lastUndo = savepoint.lastUndo();
        }
    }

    /**
     * Undoes what all others have left that were rolled back or died. Who holds a lock on a table that keeps writers out finds no version of theirs in it from then on: so columns can be given the
     * places in rows that those had who are gone.
     */
    public void undoOthers() {
        checkActive();
        transactions.rollback().undoAll();
    }

    /** Notes that this transaction changed the catalog: its commit makes cached plans stale. */
    public void catalogChanged() {
        catalogChanged = true;
    }

    public boolean hasChangedCatalog() {
        return catalogChanged;
    }

    /**
     * Commits, and waits until the commit is durable (R2).
     *
     * @throws SqlException 08007 if this writer was cut off after the commit was appended, so that its fate is unknown (R3); 40001, the transaction being there still, if it
     *     is serializable and there may be no order for it
     */
    public void commit() {
        checkActive();
        SerialTransaction known = serial;
        if (known != null) {
            known.prepare();
        }
        if (id == 0) {
            finish(TransactionState.COMMITTED);
        } else {
            transactions.commit(this);
        }
        workspace.counts().ended(true);
    }

    /** Rolls back. Its changes are invisible at once; the background removes them. Does nothing if it has ended already. */
    public void rollback() {
        if (state == TransactionState.ACTIVE) {
            transactions.abort(this);
            workspace.counts().ended(false);
        }
    }

    /** LSN of its commit record, once appended. */
    @Override
    public long commitLsn() {
        return commitLsn;
    }

    void committing(long lsn) {
        commitLsn = lsn;
        state = TransactionState.COMMITTING;
    }

    @Override
    public void durable() {
        transactions.committed(this);
        finish(TransactionState.COMMITTED);
    }

    /** Ends: closes the view and hands the locks on. */
    void finish(TransactionState how) {
        state = how;
        transactions.ended(how);
        for (ChangedRows each : changedRows) {
            each.table().ended(each, how == TransactionState.COMMITTED);
        }
        exported.forEach(transactions.exported()::remove);
        exported.clear();
        if (whole != null) {
            whole.close();
        }
        SerialTransaction known = serial;
        if (known != null) {
            known.ended(how == TransactionState.COMMITTED);
        }
        transactions.lockTable().end(locks);
    }

    private void checkActive() {
        if (state != TransactionState.ACTIVE) {
            throw new IllegalStateException("transaction " + id + " is " + state);
        }
    }

    @Override
    public String toString() {
        return "transaction " + id;
    }
}
