package org.borealisdb.sql.execute;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.spill.HashedKey;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.ScratchRows;
import org.borealisdb.sql.spill.SpilledPartitions;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose first columns were not seen before. Once there is no memory to note more of what was seen, rows that were not are set apart on disk by their keys, and gone through
 * afterwards, a part at a time. Belongs to one task.
 */
final class DistinctRows implements RowIterator {
    private final Execution execution;
    private final RowIterator input;
    private final List<SqlType> types;
    private final int columns;
    private final RowKeys keys;
    private final OperatorMemory memory;
    private final @Nullable PlanMeasure measure;
    private final SpilledWork work = new SpilledWork();
    private Set<HashedKey> seen = new HashSet<>();
    private SpilledPartitions spilled;
    private ScratchRows.@Nullable Reader part;
    private RowSource current = BoxedRow.empty();
    private boolean done;

    DistinctRows(
            Execution execution, RowIterator input, List<SqlType> types, int columns, @Nullable PlanMeasure measure) {
        this.execution = execution;
        this.input = input;
        this.types = types;
        this.columns = columns;
        this.keys = new RowKeys(types.subList(0, columns));
        this.memory = execution.memory().forHash();
        this.measure = measure;
        this.spilled = new SpilledPartitions(execution.memory(), 0);
    }

    @Override
    public boolean next() {
        while (!done) {
            while (advance()) {
                execution.step();
                if (isNew(current)) {
                    return true;
                }
            }
            nextPart();
        }
        return false;
    }

    private boolean advance() {
        ScratchRows.Reader reader = part;
        if (reader != null) {
            if (!reader.hasNext()) {
                return false;
            }
            current = reader.next();
            return true;
        }
        if (!input.next()) {
            return false;
        }
        current = input.row();
        return true;
    }

    private boolean isNew(RowSource row) {
        HashedKey key = keys.of(row, columns);
        if (seen.contains(key)) {
            return false;
        }
        long bytes = HashTables.ENTRY_BYTES + key.size();
        // Once a row was set apart, its key must not be noted: there may be memory again for others.
        if (!spilled.isEmpty() || !memory.tryTake(bytes)) {
            if (!seen.isEmpty()) {
                spilled.add(key, PlanRunner.copy(row, types));
                return false;
            }
            // Each part is over at some time, because each notes one key at least.
            memory.take(bytes);
        }
        seen.add(key);
        return true;
    }

    private void nextPart() {
        work.add(spilled);
        if (measure != null) {
            measure.detail(HashTables.shown(work, memory.peak()));
        }
        seen = new HashSet<>();
        memory.close();
        done = !work.next();
        part = done ? null : work.rows();
        spilled = new SpilledPartitions(execution.memory(), work.depth());
    }

    @Override
    public RowSource row() {
        return current;
    }

    @Override
    public void close() {
        done = true;
        input.close();
        work.close();
        seen = new HashSet<>();
        memory.close();
    }
}
