package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.jspecify.annotations.Nullable;

/** Walks over and rewrites bound expressions. Stateless. */
public final class Expressions {
    private static final int TEXT_ANY_CONCATENATION = 2003;
    private static final int ANY_TEXT_CONCATENATION = 2004;

    private Expressions() {}

    /** Returns an expression in which every part that {@code replacement} answers something for is replaced by that, outermost first. */
    public static Expression map(Expression expression, Function<Expression, @Nullable Expression> replacement) {
        Expression replaced = replacement.apply(expression);
        if (replaced != null) {
            return replaced;
        }
        return mapParts(expression, part -> map(part, replacement));
    }

    /** Returns an expression in which a column of a domain stands for itself where it is taken as a value of the type below. */
    public static Expression withoutDomains(Expression expression) {
        return any(expression, part -> plainColumn(part) != null)
                ? map(expression, Expressions::plainColumn)
                : expression;
    }

    private static @Nullable Expression plainColumn(Expression expression) {
        return expression instanceof Expression.Relabel(Expression.ColumnReference column, SqlType type)
                        && type.sameTypeAs(column.type())
                        && type.collation().equals(column.type().collation())
                ? new Expression.ColumnReference(column.column(), type)
                : null;
    }

    /** Returns an expression with other parts, one level below. */
    public static Expression mapParts(Expression expression, UnaryOperator<Expression> replacement) {
        return switch (expression) {
            case Expression.Constant constant -> constant;
            case Expression.ColumnReference column -> column;
            case Expression.Parameter parameter -> parameter;
            case Expression.Field field ->
                new Expression.Field(replacement.apply(field.operand()), field.place(), field.type());
            case Expression.RowOf row -> new Expression.RowOf(all(row.fields(), replacement), row.type());
            case Expression.Call call ->
                new Expression.Call(call.function(), all(call.arguments(), replacement), call.type());
            case Expression.And and -> new Expression.And(all(and.operands(), replacement));
            case Expression.Or or -> new Expression.Or(all(or.operands(), replacement));
            case Expression.Not not -> new Expression.Not(replacement.apply(not.operand()));
            case Expression.IsNull test -> new Expression.IsNull(replacement.apply(test.operand()), test.negated());
            case Expression.IsTruth test ->
                new Expression.IsTruth(replacement.apply(test.operand()), test.truth(), test.negated());
            case Expression.IsDistinct test ->
                new Expression.IsDistinct(
                        test.equality(),
                        replacement.apply(test.left()),
                        replacement.apply(test.right()),
                        test.negated());
            case Expression.Quantified test ->
                new Expression.Quantified(
                        test.operator(),
                        test.all(),
                        replacement.apply(test.operand()),
                        all(test.elements(), replacement));
            case Expression.QuantifiedArray test ->
                new Expression.QuantifiedArray(
                        test.operator(),
                        test.all(),
                        replacement.apply(test.operand()),
                        replacement.apply(test.array()));
            case Expression.Case branches -> {
                List<Expression.When> whens = new ArrayList<>();
                for (Expression.When when : branches.whens()) {
                    whens.add(
                            new Expression.When(replacement.apply(when.condition()), replacement.apply(when.result())));
                }
                yield new Expression.Case(whens, replacement.apply(branches.otherwise()), branches.type());
            }
            case Expression.Coalesce coalesce ->
                new Expression.Coalesce(all(coalesce.operands(), replacement), coalesce.type());
            case Expression.Extreme extreme ->
                new Expression.Extreme(extreme.greatest(), all(extreme.operands(), replacement), extreme.type());
            case Expression.NullIf test ->
                new Expression.NullIf(
                        test.equality(), replacement.apply(test.left()), replacement.apply(test.right()), test.type());
            case Expression.Relabel relabel ->
                new Expression.Relabel(replacement.apply(relabel.operand()), relabel.type());
            case Expression.ConvertByText convert ->
                new Expression.ConvertByText(replacement.apply(convert.operand()), convert.type());
            case Expression.ConvertElements convert ->
                new Expression.ConvertElements(replacement.apply(convert.operand()), convert.element(), convert.type());
            case Expression.Fit fit -> new Expression.Fit(replacement.apply(fit.operand()), fit.type(), fit.explicit());
            case Expression.InDomain checked ->
                new Expression.InDomain(
                        replacement.apply(checked.operand()), checked.domain(), checked.rules(), checked.elements());
            case Expression.ArrayOf array -> new Expression.ArrayOf(all(array.elements(), replacement), array.type());
            case Expression.Subscript subscript ->
                new Expression.Subscript(
                        replacement.apply(subscript.array()), all(subscript.indexes(), replacement), subscript.type());
        };
    }

    private static List<Expression> all(List<Expression> expressions, UnaryOperator<Expression> replacement) {
        List<Expression> mapped = new ArrayList<>(expressions.size());
        for (Expression each : expressions) {
            mapped.add(replacement.apply(each));
        }
        return mapped;
    }

    /** Returns whether an expression, or any part of it, meets a test; what is in the plans of subqueries is no part. */
    public static boolean any(Expression expression, Predicate<Expression> test) {
        if (test.test(expression)) {
            return true;
        }
        for (Expression part : parts(expression)) {
            if (any(part, test)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the parts of an expression, one level below. */
    public static List<Expression> parts(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> List.of();
            case Expression.ColumnReference column -> List.of();
            case Expression.Parameter parameter -> List.of();
            case Expression.Field field -> List.of(field.operand());
            case Expression.RowOf row -> row.fields();
            case Expression.Call call -> call.arguments();
            case Expression.And and -> and.operands();
            case Expression.Or or -> or.operands();
            case Expression.Not not -> List.of(not.operand());
            case Expression.IsNull test -> List.of(test.operand());
            case Expression.IsTruth test -> List.of(test.operand());
            case Expression.IsDistinct test -> List.of(test.left(), test.right());
            case Expression.Quantified test -> with(test.elements(), test.operand());
            case Expression.QuantifiedArray test -> List.of(test.operand(), test.array());
            case Expression.Case branches -> {
                List<Expression> all = new ArrayList<>();
                for (Expression.When when : branches.whens()) {
                    all.add(when.condition());
                    all.add(when.result());
                }
                all.add(branches.otherwise());
                yield all;
            }
            case Expression.Coalesce coalesce -> coalesce.operands();
            case Expression.Extreme extreme -> extreme.operands();
            case Expression.NullIf test -> List.of(test.left(), test.right());
            case Expression.Relabel relabel -> List.of(relabel.operand());
            case Expression.ConvertByText convert -> List.of(convert.operand());
            case Expression.ConvertElements convert -> List.of(convert.operand());
            case Expression.Fit fit -> List.of(fit.operand());
            case Expression.InDomain checked -> List.of(checked.operand());
            case Expression.ArrayOf array -> array.elements();
            case Expression.Subscript subscript -> with(subscript.indexes(), subscript.array());
        };
    }

    private static List<Expression> with(List<Expression> expressions, Expression first) {
        List<Expression> all = new ArrayList<>(expressions.size() + 1);
        all.add(first);
        all.addAll(expressions);
        return all;
    }

    /** Appends the parts that must all hold for a condition to hold. */
    public static void conjuncts(Expression condition, List<Expression> target) {
        if (condition instanceof Expression.And and) {
            and.operands().forEach(operand -> conjuncts(operand, target));
        } else {
            target.add(condition);
        }
    }

    /** Returns what is left of a condition if one of its parts is known to hold. */
    public static Optional<Expression> without(Expression condition, Expression met) {
        List<Expression> parts = new ArrayList<>();
        conjuncts(condition, parts);
        parts.removeIf(met::equals);
        return parts.isEmpty() ? Optional.empty() : Optional.of(AccessRules.and(parts));
    }

    /** Returns whether an expression reads columns at or above {@code from} and below {@code to}, and whether it reads others. */
    public static boolean readsOnly(Expression expression, int from, int to) {
        return !any(
                expression,
                part -> part instanceof Expression.ColumnReference column
                        && (column.column() < from || column.column() >= to));
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
        return !any(
                expression,
                part -> part instanceof Expression.Call call
                        && call.function().volatility() == Volatility.VOLATILE
                        && Subquery.of(call)
                                .map(subquery -> Plans.isVolatile(subquery.plan()))
                                .orElse(true));
    }

    /** Returns whether a condition reads no row and may answer otherwise each time, as {@code random() < 0.5}: it is asked of each row of what it is said of, and of no other rows. */
    public static boolean isOfNoRow(Expression condition) {
        return readsOnly(condition, 0, 0) && !isStable(condition);
    }

    /** Returns whether an expression has one value for a row for ever, whatever the session's settings. */
    public static boolean isImmutable(Expression expression) {
        boolean[] immutable = {true};
        map(expression, part -> {
            if (part instanceof Expression.Call call) {
                immutable[0] &= call.function().volatility() == Volatility.IMMUTABLE || isTextAlways(call);
            } else if (part instanceof Expression.ConvertByText convert) {
                immutable[0] &= !readsSettings(convert.type())
                        && !readsSettings(convert.operand().type());
            } else if (part instanceof Expression.ConvertElements convert) {
                immutable[0] &= isImmutable(convert.element());
            }
            return null;
        });
        return immutable[0];
    }

    /** Whether a call joins a text and a value the text of which is the same always: PostgreSQL looks into such calls. */
    private static boolean isTextAlways(Expression.Call call) {
        return (call.function().oid() == TEXT_ANY_CONCATENATION
                        || call.function().oid() == ANY_TEXT_CONCATENATION)
                && call.arguments().stream().noneMatch(argument -> readsSettings(argument.type()));
    }

    /** Dates are read and written by the session's style and zone, objects by their present names. */
    private static boolean readsSettings(SqlType type) {
        return type.category() == TypeCategory.DATE_TIME
                || type.category() == TypeCategory.ARRAY
                || type.category() == TypeCategory.COMPOSITE
                || type.is(BuiltInType.MONEY)
                || type.category() == TypeCategory.TIMESPAN
                || type.category() == TypeCategory.ENUM
                || type.builtIn().filter(BuiltInType::isObjectIdentifier).isPresent();
    }
}
