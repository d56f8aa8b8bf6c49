package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SetCall;

/** Puts what is computed of the rows of a plan beside them. Stateless. */
final class ComputedBeside {
    private ComputedBeside() {}

    /** Adds the values of sets that some values read to a plan's rows; references to them are from {@link SetBinder#SETS} on. */
    static Plan withSets(Plan input, List<SetCall> calls, List<Expression> values, UnaryOperator<Expression> placed) {
        List<Integer> read = new ArrayList<>();
        for (Expression value : values) {
            Expressions.map(value, part -> {
                if (part instanceof Expression.ColumnReference column
                        && column.column() >= SetBinder.SETS
                        && column.column() < WindowBinder.WINDOWS
                        && !read.contains(column.column() - SetBinder.SETS)) {
                    read.add(column.column() - SetBinder.SETS);
                }
                return null;
            });
        }
        if (read.isEmpty()) {
            return input;
        }
        List<SetCall> beside = new ArrayList<>();
        for (int number : read) {
            SetCall call = calls.get(number);
            beside.add(new SetCall(call.function(), all(call.arguments(), placed), call.type()));
        }
        int width = input.types().size();
        replace(values, SetBinder.SETS, WindowBinder.WINDOWS, number -> width + read.indexOf(number));
        return new Plan.ProjectSet(input, beside);
    }

    private static List<Expression> all(List<Expression> expressions, UnaryOperator<Expression> placed) {
        return expressions.stream().map(placed).toList();
    }

    /** Replaces references to what is computed beside, from {@code from} on and below {@code to}, by those to its places. */
    static void replace(List<Expression> values, int from, int to, IntUnaryOperator places) {
        values.replaceAll(value -> Expressions.map(
                value,
                part -> part instanceof Expression.ColumnReference column
                                && column.column() >= from
                                && column.column() < to
                        ? new Expression.ColumnReference(places.applyAsInt(column.column() - from), column.type())
                        : null));
    }
}
