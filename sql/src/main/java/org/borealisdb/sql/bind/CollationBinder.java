package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TextCollation;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.CollationNames;

/**
 * Says which collation values have, and which one functions go by (manual 24.2.1, PostgreSQL's parse_collate.c): it is part of the types of
 * expressions.
 */
final class CollationBinder {
    private static final SqlType TEXT = BuiltInType.TEXT.type();

    /** Functions that change the case of letters. */
    private static final Map<String, BiFunction<Collation, String, String>> CASES =
            Map.of("upper", Collation::upper, "lower", Collation::lower, "initcap", Collation::title);

    /** The functions that look for elements of arrays. */
    private static final Set<String> SEARCHES = Set.of(
            "array_position",
            "array_positions",
            "array_remove",
            "array_replace",
            "arraycontains",
            "arraycontained",
            "arrayoverlap");

    private final BindContext context;

    CollationBinder(BindContext context) {
        this.context = context;
    }

    /** {@code operand COLLATE collation}. */
    Expression collate(SyntaxExpression.Collate syntax, Expression operand) {
        SqlType type = operand.type();
        try {
            if (!type.is(BuiltInType.NAME)) {
                CollationNames.check(type);
            }
            Collation collation = context.collation(syntax.collation());
            SqlType collated = (type.is(BuiltInType.NAME) ? TEXT : type)
                    .withCollation(new TextCollation(collation, TextCollation.Derivation.EXPLICIT));
            Expression value = new Expression.Relabel(operand, collated);
            context.notePosition(value, syntax.position());
            return value;
        } catch (SqlException unfit) {
            throw context.at(unfit, syntax.position());
        }
    }

    /** Returns a call that goes by the collation of its arguments, and whose value has it. */
    Expression.Call derived(Expression.Call call, int position) {
        if (call.arguments().stream()
                .allMatch(argument -> argument.type().collation().isDefault())) {
            return call;
        }
        TextCollation common = common(call.arguments(), place -> position);
        Expression.Call made = call;
        if (compares(call.function())) {
            checkDetermined(common);
            made = new Expression.Call(call.function(), all(call.arguments(), common), call.type());
        } else if (CASES.containsKey(call.function().name()) && call.type().isCollatable()) {
            checkDetermined(common);
            made = new Expression.Call(inCase(call.function(), common.collation()), call.arguments(), call.type());
        }
        if (!common.collation().isDeterministic()) {
            made = new Expression.Call(NondeterministicSearch.refused(made.function()), made.arguments(), made.type());
        }
        return new Expression.Call(
                made.function(), made.arguments(), made.type().withCollation(common));
    }

    private static boolean compares(ScalarFunction function) {
        return function.body() instanceof ScalarFunction.ObjectComparison
                || (SEARCHES.contains(function.name()) && !function.isOfUser());
    }

    private static ScalarFunction inCase(ScalarFunction function, Collation collation) {
        if (collation.name().equals("default")) {
            return function;
        }
        BiFunction<Collation, String, String> mapping = Objects.requireNonNull(CASES.get(function.name()));
        ScalarFunction.Boxed mapped = (world, arguments) -> mapping.apply(collation, (String) arguments[0]);
        return function.withBody(new ScalarFunction.General(mapped));
    }

    /**
     * Returns the collation that values have in common.
     *
     * @throws SqlException 42P21 if two were given by COLLATE and differ
     */
    TextCollation common(List<Expression> values, IntUnaryOperator positions) {
        TextCollation common = null;
        for (int i = 0; i < values.size(); i++) {
            Expression value = values.get(i);
            if (!value.type().isCollatable()) {
                continue;
            }
            TextCollation next = value.type().collation();
            if (common != null && common.contradicts(next)) {
                throw context.error(
                        ErrorCode.COLLATION_MISMATCH,
                        "collation mismatch between explicit collations \""
                                + common.collation().name() + "\" and \""
                                + next.collation().name() + "\"",
                        context.positionOf(value, positions.applyAsInt(i)));
            }
            common = common == null ? next : common.with(next);
        }
        return common == null ? TextCollation.DEFAULT : common;
    }

    /**
     * Fails if it is not known which collation to go by.
     *
     * @throws SqlException 42P22
     */
    static void checkDetermined(TextCollation collation) {
        if (collation.derivation() == TextCollation.Derivation.INDETERMINATE) {
            throw new SqlException(
                            ErrorCode.INDETERMINATE_COLLATION,
                            "could not determine which collation to use for string comparison")
                    .withHint("Use the COLLATE clause to set the collation explicitly.");
        }
    }

    /**
     * Fails if rows cannot be sorted or told apart by values of a type, because it is not known which collation to go by.
     *
     * @throws SqlException 42P21
     */
    static void checkSortable(SqlType type) {
        type.collation().rival().ifPresent(rival -> {
            throw new SqlException(
                            ErrorCode.COLLATION_MISMATCH,
                            "collation mismatch between implicit collations \""
                                    + type.collation().collation().name() + "\" and \"" + rival.name() + "\"")
                    .withHint(
                            "You can choose the collation by applying the COLLATE clause to one or both expressions.");
        });
    }

    private static List<Expression> all(List<Expression> arguments, TextCollation common) {
        List<Expression> all = new ArrayList<>();
        arguments.forEach(argument -> all.add(with(argument, common.implicit())));
        return all;
    }

    /** Returns a value with a collation, if it is one of texts. */
    static Expression with(Expression value, TextCollation collation) {
        SqlType type = value.type();
        if (!type.isCollatable() || type.collation().collation().equals(collation.collation())) {
            return value;
        }
        // One label is enough: an index on what is below is found by that.
        Expression below = value instanceof Expression.Relabel relabel ? relabel.operand() : value;
        return new Expression.Relabel(below, type.withCollation(collation));
    }

    /** COLLATION FOR: the name of a collation in quotes; NULL for a literal without a type. */
    Expression collationFor(Expression value) {
        SqlType type = value.type();
        if (type.is(BuiltInType.UNKNOWN)) {
            return new Expression.Constant(TEXT, null);
        }
        if (type.category() != TypeCategory.STRING) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    "collations are not supported by type " + type.nameWithoutModifier(),
                    -1);
        }
        String name = type.is(BuiltInType.NAME)
                ? "\"C\""
                : type.collation().collation().displayName();
        return new Expression.Constant(TEXT, name);
    }
}
