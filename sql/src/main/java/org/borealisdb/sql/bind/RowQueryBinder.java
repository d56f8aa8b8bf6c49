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
        SubqueryBinder.check(context, binder, query.position());
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
        return call(plan, SubqueryRunner.Question.VALUE, bound.boundary().slots).call(bound.boundary().arguments, type);
    }

    private static List<Expression> references(List<ResultColumn> columns) {
        List<Expression> references = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            references.add(new Expression.ColumnReference(i, columns.get(i).type()));
        }
        return references;
    }

    private Subquery call(Plan plan, SubqueryRunner.Question question, List<Integer> slots) {
        return new Subquery(context.session().subqueries(), new Object(), plan, question, slots);
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
        Bound bound = bound(query);
        Tested found = exists(operator, left, bound, false, all ? Expression.Not::new : UnaryOperator.identity());
        Expression unknown = unknown(operator, left, bound, isNullForNullOnly(found.compared()));
        Expression result = new Expression.Or(List.of(found.exists(), new Expression.And(List.of(unknown, NULL))));
        return all ? new Expression.Not(result) : result;
    }

    /**
     * Whether the comparison is null with some row: with one in which something is, of which there should be few, or with any if something of the row at hand is.
     *
     * @param forNullOnly whether it is null only if one of its operands is
     */
    private Expression unknown(QualifiedName operator, List<Expression> left, Bound bound, boolean forNullOnly) {
        UnaryOperator<Expression> test = compared -> new Expression.IsNull(compared, false);
        Expression withAny = exists(operator, left, bound, false, test).exists();
        if (!forNullOnly || !left.stream().allMatch(Expressions::isStable)) {
            return withAny;
        }
        Expression withNull = exists(operator, left, bound, true, test).exists();
        Expression isNull = anyNull(left);
        return new Expression.Or(List.of(withNull, new Expression.And(List.of(isNull, withAny))));
    }

    private static Expression anyNull(List<Expression> values) {
        List<Expression> tests = values.stream()
                .<Expression>map(value -> new Expression.IsNull(value, false))
                .toList();
        return tests.size() == 1 ? tests.getFirst() : new Expression.Or(tests);
    }

    /** Operators that are built in are null for what is null, and for nothing else. */
    private static boolean isNullForNullOnly(Expression compared) {
        return !Expressions.any(
                compared,
                part -> part instanceof Expression.Call call
                        && (call.function().isOfUser() || !call.function().strict()));
    }

    /**
     * Whether there is a row for which something is true.
     *
     * @param compared the comparison with the row
     */
    private record Tested(Expression exists, Expression compared) {}

    /**
     * Tests whether there is a row for which what is made of the comparison is true.
     *
     * @param withNull whether only rows count in which something is null
     */
    private Tested exists(
            QualifiedName operator,
            List<Expression> left,
            Bound bound,
            boolean withNull,
            UnaryOperator<Expression> test) {
        List<ResultColumn> columns = bound.query().columns();
        checkCount(left.size(), columns.size(), operator.position());
        List<Expression> typed = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            // What the literals are is decided by the subquery's columns, before they are handed to it.
            Expression value = left.get(i);
            typed.add(value.type().is(BuiltInType.UNKNOWN) ? literal(value, columns.get(i), operator) : value);
        }
        List<Expression> arguments = new ArrayList<>(bound.boundary().arguments);
        List<Integer> slots = new ArrayList<>(bound.boundary().slots);
        List<Expression> inside = new ArrayList<>();
        for (Expression value : typed) {
            if (value instanceof Expression.Constant) {
                inside.add(value);
                continue;
            }
            int slot = context.newSlot();
            arguments.add(value);
            slots.add(slot);
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
        Expression tested = test.apply(compared);
        Plan plan = AccessRules.filter(
                bound.query().plan(),
                withNull ? new Expression.And(List.of(anyNull(references(columns)), tested)) : tested);
        Expression exists = call(plan, SubqueryRunner.Question.EXISTS, slots).call(arguments, BuiltInType.BOOL.type());
        return new Tested(exists, compared);
    }

    private Expression literal(Expression value, ResultColumn column, QualifiedName operator) {
        Expression example =
                binder.calls().call("=", value, new Expression.ColumnReference(0, column.type()), operator.position());
        return ((Expression.Call) example).arguments().getFirst();
    }

    /** Returns a condition that is true for the same rows, without what only tells null from false, and with what is to be false apart from what is to be known. */
    static Expression truth(Expression condition) {
        List<Expression> parts = new ArrayList<>();
        Expressions.conjuncts(condition, parts);
        List<Expression> all = new ArrayList<>();
        for (Expression part : parts) {
            boolean negated = part instanceof Expression.Not;
            Expression inner = part instanceof Expression.Not not ? not.operand() : part;
            if (!(inner instanceof Expression.Or or) || !isWithUnknown(or)) {
                all.add(part);
                continue;
            }
            Expression found = or.operands().getFirst();
            all.add(negated ? new Expression.Not(found) : found);
            if (negated) {
                Expression unknown =
                        ((Expression.And) or.operands().getLast()).operands().getFirst();
                List<Expression> ways = unknown instanceof Expression.Or either ? either.operands() : List.of(unknown);
                ways.forEach(way -> all.add(new Expression.Not(way)));
            }
        }
        return all.size() == 1 ? all.getFirst() : new Expression.And(all);
    }

    private static boolean isWithUnknown(Expression.Or or) {
        return or.operands().size() == 2
                && or.operands().getLast() instanceof Expression.And and
                && and.operands().size() == 2
                && and.operands().getLast().equals(NULL);
    }
}
