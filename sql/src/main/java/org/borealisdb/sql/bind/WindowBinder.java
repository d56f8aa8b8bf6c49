package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.plan.WindowCall;

/** Binds the calls of window functions of one SELECT, and keeps them in order. Frames other than the usual one are not there yet. */
final class WindowBinder {
    /** Column references from here on stand for the values of windows, until the plan has a place for them. */
    static final int WINDOWS = 1 << 22;

    private final BindContext context;
    private final ExpressionBinder binder;
    private final List<WindowCall> calls = new ArrayList<>();
    private List<WindowDefinition> named = List.of();
    private boolean inside;

    WindowBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    List<WindowCall> calls() {
        return calls;
    }

    /** Sets the WINDOW clause. */
    void setNamed(List<WindowDefinition> windows) {
        named = windows;
    }

    Expression bind(SyntaxExpression.FunctionCall call, WindowDefinition over, String clause) {
        if (!clause.isEmpty()) {
            throw context.error(
                    ErrorCode.WINDOWING_ERROR, "window functions are not allowed in " + clause, call.position());
        }
        if (inside) {
            throw context.error(ErrorCode.WINDOWING_ERROR, "window function calls cannot be nested", call.position());
        }
        if (call.distinct() || call.filter() != null || !call.orderBy().isEmpty()) {
            throw context.notSupported("DISTINCT, FILTER or ORDER BY in a window function", call.position());
        }
        inside = true;
        try {
            WindowDefinition window = resolved(over);
            List<Expression> arguments = all(call.arguments());
            List<Expression> partition = all(window.partitionBy());
            for (int i = 0; i < partition.size(); i++) {
                QueryBinder.checkEquality(
                        context,
                        partition.get(i).type(),
                        window.partitionBy().get(i).position());
            }
            List<Expression> order = new ArrayList<>();
            List<SortKey> keys = new ArrayList<>();
            for (OrderItem item : window.orderBy()) {
                Expression key = binder.known(binder.bind(item.expression()));
                keys.add(QueryBinder.sortKey(context, item, order.size(), key.type()));
                order.add(key);
            }
            WindowCall made = made(call, arguments, partition, order, keys);
            calls.add(made);
            return new Expression.ColumnReference(WINDOWS + calls.size() - 1, made.type());
        } finally {
            inside = false;
        }
    }

    private List<Expression> all(List<SyntaxExpression> syntax) {
        return syntax.stream().map(each -> binder.known(binder.bind(each))).toList();
    }

    private WindowDefinition resolved(WindowDefinition over) {
        WindowDefinition window = over;
        String base = over.base();
        if (base != null) {
            WindowDefinition found = named.stream()
                    .filter(candidate -> base.equals(candidate.name()))
                    .findFirst()
                    .orElseThrow(() -> context.error(
                            ErrorCode.UNDEFINED_OBJECT, "window \"" + base + "\" does not exist", over.position()));
            if (!over.isReference()) {
                throw context.notSupported("a window that extends another", over.position());
            }
            window = found;
        }
        if (window.frame() != null) {
            throw context.notSupported("the frame of a window", window.position());
        }
        return window;
    }

    private WindowCall made(
            SyntaxExpression.FunctionCall call,
            List<Expression> arguments,
            List<Expression> partition,
            List<Expression> order,
            List<SortKey> keys) {
        String name = call.name().last();
        List<SqlType> types = arguments.stream().map(Expression::type).toList();
        if (Aggregate.isAggregate(name)) {
            Aggregate aggregate = Aggregate.find(name, types).orElseThrow(() -> missing(call, types));
            List<Expression> converted = binder.aggregates().converted(aggregate, arguments, call.position());
            return new WindowCall(
                    Optional.empty(), Optional.of(aggregate), converted, partition, order, keys, aggregate.result());
        }
        WindowCall.Function function =
                function(name).orElseThrow(() -> context.notSupported("the window function " + name, call.position()));
        int most = switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK -> 0;
            case FIRST_VALUE, LAST_VALUE -> 1;
            case LAG, LEAD -> 3;
        };
        if (arguments.size() > most || (most > 0 && arguments.isEmpty())) {
            throw missing(call, types);
        }
        List<Expression> converted = new ArrayList<>(arguments);
        if (arguments.size() > 1) {
            converted.set(
                    1,
                    binder.coercion()
                            .cast(arguments.get(1), BuiltInType.INT4.type(), Context.IMPLICIT, call.position()));
        }
        if (arguments.size() > 2) {
            converted.set(
                    2, binder.coercion().cast(arguments.get(2), types.getFirst(), Context.IMPLICIT, call.position()));
        }
        SqlType type = most == 0 ? BuiltInType.INT8.type() : types.getFirst();
        return new WindowCall(Optional.of(function), Optional.empty(), converted, partition, order, keys, type);
    }

    private RuntimeException missing(SyntaxExpression.FunctionCall call, List<SqlType> types) {
        return context.error(
                ErrorCode.UNDEFINED_FUNCTION,
                "function " + CallBinder.signatureText(call.name().toString(), types) + " does not exist",
                call.position());
    }

    private static Optional<WindowCall.Function> function(String name) {
        for (WindowCall.Function function : WindowCall.Function.values()) {
            if (function.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }
}
