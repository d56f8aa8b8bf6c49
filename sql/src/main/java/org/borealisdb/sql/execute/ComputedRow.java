package org.borealisdb.sql.execute;

import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.catalog.GeneratedColumn;
import org.jspecify.annotations.Nullable;

/** A row of values computed from another row; used again for the next one. */
final class ComputedRow implements RowSource {
    private final List<GeneratedColumn> generated;
    private final List<Evaluator> later;
    private final Evaluator[] evaluators;
    private final ValueKind[] kinds;
    private final boolean[] nulls;
    private final long[] longs;
    private final double[] doubles;
    private final @Nullable Object[] objects;

    ComputedRow(Execution execution, List<Expression> values) {
        this(execution, values, List.of());
    }

    /**
     * A new row of a table.
     *
     * @param generated columns that are computed from the new row, after the others
     */
    ComputedRow(Execution execution, List<Expression> values, List<GeneratedColumn> generated) {
        this.generated = values.isEmpty() ? List.of() : generated;
        this.later = this.generated.isEmpty()
                ? List.of()
                : this.generated.stream()
                        .map(column -> execution.compile(column.value()))
                        .toList();
        int count = values.size();
        evaluators = new Evaluator[count];
        kinds = new ValueKind[count];
        nulls = new boolean[count];
        longs = new long[count];
        doubles = new double[count];
        objects = new Object[count];
        for (int i = 0; i < count; i++) {
            evaluators[i] = execution.compile(values.get(i));
            kinds[i] = values.get(i).type().kind();
        }
    }

    void compute(Frame frame) {
        for (int i = 0; i < evaluators.length; i++) {
            set(i, evaluators[i], frame);
        }
        for (int i = 0; i < later.size(); i++) {
            set(generated.get(i).place(), later.get(i), frame.setRow(this));
        }
    }

    private void set(int place, Evaluator evaluator, Frame frame) {
        switch (kinds[place]) {
            case LONG -> {
                longs[place] = evaluator.evaluateLong(frame);
                nulls[place] = frame.wasNull();
            }
            case DOUBLE -> {
                doubles[place] = evaluator.evaluateDouble(frame);
                nulls[place] = frame.wasNull();
            }
            case OBJECT -> {
                objects[place] = evaluator.evaluateObject(frame);
                nulls[place] = objects[place] == null;
            }
        }
    }

    @Override
    public boolean isNull(int column) {
        return nulls[column];
    }

    @Override
    public long longAt(int column) {
        return longs[column];
    }

    @Override
    public double doubleAt(int column) {
        return doubles[column];
    }

    @Override
    public Object objectAt(int column) {
        return Objects.requireNonNull(objects[column]);
    }
}
