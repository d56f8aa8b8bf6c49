package org.borealisdb.sql.deparse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;
import org.borealisdb.sql.bind.BoundSyntax;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.OrderedSetCall;
import org.borealisdb.sql.plan.SetCall;
import org.borealisdb.sql.plan.SingleValue;
import org.borealisdb.sql.plan.WindowCall;

/** Makes nodes of calls: with the arguments that were written, in the types that they were given. */
final class CallReader {
    private final NodeReader nodes;
    private final BoundSyntax syntax;

    CallReader(NodeReader nodes, BoundSyntax syntax) {
        this.nodes = nodes;
        this.syntax = syntax;
    }

    /** Returns the node of a call that was bound to an expression. */
    Node of(SyntaxExpression.FunctionCall call, Expression expression) {
        Optional<BoundSyntax.Computed> computed = syntax.call(expression);
        if (computed.isPresent()) {
            return switch (computed.get()) {
                case BoundSyntax.OfAggregate aggregate -> aggregate(call, aggregate.call());
                case BoundSyntax.OfWindow window -> window(call, window.call());
                case BoundSyntax.OfSet set -> set(call, set.call());
            };
        }
        if (call.words() && call.name().last().equals("pg_collation_for")) {
            return new Node.Special(
                    "COLLATION FOR ", List.of(nodes.typed(call.arguments().getFirst())));
        }
        if (expression instanceof Expression.Call made) {
            return call.words() && made.function().spelling() == ScalarFunction.Spelling.WORDS
                    ? new Node.WordyCall(given(call, made))
                    : plain(call, made);
        }
        if (expression instanceof Expression.Constant || expression instanceof Expression.Field) {
            return nodes.plain(expression);
        }
        if (call.arguments().size() == 1 && nodes.converted(expression).isPresent()) {
            Expression given = nodes.bound(call.arguments().getFirst());
            return given.type().sameTypeAs(expression.type())
                    ? nodes.of(given)
                    : new Node.Cast(nodes.of(given), expression.type(), Node.CastKind.OTHER, true);
        }
        throw new UnwrittenException("a call of " + call.name());
    }

    /** A call without what was left out. */
    private static Expression.Call given(SyntaxExpression.FunctionCall call, Expression.Call made) {
        if (made.arguments().size() < call.arguments().size()) {
            throw new UnwrittenException("a call with arguments that are gone");
        }
        return new Expression.Call(
                made.function(), made.arguments().subList(0, call.arguments().size()), made.type());
    }

    private Node plain(SyntaxExpression.FunctionCall call, Expression.Call made) {
        return called(
                call,
                made.arguments(),
                made.function().arguments(),
                isGathered(call, made.function(), made.arguments()));
    }

    /** Whether the arguments that repeat are the elements of an array that is the last one. */
    private static boolean isGathered(
            SyntaxExpression.FunctionCall call, ScalarFunction function, List<Expression> arguments) {
        return function.variadic()
                && !call.variadic()
                && function.arguments().getLast() instanceof ArrayType
                && arguments.size() == function.arguments().size()
                && arguments.getLast() instanceof Expression.ArrayOf;
    }

    private Node called(
            SyntaxExpression.FunctionCall call,
            List<Expression> converted,
            List<SqlType> parameters,
            boolean gathered) {
        String name = nodes.function(call.name());
        List<String> names = new ArrayList<>();
        List<Node> arguments = new ArrayList<>();
        if (gathered) {
            int last = converted.size() - 1;
            if (call.arguments().size() < last) {
                throw new UnwrittenException("a call with arguments that were left out");
            }
            for (int place = 0; place < last; place++) {
                names.add("");
                arguments.add(argument(call.arguments().get(place), Optional.of(converted.get(place))));
            }
            names.add("");
            arguments.add(nodes.of(converted.get(last)));
            return new Node.Call(name, names, arguments, true);
        }
        for (int place = 0; place < call.arguments().size(); place++) {
            if (call.arguments().get(place) instanceof SyntaxExpression.NamedArgument named) {
                names.add(named.name());
                Expression raw = nodes.bound(named.value());
                arguments.add(argument(
                        named.value(),
                        converted.stream().filter(each -> reaches(each, raw)).findFirst()));
            } else {
                names.add("");
                arguments.add(
                        isAny(parameters, place)
                                ? untyped(call.arguments().get(place), at(converted, place))
                                : argument(call.arguments().get(place), at(converted, place)));
            }
        }
        return new Node.Call(name, names, arguments, call.variadic());
    }

    /** Whether a parameter takes values of any type, and literals without one. */
    private static boolean isAny(List<SqlType> parameters, int place) {
        return !parameters.isEmpty()
                && parameters.get(Math.min(place, parameters.size() - 1)).is(BuiltInType.ANY);
    }

    /** An argument that may be a literal without a type. */
    private Node untyped(SyntaxExpression part, Optional<Expression> converted) {
        if (nodes.bound(part) instanceof Expression.Constant literal
                && literal.type().is(BuiltInType.UNKNOWN)) {
            return new Node.Words(
                    literal.value() == null ? "NULL::unknown" : Quoting.plainLiteral((String) literal.value()));
        }
        return argument(part, converted);
    }

    private static Optional<Expression> at(List<Expression> converted, int place) {
        return place < converted.size() ? Optional.of(converted.get(place)) : Optional.empty();
    }

    /** Returns an argument in the type that it was given, unless what it became is something else. */
    private Node argument(SyntaxExpression part, Optional<Expression> converted) {
        Expression raw = nodes.bound(part);
        boolean literal =
                raw instanceof Expression.Constant constant && constant.type().is(BuiltInType.UNKNOWN);
        return converted
                .filter(each -> reaches(each, raw) || (literal && isTyped(each)))
                .map(nodes::of)
                .orElseGet(() -> nodes.typed(part));
    }

    private boolean isTyped(Expression value) {
        Expression inside = value;
        while (nodes.converted(inside).isPresent()) {
            inside = nodes.converted(inside).get();
        }
        return inside instanceof Expression.Constant;
    }

    /** Whether an expression is another one, or a conversion of it. */
    @SuppressWarnings("ReferenceEquality") // The part itself is meant, not one like it.
    private boolean reaches(Expression converted, Expression raw) {
        Expression inside = converted;
        while (inside != raw) {
            Optional<Expression> operand = nodes.converted(inside);
            if (operand.isEmpty()) {
                return false;
            }
            inside = operand.get();
        }
        return true;
    }

    private List<Node> arguments(
            SyntaxExpression.FunctionCall call, List<Expression> converted, List<SqlType> parameters) {
        List<Node> arguments = new ArrayList<>();
        for (int place = 0; place < call.arguments().size(); place++) {
            SyntaxExpression part = call.arguments().get(place);
            arguments.add(
                    isAny(parameters, place)
                            ? untyped(part, at(converted, place))
                            : argument(part, at(converted, place)));
        }
        return arguments;
    }

    private Node aggregate(SyntaxExpression.FunctionCall call, AggregateCall made) {
        List<Expression> converted = call.withinGroup()
                ? made.orderedSet().map(OrderedSetCall::direct).orElse(List.of())
                : made.arguments();
        List<Node.Ordered> order = new ArrayList<>();
        for (int place = 0; place < call.orderBy().size(); place++) {
            List<Expression> sorted = made.order().isEmpty() ? made.arguments() : made.order();
            order.add(new Node.Ordered(
                    argument(call.orderBy().get(place).expression(), at(sorted, place)),
                    call.orderBy().get(place)));
        }
        boolean gathered = !call.withinGroup()
                && !call.variadic()
                && converted.size() < call.arguments().size();
        if (gathered) {
            throw new UnwrittenException("an aggregate with arguments that repeat");
        }
        return new Node.Aggregate(
                name(call),
                arguments(
                        call,
                        converted,
                        made.aggregate().map(Aggregate::arguments).orElse(List.of())),
                call.star(),
                call.distinct(),
                call.variadic(),
                order,
                call.withinGroup(),
                call.filter() == null ? null : nodes.of(call.filter()));
    }

    private String name(SyntaxExpression.FunctionCall call) {
        return nodes.function(call.name());
    }

    private Node window(SyntaxExpression.FunctionCall call, WindowCall made) {
        WindowDefinition over = call.over();
        if (over == null || made.arguments().size() < call.arguments().size()) {
            throw new UnwrittenException("a call over a window");
        }
        return new Node.Windowed(
                name(call),
                arguments(
                        call,
                        made.arguments(),
                        made.aggregate().map(Aggregate::arguments).orElse(List.of())),
                call.star(),
                call.variadic(),
                call.filter() == null ? null : nodes.of(call.filter()),
                over);
    }

    private Node set(SyntaxExpression.FunctionCall call, SetCall made) {
        boolean gathered = nodes.isOfUser(call.name())
                && !call.variadic()
                && !made.arguments().isEmpty()
                && made.arguments().getLast() instanceof Expression.ArrayOf array
                && syntax.syntax(array).isEmpty();
        return called(call, made.arguments(), List.of(), gathered);
    }

    /** Returns the node of a call in FROM. */
    Node rows(SyntaxExpression call, SetCall made) {
        if (made.function() instanceof SingleValue) {
            Expression value = made.arguments().getFirst();
            return syntax.syntax(value).isEmpty()
                            && call instanceof SyntaxExpression.FunctionCall function
                            && value instanceof Expression.Call called
                    ? plain(function, called)
                    : nodes.of(value);
        }
        if (!(call instanceof SyntaxExpression.FunctionCall function)) {
            throw new UnwrittenException("rows of no call");
        }
        return set(function, made);
    }
}
