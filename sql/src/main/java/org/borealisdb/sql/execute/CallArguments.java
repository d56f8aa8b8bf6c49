package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.AggregateCall;
import org.jspecify.annotations.Nullable;

/** What an aggregate takes of the row at hand; used again for the next one. Belongs to one task. */
final class CallArguments {
    private final Execution execution;
    private final @Nullable Evaluator filter;
    private final Evaluator[] inputs;
    private final SqlType[] types;
    private final ValueKind[] kinds;
    private final boolean kept;
    private @Nullable Object[] values;
    private boolean counts;

    CallArguments(Execution execution, AggregateCall call) {
        this.execution = execution;
        this.filter = call.filter().map(execution::compile).orElse(null);
        List<Expression> read = call.inputs();
        this.inputs = new Evaluator[read.size()];
        this.types = new SqlType[inputs.length];
        this.kinds = new ValueKind[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = execution.compile(read.get(i));
            types[i] = read.get(i).type();
            kinds[i] = types[i].kind();
        }
        this.kept = !call.isSorted() && call.aggregate().orElseThrow().keepsArguments();
        this.values = new Object[inputs.length];
    }

    /** Computes the values of a row, unless the filter leaves it out. */
    void compute(RowSource row) {
        counts = filter == null || filter.isTrue(execution.frame(row));
        for (int i = 0; counts && i < inputs.length; i++) {
            values[i] = boxed(i, execution.frame(row));
        }
    }

    private @Nullable Object boxed(int place, Frame frame) {
        return kinds[place] == ValueKind.OBJECT
                ? inputs[place].evaluateObject(frame)
                : EvaluatorCompiler.box(inputs[place], types[place], frame);
    }

    /** Takes values that were computed before; {@code null} if the row was left out. */
    void set(@Nullable Object @Nullable [] computed) {
        counts = computed != null;
        if (computed != null) {
            values = computed;
        }
    }

    /** Returns whether the row counts. */
    boolean counts() {
        return counts;
    }

    /** Returns the boxed values, good until the next row. */
    @Nullable
    Object[] values() {
        return values;
    }

    /** Returns whether the state of a group keeps them. */
    boolean isKept() {
        return kept;
    }
}
