package org.borealisdb.engine.table;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.item.ItemQuery;
import org.jspecify.annotations.Nullable;

/**
 * A scan of a table by an inverted index: the rows in which the items are that a query asks for, as one view sees them, each once. Entries of an item are in the order of primary keys. Rows with any of some
 * items, which may be many, are found item by item, and passed over where they have an earlier one; what else may be asked for is found by an {@link ItemWalk} in the order of primary keys. Holds nothing
 * between steps, and no memory that grows with the rows. Used by one task.
 */
public final class ItemCursor {
    private static final byte[] LEAST = {};

    private final Workspace workspace;
    private final Table table;
    private final Index index;
    private final ReadView view;
    private final RowReader reader;
    private final Versions versions;
    private final UnpurgedChanges unpurged;
    /** From before the first entry is read. */
    private final long since;

    private final ItemQuery query;
    /** Of a query for any of some items, these. */
    private final List<byte[]> items;

    private final RowVersion row = new RowVersion();
    /** What comes next; none at the end. */
    private @Nullable ItemWalk walk;
    /** Of a query for any of some items, which one is walked. */
    private int item;

    private byte[] primaryKey = LEAST;
    /** The least primary key that has not been walked. */
    private byte[] after = LEAST;

    ItemCursor(
            Workspace workspace,
            Table table,
            Index index,
            ReadView view,
            ItemQuery query,
            RowReader reader,
            Versions versions,
            UnpurgedChanges unpurged) {
        this.workspace = workspace;
        this.table = table;
        this.index = index;
        this.view = view;
        this.query = query;
        this.reader = reader;
        this.versions = versions;
        this.unpurged = unpurged;
        this.since = unpurged.now();
        this.items = query instanceof ItemQuery.Any any
                        && any.parts().stream().allMatch(part -> part instanceof ItemQuery.One)
                ? query.items().toList()
                : List.of();
        this.walk = items.isEmpty() ? ItemWalk.of(query, this::entries) : entries(items.getFirst());
    }

    private ItemEntries entries(byte[] of) {
        return new ItemEntries(new TreeCursor(index.tree(), workspace.counts()), of);
    }

    /** Goes to the next row; false if there is none. May wait for pages. */
    public boolean next() {
        try {
            boolean found = find();
            view.checkGood();
            return found;
        } catch (RuntimeException failed) {
            throw view.failure(failed);
        }
    }

    private boolean find() {
        while (walk != null) {
            byte[] found = walk.from(after);
            if (found == null) {
                item++;
                walk = item < items.size() ? entries(items.get(item)) : null;
                after = LEAST;
            } else {
                primaryKey = found;
                after = Arrays.copyOf(found, found.length + 1);
                if (see() && isWanted()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the row has by itself what its entries say, and was not found already. It has if it has one version only ({@link UnpurgedChanges}). */
    private boolean isWanted() {
        if (items.isEmpty() && unpurged.none(table.treeId(), primaryKey, 0, primaryKey.length, since)) {
            return true;
        }
        NavigableSet<byte[]> keys = InvertedEntries.pastKeysOf(index, row);
        return items.isEmpty()
                ? query.isIn(keys)
                : keys.contains(items.get(item))
                        && items.subList(0, item).stream().noneMatch(keys::contains);
    }

    private boolean see() {
        reader.newest(workspace, table, primaryKey, row);
        if (!versions.see(workspace, row, view)) {
            return false;
        }
        LongRows.load(workspace, table, row);
        return true;
    }

    /** A copy of the current row's primary key. */
    public byte[] primaryKey() {
        return primaryKey.clone();
    }

    /** The version of the current row that the view sees; good until the next step. */
    public RowVersion row() {
        return row;
    }
}
