package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/**
 * Says that rows of a window's partition are not wanted any more once a number among its values is greater than a value: no later row of the partition has a smaller one.
 *
 * @param call which of the window's calls gives the number
 * @param most the value, which reads no row
 * @param inclusive whether rows that have the value itself are wanted
 */
public record WindowUntil(int call, Expression most, boolean inclusive) {
    /** What follows from a condition on a window's rows, and whether that says all of it. */
    public record Found(WindowUntil until, boolean whole) {}

    /** Returns what a condition over a window's rows says of the rows that are wanted. */
    public static Optional<Found> of(Plan.Window window, Expression condition) {
        if (!(condition instanceof Expression.Call call) || call.arguments().size() != 2) {
            return Optional.empty();
        }
        String sign = AccessRules.sign(call);
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        return of(window, left, sign, right).or(() -> of(window, right, AccessRules.mirrored(sign), left));
    }

    private static Optional<Found> of(Plan.Window window, Expression number, String sign, Expression value) {
        boolean upper = sign.equals("<") || sign.equals("<=") || sign.equals("=");
        if (!upper
                || !(number instanceof Expression.ColumnReference column)
                || !Expressions.readsOnly(value, 0, 0)
                || !Expressions.isStable(value)
                || Expressions.any(value, part -> Subquery.of(part).isPresent())
                || !isWhole(value.type())) {
            return Optional.empty();
        }
        int call = column.column() - window.input().types().size();
        if (call < 0 || !isRising(window.calls().get(call))) {
            return Optional.empty();
        }
        return Optional.of(new Found(new WindowUntil(call, value, !sign.equals("<")), !sign.equals("=")));
    }

    private static boolean isWhole(SqlType type) {
        return type.is(BuiltInType.INT2) || type.is(BuiltInType.INT4) || type.is(BuiltInType.INT8);
    }

    private static boolean isRising(WindowCall call) {
        return call.function().filter(WindowFunction::isNumber).isPresent();
    }

    /** Returns the same of other values. */
    WindowUntil with(Expression other) {
        return new WindowUntil(call, other, inclusive);
    }

    /** Returns those of a window with more of them. */
    static List<WindowUntil> joined(List<WindowUntil> some, List<WindowUntil> others) {
        List<WindowUntil> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
