package org.borealisdb.sql.bind;

import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.plan.SubqueryRunner;

/** Binds the subqueries of expressions over the rows of a scope, and comparisons with all their rows. */
final class SubqueryBinder {
    private final BindContext context;
    private final ExpressionBinder binder;

    SubqueryBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    /** Returns whether a call stands for a subquery; its arguments are what that reads of the rows around. */
    static boolean isSubquery(Expression.Call call) {
        return Subquery.of(call).isPresent();
    }

    /** Compares a value with all values of a subquery. */
    Expression quantified(Expression left, QualifiedName sign, boolean all, Query query, int position) {
        Expression array = bind(query, SubqueryRunner.Question.ARRAY, position);
        return quantifiedArray(left, sign, all, array, position);
    }

    /** Compares a value with all elements of an array. */
    Expression quantifiedArray(Expression left, QualifiedName sign, boolean all, Expression array, int position) {
        boolean vector = array.type().is(BuiltInType.INT2VECTOR) || array.type().is(BuiltInType.OIDVECTOR);
        if (!vector && !(array.type() instanceof ArrayType)) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires array on right side", position);
        }
        SqlType elementType = array.type() instanceof ArrayType type
                ? type.element()
                : array.type().is(BuiltInType.INT2VECTOR) ? BuiltInType.INT2.type() : BuiltInType.OID.type();
        Expression element = new Expression.ColumnReference(0, elementType);
        Expression.Call example = binder.calls().call(sign, left, element);
        if (!example.type().is(BuiltInType.BOOL)) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires operator to yield boolean", position);
        }
        Expression operand = example.arguments().getFirst();
        SqlType wanted = example.arguments().get(1).type();
        // Elements that are the same in the other type, as those of regclass are in oid, need no conversion.
        boolean same = wanted.sameTypeAs(elementType)
                || CastTable.builtIn()
                        .find(elementType, wanted)
                        .filter(cast -> cast.function() == 0)
                        .isPresent();
        Expression elements =
                same ? array : binder.coercion().cast(array, new ArrayType(wanted), Context.EXPLICIT, position);
        return new Expression.QuantifiedArray(example.function(), all, operand, elements);
    }

    Expression bind(Query query, SubqueryRunner.Question question, int position) {
        SubqueryBoundary boundary = new SubqueryBoundary(binder);
        BoundQuery bound = new QueryBinder(context, Optional.of(boundary)).bind(query);
        if (question != SubqueryRunner.Question.EXISTS && bound.columns().size() != 1) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    question == SubqueryRunner.Question.VALUE
                            ? "subquery must return only one column"
                            : "subquery has too many columns",
                    position);
        }
        SqlType type = switch (question) {
            case EXISTS -> BuiltInType.BOOL.type();
            case VALUE -> bound.columns().getFirst().type();
            case ARRAY ->
                binder.coercion()
                        .arrayOf(bound.columns().getFirst().type().withModifier(SqlType.NO_MODIFIER), position);
        };
        SubqueryRunner runner = context.session().subqueries();
        Subquery subquery = new Subquery(runner, new Object(), bound.plan(), question, boundary.slots);
        return subquery.call(boundary.arguments, type);
    }
}
