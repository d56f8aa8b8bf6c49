package org.borealisdb.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.borealisdb.engine.activity.TableActivity;
import org.borealisdb.engine.btree.BTree;

/**
 * The tables whose trees exist, by tree: what purge and the reverter find the table and indexes of an undo record with. A tree is
 * known from its making, committed or not, to its being given back. Safe for use by all tasks.
 */
public final class TableRegistry {
    private final Map<Long, Table> tables = new ConcurrentHashMap<>();

    /** Trees of indexes that are kept although statements may not know of them yet. */
    private final Set<Long> kept = ConcurrentHashMap.newKeySet();

    /** By the catalog object, which a table keeps when it gets another tree. */
    private final Map<Long, TableActivity> activities = new ConcurrentHashMap<>();

    /** The table whose clustered tree has this root. */
    public Optional<Table> find(long treeId) {
        return Optional.ofNullable(tables.get(treeId));
    }

    /** Makes a table known; answers the one known already, if there is one. */
    public Table add(long objectId, BTree tree) {
        return tables.computeIfAbsent(
                tree.root(),
                _ -> new Table(
                        objectId, tree, List.of(), activities.computeIfAbsent(objectId, _ -> new TableActivity())));
    }

    /** Adds an index to a table, unless it has it: from now on every change of a row maintains it. */
    public void addIndex(Table table, Index index) {
        tables.computeIfPresent(table.treeId(), (_, known) -> {
            if (known.index(index.treeId()).isEmpty()) {
                List<Index> more = new ArrayList<>(known.indexes());
                more.add(index);
                known.indexes(more);
            }
            return known;
        });
    }

    /** Gives a table another index with the tree of one that it has. */
    void replaceIndex(Table table, Index index) {
        tables.computeIfPresent(table.treeId(), (_, known) -> {
            known.indexes(known.indexes().stream()
                    .map(each -> each.treeId() == index.treeId() ? index : each)
                    .toList());
            return known;
        });
    }

    /** Has an index stay with its table until {@link #settle}, whoever does not know of it. */
    void keep(long treeId) {
        kept.add(treeId);
    }

    /** Leaves it to those who know the newest catalog again whether an index stays, or takes it from its table. */
    void settle(long treeId, boolean stays) {
        kept.remove(treeId);
        if (!stays) {
            removeIndex(treeId);
        }
    }

    /** Returns the catalog objects of tables about which a condition holds, by what was done with them. */
    public List<Long> tablesOf(Predicate<TableActivity> condition) {
        return activities.entrySet().stream()
                .filter(each -> condition.test(each.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** True if a known table or index has this tree. */
    boolean inUse(long treeId) {
        return tables.containsKey(treeId)
                || tables.values().stream()
                        .anyMatch(table -> table.index(treeId).isPresent());
    }

    /** Takes an index from a table: no change of a row maintains it any more. */
    void removeIndex(Table table, long treeId) {
        if (kept.contains(treeId)) {
            return;
        }
        tables.computeIfPresent(table.treeId(), (_, known) -> {
            known.indexes(known.indexes().stream()
                    .filter(index -> index.treeId() != treeId)
                    .toList());
            return known;
        });
    }

    private void removeIndex(long treeId) {
        tables.values().stream()
                .filter(table -> table.index(treeId).isPresent())
                .forEach(table -> removeIndex(table, treeId));
    }

    /** Forgets a tree, be it a table's or an index's. */
    void remove(long treeId) {
        Table gone = tables.remove(treeId);
        if (gone != null && tables.values().stream().noneMatch(other -> other.objectId() == gone.objectId())) {
            activities.remove(gone.objectId());
        }
        removeIndex(treeId);
    }
}
