package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SetCall;
import org.borealisdb.sql.plan.WindowCall;

/** Puts what is computed of the rows as a whole, windows and sets, beside the rows of a plan. Stateless. */
final class ComputedBeside {
    private ComputedBeside() {}

    /**
     * Adds the values of window functions to a plan's rows.
     *
     * @param values what reads them, by references from {@link WindowBinder#WINDOWS} on, which are replaced
     * @param placed makes expressions read the plan's rows
     */
    static Plan withWindows(
            Plan input, List<WindowCall> calls, List<Expression> values, UnaryOperator<Expression> placed) {
        if (calls.isEmpty()) {
            return input;
        }
        List<WindowCall> beside = new ArrayList<>();
        for (WindowCall call : calls) {
            beside.add(new WindowCall(
                    call.function(),
                    call.aggregate(),
                    all(call.arguments(), placed),
                    all(call.partition(), placed),
                    all(call.order(), placed),
                    call.keys(),
                    call.type()));
        }
        place(values, WindowBinder.WINDOWS, Integer.MAX_VALUE, input.types().size());
        return new Plan.Window(input, beside);
    }

    /** Adds the values of sets to a plan's rows; references to them are from {@link SetBinder#SETS} on. */
    static Plan withSets(Plan input, List<SetCall> calls, List<Expression> values, UnaryOperator<Expression> placed) {
        if (calls.isEmpty()) {
            return input;
        }
        List<SetCall> beside = new ArrayList<>();
        for (SetCall call : calls) {
            beside.add(new SetCall(call.function(), all(call.arguments(), placed), call.type()));
        }
        place(values, SetBinder.SETS, WindowBinder.WINDOWS, input.types().size());
        return new Plan.ProjectSet(input, beside);
    }

    private static List<Expression> all(List<Expression> expressions, UnaryOperator<Expression> placed) {
        return expressions.stream().map(placed).toList();
    }

    private static void place(List<Expression> values, int from, int to, int width) {
        values.replaceAll(value -> Expressions.map(
                value,
                part -> part instanceof Expression.ColumnReference column
                                && column.column() >= from
                                && column.column() < to
                        ? new Expression.ColumnReference(width + column.column() - from, column.type())
                        : null));
    }
}
