package org.borealisdb.engine.table;

import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.lock.AdvisoryLockMode;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether another row has a key of a unique index. Called with the stripe of that key taken, so that of two transactions that add
 * the same key the second one finds the first one's entry.
 *
 * <p>A committed newest version (or an own one) decides at once. A running transaction that has given a row the key, or taken it
 * away from it, leaves the answer open until its end.
 */
final class UniqueCheck {
    /** What was found: nothing, a duplicate, or a transaction to wait for. */
    record Finding(@Nullable DuplicateKey duplicate, long waitFor) {
        static final Finding FREE = new Finding(null, 0);

        boolean free() {
            return duplicate == null && waitFor == 0;
        }
    }

    private final Transactions transactions;
    private final RowReader reader;
    private final Versions versions;

    UniqueCheck(Transactions transactions, RowReader reader, Versions versions) {
        this.transactions = transactions;
        this.reader = reader;
        this.versions = versions;
    }

    /** Looks for rows other than {@code primaryKey} that have {@code key} in {@code index}. */
    Finding find(Transaction transaction, Table table, Index index, byte[] key, byte[] primaryKey) {
        TreeCursor cursor = new TreeCursor(index.tree(), transaction.workspace().counts());
        // Keeps undo records from going while versions are followed back.
        ReadView pin = transactions.pinHorizon();
        try {
            cursor.seek(key, key.length);
            while (cursor.next()) {
                byte[] entry = new byte[cursor.keyLength()];
                cursor.copyKey(entry);
                if (!isOf(entry, key)) {
                    return Finding.FREE;
                }
                byte[] other = Arrays.copyOfRange(entry, IndexEntry.keyLength(cursor), IndexEntry.primaryEnd(cursor));
                if (!Arrays.equals(other, primaryKey)) {
                    Finding finding = judge(transaction, table, index, key, other);
                    if (!finding.free()) {
                        return finding;
                    }
                }
            }
        } finally {
            pin.close();
        }
        return Finding.FREE;
    }

    private Finding judge(Transaction transaction, Table table, Index index, byte[] key, byte[] primaryKey) {
        Workspace workspace = transaction.workspace();
        RowVersion version = workspace.other();
        reader.newest(workspace, table, primaryKey, version);
        long undecided = 0;
        while (version.exists()) {
            long writer = version.transactionId();
            boolean own = writer == transaction.id();
            boolean runs = !own && transactions.running(writer).isPresent();
            boolean counts = own || runs || !transactions.aborted(writer);
            if (counts) {
                LongRows.load(workspace, table, version);
            }
            if (counts && IndexKeeper.hasKey(index, version, key, workspace.otherKey())) {
                if (runs || undecided != 0) {
                    return new Finding(null, undecided != 0 ? undecided : writer);
                }
                return new Finding(new DuplicateKey(index.treeId(), primaryKey, version.row()), 0);
            }
            if (counts && !runs) {
                return Finding.FREE;
            }
            undecided = runs ? writer : undecided;
            versions.before(workspace, version);
        }
        return Finding.FREE;
    }

    /**
     * Looks for two rows with the same {@link Indexing#DISTINCT} key in an index that has the entries of all rows. Called with nothing held: waits for transactions that have yet to
     * decide it.
     */
    Optional<DuplicateKey> findRepeated(Transaction transaction, Table table, Index index) {
        TreeCursor cursor = new TreeCursor(index.tree(), transaction.workspace().counts());
        byte[] before = {};
        byte[] rowBefore = {};
        boolean judged = false;
        cursor.seekFirst();
        while (cursor.next()) {
            transaction.workspace().step();
            byte[] entry = new byte[cursor.keyLength()];
            cursor.copyKey(entry);
            byte[] key = Arrays.copyOf(entry, IndexEntry.keyLength(cursor));
            byte[] row = Arrays.copyOfRange(entry, key.length, IndexEntry.primaryEnd(cursor));
            boolean same = Arrays.equals(key, before);
            judged &= same;
            if (same && !judged && !Arrays.equals(row, rowBefore)) {
                Optional<DuplicateKey> found = secondOf(transaction, table, index, key);
                if (found.isPresent()) {
                    return found;
                }
                judged = true;
            }
            before = key;
            rowBefore = row;
        }
        return Optional.empty();
    }

    /** Looks for a second row that has a key. */
    private Optional<DuplicateKey> secondOf(Transaction transaction, Table table, Index index, byte[] key) {
        Workspace workspace = transaction.workspace();
        while (true) {
            boolean found = false;
            long undecided = 0;
            byte[] before = {};
            TreeCursor cursor = new TreeCursor(index.tree(), workspace.counts());
            cursor.seek(key, key.length);
            while (cursor.next()) {
                byte[] entry = new byte[cursor.keyLength()];
                cursor.copyKey(entry);
                if (!isOf(entry, key)) {
                    break;
                }
                byte[] row = Arrays.copyOfRange(entry, IndexEntry.keyLength(cursor), IndexEntry.primaryEnd(cursor));
                if (Arrays.equals(row, before)) {
                    continue;
                }
                before = row;
                Finding finding = pinned(transaction, table, index, key, row);
                if (finding.free()) {
                    continue;
                }
                if (IndexKeeper.keyOf(index, workspace.other(), workspace.otherKey()) != Indexing.DISTINCT) {
                    return Optional.empty();
                }
                if (found && finding.duplicate() != null) {
                    return Optional.of(finding.duplicate());
                }
                found |= finding.duplicate() != null;
                undecided = finding.waitFor() == 0 ? undecided : finding.waitFor();
            }
            if (undecided == 0) {
                return Optional.empty();
            }
            awaitEnd(transaction, undecided);
        }
    }

    private Finding pinned(Transaction transaction, Table table, Index index, byte[] key, byte[] primaryKey) {
        ReadView pin = transactions.pinHorizon();
        try {
            return judge(transaction, table, index, key, primaryKey);
        } finally {
            pin.close();
        }
    }

    /** Whether an entry is of a key, or of a longer one that begins with it. */
    private static boolean isOf(byte[] entry, byte[] key) {
        return entry.length >= key.length && Arrays.equals(entry, 0, key.length, key, 0, key.length);
    }

    /** Waits until a transaction has ended, if it still runs. Called with nothing held. */
    void awaitEnd(Transaction transaction, long id) {
        Optional<Transaction> other = transactions.running(id);
        if (other.isEmpty()) {
            return;
        }
        LockTable locks = transactions.lockTable();
        LockKey key = new LockKey.OfTransaction(id);
        if (locks.acquireBehind(
                transaction.locks(),
                key,
                AdvisoryLockMode.SHARED,
                other.get().locks(),
                AdvisoryLockMode.EXCLUSIVE,
                transaction.lockWait())) {
            locks.release(transaction.locks(), key, AdvisoryLockMode.SHARED);
        }
    }
}
