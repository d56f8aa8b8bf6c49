package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.plan.SubqueryRunner;
import org.borealisdb.sql.session.ResultColumn;

/** Binds subqueries whose rows are compared with a row, or assigned as one (manual 9.23). */
final class RowQueryBinder {
    private static final Expression NULL = new Expression.Constant(BuiltInType.BOOL.type(), null);

    private final BindContext context;
    private final ExpressionBinder binder;

    RowQueryBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    private record Bound(BoundQuery query, SubqueryBoundary boundary) {}

    private Bound bound(Query query) {
        SubqueryBoundary boundary = new SubqueryBoundary(binder);
        BoundQuery bound = SelfReference.refusing(
                context, "a subquery", () -> new QueryBinder(context, Optional.of(boundary)).bind(query));
        return new Bound(bound, boundary);
    }

    /** The only row of a subquery as a value; NULL if there is none. */
    Expression row(Query query) {
        Bound bound = bound(query);
        List<ResultColumn> columns = bound.query().columns();
        List<CompositeType.Field> fields = new ArrayList<>();
        for (ResultColumn column : columns) {
            fields.add(new CompositeType.Field(column.name(), column.type()));
        }
        CompositeType type = new CompositeType(fields);
        Plan plan = new Plan.Project(bound.query().plan(), List.of(new Expression.RowOf(references(columns), type)));
        return call(plan, SubqueryRunner.Question.VALUE, bound.boundary()).call(bound.boundary().arguments, type);
    }

    private static List<Expression> references(List<ResultColumn> columns) {
        List<Expression> references = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            references.add(new Expression.ColumnReference(i, columns.get(i).type()));
        }
        return references;
    }

    private Subquery call(Plan plan, SubqueryRunner.Question question, SubqueryBoundary boundary) {
        return new Subquery(context.session().subqueries(), new Object(), plan, question, boundary.slots);
    }

    /** Compares a row with the only row of a subquery. */
    Expression compare(QualifiedName operator, List<Expression> left, Query query) {
        Expression row = row(query);
        List<CompositeType.Field> fields = ((CompositeType) row.type()).fields();
        checkCount(left.size(), fields.size(), operator.position());
        List<Expression> right = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            right.add(new Expression.Field(row, i, fields.get(i).type()));
        }
        return RowBinder.compare(context, binder.calls(), operator, left, right);
    }

    private void checkCount(int left, int right, int position) {
        if (left != right) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "subquery has too " + (left < right ? "many" : "few") + " columns",
                    position);
        }
    }

    /**
     * Compares a row with all rows of a subquery: true if it is for one of them (for all of them), null if it is not, but unknown for one,
     * otherwise false.
     */
    Expression quantified(QualifiedName operator, List<Expression> left, boolean all, Query query) {
        if (all) {
            Expression fails = exists(operator, left, query, Expression.Not::new);
            return new Expression.Not(withUnknown(fails, operator, left, query));
        }
        return withUnknown(exists(operator, left, query, UnaryOperator.identity()), operator, left, query);
    }

    private Expression withUnknown(Expression found, QualifiedName operator, List<Expression> left, Query query) {
        Expression unknown = exists(operator, left, query, test -> new Expression.IsNull(test, false));
        return new Expression.Or(List.of(found, new Expression.And(List.of(unknown, NULL))));
    }

    /** Whether there is a row for which what is made of the comparison is true. */
    private Expression exists(
            QualifiedName operator, List<Expression> left, Query query, UnaryOperator<Expression> test) {
        Bound bound = bound(query);
        List<ResultColumn> columns = bound.query().columns();
        checkCount(left.size(), columns.size(), operator.position());
        List<Expression> typed = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            // What the literals are is decided by the subquery's columns, before they are handed to it.
            Expression value = left.get(i);
            typed.add(value.type().is(BuiltInType.UNKNOWN) ? literal(value, columns.get(i), operator) : value);
        }
        SubqueryBoundary boundary = bound.boundary();
        List<Expression> inside = new ArrayList<>();
        for (Expression value : typed) {
            if (value instanceof Expression.Constant) {
                inside.add(value);
                continue;
            }
            int slot = context.newSlot();
            boundary.arguments.add(value);
            boundary.slots.add(slot);
            inside.add(new Expression.Parameter(slot, value.type()));
        }
        boolean arrays = left.size() == 1
                && (left.getFirst().type() instanceof ArrayType
                        || columns.getFirst().type() instanceof ArrayType);
        Expression compared = arrays
                ? SubqueryBinder.comparison(
                        context,
                        binder.calls(),
                        operator,
                        inside.getFirst(),
                        references(columns).getFirst())
                : RowBinder.compare(context, binder.calls(), operator, inside, references(columns));
        Plan plan = AccessRules.filter(bound.query().plan(), test.apply(compared));
        return call(plan, SubqueryRunner.Question.EXISTS, boundary).call(boundary.arguments, BuiltInType.BOOL.type());
    }

    private Expression literal(Expression value, ResultColumn column, QualifiedName operator) {
        Expression example =
                binder.calls().call("=", value, new Expression.ColumnReference(0, column.type()), operator.position());
        return ((Expression.Call) example).arguments().getFirst();
    }

    /** Returns a condition that is true for the same rows, without what only tells null from false. */
    static Expression truth(Expression condition) {
        List<Expression> parts = new ArrayList<>();
        Expressions.conjuncts(condition, parts);
        parts.replaceAll(part -> part instanceof Expression.Or or
                        && or.operands().size() == 2
                        && or.operands().getLast() instanceof Expression.And and
                        && and.operands().getLast().equals(NULL)
                ? or.operands().getFirst()
                : part);
        return parts.size() == 1 ? parts.getFirst() : new Expression.And(parts);
    }
}
