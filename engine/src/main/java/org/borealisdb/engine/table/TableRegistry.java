package org.borealisdb.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        tables.computeIfPresent(table.treeId(), (_, known) -> {
            known.indexes(known.indexes().stream()
                    .filter(index -> index.treeId() != treeId)
                    .toList());
            return known;
        });
    }

    /** Forgets a tree, be it a table's or an index's. */
    void remove(long treeId) {
        Table gone = tables.remove(treeId);
        if (gone != null && tables.values().stream().noneMatch(other -> other.objectId() == gone.objectId())) {
            activities.remove(gone.objectId());
        }
        tables.forEach((root, table) -> {
            if (table.index(treeId).isPresent()) {
                table.indexes(table.indexes().stream()
                        .filter(index -> index.treeId() != treeId)
                        .toList());
            }
        });
    }
}
