package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.plan.SubqueryRunner;

/** Binds the subqueries of expressions over the rows of a scope, and comparisons with all their rows. */
final class SubqueryBinder {
    /** What must not have subqueries, as it is called where something must not be in it. */
    private static final Set<String> WITHOUT = Set.of(
            "check constraints",
            "column generation expressions",
            "COPY FROM WHERE conditions",
            "DEFAULT expressions",
            "EXECUTE parameters",
            "index expressions",
            "index predicates",
            "statistics expressions",
            "transform expressions");

    private final BindContext context;
    private final ExpressionBinder binder;
    private final RepeatedSubqueries repeated;

    SubqueryBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
        this.repeated = new RepeatedSubqueries(context);
    }

    /** Returns what tells which subqueries are written alike. */
    RepeatedSubqueries repeated() {
        return repeated;
    }

    /** Returns whether a call stands for a subquery; its arguments are what that reads of the rows around. */
    static boolean isSubquery(Expression.Call call) {
        return Subquery.of(call).isPresent();
    }

    /** Compares a value with all values of a subquery. */
    Expression quantified(Expression left, QualifiedName sign, boolean all, Query query, int position) {
        if (left.type() instanceof ArrayType) {
            return quantifiedArrays(left, sign, all, query);
        }
        Expression.Call array = (Expression.Call) bind(query, SubqueryRunner.Question.ARRAY, true, position);
        SqlType column = Subquery.of(array).orElseThrow().plan().types().getFirst();
        if (column instanceof ArrayType) {
            return quantifiedArrays(left, sign, all, query);
        }
        return test(left, sign, all, array, true, position);
    }

    /** Compares row by row: there is no type of arrays of arrays. */
    private Expression quantifiedArrays(Expression left, QualifiedName sign, boolean all, Query query) {
        return new RowQueryBinder(context, binder).quantified(sign, List.of(left), all, query);
    }

    /** Returns a call of an operator that compares with each row of a subquery. */
    static Expression.Call comparison(
            BindContext context, CallBinder calls, QualifiedName sign, Expression left, Expression right) {
        Expression.Call call = calls.call(sign, left, right);
        if (!call.type().is(BuiltInType.BOOL)) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    "row comparison operator must yield type boolean, not type "
                            + call.type().nameWithoutModifier(),
                    sign.position());
        }
        return call;
    }

    /** Compares a value with all elements of an array. */
    Expression quantifiedArray(Expression left, QualifiedName sign, boolean all, Expression array, int position) {
        return test(left, sign, all, array, false, position);
    }

    private Expression test(
            Expression left, QualifiedName sign, boolean all, Expression array, boolean ofQuery, int position) {
        boolean vector = array.type().is(BuiltInType.INT2VECTOR) || array.type().is(BuiltInType.OIDVECTOR);
        if (!vector && !(array.type() instanceof ArrayType)) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires array on right side", position);
        }
        SqlType elementType = array.type() instanceof ArrayType type
                ? type.element()
                : array.type().is(BuiltInType.INT2VECTOR) ? BuiltInType.INT2.type() : BuiltInType.OID.type();
        Expression element = new Expression.ColumnReference(0, elementType);
        Expression.Call example = ofQuery
                ? comparison(context, binder.calls(), sign, left, element)
                : binder.calls().call(sign, left, element);
        if (!example.type().is(BuiltInType.BOOL)) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires operator to yield boolean", position);
        }
        Expression operand = example.arguments().getFirst();
        SqlType wanted = example.arguments().get(1).type();
        // Elements that are the same in the other type, as those of regclass are in oid, need no conversion.
        boolean same = wanted.sameTypeAs(elementType)
                || context.casts()
                        .find(elementType, wanted)
                        .filter(cast -> cast.function() == 0)
                        .isPresent();
        Expression elements =
                same ? array : binder.coercion().cast(array, new ArrayType(wanted), Context.EXPLICIT, position);
        return new Expression.QuantifiedArray(example.function(), all, operand, elements);
    }

    Expression bind(Query query, SubqueryRunner.Question question, int position) {
        return bind(query, question, false, position);
    }

    /**
     * Passes if there may be subqueries.
     *
     * @throws org.borealisdb.expr.error.SqlException 0A000 if there must be none
     */
    static void check(BindContext context, ExpressionBinder binder, int position) {
        String clause = binder.aggregates().forbiddenIn();
        if (WITHOUT.contains(clause)) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "cannot use subquery in " + clause.substring(0, clause.length() - 1),
                    position);
        }
    }

    private Expression bind(Query query, SubqueryRunner.Question question, boolean quantified, int position) {
        check(context, binder, position);
        SubqueryBoundary boundary = new SubqueryBoundary(binder);
        BoundQuery bound = SelfReference.refusing(
                context, "a subquery", () -> new QueryBinder(context, Optional.of(boundary)).bind(query));
        if (question != SubqueryRunner.Question.EXISTS && bound.columns().size() != 1) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    quantified ? "subquery has too many columns" : "subquery must return only one column",
                    position);
        }
        SqlType type = switch (question) {
            case EXISTS -> BuiltInType.BOOL.type();
            case VALUE -> bound.columns().getFirst().type();
            case ARRAY -> {
                SqlType column = bound.columns().getFirst().type().withModifier(SqlType.NO_MODIFIER);
                yield column instanceof ArrayType ? column : binder.coercion().arrayOf(column, position);
            }
        };
        SubqueryRunner runner = context.session().subqueries();
        Plan plan = question == SubqueryRunner.Question.EXISTS ? withoutValues(bound.plan()) : bound.plan();
        Subquery subquery = new Subquery(runner, new Object(), plan, question, boundary.slots);
        Expression.Call call = subquery.call(boundary.arguments, type);
        repeated.add(query, call);
        return call;
    }

    /** Whether there are rows does not depend on what is computed of them, which may fail. */
    private static Plan withoutValues(Plan plan) {
        return switch (plan) {
            case Plan.Project project when project.input() instanceof Plan.Group -> project;
            case Plan.Project project -> withoutValues(project.input());
            case Plan.Sort sort -> withoutValues(sort.input());
            case Plan.Limit limit
            when limit.ties().isEmpty() ->
                new Plan.Limit(withoutValues(limit.input()), limit.count(), limit.offset(), List.of());
            default -> plan;
        };
    }
}
