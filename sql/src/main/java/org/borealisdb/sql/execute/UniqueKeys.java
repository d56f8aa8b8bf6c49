package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.engine.table.Index;
import org.borealisdb.engine.table.KeyState;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps unique keys that may be violated for a while. A row's key is looked for once its entry is in the index, so that of two transactions that add the same key the second one sees the first one's entry. If
 * another row has it, or another transaction is about to give or take it, it is looked for again at the end of the statement or transaction. Belongs to one task.
 */
final class UniqueKeys {
    private final Execution execution;
    private final Transaction transaction;
    private final RowStore rows;

    UniqueKeys(Execution execution) {
        this.execution = execution;
        this.transaction = execution.transaction();
        this.rows = execution.database().rows();
    }

    /** Returns the unique keys of a table that may be violated for a while. */
    static List<IndexDefinition> of(TableDefinition table) {
        List<IndexDefinition> deferrable = List.of();
        for (IndexDefinition index : table.indexes()) {
            if (index.deferral().isDeferrable()) {
                deferrable = deferrable.isEmpty() ? new ArrayList<>() : deferrable;
                deferrable.add(index);
            }
        }
        return deferrable;
    }

    /** A row has a new key. */
    void added(TableDefinition table, IndexDefinition index, RowSource row, Supplier<byte[]> primaryKey) {
        if (mayRepeat(index, row)) {
            return;
        }
        byte[] of = primaryKey.get();
        if (state(table, index, row, of, false) != KeyState.FREE) {
            execution.pending().add(execution, new PendingCheck.Doubled(table, index, of));
        }
    }

    /** Returns whether a row's key is another one now. */
    static boolean differ(TableDefinition table, IndexDefinition index, RowSource before, RowSource after) {
        return index.isComputed()
                || !Objects.equals(
                        ChangedReferences.values(table, index.columns(), before),
                        ChangedReferences.values(table, index.columns(), after));
    }

    /** Whether nobody minds another row with the same key: one of its values is NULL, or the index has no entry of the row. */
    private boolean mayRepeat(IndexDefinition index, RowSource row) {
        if (!index.isComputed()) {
            return index.nullsAreDistinct() && index.columns().stream().anyMatch(row::isNull);
        }
        Optional<Expression> predicate = index.predicate();
        return (predicate.isPresent() && !execution.compile(predicate.get()).isTrue(execution.frame(row)))
                || (index.nullsAreDistinct() && values(index, row).contains(null));
    }

    private List<@Nullable Object> values(IndexDefinition index, RowSource row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Expression part : index.parts()) {
            values.add(EvaluatorCompiler.box(execution.compile(part), part.type(), execution.frame(row)));
        }
        return values;
    }

    private KeyState state(
            TableDefinition table, IndexDefinition index, RowSource row, byte[] primaryKey, boolean wait) {
        Index tree = table.table()
                .index(index.object().tree())
                .orElseThrow(() -> new IllegalStateException("no tree of index " + index.name()));
        ByteSink key = new ByteSink(32);
        RowSource from = index.isComputed() ? BoxedRow.of(values(index, row)) : row;
        for (int i = 0; i < index.columns().size(); i++) {
            KeyEncoder.append(
                    key,
                    index.keys().get(i),
                    from,
                    index.isComputed() ? i : index.columns().get(i));
        }
        return rows.keyState(transaction, table.table(), tree, key.toBytes(), primaryKey, wait);
    }

    /** Returns the error about a key that two rows have; empty if they do not, or the row is gone. */
    Optional<SqlException> violation(PendingCheck.Doubled doubled) {
        TableDefinition table = doubled.table();
        RowVersion version = new RowVersion();
        try (ReadView view = transaction.openLatestView()) {
            if (!rows.read(transaction.workspace(), table.table(), doubled.primaryKey(), view, version)) {
                return Optional.empty();
            }
        }
        StoredRow row = new StoredRow(table.layout()).moveTo(version.bytes(), version.rowStart(), version.rowLength());
        IndexDefinition index = doubled.index();
        if (mayRepeat(index, row) || state(table, index, row, doubled.primaryKey(), true) == KeyState.FREE) {
            return Optional.empty();
        }
        return Optional.of(KeyViolation.of(execution.sight(), table, index, row, row));
    }
}
