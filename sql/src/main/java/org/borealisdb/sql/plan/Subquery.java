package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * What a call does that stands for a subquery in an expression. The call's arguments are what the subquery reads of the rows around it.
 *
 * @param runner runs it
 * @param key tells it apart, so that one that reads nothing of the rows around it runs once
 * @param question what is asked of it
 * @param slots where it reads the arguments
 */
public record Subquery(
        SubqueryRunner runner, Object key, Plan plan, SubqueryRunner.Question question, List<Integer> slots)
        implements ScalarFunction.Boxed {
    private static final String NAME = "subquery";

    /** Copies the slots. */
    public Subquery {
        slots = List.copyOf(slots);
    }

    /** Returns the subquery that an expression is, if it is one. */
    public static Optional<Subquery> of(Expression expression) {
        return expression instanceof Expression.Call call
                        && call.function().body() instanceof ScalarFunction.General general
                        && general.function() instanceof Subquery subquery
                ? Optional.of(subquery)
                : Optional.empty();
    }

    /** Returns a call of it. */
    public Expression.Call call(List<Expression> arguments, SqlType type) {
        ScalarFunction function = new ScalarFunction(
                0,
                NAME,
                arguments.stream().map(Expression::type).toList(),
                type,
                false,
                Volatility.VOLATILE,
                false,
                new ScalarFunction.General(this));
        return new Expression.Call(function, arguments, type);
    }

    /** Returns the same with another plan for the same rows. */
    public Subquery withPlan(Plan other) {
        return new Subquery(runner, key, other, question, slots);
    }

    /** Returns the same told apart by something else. */
    public Subquery withKey(Object other) {
        return new Subquery(runner, other, plan, question, slots);
    }

    @Override
    public @Nullable Object call(EvaluationContext context, @Nullable Object[] arguments) {
        return runner.run(key, plan, question, slots, arguments);
    }
}
