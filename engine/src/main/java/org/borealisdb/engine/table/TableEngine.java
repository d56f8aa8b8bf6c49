package org.borealisdb.engine.table;

import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.space.PageAllocator;
import org.borealisdb.engine.transaction.Horizon;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.UndoLog;
import org.jspecify.annotations.Nullable;

/**
 * Tables, their rows and indexes, and what keeps them tidy, wired together. Safe for use by all tasks.
 */
public final class TableEngine {
    private final TableRegistry registry = new TableRegistry();
    private final RowStore rows;
    private final TreeStore trees;
    private final RowIds rowIds;
    private final UndoLog undo;
    private final PageAllocator allocator;
    private final IndexBuilder indexBuilder;
    private final TableRewriter rewriter;
    private final Transactions transactions;
    private final RowReader reader;
    private final IndexKeeper keeper;
    private final KeyStripes stripes;
    private final Reverter reverter;
    private final UnpurgedChanges unpurged = new UnpurgedChanges();

    /**
     * The tables over {@code transactions}.
     *
     * @param sequences holds the states of sequences
     */
    public TableEngine(Transactions transactions, UndoLog undo, PageAllocator allocator, BTree sequences) {
        this.transactions = transactions;
        Versions versions = new Versions(transactions, undo);
        this.reader = new RowReader(versions);
        this.keeper = new IndexKeeper(versions);
        this.undo = undo;
        this.allocator = allocator;
        this.stripes = new KeyStripes(transactions.pool().tasks());
        this.trees = new TreeStore(transactions.pool(), allocator, undo, registry, unpurged, sequences);
        this.reverter = new Reverter(transactions, undo, registry, reader, versions, keeper, stripes, trees);
        UniqueCheck uniqueCheck = new UniqueCheck(transactions, reader, versions);
        RowWriter writer = new RowWriter(transactions, undo, unpurged);
        this.rows =
                new RowStore(transactions, reader, writer, uniqueCheck, keeper, stripes, reverter, versions, unpurged);
        this.indexBuilder = new IndexBuilder(reader, versions, allocator, uniqueCheck, stripes);
        this.rewriter = new TableRewriter(trees, allocator, versions);
        this.rowIds = new RowIds(transactions.pool());
    }

    /**
     * Makes the background work of a writer, which becomes the one that undoes changes of {@code transactions}. Called once, before the first of them begins.
     *
     * @param upkeep what else is to be done in each turn
     */
    public Maintenance maintenance(Horizon horizon, Consumer<Workspace> upkeep) {
        Purge purge = new Purge(transactions, horizon, undo, registry, reader, keeper, stripes, trees, unpurged);
        Maintenance maintenance = new Maintenance(
                transactions,
                horizon,
                undo,
                reverter,
                purge,
                upkeep,
                allocator.meter(),
                new Workspace(transactions.pool(), allocator));
        transactions.connect(maintenance);
        return maintenance;
    }

    /** Reads and changes rows. */
    public RowStore rows() {
        return rows;
    }

    /** The tables whose trees exist. */
    public TableRegistry registry() {
        return registry;
    }

    public TreeStore trees() {
        return trees;
    }

    /** Keys for tables without a primary key. */
    public RowIds rowIds() {
        return rowIds;
    }

    /** At opening, once all tables in use are known: see {@link Maintenance#recover}. */
    public void recover(Maintenance maintenance) {
        maintenance.recover(trees, registry);
    }

    /** Makes an empty table; it goes if the transaction is rolled back. */
    public Table createTable(Transaction transaction, long objectId) {
        return registry.add(objectId, trees.create(transaction));
    }

    /** What came of building an index: the index, and the duplicate that keeps it from being unique, if there is one. */
    public record Built(Index index, @Nullable DuplicateKey duplicate) {
        /** The duplicate, if there is one; then the statement fails and is rolled back, and the index with it. */
        public Optional<DuplicateKey> violation() {
            return Optional.ofNullable(duplicate);
        }
    }

    /**
     * Makes an index and fills it with the rows that {@code view}, the latest, sees. The caller holds a lock on the table that keeps all writers out. Views
     * older than {@code view} must not use the index.
     */
    public Built createIndex(
            Transaction transaction, Table table, long objectId, IndexKey key, boolean unique, ReadView view) {
        Index index = new Index(objectId, trees.create(transaction), key, unique);
        Optional<DuplicateKey> duplicate = indexBuilder.build(transaction.workspace(), table, index, view);
        if (duplicate.isEmpty()) {
            // Not before: a key that cannot be computed must stop nobody once the statement has failed.
            registry.addIndex(table, index);
        }
        return new Built(index, duplicate.orElse(null));
    }

    /** Makes the tree of an index that is to be filled beside those who change rows: in a later transaction, for it goes if this one is rolled back. */
    public long createIndexTree(Transaction transaction) {
        return trees.create(transaction).root();
    }

    /**
     * Has every change of a row maintain an empty index, which a committed catalog has, until {@link #settle}. Those who have the table locked now may not know of it: the caller waits until
     * they have ended before it has it {@link #enforce enforced}, and filled. Nobody is refused a key until then.
     */
    public void maintain(Table table, Index index) {
        registry.keep(index.treeId());
        registry.addIndex(table, index.withoutUniqueness());
    }

    /** From now on an index that is maintained keeps two rows from having the same key, if it is unique, as far as it has their entries. */
    public void enforce(Table table, Index index) {
        registry.replaceIndex(table, index);
    }

    /**
     * All who have the table locked know of an index now that is maintained.
     *
     * @param stays whether it is to be maintained on; if not, it could not be made
     */
    public void settle(long treeId, boolean stays) {
        registry.settle(treeId, stays);
    }

    /**
     * Fills an index that every change of a row has maintained since before {@code view}, the latest, was opened. Views older than that must not use it.
     *
     * @return a key that is there twice, if the index is unique: then it must not be used at all
     */
    public Optional<DuplicateKey> fill(Transaction transaction, Table table, Index index, ReadView view) {
        return indexBuilder.buildBeside(transaction, table, index, view);
    }

    /**
     * Stops maintaining an index that was dropped, or whose creation was undone, though its tree is not gone yet. The caller holds a lock on the table that keeps away who would
     * make or drop an index, and has read in the newest catalog that it is not there.
     */
    public void forgetIndex(Table table, Index index) {
        registry.removeIndex(table, index.treeId());
    }

    /** Begins to insert many rows for one statement. */
    public RowLoader load(Transaction transaction, Table table) {
        return new RowLoader(rows, undo, trees, unpurged, allocator, transaction, table);
    }

    /**
     * Writes the rows of a table that {@code view}, the latest, sees into an empty one, which the transaction has made. The caller holds a lock that keeps all writers out.
     *
     * @param key computes a row's new primary key, or fails; never {@link Indexing#ABSENT}
     * @return a row whose key another row has too, if there is one; then the statement fails and is rolled back
     */
    public Optional<byte[]> rewrite(Transaction transaction, Table from, Table to, IndexKey key, ReadView view) {
        return rewriter.rewrite(transaction, from, to, key, view);
    }
}
