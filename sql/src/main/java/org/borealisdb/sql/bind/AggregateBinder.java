package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.JsonConversions;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.OrderedSetCall;
import org.borealisdb.sql.plan.SortKey;

/** Binds the calls of aggregates and of GROUPING of one SELECT, and keeps them in order. */
final class AggregateBinder {
    /** Column references from here on stand for what GROUPING answers, until the plan has a place for it. */
    static final int GROUPINGS = 1 << 19;

    /** Most arguments of GROUPING, which answers a bit for each. */
    private static final int MAXIMUM_GROUPING = 31;

    private final BindContext context;
    private final ExpressionBinder binder;
    private final OrderedSetBinder orderedSets;
    private final UserAggregateBinder ofUsers;
    private final List<AggregateCall> calls = new ArrayList<>();
    private final List<Grouping> groupings = new ArrayList<>();
    private String notIn = "";
    private boolean inside;
    private int firstPosition = -1;

    /**
     * A call of GROUPING.
     *
     * @param positions where the arguments stand
     */
    record Grouping(List<Expression> arguments, List<Integer> positions) {
        Grouping {
            arguments = List.copyOf(arguments);
            positions = List.copyOf(positions);
        }
    }

    /** What a call is given: its arguments, and the order of the rows. */
    record Given(List<Expression> arguments, List<Expression> order, List<SortKey> keys, Optional<Expression> filter) {
        /** Returns what is computed of each row. */
        List<Expression> aggregated(SyntaxExpression.FunctionCall call) {
            List<Expression> all = new ArrayList<>(call.withinGroup() ? List.of() : arguments);
            all.addAll(order);
            filter.ifPresent(all::add);
            return all;
        }
    }

    AggregateBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
        this.orderedSets = new OrderedSetBinder(context, binder);
        this.ofUsers = new UserAggregateBinder(context, binder);
    }

    /** Returns what binds aggregates that users made. */
    UserAggregateBinder ofUsers() {
        return ofUsers;
    }

    /** Returns the calls met so far. */
    List<AggregateCall> calls() {
        return calls;
    }

    /** Returns the calls of GROUPING met so far. */
    List<Grouping> groupings() {
        return groupings;
    }

    /** Sets the clause that must not have aggregates, empty for none; returns what was set before. */
    String forbidIn(String clause) {
        String before = notIn;
        notIn = clause;
        return before;
    }

    /** Returns the clause that must not have aggregates, empty if there is none. */
    String forbiddenIn() {
        return notIn;
    }

    /** Refuses aggregates over a query of WITH RECURSIVE within itself, whose rows of one step are not all that there are. */
    void refuseIn(List<FromItem> from) {
        if (!calls.isEmpty() && from.stream().anyMatch(item -> SelfReference.isIn(context, item))) {
            throw context.error(
                    ErrorCode.INVALID_RECURSION,
                    "aggregate functions are not allowed in a recursive query's recursive term",
                    firstPosition);
        }
    }

    private void check(String what, int position) {
        if (!notIn.isEmpty()) {
            throw context.error(ErrorCode.GROUPING_ERROR, what + " are not allowed in " + notIn, position);
        }
        if (inside) {
            throw context.error(ErrorCode.GROUPING_ERROR, "aggregate function calls cannot be nested", position);
        }
    }

    Expression grouping(SyntaxExpression.GroupingCall call) {
        if (call.arguments().size() > MAXIMUM_GROUPING) {
            throw context.error(
                    ErrorCode.TOO_MANY_ARGUMENTS, "GROUPING must have fewer than 32 arguments", call.position());
        }
        List<Integer> before = marked();
        List<Expression> arguments =
                call.arguments().stream().map(binder::bind).map(binder::known).toList();
        if (isOfQueryAround(arguments)) {
            return aroundInstead(call, before);
        }
        check("grouping operations", call.position());
        groupings.add(new Grouping(
                arguments,
                call.arguments().stream().map(SyntaxExpression::leftmost).toList()));
        return new Expression.ColumnReference(GROUPINGS + groupings.size() - 1, BuiltInType.INT4.type());
    }

    Expression bind(SyntaxExpression.FunctionCall call) {
        List<Integer> read = marked();
        boolean nested = inside;
        inside = true;
        boolean before = binder.windows().setInAggregate(true);
        Given given;
        try {
            given = binder.sets()
                    .refusing(
                            "aggregate function calls cannot contain set-returning function calls", () -> given(call));
        } finally {
            inside = nested;
            binder.windows().setInAggregate(before);
        }
        if (isOfQueryAround(given.aggregated(call))) {
            checkDirect(call, given);
            return aroundInstead(call, read);
        }
        check("aggregate functions", call.position());
        if (calls.isEmpty()) {
            firstPosition = call.position();
        }
        AggregateCall made = ofUser(call, given)
                .orElseGet(() -> call.withinGroup() ? orderedSets.call(call, given) : plain(call, given));
        int place = 0;
        while (place < calls.size() && !calls.get(place).isSame(made)) {
            place++;
        }
        if (place == calls.size()) {
            calls.add(made);
        }
        Expression value = new Expression.ColumnReference(ExpressionBinder.AGGREGATES + place, made.type());
        context.syntax().ifPresent(syntax -> syntax.call(value, new BoundSyntax.OfAggregate(made)));
        return value;
    }

    private List<Integer> marked() {
        return binder.scope().boundary.map(SubqueryBoundary::sizes).orElse(List.of());
    }

    /** Returns whether what an aggregate is of has columns of queries around only: it belongs to the nearest of these (manual 4.2.7). */
    private boolean isOfQueryAround(List<Expression> aggregated) {
        Optional<SubqueryBoundary> boundary = binder.scope().boundary;
        return boundary.isPresent()
                && aggregated.stream().noneMatch(AggregateBinder::readsRows)
                && aggregated.stream().anyMatch(value -> Expressions.any(value, boundary.get()::isRead));
    }

    private static boolean readsRows(Expression value) {
        return Expressions.any(value, Expression.ColumnReference.class::isInstance);
    }

    private Expression aroundInstead(SyntaxExpression call, List<Integer> readBefore) {
        SubqueryBoundary boundary = binder.scope().boundary.orElseThrow();
        boundary.forgetSince(readBefore);
        return boundary.aggregate(context, call);
    }

    /** Refuses direct arguments that have columns of a query within the one that the aggregate belongs to. */
    private void checkDirect(SyntaxExpression.FunctionCall call, Given given) {
        for (int i = 0; call.withinGroup() && i < given.arguments().size(); i++) {
            if (readsRows(given.arguments().get(i))) {
                throw context.error(
                        ErrorCode.GROUPING_ERROR,
                        "outer-level aggregate cannot contain a lower-level variable in its direct arguments",
                        call.arguments().get(i).leftmost());
            }
        }
    }

    private Given given(SyntaxExpression.FunctionCall call) {
        List<Expression> arguments = new ArrayList<>();
        List<Expression> order = new ArrayList<>();
        List<SortKey> keys = new ArrayList<>();
        for (SyntaxExpression argument : call.arguments()) {
            arguments.add(binder.bind(argument));
        }
        for (int i = 0; call.distinct() && i < arguments.size(); i++) {
            checkDistinct(arguments.get(i).type(), call.arguments().get(i).leftmost());
        }
        for (OrderItem item : call.orderBy()) {
            Expression bound = binder.bind(item.expression());
            if (call.distinct() && !arguments.contains(bound)) {
                throw context.error(
                        ErrorCode.INVALID_COLUMN_REFERENCE,
                        "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list",
                        item.expression().leftmost());
            }
            Expression value = call.withinGroup() ? bound : binder.known(bound);
            keys.add(QueryBinder.sortKey(context, item, order.size(), value.type()));
            order.add(value);
        }
        Optional<Expression> filter =
                Optional.ofNullable(call.filter()).map(given -> binder.plainCondition(given, "FILTER", "FILTER"));
        return new Given(arguments, order, keys, filter);
    }

    private void checkDistinct(SqlType type, int position) {
        QueryBinder.checkEquality(context, type, position);
        if (!type.isOrdered()) {
            throw context.error(
                            ErrorCode.UNDEFINED_FUNCTION,
                            "could not identify an ordering operator for type " + type.nameWithoutModifier(),
                            position)
                    .withDetail("Aggregates with DISTINCT must be able to sort their inputs.");
        }
    }

    private Optional<AggregateCall> ofUser(SyntaxExpression.FunctionCall call, Given given) {
        List<Expression> arguments = new ArrayList<>(given.arguments());
        if (call.withinGroup()) {
            arguments.addAll(given.order());
        }
        return ofUsers.find(call, arguments)
                .map(own -> new AggregateCall(
                        Optional.of(own.aggregate()),
                        call.withinGroup()
                                ? Optional.of(new OrderedSetCall(
                                        Optional.empty(),
                                        own.direct(),
                                        own.aggregate().result()))
                                : Optional.empty(),
                        own.arguments(),
                        call.distinct(),
                        given.filter(),
                        call.withinGroup() ? List.of() : given.order(),
                        call.withinGroup() ? List.of() : given.keys()));
    }

    private AggregateCall plain(SyntaxExpression.FunctionCall call, Given given) {
        List<SqlType> types = given.arguments().stream().map(Expression::type).toList();
        Aggregate aggregate = resolved(call, types);
        return new AggregateCall(
                Optional.of(aggregate),
                Optional.empty(),
                converted(aggregate, given.arguments(), call.position()),
                call.distinct(),
                given.filter(),
                given.order(),
                given.keys());
    }

    /** Finds the aggregate of a call. */
    Aggregate resolved(SyntaxExpression.FunctionCall call, List<SqlType> types) {
        String name = call.name().last();
        orderedSets.refuseWithoutGroup(call, types.size());
        if (types.isEmpty() && !call.star() && Aggregate.find(name, types).isPresent()) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    name + "(*) must be used to call a parameterless aggregate function",
                    call.position());
        }
        if (types.size() == 1 && types.getFirst().is(BuiltInType.UNKNOWN) && Aggregate.isAmbiguous(name)) {
            throw context.error(
                            ErrorCode.AMBIGUOUS_FUNCTION,
                            "function " + CallBinder.signatureText(call.name().toString(), types) + " is not unique",
                            call.position())
                    .withHint("Could not choose a best candidate function. You might need to add explicit type casts.");
        }
        return Aggregate.find(name, types)
                .orElseThrow(() -> context.error(
                                ErrorCode.UNDEFINED_FUNCTION,
                                "function "
                                        + CallBinder.signatureText(call.name().toString(), types) + " does not exist",
                                call.position())
                        .withHint("No function matches the given name and argument types."
                                + " You might need to add explicit type casts."));
    }

    List<Expression> converted(Aggregate aggregate, List<Expression> arguments, int position) {
        List<Expression> converted = new ArrayList<>();
        boolean json = !aggregate.isOfUser() && aggregate.name().startsWith("json");
        for (int i = 0; i < arguments.size(); i++) {
            Expression argument = arguments.get(i);
            if (json) {
                boolean pairs = arguments.size() == 2;
                boolean key = i == 0 && pairs;
                Expression known = pairs ? binder.known(argument) : binder.polymorphic(argument);
                boolean binary = aggregate.result().is(BuiltInType.JSONB);
                converted.add(key ? JsonConversions.key(known) : JsonConversions.value(known, binary));
                continue;
            }
            SqlType wanted = i < aggregate.arguments().size()
                    ? aggregate.arguments().get(i)
                    : binder.known(argument).type();
            boolean open = wanted.builtIn()
                    .filter(base -> base.isPolymorphic() || base == BuiltInType.ANY)
                    .isPresent();
            converted.add(
                    open
                            ? binder.known(argument)
                            : binder.coercion().cast(argument, wanted, Context.IMPLICIT, position));
        }
        return converted;
    }
}
