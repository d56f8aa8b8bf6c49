package org.borealisdb.sql.execute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.catalog.TableDefinition;

/** Changes rows that were found by a join with other tables: each once, by the first rows that were joined to it. Belongs to one task. */
final class JoinedChange implements TargetRow {
    private final Execution execution;
    private final ChangeRunner changes;
    private final BoundChange change;
    private final TableDefinition table;
    private final Workspace workspace;
    private final Evaluator condition;
    private final int width;
    private final StoredRow stored;
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
        this.width = table.columns().size();
        this.stored = new StoredRow(table.layout());
        this.pair = new RowPair(width);
    }

    long run(Consumer<RowSource> returned) {
        ComputedRow answer = new ComputedRow(execution, change.returning().orElse(List.of()));
        ComputedRow changed = new ComputedRow(execution, change.values(), table.generated());
        RowPair after = new RowPair(width);
        Set<ByteBuffer> done = new HashSet<>();
        long count = 0;
        for (Joined row : joinedRows()) {
            if (done.contains(ByteBuffer.wrap(row.key())) || !moveTo(row)) {
                continue;
            }
            boolean delete = change.kind() == BoundChange.Kind.DELETE;
            if (delete ? changes.delete(this) : changes.update(this, pair, changed, execution.view())) {
                done.add(ByteBuffer.wrap(row.key()));
                count++;
                if (change.returning().isPresent()) {
                    after.setLeft(delete ? stored : changed);
                    after.setRight(row.others());
                    answer.compute(execution.frame(after));
                    returned.accept(answer);
                }
            }
        }
        return count;
    }

    /** What is joined to a row: its key, and the others' columns with the key before them. */
    // Local and never compared: the array is the key itself.
    @SuppressWarnings("ArrayRecordComponent")
    private record Joined(byte[] key, BoxedRow others) {}

    /** All of them first: changes must not be seen by the search for the rows to change. */
    private List<Joined> joinedRows() {
        List<SqlType> types = change.source().types();
        List<Joined> rows = new ArrayList<>();
        RowIterator input = new PlanRunner(execution).open(change.source());
        while (input.next()) {
            execution.step();
            List<Object> others = new ArrayList<>();
            for (int i = width; i < types.size(); i++) {
                others.add(Values.read(input.row(), i, types.get(i)));
            }
            rows.add(new Joined((byte[]) input.row().objectAt(width), BoxedRow.of(others)));
        }
        return rows;
    }

    private boolean moveTo(Joined row) {
        key = row.key();
        pair.setRight(row.others());
        if (!execution.database().rows().read(workspace, table.table(), key, execution.view(), version)) {
            return false;
        }
        read();
        return true;
    }

    private void read() {
        stored.moveTo(version.memory(), version.rowStart(), version.rowLength());
        pair.setLeft(stored);
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
        return stored;
    }
}
