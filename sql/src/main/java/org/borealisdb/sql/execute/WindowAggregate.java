package org.borealisdb.sql.execute;

import java.util.Objects;
import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.WindowCall;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate of the rows in each row's frame. Rows that a frame gains are added to what is there; those it loses are taken out again
 * if the aggregate can do that, and else the frame is gone through anew. A frame that leaves rows out is always gone through.
 */
final class WindowAggregate implements WindowValue {
    private final Execution execution;
    private final WindowCall call;
    private final FrameBounds bounds;
    private final Aggregate aggregate;
    private final boolean repeatable;
    private @Nullable WindowPartition partition;
    private Accumulator state;
    private int from;
    private int to;
    private boolean answered;
    private @Nullable Object answer;

    WindowAggregate(Execution execution, WindowCall call, FrameBounds bounds) {
        this.execution = execution;
        this.call = call;
        this.bounds = bounds;
        this.aggregate = call.aggregate().orElseThrow();
        this.repeatable = call.arguments().stream().allMatch(Expressions::isStable)
                && call.filter().map(Expressions::isStable).orElse(true);
        this.state = begun();
    }

    @Override
    public void begin(WindowPartition newPartition) {
        partition = newPartition;
        restart(0);
    }

    private Accumulator begun() {
        return aggregate.states().begin(execution.world(), repeatable && bounds.startMoves() && !bounds.mayExclude());
    }

    private void restart(int place) {
        state = begun();
        from = place;
        to = place;
        answered = false;
    }

    @Override
    public @Nullable Object at(int place) {
        if (bounds.mayExclude()) {
            Accumulator own = begun();
            bounds.forEach(each -> add(own, each));
            return own.result();
        }
        int start = bounds.start();
        int end = Math.max(start, bounds.end());
        if (answered && from == start && to == end) {
            return answer;
        }
        moveStart(start);
        while (to < end) {
            add(state, to);
            to++;
        }
        answer = state.result();
        answered = true;
        return answer;
    }

    private void moveStart(int start) {
        if (start >= to) {
            restart(start);
        }
        while (from < start) {
            if (!repeatable || !remove(from)) {
                restart(start);
                return;
            }
            from++;
        }
    }

    private void add(Accumulator target, int place) {
        execution.step();
        BoxedRow row = Objects.requireNonNull(partition).row(place);
        if (counts(row)) {
            target.add(arguments(row));
        }
    }

    private boolean remove(int place) {
        execution.step();
        BoxedRow row = Objects.requireNonNull(partition).row(place);
        return !counts(row) || state.remove(arguments(row));
    }

    private boolean counts(BoxedRow row) {
        return call.filter().isEmpty() || execution.compile(call.filter().get()).isTrue(execution.frame(row));
    }

    private @Nullable Object[] arguments(BoxedRow row) {
        @Nullable Object[] arguments = new Object[call.arguments().size()];
        for (int i = 0; i < arguments.length; i++) {
            Expression argument = call.arguments().get(i);
            arguments[i] = EvaluatorCompiler.box(execution.compile(argument), argument.type(), execution.frame(row));
        }
        return arguments;
    }
}
