package org.borealisdb.engine.table;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.activity.TableActivity;
import org.borealisdb.engine.btree.BTree;

/**
 * A table as its pages have it: the clustered tree with the rows by primary key, and its indexes. Which rows and indexes a statement may
 * use is the catalog's affair; this is what writers, purge and the reverter keep in step. Safe for use by all tasks.
 */
public final class Table {
    private final long objectId;
    private final BTree tree;
    private final TableActivity activity;
    private volatile List<Index> indexes;

    Table(long objectId, BTree tree, List<Index> indexes, TableActivity activity) {
        this.objectId = objectId;
        this.tree = tree;
        this.indexes = List.copyOf(indexes);
        this.activity = activity;
    }

    /** Its catalog object; locks on the table are on this. */
    public long objectId() {
        return objectId;
    }

    /** The clustered tree. */
    public BTree tree() {
        return tree;
    }

    /** Root page of the clustered tree, which names it for ever. */
    public long treeId() {
        return tree.root();
    }

    /** What was done with the table. */
    public TableActivity activity() {
        return activity;
    }

    /** The indexes that every change maintains. */
    public List<Index> indexes() {
        return indexes;
    }

    /** The index with this tree, if it is one of this table. */
    public Optional<Index> index(long treeId) {
        for (Index index : indexes) {
            if (index.treeId() == treeId) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }

    void indexes(List<Index> changed) {
        indexes = List.copyOf(changed);
    }
}
