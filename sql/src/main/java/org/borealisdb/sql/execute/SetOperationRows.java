package org.borealisdb.sql.execute;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.HashedKey;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.ScratchRows;
import org.borealisdb.sql.spill.SpilledPartitions;
import org.jspecify.annotations.Nullable;

/**
 * INTERSECT and EXCEPT: the right rows are counted, then the left ones compared with the counts. Rows that there is no memory to count are set apart on disk by their keys, right ones before left ones,
 * and gone through afterwards in the same way. Belongs to one task.
 */
final class SetOperationRows implements RowIterator {
    private final Execution execution;
    private final PlanRunner runner;
    private final Plan.Combine plan;
    private final boolean intersect;
    private final List<SqlType> types;
    private final RowKeys keys;
    private final OperatorMemory memory;
    private final @Nullable PlanMeasure measure;
    private final SpilledWork work = new SpilledWork();
    private Map<HashedKey, Count> counts = new HashMap<>();
    private SpilledPartitions spilled;
    private @Nullable RowIterator left;
    private ScratchRows.@Nullable Reader part;
    private RowSource current = BoxedRow.empty();
    private boolean done;

    /** Of the rows of a key. */
    private static final class Count {
        /** Right rows that no left one was matched with; without ALL, all of them. */
        private long right;

        private boolean answered;
    }

    SetOperationRows(Execution execution, PlanRunner runner, Plan.Combine plan) {
        this.execution = execution;
        this.runner = runner;
        this.plan = plan;
        this.intersect = plan.operator() == Query.SetOperator.INTERSECT;
        this.types = plan.types();
        this.keys = new RowKeys(types);
        this.memory = execution.memory().forHash();
        this.measure = execution.measureOf(plan);
        this.spilled = new SpilledPartitions(execution.memory(), 0);
    }

    @Override
    public boolean next() {
        while (!done) {
            if (part == null) {
                if (left == null) {
                    countRight();
                    left = runner.open(plan.left());
                }
                while (left.next()) {
                    execution.step();
                    if (answers(left.row())) {
                        current = left.row();
                        return true;
                    }
                }
            } else {
                while (part.hasNext()) {
                    execution.step();
                    BoxedRow row = part.next();
                    if (isRight(row)) {
                        count(row);
                    } else if (answers(row)) {
                        current = row;
                        return true;
                    }
                }
            }
            nextPart();
        }
        return false;
    }

    private void countRight() {
        try (RowIterator right = runner.open(plan.right())) {
            while (right.next()) {
                execution.step();
                count(right.row());
            }
        }
    }

    private void count(RowSource row) {
        HashedKey key = keys.of(row);
        Count known = countOf(key);
        if (known == null) {
            spilled.add(key, marked(row, true));
        } else {
            known.right++;
        }
    }

    /** Returns the count of a key; {@code null} if there is no memory for another one. */
    private @Nullable Count countOf(HashedKey key) {
        Count known = counts.get(key);
        if (known != null) {
            return known;
        }
        long bytes = 2L * HashTables.ENTRY_BYTES + key.size();
        // Once a row was set apart, its key must not be counted here: there may be memory again for others.
        if (!spilled.isEmpty() || !memory.tryTake(bytes)) {
            if (!counts.isEmpty()) {
                return null;
            }
            // Each part is over at some time, because each counts one key at least.
            memory.take(bytes);
        }
        Count begun = new Count();
        counts.put(key, begun);
        return begun;
    }

    private boolean answers(RowSource row) {
        HashedKey key = keys.of(row);
        Count known = counts.get(key);
        if (known == null && intersect && spilled.isEmpty()) {
            return false;
        }
        if (known == null && !intersect && plan.all() && spilled.isEmpty()) {
            return true;
        }
        if (known == null) {
            known = countOf(key);
        }
        if (known == null) {
            spilled.add(key, marked(row, false));
            return false;
        }
        boolean inBoth = known.right > 0;
        if (plan.all()) {
            known.right -= inBoth ? 1 : 0;
            return inBoth == intersect;
        }
        boolean wanted = inBoth == intersect && !known.answered;
        known.answered |= wanted;
        return wanted;
    }

    /** The row with its side behind it. */
    private BoxedRow marked(RowSource row, boolean right) {
        @Nullable Object[] values = new Object[types.size() + 1];
        for (int i = 0; i < types.size(); i++) {
            values[i] = Values.read(row, i, types.get(i));
        }
        values[types.size()] = right;
        return BoxedRow.of(values);
    }

    private boolean isRight(BoxedRow row) {
        return (Boolean) row.objectAt(types.size());
    }

    private void nextPart() {
        work.add(spilled);
        if (measure != null) {
            measure.detail(HashTables.shown(work, memory.peak()));
        }
        counts = new HashMap<>();
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
        if (left != null) {
            left.close();
        }
        work.close();
        counts = new HashMap<>();
        memory.close();
    }
}
