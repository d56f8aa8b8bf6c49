package org.borealisdb.expr.aggregate;

import java.util.Optional;
import java.util.function.ToLongFunction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/**
 * How an aggregate counts that is made of functions (manual 38.12). Its expressions read a row: the state, and behind it the arguments;
 * that of the result reads the direct arguments there, and NULL for the others. Shared between tasks.
 */
public final class Transition {
    private final int arguments;
    private final Step next;
    private final Optional<Step> inverse;
    private final Optional<Last> last;
    private final Optional<Computed> initial;
    private final Computed forward;
    private final Optional<Computed> backward;
    private final Optional<Computed> result;

    /**
     * What computes a state.
     *
     * @param strict whether rows with NULL among the arguments are passed over
     */
    public record Step(Expression expression, boolean strict) {}

    /**
     * What computes the result.
     *
     * @param strict whether it is NULL if the state, or a direct argument, is
     * @param arguments how many values it reads behind the state
     */
    public record Last(Expression expression, boolean strict, int arguments) {}

    private record Computed(Expression expression, Evaluator evaluator) {
        Computed(Expression expression) {
            this(expression, EvaluatorCompiler.compile(expression));
        }

        @Nullable
        Object value(Frame frame) {
            return EvaluatorCompiler.box(evaluator, expression.type(), frame);
        }
    }

    /**
     * Makes one.
     *
     * @param arguments how many arguments a row has
     * @param next makes the next state
     * @param inverse takes the arguments of the first row out of a state; without it, no row can be taken out
     * @param last makes the result; without it the state is the result
     * @param initial the state of no rows; NULL without it
     */
    public Transition(
            int arguments, Step next, Optional<Step> inverse, Optional<Last> last, Optional<Expression> initial) {
        this.arguments = arguments;
        this.next = next;
        this.inverse = inverse;
        this.last = last;
        this.initial = initial.map(Computed::new);
        this.forward = new Computed(next.expression());
        this.backward = inverse.map(step -> new Computed(step.expression()));
        this.result = last.map(step -> new Computed(step.expression()));
    }

    /** Begins a group. */
    Accumulator begin(EvaluationContext world) {
        return new Running(world);
    }

    private static boolean hasNull(@Nullable Object[] values) {
        for (@Nullable Object value : values) {
            if (value == null) {
                return true;
            }
        }
        return false;
    }

    /** The state of a group. */
    private final class Running implements Accumulator {
        private final Frame frame;
        private @Nullable Object state;
        private boolean begun;
        private long taken;
        private long charged;

        Running(EvaluationContext world) {
            frame = new Frame(world);
            reset();
        }

        private void reset() {
            frame.setRow(BoxedRow.empty());
            state = initial.map(value -> value.value(frame)).orElse(null);
            begun = state != null;
            taken = 0;
        }

        private @Nullable Object computed(Computed step, int count, @Nullable Object[] given) {
            @Nullable Object[] values = new Object[count + 1];
            values[0] = state;
            System.arraycopy(given, 0, values, 1, Math.min(count, given.length));
            return step.value(frame.setRow(BoxedRow.over(values)));
        }

        @Override
        public void add(@Nullable Object... given) {
            if (next.strict()) {
                if (hasNull(given)) {
                    return;
                }
                if (!begun && given.length > 0) {
                    // The first value is the state (manual, CREATE AGGREGATE).
                    begun = true;
                    state = given[0];
                    taken++;
                    return;
                }
                if (state == null) {
                    taken++;
                    return;
                }
            }
            state = computed(forward, arguments, given);
            taken++;
            if (state == null && inverse.isPresent()) {
                throw new SqlException(
                        ErrorCode.NULL_VALUE_NOT_ALLOWED, "moving-aggregate transition function must not return null");
            }
        }

        @Override
        public boolean remove(@Nullable Object... given) {
            if (inverse.isEmpty()) {
                return false;
            }
            if (inverse.get().strict() && hasNull(given)) {
                return true;
            }
            if (taken <= 1) {
                reset();
                return true;
            }
            Object before = computed(backward.orElseThrow(), arguments, given);
            if (before == null) {
                return false;
            }
            state = before;
            taken--;
            return true;
        }

        @Override
        public long growth(ToLongFunction<@Nullable Object> bytes) {
            if (state == null || state instanceof Long || state instanceof Double) {
                return 0;
            }
            long now = bytes.applyAsLong(state);
            long more = Math.max(0, now - charged);
            charged += more;
            return more;
        }

        @Override
        public @Nullable Object result() {
            return resultWith();
        }

        @Override
        public @Nullable Object resultWith(@Nullable Object... direct) {
            if (last.isEmpty()) {
                return state;
            }
            if (last.get().strict() && (state == null || hasNull(direct))) {
                return null;
            }
            return computed(result.orElseThrow(), last.get().arguments(), direct);
        }
    }
}
