package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.bind.BoundForeignKey;
import org.borealisdb.sql.bind.ReferenceGraph;
import org.borealisdb.sql.bind.TableReferences;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Notes what the changed rows of a table have to do with foreign keys. A row's own reference is looked for at once, for mostly it is there, and locked until the end of the transaction; so nothing has to be
 * remembered. Who takes that row away later in the same statement looks for rows that refer to it. Belongs to one task.
 */
final class ChangedReferences {
    /** Keys that were found are remembered up to this number: many rows refer to few. */
    private static final int REMEMBERED = 1024;

    private final Execution execution;
    private final ReferenceGraph graph;
    private final PendingChecks queue;
    private final List<BoundForeignKey> foreignKeys;
    private final List<BoundForeignKey> references;
    private final ConstraintKeeper keeper;
    private final Set<Object> met = new HashSet<>();
    private final Map<Long, Boolean> unmet = new HashMap<>();

    ChangedReferences(Execution execution, TableDefinition changed, ReferenceGraph graph) {
        Optional<TableReferences> table = graph.of(changed);
        this.execution = execution;
        this.graph = graph;
        this.queue = execution.pending();
        this.foreignKeys = table.map(TableReferences::foreignKeys).orElse(List.of());
        this.references = table.map(TableReferences::references).orElse(List.of());
        this.keeper = new ConstraintKeeper(execution);
    }

    /** Returns whether there are foreign keys at all. */
    boolean isEmpty() {
        return foreignKeys.isEmpty() && references.isEmpty();
    }

    /**
     * A row was inserted.
     *
     * @param primaryKey computes its primary key
     */
    void inserted(RowSource row, Supplier<byte[]> primaryKey) {
        for (BoundForeignKey key : foreignKeys) {
            refers(key, row, primaryKey);
        }
    }

    private void refers(BoundForeignKey key, RowSource row, Supplier<byte[]> primaryKey) {
        List<@Nullable Object> values = values(key.child(), key.definition().columns(), row);
        boolean hasNull = values.contains(null);
        if (hasNull && (!key.definition().isFull() || values.stream().allMatch(Objects::isNull))) {
            return;
        }
        Found found = new Found(key.definition().object().id(), values);
        if (met.contains(found)) {
            return;
        }
        PendingCheck.Unmet unmet = new PendingCheck.Unmet(key, primaryKey.get());
        boolean waits = queue.defers(unmet);
        if (!hasNull
                && (waits
                        ? keeper.tryLockReferred(key, BoxedRow.of(values))
                        : keeper.lockReferred(key, BoxedRow.of(values)))) {
            if (met.size() >= REMEMBERED) {
                met.clear();
            }
            met.add(found);
            return;
        }
        queue.add(execution, unmet);
    }

    /** A key that was found for a foreign key. */
    private record Found(long foreignKey, List<@Nullable Object> values) {}

    /**
     * A row was updated.
     *
     * @param isOther whether its primary key is another one now, under which no check finds it that waits for it
     */
    void updated(RowSource before, RowSource after, Supplier<byte[]> primaryKey, boolean isOther) {
        for (BoundForeignKey key : references) {
            List<Integer> columns = key.definition().referencedColumns();
            List<@Nullable Object> old = values(key.parent(), columns, before);
            List<@Nullable Object> now = values(key.parent(), columns, after);
            if (!old.contains(null) && !same(old, now)) {
                queue.add(
                        execution, new PendingCheck.Gone(key, graph, BoxedRow.of(old), Optional.of(BoxedRow.of(now))));
            }
        }
        for (BoundForeignKey key : foreignKeys) {
            List<Integer> columns = key.definition().columns();
            if (!same(values(key.child(), columns, before), values(key.child(), columns, after))
                    || (isOther && mayBeUnmet(key))) {
                refers(key, after, primaryKey);
            }
        }
    }

    /** Whether rows that the statement finds may refer to none yet: then a check waits for each, by its primary key. */
    private boolean mayBeUnmet(BoundForeignKey key) {
        return unmet.computeIfAbsent(key.definition().object().id(), queue::hasUnmet);
    }

    /** A row was deleted. */
    void deleted(RowSource before) {
        for (BoundForeignKey key : references) {
            List<@Nullable Object> old = values(key.parent(), key.definition().referencedColumns(), before);
            if (!old.contains(null)) {
                queue.add(execution, new PendingCheck.Gone(key, graph, BoxedRow.of(old), Optional.empty()));
            }
        }
    }

    /** Returns the values of some columns of a row. */
    static List<@Nullable Object> values(TableDefinition table, List<Integer> columns, RowSource row) {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (int place : columns) {
            values.add(Values.read(row, place, table.columns().get(place).type()));
        }
        return values;
    }

    private static boolean same(List<@Nullable Object> left, List<@Nullable Object> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!Objects.deepEquals(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }
}
