package org.borealisdb.sql.execute;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.spill.HashedKey;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowBuffer;
import org.jspecify.annotations.Nullable;

/** Changes rows that were found by a join with other tables: each once, by the first rows that were joined to it. Belongs to one task. */
final class JoinedChange implements TargetRow {
    private final Execution execution;
    private final ChangeRunner changes;
    private final BoundChange change;
    private final TableDefinition table;
    private final Workspace workspace;
    private final Evaluator condition;
    private final int width;
    private final SeenRow seen;
    private final RowPair pair;
    private final RowVersion version = new RowVersion();
    private byte[] key = {};

    JoinedChange(Execution execution, ChangeRunner changes, BoundChange change) {
        this.execution = execution;
        this.changes = changes;
        this.change = change;
        this.table = change.table();
        this.workspace = execution.transaction().workspace();
        this.condition = execution.compile(change.joined().orElseThrow());
        this.width = change.seen().columns().size();
        this.seen = new SeenRow(change.seen());
        this.pair = new RowPair(width);
    }

    long run(Consumer<RowSource> returned) {
        ReturnedRow answer = new ReturnedRow(execution, change, returned);
        ComputedRow changed = new ComputedRow(execution, change.values(), table.generated());
        Set<HashedKey> done = new HashSet<>();
        long count = 0;
        try (RowBuffer rows = joinedRows();
                OperatorMemory memory = execution.memory().forHash()) {
            for (long i = 0; i < rows.size(); i++) {
                BoxedRow others = rows.get(i);
                HashedKey found = HashedKey.of((byte[]) others.objectAt(0));
                if (done.contains(found) || !moveTo(others)) {
                    continue;
                }
                boolean delete = change.kind() == BoundChange.Kind.DELETE;
                if (delete ? changes.delete(this) : changes.update(this, pair, changed, execution.view())) {
                    memory.take(HashTables.ENTRY_BYTES + found.size());
                    done.add(found);
                    count++;
                    answer.beside(others);
                    if (delete) {
                        answer.deleted(this);
                    } else {
                        changes.verifyViews(changed);
                        answer.written(changed, changes, false);
                    }
                }
            }
        }
        return count;
    }

    /** Of each row its key, and behind it the others' columns. All of them first: changes must not be seen by the search for the rows to change. */
    private RowBuffer joinedRows() {
        List<SqlType> types = change.source().types();
        RowBuffer rows = new RowBuffer(execution.memory());
        try (RowIterator input = new PlanRunner(execution).open(change.source())) {
            while (input.next()) {
                execution.step();
                @Nullable Object[] others = new Object[types.size() - width];
                for (int i = width; i < types.size(); i++) {
                    others[i - width] = Values.read(input.row(), i, types.get(i));
                }
                rows.add(BoxedRow.of(others));
            }
        }
        return rows;
    }

    private boolean moveTo(BoxedRow row) {
        key = (byte[]) row.objectAt(0);
        pair.setRight(row);
        if (!execution.database().rows().read(workspace, table.table(), key, execution.view(), version)) {
            return false;
        }
        read();
        return true;
    }

    private void read() {
        pair.setLeft(seen.moveTo(this));
    }

    @Override
    public void follow(byte[] newKey) {
        key = newKey;
    }

    @Override
    public boolean recheck() {
        version.copyFrom(workspace.current());
        read();
        return condition.isTrue(execution.frame(pair));
    }

    @Override
    public byte[] primaryKey() {
        return key;
    }

    @Override
    public RowVersion version() {
        return version;
    }

    @Override
    public RowSource row() {
        return seen.row();
    }
}
