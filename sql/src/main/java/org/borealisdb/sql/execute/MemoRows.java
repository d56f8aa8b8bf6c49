package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.ExplainValue;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSize;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a plan that is run again and again, kept by what it reads in its slots: run for values that came before, it gives what it gave then. What was not read to its end is not kept. Bounded by the
 * memory of a hash table: what was not asked for longest goes first. Belongs to one task.
 */
final class MemoRows implements RowIterator {
    private static final int LIST_BYTES = 64;

    /** The rows of some values, and their bytes in memory. */
    private record Kept(List<BoxedRow> rows, long bytes) {}

    private final Execution execution;
    private final PlanRunner runner;
    private final Plan.Memo plan;
    private final List<SqlType> types;
    private final Evaluator[] keys;
    private final OperatorMemory memory;
    private final @Nullable PlanMeasure measure;
    private final Map<List<@Nullable Object>, Kept> known = new LinkedHashMap<>(16, 0.75f, true);

    private @Nullable RowIterator input;
    private List<@Nullable Object> key = List.of();
    /** What is given again. */
    private @Nullable Iterator<BoxedRow> again;
    /** What is to be kept of the current run, unless that is too much. */
    private @Nullable List<BoxedRow> kept;

    private long bytes;
    private boolean ended;
    private RowSource row = BoxedRow.empty();
    private long hits;
    private long misses;
    private long evictions;
    private long overflows;

    MemoRows(Execution execution, PlanRunner runner, Plan.Memo plan) {
        this.execution = execution;
        this.runner = runner;
        this.plan = plan;
        this.types = plan.types();
        this.keys = plan.keys().stream().map(execution::compile).toArray(Evaluator[]::new);
        this.memory = execution.memory().forHash();
        this.measure = execution.measureOf(plan);
        begin();
    }

    private void begin() {
        @Nullable Object[] values = new Object[keys.length];
        for (int i = 0; i < keys.length; i++) {
            values[i] = execution.value(keys[i], plan.keys().get(i).type());
        }
        key = Arrays.asList(values);
        ended = false;
        Kept before = known.get(key);
        if (before != null) {
            hits++;
            again = before.rows().iterator();
            return;
        }
        misses++;
        again = null;
        kept = new ArrayList<>(plan.single() ? 1 : 4);
        take(HashTables.ENTRY_BYTES + LIST_BYTES + RowSize.of(values));
        RowIterator opened = input;
        if (opened == null || !opened.restart()) {
            if (opened != null) {
                opened.close();
            }
            input = runner.open(plan.input());
        }
    }

    @Override
    public boolean next() {
        Iterator<BoxedRow> given = again;
        if (given != null) {
            if (given.hasNext()) {
                row = given.next();
                return true;
            }
            return false;
        }
        RowIterator run = input;
        if (ended || run == null) {
            return false;
        }
        if (!run.next()) {
            end();
            return false;
        }
        row = run.row();
        keep();
        if (plan.single()) {
            end();
        }
        return true;
    }

    private void keep() {
        if (kept != null) {
            BoxedRow copy = PlanRunner.copy(row, types);
            take(RowSize.REFERENCE_BYTES + RowSize.of(copy));
            if (kept != null) {
                kept.add(copy);
                row = copy;
            }
        }
    }

    /** Takes memory for what is to be kept, and gives up keeping it if there is too little for it alone. */
    private void take(long more) {
        while (!memory.tryTake(more)) {
            Iterator<Kept> oldest = known.values().iterator();
            if (!oldest.hasNext()) {
                overflows++;
                drop();
                return;
            }
            memory.give(oldest.next().bytes());
            oldest.remove();
            evictions++;
        }
        bytes += more;
    }

    private void drop() {
        memory.give(bytes);
        bytes = 0;
        kept = null;
    }

    private void end() {
        ended = true;
        List<BoxedRow> all = kept;
        if (all != null) {
            known.put(key, new Kept(all, bytes));
            bytes = 0;
            kept = null;
        }
    }

    @Override
    public RowSource row() {
        return row;
    }

    @Override
    public boolean restart() {
        drop();
        begin();
        return true;
    }

    @Override
    public void close() {
        if (measure != null) {
            measure.detail(shown());
        }
        drop();
        known.clear();
        memory.close();
        again = null;
        ended = true;
        if (input != null) {
            input.close();
        }
    }

    private Map<String, ExplainValue> shown() {
        Map<String, ExplainValue> shown = new LinkedHashMap<>();
        shown.put("Cache Hits", PlanMeasure.number(hits));
        shown.put("Cache Misses", PlanMeasure.number(misses));
        shown.put("Cache Evictions", PlanMeasure.number(evictions));
        shown.put("Cache Overflows", PlanMeasure.number(overflows));
        shown.put("Peak Memory Usage", PlanMeasure.kilobytes(memory.peak()));
        return shown;
    }
}
