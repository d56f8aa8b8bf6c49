package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.WindowCall;
import org.borealisdb.sql.plan.WindowFunction;
import org.borealisdb.sql.plan.WindowShape;
import org.jspecify.annotations.Nullable;

/** Binds the calls of window functions of one SELECT, and keeps them in order. Their windows are bound last. */
final class WindowBinder {
    /** Column references from here on stand for the values of windows, until the plan has a place for them. */
    static final int WINDOWS = 1 << 22;

    private final BindContext context;
    private final ExpressionBinder binder;
    private final List<Placed> calls = new ArrayList<>();
    private List<WindowDefinition> named = List.of();
    private @Nullable WindowShapes shapes;
    private String notIn = "";
    private boolean inside;
    private boolean inAggregate;

    /** A call with its window. */
    private record Placed(WindowCall call, WindowShape shape) {
        boolean isSame(Placed other) {
            return shape.equals(other.shape) && call.isSame(other.call);
        }
    }

    WindowBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    /** Sets the WINDOW clause. */
    void setNamed(List<WindowDefinition> windows) {
        named = windows;
    }

    /** Returns whether no window function was met so far. */
    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Sets the clause that must not have window functions, empty for none; returns what was set before. */
    String forbidIn(String clause) {
        String before = notIn;
        notIn = clause;
        return before;
    }

    /** Says whether an aggregate's arguments are bound, which must not have window functions; returns what was said before. */
    boolean setInAggregate(boolean now) {
        boolean before = inAggregate;
        inAggregate = now;
        return before;
    }

    Expression bind(SyntaxExpression.FunctionCall call, WindowDefinition over) {
        if (!notIn.isEmpty()) {
            throw context.error(
                    ErrorCode.WINDOWING_ERROR, "window functions are not allowed in " + notIn, call.position());
        }
        if (inAggregate) {
            throw context.error(
                    ErrorCode.GROUPING_ERROR,
                    "aggregate function calls cannot contain window function calls",
                    call.position());
        }
        if (inside) {
            throw context.error(ErrorCode.WINDOWING_ERROR, "window function calls cannot be nested", call.position());
        }
        inside = true;
        List<Expression> arguments;
        Optional<Expression> filter;
        try {
            arguments = binder.sets()
                    .refusing(
                            "window function calls cannot contain set-returning function calls",
                            () -> binder.bindAll(call.arguments()));
            filter = Optional.ofNullable(call.filter()).map(given -> binder.plainCondition(given, "FILTER", "FILTER"));
        } finally {
            inside = false;
        }
        WindowCall made = made(call, arguments, filter);
        Placed placed = new Placed(made, shapes().of(over));
        int place = 0;
        while (place < calls.size() && !calls.get(place).isSame(placed)) {
            place++;
        }
        if (place == calls.size()) {
            calls.add(placed);
        }
        Expression value = new Expression.ColumnReference(WINDOWS + place, made.type());
        context.syntax().ifPresent(syntax -> syntax.call(value, new BoundSyntax.OfWindow(made)));
        return value;
    }

    /** Returns the windows of the WINDOW clause, bound when they are first wanted. */
    private WindowShapes shapes() {
        WindowShapes known = shapes;
        if (known == null) {
            known = new WindowShapes(context, binder, named);
            shapes = known;
        }
        return known;
    }

    /** Binds the WINDOW clause, if no call has had it bound. */
    void bindWindows() {
        shapes();
    }

    /** Returns all that the calls and their windows read. */
    List<Expression> inputs() {
        List<Expression> inputs = new ArrayList<>();
        for (Placed each : calls) {
            inputs.addAll(each.call().arguments());
            each.call().filter().ifPresent(inputs::add);
            inputs.addAll(each.shape().sorted());
        }
        return inputs;
    }

    /**
     * Adds the calls' values to a plan's rows.
     *
     * @param sorted what the query sorts or groups by, in order: windows that begin with it come last
     * @param values what reads the calls' values, by references from {@link #WINDOWS} on, which are replaced
     * @param placed makes expressions read the plan's rows
     */
    Plan beside(Plan input, List<Expression> sorted, List<Expression> values, UnaryOperator<Expression> placed) {
        Plan plan = input;
        int[] places = new int[calls.size()];
        int place = input.types().size();
        for (WindowShape shape :
                shapes().inOrder(calls.stream().map(Placed::shape).toList(), sorted)) {
            List<WindowCall> beside = new ArrayList<>();
            for (int i = 0; i < places.length; i++) {
                if (calls.get(i).shape().equals(shape)) {
                    places[i] = place++;
                    beside.add(over(calls.get(i).call(), placed));
                }
            }
            plan = new Plan.Window(plan, over(shape, placed), beside);
        }
        ComputedBeside.replace(values, WINDOWS, Integer.MAX_VALUE, number -> places[number]);
        return plan;
    }

    private static WindowCall over(WindowCall call, UnaryOperator<Expression> placed) {
        return new WindowCall(
                call.function(),
                call.aggregate(),
                call.arguments().stream().map(placed).toList(),
                call.filter().map(placed),
                call.type());
    }

    private static WindowShape over(WindowShape shape, UnaryOperator<Expression> placed) {
        return new WindowShape(
                shape.partition().stream().map(placed).toList(),
                shape.order().stream().map(placed).toList(),
                shape.keys(),
                shape.frame());
    }

    private WindowCall made(
            SyntaxExpression.FunctionCall call, List<Expression> arguments, Optional<Expression> filter) {
        String name = call.name().last();
        if (binder.aggregates().ofUsers().isOne(call)) {
            List<Expression> all = new ArrayList<>(arguments);
            if (call.withinGroup()) {
                call.orderBy().forEach(item -> all.add(binder.bind(item.expression())));
            }
            Optional<UserAggregateBinder.Bound> own =
                    binder.aggregates().ofUsers().find(call, all);
            if (own.isPresent()) {
                refuseDistinct(call);
                refuseOrder(call);
                return new WindowCall(
                        Optional.empty(),
                        Optional.of(own.get().aggregate()),
                        own.get().arguments(),
                        filter,
                        own.get().aggregate().result());
            }
        }
        List<SqlType> types = arguments.stream().map(Expression::type).toList();
        Optional<WindowFunction> function = WindowFunction.named(name);
        boolean isWindow = function.isPresent() && !OrderedSetBinder.isOne(call);
        if (!isWindow && !Aggregate.isAggregate(name) && !OrderedSetBinder.isOne(call)) {
            // Fails if there is no such function at all.
            if (!BuiltInNames.include(context, call.name()) || !binder.sets().isSetFunction(name)) {
                binder.calls().named(call.name(), arguments);
            }
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "OVER specified, but " + name + " is not a window function nor an aggregate function",
                    call.position());
        }
        if (isWindow) {
            return ofFunction(call, function.get(), arguments, filter);
        }
        refuseDistinct(call);
        Aggregate aggregate = binder.aggregates().resolved(call, types);
        refuseOrder(call);
        List<Expression> converted = binder.aggregates().converted(aggregate, arguments, call.position());
        return new WindowCall(Optional.empty(), Optional.of(aggregate), converted, filter, aggregate.result());
    }

    private void refuseDistinct(SyntaxExpression.FunctionCall call) {
        if (call.distinct()) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "DISTINCT is not implemented for window functions",
                    call.position());
        }
    }

    private void refuseOrder(SyntaxExpression.FunctionCall call) {
        if (!call.orderBy().isEmpty()) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "aggregate ORDER BY is not implemented for window functions",
                    call.position());
        }
    }

    private WindowCall ofFunction(
            SyntaxExpression.FunctionCall call,
            WindowFunction function,
            List<Expression> arguments,
            Optional<Expression> filter) {
        List<Expression> converted = new ArrayList<>(arguments);
        SqlType type = switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK -> taking(call, arguments, 0, BuiltInType.INT8.type());
            case PERCENT_RANK, CUME_DIST -> taking(call, arguments, 0, BuiltInType.FLOAT8.type());
            case NTILE -> {
                taking(call, arguments, 1, BuiltInType.INT4.type());
                convert(call, converted, 0);
                yield BuiltInType.INT4.type();
            }
            case FIRST_VALUE, LAST_VALUE -> {
                taking(call, arguments, 1, BuiltInType.INT4.type());
                yield valueType(converted);
            }
            case NTH_VALUE -> {
                taking(call, arguments, 2, BuiltInType.INT4.type());
                convert(call, converted, 1);
                yield valueType(converted);
            }
            case LAG, LEAD -> shifted(call, converted);
        };
        refuseDistinct(call);
        refuseOrder(call);
        if (filter.isPresent()) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "FILTER is not implemented for non-aggregate window functions",
                    call.position());
        }
        return new WindowCall(Optional.of(function), Optional.empty(), converted, filter, type);
    }

    private SqlType taking(SyntaxExpression.FunctionCall call, List<Expression> arguments, int count, SqlType result) {
        if (arguments.size() != count) {
            throw missing(call, arguments);
        }
        return result;
    }

    /** Makes an argument an integer; the function does not exist if it is none. */
    private void convert(SyntaxExpression.FunctionCall call, List<Expression> arguments, int place) {
        List<Expression> given = List.copyOf(arguments);
        arguments.set(
                place,
                binder.coercion()
                        .tryTo(given.get(place), BuiltInType.INT4.type(), Context.IMPLICIT, call.position())
                        .orElseThrow(() -> missing(call, given)));
    }

    private SqlType valueType(List<Expression> arguments) {
        arguments.set(0, binder.known(arguments.getFirst()));
        return arguments.getFirst().type().withModifier(SqlType.NO_MODIFIER);
    }

    private SqlType shifted(SyntaxExpression.FunctionCall call, List<Expression> arguments) {
        if (arguments.isEmpty() || arguments.size() > 3) {
            throw missing(call, arguments);
        }
        if (arguments.size() > 1) {
            convert(call, arguments, 1);
        }
        if (arguments.size() < 3) {
            return valueType(arguments);
        }
        List<Expression> both = List.of(arguments.get(0), arguments.get(2));
        SqlType type = binder.coercion()
                .commonType(both)
                .orElseThrow(() -> missing(call, arguments))
                .withModifier(SqlType.NO_MODIFIER);
        arguments.set(0, binder.coercion().cast(both.getFirst(), type, Context.IMPLICIT, call.position()));
        arguments.set(2, binder.coercion().cast(both.getLast(), type, Context.IMPLICIT, call.position()));
        return type;
    }

    private RuntimeException missing(SyntaxExpression.FunctionCall call, List<Expression> arguments) {
        return binder.calls().missing(call.name(), arguments);
    }
}
