package org.borealisdb.engine.table;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.value.ByteSink;

/**
 * Removes entries of versions whose keys cannot be computed any more: of a transaction that had added columns when the database ended, so that what rows with these look like is not known since. All entries
 * of the table are looked at, and those go that no version which can be read has. That is done before the first such version goes, and so again if the database ends meanwhile. Safe for use by all tasks.
 */
final class OrphanedEntries {
    private final Transactions transactions;
    private final RowReader reader;
    private final Versions versions;
    private final IndexKeeper keeper;
    private final KeyStripes stripes;

    /** The tables that have none any more; after the opening there are no new ones. */
    private final Set<Long> done = ConcurrentHashMap.newKeySet();

    OrphanedEntries(
            Transactions transactions, RowReader reader, Versions versions, IndexKeeper keeper, KeyStripes stripes) {
        this.transactions = transactions;
        this.reader = reader;
        this.versions = versions;
        this.keeper = keeper;
        this.stripes = stripes;
    }

    /** True if a version, whose bytes are loaded, may have entries that its bytes do not tell, and no {@link #remove} was done. */
    boolean mayBeOf(Table table, RowVersion version) {
        return !version.absent()
                && !done.contains(table.treeId())
                && table.indexes().stream().anyMatch(index -> !index.key().knows(version.bytes(), version.rowStart()));
    }

    /** Removes those of a table. The caller holds no stripe. */
    void remove(Workspace workspace, Table table) {
        for (Index index : table.indexes()) {
            if (!index.key().isInverted()) {
                remove(workspace, table, index);
            }
        }
        done.add(table.treeId());
    }

    private void remove(Workspace workspace, Table table, Index index) {
        TreeCursor cursor = new TreeCursor(index.tree(), workspace.counts());
        byte[] key = new byte[BTree.MAX_KEY_BYTES];
        cursor.seekFirst();
        while (cursor.next()) {
            cursor.copyKey(key);
            int keyLength = IndexEntry.keyLength(cursor);
            int primaryEnd = IndexEntry.primaryEnd(cursor);
            byte[] entry = Arrays.copyOf(key, cursor.keyLength());
            byte[] primaryKey = Arrays.copyOfRange(entry, keyLength, primaryEnd);
            int[] taken = {KeyStripes.stripe(table.treeId(), primaryKey, primaryKey.length)};
            int count = stripes.take(taken, 1);
            try (ReadView pin = transactions.pinHorizon()) {
                if (!isNeeded(workspace, table, index, primaryKey, entry, keyLength, primaryEnd, pin)) {
                    keeper.remove(workspace, index, entry);
                }
            } finally {
                stripes.give(taken, count);
            }
            transactions.pool().tasks().giveWay();
        }
    }

    private boolean isNeeded(
            Workspace workspace,
            Table table,
            Index index,
            byte[] primaryKey,
            byte[] entry,
            int keyLength,
            int primaryEnd,
            ReadView pin) {
        RowVersion version = new RowVersion();
        ByteSink scratch = new ByteSink();
        reader.newest(workspace, table, primaryKey, version);
        while (version.exists()) {
            boolean last = versions.last(version, pin);
            RowVersion loaded = new RowVersion();
            loaded.copyFrom(version);
            LongRows.load(workspace, table, loaded);
            if (IndexKeeper.hasEntry(index, loaded, entry, entry.length, keyLength, primaryEnd, scratch)) {
                return true;
            }
            if (last) {
                return false;
            }
            versions.before(workspace, version);
        }
        return false;
    }
}
