package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.UserFunction;

/**
 * The arguments of a call, with the names that some are given by.
 *
 * @param values in the order in which they are written
 * @param names of the last ones; the others go by their place
 * @param last where the last one stands, -1 if there is none
 */
record CallArguments(List<Expression> values, List<String> names, int last) {
    /** As many as PostgreSQL's FUNC_MAX_ARGS. */
    private static final int MOST = 100;

    /** Copies the lists. */
    CallArguments {
        values = List.copyOf(values);
        names = List.copyOf(names);
    }

    /**
     * Binds the arguments of a call.
     *
     * @throws org.borealisdb.expr.error.SqlException 42601 for an argument without a name after one with, or a name that is given twice; 54023 if there are too many
     */
    static CallArguments bind(BindContext context, ExpressionBinder binder, SyntaxExpression.FunctionCall call) {
        List<Expression> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (SyntaxExpression argument : call.arguments()) {
            if (isOutput(argument, context)) {
                continue;
            }
            if (argument instanceof SyntaxExpression.NamedArgument named) {
                if (names.contains(named.name())) {
                    throw context.error(
                            ErrorCode.SYNTAX_ERROR,
                            "argument name \"" + named.name() + "\" used more than once",
                            named.position());
                }
                names.add(named.name());
                values.add(binder.bind(named.value()));
            } else if (names.isEmpty()) {
                values.add(binder.bind(argument));
            } else {
                throw context.error(
                        ErrorCode.SYNTAX_ERROR,
                        "positional argument cannot follow named argument",
                        argument.leftmost());
            }
        }
        if (values.size() > MOST) {
            throw context.error(
                    ErrorCode.TOO_MANY_ARGUMENTS,
                    "cannot pass more than " + MOST + " arguments to a function",
                    call.name().position());
        }
        int last = call.arguments().isEmpty() ? -1 : call.arguments().getLast().leftmost();
        return new CallArguments(values, names, last);
    }

    /**
     * Binds the arguments of a procedure, which has those that are output, too: null stands for what a driver says is void.
     *
     * @throws org.borealisdb.expr.error.SqlException as {@link #bind}
     */
    static CallArguments ofProcedure(BindContext context, ExpressionBinder binder, SyntaxExpression.FunctionCall call) {
        List<SyntaxExpression> arguments = call.arguments().stream()
                .map(argument -> isOutput(argument, context)
                        ? new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.NULL, "", argument.leftmost())
                        : argument)
                .toList();
        SyntaxExpression.FunctionCall given = new SyntaxExpression.FunctionCall(
                call.name(),
                arguments,
                call.star(),
                call.distinct(),
                call.variadic(),
                call.orderBy(),
                call.withinGroup(),
                call.filter(),
                call.over(),
                call.words(),
                call.position());
        return bind(context, binder, given);
    }

    /** Whether an argument is a parameter of type void: so drivers (JDBC) send those that a call gives back. */
    private static boolean isOutput(SyntaxExpression argument, BindContext context) {
        return argument instanceof SyntaxExpression.Parameter parameter
                && context.mayHaveParameter(parameter.number())
                && context.parameterAt(parameter.number() - 1).is(BuiltInType.VOID);
    }

    boolean areNamed() {
        return !names.isEmpty();
    }

    List<SqlType> types() {
        return values.stream().map(Expression::type).toList();
    }

    /** Returns the types as messages show them. */
    List<String> shownTypes() {
        List<String> shown = new ArrayList<>();
        int plain = values.size() - names.size();
        for (int i = 0; i < values.size(); i++) {
            String type = values.get(i).type().nameWithoutModifier();
            shown.add(i < plain ? type : names.get(i - plain) + " => " + type);
        }
        return shown;
    }

    /** Returns the place of each value among a function's parameters; empty if it has not all of the names, or no default for a parameter that is left out. */
    Optional<List<Integer>> places(BindContext context, ScalarFunction function) {
        List<String> parameters = context.userFunction(function)
                .map(user -> (function.arguments().size() == user.parameters().size()
                                ? user.parameters()
                                : user.inputs())
                        .stream().map(UserFunction.Parameter::name).toList())
                .orElseGet(() -> BuiltInParameters.of(function.name()));
        return places(
                parameters, function.arguments().size(), function.defaults().size());
    }

    /**
     * Returns the place of each value among parameters of these names; empty if one is named otherwise, or one without a default is left out.
     *
     * @param count of the parameters
     * @param defaults how many of the last ones have a default
     */
    Optional<List<Integer>> places(List<String> parameters, int count, int defaults) {
        List<Integer> places = new ArrayList<>();
        int plain = values.size() - names.size();
        for (int i = 0; i < values.size(); i++) {
            int place = i < plain ? i : parameters.indexOf(names.get(i - plain));
            if (place < 0 || place >= count || (i >= plain && place < plain)) {
                return Optional.empty();
            }
            places.add(place);
        }
        for (int place = 0; place < count - defaults; place++) {
            if (!places.contains(place)) {
                return Optional.empty();
            }
        }
        return Optional.of(places);
    }
}
