package org.borealisdb.sql.execute;

import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.RowSource;
import org.jspecify.annotations.Nullable;

/** A row of values computed from another row; used again for the next one. */
final class ComputedRow implements RowSource {
    private final Evaluator[] evaluators;
    private final ValueKind[] kinds;
    private final boolean[] nulls;
    private final long[] longs;
    private final double[] doubles;
    private final @Nullable Object[] objects;

    ComputedRow(Execution execution, List<Expression> values) {
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
            switch (kinds[i]) {
                case LONG -> {
                    longs[i] = evaluators[i].evaluateLong(frame);
                    nulls[i] = frame.wasNull();
                }
                case DOUBLE -> {
                    doubles[i] = evaluators[i].evaluateDouble(frame);
                    nulls[i] = frame.wasNull();
                }
                case OBJECT -> {
                    objects[i] = evaluators[i].evaluateObject(frame);
                    nulls[i] = objects[i] == null;
                }
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
