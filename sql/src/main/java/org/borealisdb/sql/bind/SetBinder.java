package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Resolution;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.plan.JsonPathSet;
import org.borealisdb.sql.plan.JsonRecordFunction;
import org.borealisdb.sql.plan.JsonSetFunction;
import org.borealisdb.sql.plan.RowFunction;
import org.borealisdb.sql.plan.SetCall;
import org.borealisdb.sql.plan.SetFunction;
import org.borealisdb.sql.plan.SetSource;
import org.borealisdb.sql.plan.SnapshotSet;

/** Binds the calls of functions that return sets of one SELECT, and keeps them in order. */
final class SetBinder {
    /** Column references from here on stand for the values of sets, until the plan has a place for them. */
    static final int SETS = 1 << 21;

    /** The clause whose functions may be sets, but not what is within them. */
    static final String FROM = "functions in FROM";

    /** The one whose rows are the elements of an array that the session has. */
    private static final String CHANNELS = "pg_listening_channels";

    private final BindContext context;
    private final ExpressionBinder binder;
    private final List<SetCall> calls = new ArrayList<>();
    private String notIn = "";
    private String refusal = "";
    private boolean shared;

    SetBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    boolean isSetFunction(String name) {
        return name.equals(CHANNELS)
                || SetFunction.named(name).isPresent()
                || JsonSetFunction.named(name).isPresent()
                || JsonPathSet.named(name).isPresent()
                || SnapshotSet.named(name).isPresent()
                || JsonRecordFunction.populates(name)
                || context.session().rowFunction(name).isPresent();
    }

    List<SetCall> calls() {
        return calls;
    }

    /** Sets the clause that must not have sets, empty for none; returns what was set before. */
    String forbidIn(String clause) {
        String before = notIn;
        notIn = clause;
        return before;
    }

    /** Binds what must not have sets within it, as arguments of some calls: these are refused with a message. */
    <T> T refusing(String message, Supplier<T> binding) {
        String before = refusal;
        refusal = message;
        try {
            return binding.get();
        } finally {
            refusal = before;
        }
    }

    /** Binds a call outside of FROM: its value in the row is returned. */
    Expression bind(SyntaxExpression.FunctionCall syntax, String name) {
        checkAllowed(syntax.position());
        return placed(call(syntax, name));
    }

    /** Adds a call that is bound: its value in the row is returned. */
    Expression add(SetCall call, int position) {
        checkAllowed(position);
        return placed(call);
    }

    private void checkAllowed(int position) {
        if (!notIn.isEmpty()) {
            String message = notIn.equals(FROM)
                    ? "set-returning functions must appear at top level of FROM"
                    : "set-returning functions are not allowed in " + notIn;
            throw context.error(ErrorCode.FEATURE_NOT_SUPPORTED, message, position);
        }
        if (!refusal.isEmpty()) {
            throw context.error(ErrorCode.FEATURE_NOT_SUPPORTED, refusal, position)
                    .withHint("You might be able to move the set-returning function into a LATERAL FROM item.");
        }
    }

    /** Says whether a call that is there already stands for an equal one, as in GROUP BY; returns what was said before. */
    boolean setShared(boolean now) {
        boolean before = shared;
        shared = now;
        return before;
    }

    private Expression placed(SetCall call) {
        int known = shared ? calls.indexOf(call) : -1;
        if (known < 0) {
            calls.add(call);
        }
        Expression value = new Expression.ColumnReference(SETS + (known < 0 ? calls.size() - 1 : known), call.type());
        context.syntax().ifPresent(syntax -> syntax.call(value, new BoundSyntax.OfSet(call)));
        return value;
    }

    /** Returns the call of a set if that is what a call of a user's function is. */
    Optional<SetCall> ofUser(Expression bound) {
        return bound instanceof Expression.Call call
                ? context.userFunction(call.function())
                        .filter(UserFunction::returnsSet)
                        .map(function -> PlainCalls.asCalled(function, call))
                        .map(function -> new SetCall(
                                context.session().userSet(function),
                                call.arguments(),
                                function.result().ofValues()))
                : Optional.empty();
    }

    /** Binds a call. */
    SetCall call(SyntaxExpression.FunctionCall syntax, String name) {
        Optional<JsonPathSet> path = JsonPathSet.named(name);
        if (path.isPresent()) {
            return ofPath(path.get(), syntax);
        }
        List<Expression> arguments = new ArrayList<>();
        for (SyntaxExpression argument : syntax.arguments()) {
            arguments.add(binder.bind(argument));
        }
        if (name.equals(CHANNELS) && arguments.isEmpty()) {
            ScalarFunction channels = context.session().functions(name).getFirst();
            return new SetCall(
                    SetFunction.UNNEST,
                    List.of(new Expression.Call(channels, List.of(), channels.result())),
                    BuiltInType.TEXT.type());
        }
        Optional<JsonSetFunction> json = JsonSetFunction.named(name);
        if (json.isPresent()) {
            return ofOne(json.get(), json.get().argument(), json.get().result(), arguments, syntax);
        }
        Optional<SnapshotSet> snapshot = SnapshotSet.named(name);
        if (snapshot.isPresent()) {
            return ofOne(
                    snapshot.get(), snapshot.get().argument(), snapshot.get().result(), arguments, syntax);
        }
        if (JsonRecordFunction.populates(name)) {
            JsonPopulationBinder population = new JsonPopulationBinder(context, binder, syntax);
            return population.set(arguments).orElseThrow(() -> missing(syntax, arguments));
        }
        Optional<SetCall> call = SetFunction.named(name)
                .map(function -> builtIn(function, arguments, syntax.position()))
                .orElseGet(() -> ofSession(name, arguments, syntax.position()));
        return call.orElseThrow(() -> missing(syntax, arguments));
    }

    private Optional<SetCall> builtIn(SetFunction function, List<Expression> arguments, int position) {
        return switch (function) {
            case UNNEST, EXPAND_ARRAY -> overArray(function, arguments);
            case SERIES -> series(arguments, position);
            case SUBSCRIPTS -> subscripts(arguments, position);
            case SPLIT, SPLIT_BY_MATCHES -> ofTexts(function, arguments, BuiltInType.TEXT.type(), position);
            case MATCHES -> ofTexts(function, arguments, BuiltInType.TEXT.array(), position);
            case ANCESTORS -> ancestors(arguments, position);
            case OPTIONS -> options(arguments, position);
        };
    }

    /** Returns the call of a function that has one argument. */
    private SetCall ofOne(
            SetSource function,
            SqlType type,
            SqlType result,
            List<Expression> arguments,
            SyntaxExpression.FunctionCall syntax) {
        return converted(arguments, List.of(type), 1, syntax.position())
                .map(converted -> new SetCall(function, converted, result))
                .orElseThrow(() -> missing(syntax, arguments));
    }

    private SetCall ofPath(JsonPathSet function, SyntaxExpression.FunctionCall syntax) {
        CallArguments given = CallArguments.bind(context, binder, syntax);
        List<Expression> defaults = function.defaults();
        int required = function.arguments().size() - defaults.size();
        return given.places(
                        BuiltInParameters.of(function.functionName()),
                        function.arguments().size(),
                        defaults.size())
                .map(places -> {
                    List<Expression> ordered = new ArrayList<>();
                    for (int place = 0; place < function.arguments().size(); place++) {
                        int at = places.indexOf(place);
                        ordered.add(at >= 0 ? given.values().get(at) : defaults.get(place - required));
                    }
                    return ordered;
                })
                .flatMap(ordered -> converted(ordered, function.arguments(), ordered.size(), syntax.position()))
                .map(converted -> new SetCall(function, converted, BuiltInType.JSONB.type()))
                .orElseThrow(() -> missing(syntax.name().toString(), given.shownTypes(), syntax.position()));
    }

    /** Binds a call in FROM that lists the columns of its rows. */
    SetCall records(SyntaxExpression.FunctionCall syntax, String name, CompositeType type) {
        JsonRecordFunction function =
                new JsonRecordFunction(name, type, binder.coercion().ruledRow(type));
        List<Expression> arguments = new ArrayList<>();
        for (SyntaxExpression argument : syntax.arguments()) {
            arguments.add(binder.bind(argument));
        }
        if (arguments.size() != 1) {
            throw missing(syntax, arguments);
        }
        Expression json = binder.coercion()
                .tryTo(arguments.getFirst(), function.argument(), Context.IMPLICIT, syntax.position())
                .orElseThrow(() -> missing(syntax, arguments));
        return new SetCall(function, List.of(json), type);
    }

    SqlException missing(SyntaxExpression.FunctionCall syntax, List<Expression> arguments) {
        return missing(
                syntax.name().toString(),
                arguments.stream()
                        .map(argument -> argument.type().nameWithoutModifier())
                        .toList(),
                syntax.position());
    }

    private SqlException missing(String name, List<String> shownTypes, int position) {
        return context.error(
                        ErrorCode.UNDEFINED_FUNCTION,
                        "function " + name + "(" + String.join(", ", shownTypes) + ") does not exist",
                        position)
                .withHint("No function matches the given name and argument types."
                        + " You might need to add explicit type casts.");
    }

    private Optional<SetCall> ofSession(String name, List<Expression> arguments, int position) {
        Optional<RowFunction> function = context.session().rowFunction(name);
        return function.flatMap(found -> converted(
                        arguments,
                        found.arguments().stream()
                                .map(CompositeType.Field::type)
                                .toList(),
                        found.arguments().size(),
                        position)
                .map(converted -> new SetCall(found, converted, found.type())));
    }

    /** Arguments as the types that a function takes; empty if it takes others. */
    private Optional<List<Expression>> converted(
            List<Expression> arguments, List<SqlType> types, int minimum, int position) {
        if (arguments.size() < minimum || arguments.size() > types.size()) {
            return Optional.empty();
        }
        List<Expression> converted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Optional<Expression> argument =
                    binder.coercion().tryTo(arguments.get(i), types.get(i), Context.IMPLICIT, position);
            if (argument.isEmpty()) {
                return Optional.empty();
            }
            converted.add(argument.get());
        }
        return Optional.of(converted);
    }

    private static Optional<SetCall> overArray(SetFunction function, List<Expression> arguments) {
        if (arguments.size() != 1 || arguments.getFirst().type().category() != TypeCategory.ARRAY) {
            return Optional.empty();
        }
        SqlType element = Resolution.elementFor(
                        BuiltInType.ANYARRAY.type(), arguments.getFirst().type())
                .withModifier(SqlType.NO_MODIFIER);
        SqlType result = function == SetFunction.UNNEST
                ? element
                : new CompositeType(List.of(
                        new CompositeType.Field("x", element), new CompositeType.Field("n", BuiltInType.INT4.type())));
        return Optional.of(new SetCall(function, arguments, result));
    }

    private Optional<SetCall> series(List<Expression> arguments, int position) {
        if (arguments.size() < 2 || arguments.size() > 3) {
            return Optional.empty();
        }
        SqlType type = BuiltInType.INT4.type();
        for (Expression argument : arguments) {
            if (argument.type().is(BuiltInType.INT8) && !type.is(BuiltInType.NUMERIC)) {
                type = BuiltInType.INT8.type();
            } else if (argument.type().is(BuiltInType.NUMERIC)) {
                type = BuiltInType.NUMERIC.type();
            }
        }
        boolean times = arguments.stream().anyMatch(argument -> argument.type().category() == TypeCategory.DATE_TIME);
        if (times) {
            return arguments.size() == 3 ? Optional.of(timeSeries(arguments, position)) : Optional.empty();
        }
        List<Expression> converted = new ArrayList<>();
        for (Expression argument : arguments) {
            if (!argument.type().is(BuiltInType.UNKNOWN)
                    && !context.casts().canCoerce(argument.type(), type, Context.IMPLICIT)) {
                return Optional.empty();
            }
            converted.add(binder.coercion().cast(argument, type, Context.IMPLICIT, position));
        }
        return Optional.of(new SetCall(SetFunction.SERIES, converted, type));
    }

    private SetCall timeSeries(List<Expression> arguments, int position) {
        boolean zoned = arguments.stream()
                .anyMatch(argument -> argument.type().is(BuiltInType.TIMESTAMPTZ)
                        || argument.type().is(BuiltInType.DATE));
        SqlType type = zoned ? BuiltInType.TIMESTAMPTZ.type() : BuiltInType.TIMESTAMP.type();
        List<Expression> converted = new ArrayList<>();
        converted.add(binder.coercion().cast(arguments.get(0), type, Context.IMPLICIT, position));
        converted.add(binder.coercion().cast(arguments.get(1), type, Context.IMPLICIT, position));
        converted.add(
                binder.coercion().cast(arguments.get(2), BuiltInType.INTERVAL.type(), Context.IMPLICIT, position));
        return new SetCall(SetFunction.SERIES, converted, type);
    }

    private Optional<SetCall> subscripts(List<Expression> arguments, int position) {
        if (arguments.isEmpty() || arguments.size() > 3) {
            return Optional.empty();
        }
        if (arguments.getFirst().type().category() != TypeCategory.ARRAY) {
            return Optional.empty();
        }
        List<Expression> converted = new ArrayList<>(arguments);
        if (arguments.size() < 2) {
            return Optional.empty();
        }
        converted.set(1, binder.coercion().cast(arguments.get(1), BuiltInType.INT4.type(), Context.IMPLICIT, position));
        if (arguments.size() == 3) {
            converted.set(
                    2, binder.coercion().cast(arguments.get(2), BuiltInType.BOOL.type(), Context.IMPLICIT, position));
        }
        return Optional.of(new SetCall(SetFunction.SUBSCRIPTS, converted, BuiltInType.INT4.type()));
    }

    private Optional<SetCall> ancestors(List<Expression> arguments, int position) {
        SqlType table = BuiltInType.REGCLASS.type();
        return arguments.size() == 1
                ? binder.coercion()
                        .tryTo(arguments.getFirst(), table, Context.IMPLICIT, position)
                        .map(argument -> new SetCall(SetFunction.ANCESTORS, List.of(argument), table))
                : Optional.empty();
    }

    private Optional<SetCall> options(List<Expression> arguments, int position) {
        CompositeType rows = new CompositeType(List.of(
                new CompositeType.Field("option_name", BuiltInType.TEXT.type()),
                new CompositeType.Field("option_value", BuiltInType.TEXT.type())));
        return arguments.size() == 1
                ? binder.coercion()
                        .tryTo(arguments.getFirst(), BuiltInType.TEXT.array(), Context.IMPLICIT, position)
                        .map(argument -> new SetCall(SetFunction.OPTIONS, List.of(argument), rows))
                : Optional.empty();
    }

    private Optional<SetCall> ofTexts(SetFunction function, List<Expression> arguments, SqlType result, int position) {
        if (arguments.size() < 2 || arguments.size() > 3) {
            return Optional.empty();
        }
        List<Expression> converted = new ArrayList<>();
        for (Expression argument : arguments) {
            Optional<Expression> text =
                    binder.coercion().tryTo(argument, BuiltInType.TEXT.type(), Context.IMPLICIT, position);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            converted.add(text.get());
        }
        NondeterministicSearch.check(function.functionName(), converted);
        return Optional.of(new SetCall(function, converted, result));
    }
}
