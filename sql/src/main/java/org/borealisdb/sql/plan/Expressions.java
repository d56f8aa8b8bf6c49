package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.jspecify.annotations.Nullable;

/** Walks over and rewrites bound expressions. Stateless. */
public final class Expressions {
    private Expressions() {}

    /** Returns an expression in which every part that {@code replacement} answers something for is replaced by that, outermost first. */
    public static Expression map(Expression expression, Function<Expression, @Nullable Expression> replacement) {
        Expression replaced = replacement.apply(expression);
        if (replaced != null) {
            return replaced;
        }
        return switch (expression) {
            case Expression.Constant constant -> constant;
            case Expression.ColumnReference column -> column;
            case Expression.Parameter parameter -> parameter;
            case Expression.Field field ->
                new Expression.Field(map(field.operand(), replacement), field.place(), field.type());
            case Expression.RowOf row -> new Expression.RowOf(all(row.fields(), replacement), row.type());
            case Expression.Call call ->
                new Expression.Call(call.function(), all(call.arguments(), replacement), call.type());
            case Expression.And and -> new Expression.And(all(and.operands(), replacement));
            case Expression.Or or -> new Expression.Or(all(or.operands(), replacement));
            case Expression.Not not -> new Expression.Not(map(not.operand(), replacement));
            case Expression.IsNull test -> new Expression.IsNull(map(test.operand(), replacement), test.negated());
            case Expression.IsTruth test ->
                new Expression.IsTruth(map(test.operand(), replacement), test.truth(), test.negated());
            case Expression.IsDistinct test ->
                new Expression.IsDistinct(
                        test.equality(), map(test.left(), replacement), map(test.right(), replacement), test.negated());
            case Expression.Quantified test ->
                new Expression.Quantified(
                        test.operator(),
                        test.all(),
                        map(test.operand(), replacement),
                        all(test.elements(), replacement));
            case Expression.QuantifiedArray test ->
                new Expression.QuantifiedArray(
                        test.operator(), test.all(), map(test.operand(), replacement), map(test.array(), replacement));
            case Expression.Case branches -> {
                List<Expression.When> whens = new ArrayList<>();
                for (Expression.When when : branches.whens()) {
                    whens.add(new Expression.When(map(when.condition(), replacement), map(when.result(), replacement)));
                }
                yield new Expression.Case(whens, map(branches.otherwise(), replacement), branches.type());
            }
            case Expression.Coalesce coalesce ->
                new Expression.Coalesce(all(coalesce.operands(), replacement), coalesce.type());
            case Expression.Extreme extreme ->
                new Expression.Extreme(extreme.greatest(), all(extreme.operands(), replacement), extreme.type());
            case Expression.NullIf test ->
                new Expression.NullIf(
                        test.equality(), map(test.left(), replacement), map(test.right(), replacement), test.type());
            case Expression.Relabel relabel ->
                new Expression.Relabel(map(relabel.operand(), replacement), relabel.type());
            case Expression.ConvertByText convert ->
                new Expression.ConvertByText(map(convert.operand(), replacement), convert.type());
            case Expression.Fit fit -> new Expression.Fit(map(fit.operand(), replacement), fit.type(), fit.explicit());
            case Expression.InDomain checked ->
                new Expression.InDomain(
                        map(checked.operand(), replacement), checked.domain(), checked.rules(), checked.elements());
            case Expression.ArrayOf array -> new Expression.ArrayOf(all(array.elements(), replacement), array.type());
            case Expression.Subscript subscript ->
                new Expression.Subscript(
                        map(subscript.array(), replacement), all(subscript.indexes(), replacement), subscript.type());
        };
    }

    private static List<Expression> all(
            List<Expression> expressions, Function<Expression, @Nullable Expression> replacement) {
        return expressions.stream().map(part -> map(part, replacement)).toList();
    }

    /** Appends the parts that must all hold for a condition to hold. */
    public static void conjuncts(Expression condition, List<Expression> target) {
        if (condition instanceof Expression.And and) {
            and.operands().forEach(operand -> conjuncts(operand, target));
        } else {
            target.add(condition);
        }
    }

    /** Returns whether an expression reads columns at or above {@code from} and below {@code to}, and whether it reads others. */
    public static boolean readsOnly(Expression expression, int from, int to) {
        boolean[] others = {false};
        map(expression, part -> {
            if (part instanceof Expression.ColumnReference column) {
                others[0] |= column.column() < from || column.column() >= to;
            }
            return null;
        });
        return !others[0];
    }

    /** Returns the places of the columns that expressions read, in order. */
    public static Set<Integer> columns(List<Expression> expressions) {
        Set<Integer> places = new TreeSet<>();
        for (Expression expression : expressions) {
            map(expression, part -> {
                if (part instanceof Expression.ColumnReference column) {
                    places.add(column.column());
                }
                return null;
            });
        }
        return places;
    }

    /** Returns an expression whose column references are {@code by} places further to the right. */
    public static Expression shift(Expression expression, int by) {
        return map(
                expression,
                part -> part instanceof Expression.ColumnReference column
                        ? new Expression.ColumnReference(column.column() + by, column.type())
                        : null);
    }

    /** Returns whether an expression has one value for a row within a statement. */
    public static boolean isStable(Expression expression) {
        boolean[] stable = {true};
        map(expression, part -> {
            if (part instanceof Expression.Call call) {
                stable[0] &= call.function().volatility() != Volatility.VOLATILE;
            }
            return null;
        });
        return stable[0];
    }

    /** Returns whether an expression has one value for a row for ever, whatever the session's settings. */
    public static boolean isImmutable(Expression expression) {
        boolean[] immutable = {true};
        map(expression, part -> {
            if (part instanceof Expression.Call call) {
                immutable[0] &= call.function().volatility() == Volatility.IMMUTABLE;
            } else if (part instanceof Expression.ConvertByText convert) {
                immutable[0] &= !readsSettings(convert.type())
                        && !readsSettings(convert.operand().type());
            }
            return null;
        });
        return immutable[0];
    }

    /** Dates are read and written by the session's style and zone, objects by their present names. */
    private static boolean readsSettings(SqlType type) {
        return type.category() == TypeCategory.DATE_TIME
                || type.category() == TypeCategory.ENUM
                || type.builtIn().filter(BuiltInType::isObjectIdentifier).isPresent();
    }
}
