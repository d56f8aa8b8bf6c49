package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.scalar.Resolution;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.SpreadArguments;
import org.borealisdb.expr.scalar.WidenedDate;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.parse.postgres.PostgresParser;

/** Finds the operator or function that a name stands for with some arguments, and converts the arguments to it. */
final class CallBinder {
    /** The function that tells what a literal without a type is: {@code unknown}. */
    private static final int PG_TYPEOF = 1619;

    private final BindContext context;
    private final Coercion coercion;
    private final CollationBinder collations;
    private final PolymorphicTypes polymorphic;
    private final Resolution resolution;
    private final OperatorBinder operators;

    CallBinder(BindContext context, Coercion coercion) {
        this.context = context;
        this.coercion = coercion;
        this.collations = new CollationBinder(context);
        this.polymorphic = new PolymorphicTypes(context, coercion);
        this.resolution = new Resolution(context::casts);
        this.operators = new OperatorBinder(context, this, coercion);
    }

    /** Returns a call of an operator before or between its operands. */
    Expression operator(QualifiedName name, Optional<Expression> left, Expression right) {
        return left.isPresent() ? call(name, left.get(), right) : operators.prefix(name, right);
    }

    /** Returns a call of an operator between its operands. */
    Expression.Call call(String sign, Expression left, Expression right, int position) {
        return call(QualifiedName.of(sign, position), left, right);
    }

    /** Returns a call of an operator whose name may have a schema. Dates and timestamps are compared as values of one type. */
    Expression.Call call(QualifiedName name, Expression left, Expression right) {
        return WidenedDate.inComparison(asDeclared(name, left, right));
    }

    /** Returns whether two values differ, or, negated, whether they do not, where null is a value like others. */
    Expression isDistinct(Expression left, Expression right, boolean negated, int position) {
        Expression.Call equality = call("=", left, right, position);
        return new Expression.IsDistinct(
                equality.function(),
                equality.arguments().get(0),
                equality.arguments().get(1),
                negated);
    }

    /** Returns a call of an operator with operands of the types that it is declared with. */
    Expression.Call asDeclared(QualifiedName name, Expression left, Expression right) {
        return operators.infix(name, left, right);
    }

    /** Returns a call of a function. */
    Expression named(String name, List<Expression> arguments, int position) {
        return named(QualifiedName.of(name, position), arguments);
    }

    /** Returns a call of a function whose name may have a schema, one that may have functions. */
    Expression named(QualifiedName qualified, List<Expression> arguments) {
        return named(qualified, arguments, false, -1);
    }

    /**
     * Returns a call of a function whose name may have a schema, one that may have functions.
     *
     * @param spread whether VARIADIC stands before the last argument, which then is the array of those that repeat
     * @param last where the last argument stands
     */
    private Expression named(QualifiedName qualified, List<Expression> arguments, boolean spread, int last) {
        int position = qualified.position();
        List<ScalarFunction> candidates = candidates(qualified);
        if (spread) {
            candidates.removeIf(function -> !function.variadic());
        }
        removeHidden(candidates, arguments.size(), spread);
        List<SqlType> types = arguments.stream().map(Expression::type).toList();
        if (arguments.size() == 1 && !spread && types.getFirst().is(BuiltInType.UNKNOWN)) {
            // A literal rather is of the type than the function's argument.
            Optional<SqlType> type = typeNamed(qualified);
            if (type.isPresent()) {
                return coercion.cast(arguments.getFirst(), type.get(), Context.EXPLICIT, position);
            }
        }
        Resolution.Outcome<ScalarFunction> outcome = resolution.choose(
                ofDomains(candidates, function -> signature(function, types.size(), spread), types),
                function -> physical(signature(function, types.size(), spread)),
                types);
        if (outcome instanceof Resolution.None<ScalarFunction> && arguments.size() == 1) {
            Optional<Expression> field =
                    qualified.isSimple() ? RowBinder.field(arguments.getFirst(), qualified.last()) : Optional.empty();
            if (field.isPresent()) {
                return field.get();
            }
            // A type's name as a function is a cast, but for rows, which would hide that there is no such column.
            Optional<SqlType> type = typeNamed(qualified)
                    .filter(target ->
                            !(types.getFirst() instanceof CompositeType) || target.category() != TypeCategory.STRING);
            if (type.isPresent()) {
                return coercion.cast(arguments.getFirst(), type.get(), Context.EXPLICIT, position);
            }
        }
        String signature = signatureText(qualified.toString(), types);
        ScalarFunction function = chosen(
                unique(outcome, candidates, each -> signature(each, types.size(), spread)),
                () -> signature,
                "function",
                position);
        refuseProcedure(function, signature, position);
        if (!spread || !function.arguments().getLast().is(BuiltInType.ANY)) {
            return calling(function, arguments, spread, position);
        }
        if (!(arguments.getLast().type() instanceof ArrayType)) {
            throw context.error(ErrorCode.DATATYPE_MISMATCH, "VARIADIC argument must be an array", last);
        }
        return calling(SpreadArguments.of(function), arguments, true, position);
    }

    /** Finds the type whose name stands where that of a function would: without a schema it is none of the session's own. */
    private Optional<SqlType> typeNamed(QualifiedName name) {
        Optional<SqlType> found = context.types().named(name.parts());
        if (found.isEmpty() || !name.isSimple() || !isTemporary(found.get(), name.last())) {
            return found;
        }
        return context.schema().searchPath().stream()
                .filter(schema -> !schema.equals(TemporaryObjects.ALIAS) && !TemporaryObjects.isTemporary(schema))
                .flatMap(schema -> context.types().named(List.of(schema, name.last())).stream())
                .findFirst();
    }

    private boolean isTemporary(SqlType type, String name) {
        TemporaryObjects own = context.schema().temporary();
        return own.isUsed()
                && context.types()
                        .named(List.of(own.schema(), name))
                        .filter(type::sameTypeAs)
                        .isPresent();
    }

    /** Returns whether a call is one of an aggregate that a user made. */
    boolean isAggregate(QualifiedName name, CallArguments given, boolean spread) {
        List<ScalarFunction> all = candidates(name);
        all.addAll(aggregates(name));
        int count = given.values().size();
        Resolution.Outcome<ScalarFunction> outcome =
                resolution.choose(all, function -> physical(signature(function, count, spread)), given.types());
        return outcome instanceof Resolution.Found<ScalarFunction> found
                && context.userFunction(found.candidate())
                        .filter(UserFunction::isAggregate)
                        .isPresent();
    }

    private List<ScalarFunction> aggregates(QualifiedName name) {
        return context.userFunctions(name).stream()
                .filter(UserFunction::isAggregate)
                .map(context.session()::userFunction)
                .toList();
    }

    /** Returns whether a user made an aggregate for just these types. */
    boolean hasAggregate(QualifiedName name, List<SqlType> types) {
        return aggregates(name).stream().anyMatch(each -> each.arguments().equals(types));
    }

    /**
     * Returns the call of an aggregate that a user made.
     *
     * @throws SqlException 42883 if there is none for these arguments
     */
    Expression.Call aggregate(QualifiedName name, List<Expression> arguments, boolean spread) {
        List<ScalarFunction> candidates = new ArrayList<>(aggregates(name));
        candidates.removeIf(function -> spread && !function.variadic());
        removeHidden(candidates, arguments.size(), spread);
        List<SqlType> types = arguments.stream().map(Expression::type).toList();
        Resolution.Outcome<ScalarFunction> outcome =
                resolution.choose(candidates, function -> physical(signature(function, types.size(), spread)), types);
        ScalarFunction function =
                chosen(outcome, () -> signatureText(name.toString(), types), "function", name.position());
        return calling(function, arguments, spread, name.position());
    }

    /** Returns a function that something else is made of. */
    ScalarFunction made(int oid) {
        return FunctionCatalog.builtIn()
                .withOid(oid)
                .orElseGet(() -> context.schema()
                        .object(CatalogKind.FUNCTION, Integer.toUnsignedLong(oid))
                        .flatMap(object -> UserFunction.of(object, context.schema()))
                        .map(context.session()::userFunction)
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.UNDEFINED_FUNCTION,
                                "function " + Integer.toUnsignedString(oid) + " does not exist")));
    }

    /** Returns whether a function that something else is made of gives NULL for NULL. */
    boolean isStrict(int oid) {
        return made(oid).strict();
    }

    /** Returns how many arguments a function has that something else is made of. */
    int argumentsOf(int oid) {
        return made(oid).arguments().size();
    }

    /** Returns a call of the function of a cast, which the role must be allowed to call. */
    Expression castBy(int oid, List<Expression> arguments) {
        ScalarFunction function = made(oid);
        context.noteCall(function, -1);
        return unasked(function, arguments, true, -1);
    }

    /** Returns a call of a function that something else is made of: nobody asks whether the role may call it. */
    Expression supporting(int oid, List<Expression> arguments) {
        return unasked(made(oid), arguments, true, -1);
    }

    private void refuseProcedure(ScalarFunction function, String signature, int position) {
        if (context.userFunction(function).filter(UserFunction::isProcedure).isPresent()) {
            throw context.error(ErrorCode.WRONG_OBJECT_TYPE, signature + " is a procedure", position)
                    .withHint("To call a procedure, use CALL.");
        }
    }

    /**
     * Returns the call of a procedure. What stands in the place of a result only helps to find it.
     *
     * @throws SqlException 42883 if there is none, 42809 if it is a function
     */
    Expression.Call procedure(QualifiedName name, CallArguments given, boolean spread) {
        List<ScalarFunction> candidates = candidates(name, true);
        candidates.removeIf(function -> (spread && !function.variadic())
                || (given.areNamed() && given.places(context, function).isEmpty()));
        if (!given.areNamed()) {
            removeHidden(candidates, given.values().size(), spread);
        }
        Resolution.Outcome<ScalarFunction> outcome = resolution.choose(
                candidates,
                function -> given.areNamed()
                        ? placedTypes(function, given)
                        : physical(signature(function, given.values().size(), spread)),
                given.types());
        String signature = name + "(" + String.join(", ", given.shownTypes()) + ")";
        ScalarFunction chosen = chosen(outcome, () -> signature, "procedure", name.position());
        UserFunction procedure = context.userFunction(chosen)
                .filter(UserFunction::isProcedure)
                .orElseThrow(() -> ProcedureBinder.noProcedure(context, name, given));
        Expression.Call all = given.areNamed()
                ? calling(chosen, inOrder(chosen, given), true, name.position())
                : calling(chosen, given.values(), spread, name.position());
        List<Expression> inputs = new ArrayList<>();
        for (int place = 0; place < all.arguments().size(); place++) {
            if (procedure.parameters().get(place).isInput()) {
                inputs.add(all.arguments().get(place));
            }
        }
        UserFunction concrete = procedure.with(
                Polymorphism.between(procedure.callTypes(), all.function().arguments()));
        return new Expression.Call(context.session().userFunction(concrete), inputs, all.type());
    }

    private List<SqlType> placedTypes(ScalarFunction function, CallArguments given) {
        return given.places(context, function).orElseThrow().stream()
                .map(function.arguments()::get)
                .map(SqlType::physical)
                .toList();
    }

    /** Of functions some of which want values of domains, those that want just these; all if none does. */
    private static List<ScalarFunction> ofDomains(
            List<ScalarFunction> candidates, Function<ScalarFunction, List<SqlType>> wanted, List<SqlType> types) {
        if (candidates.stream()
                .allMatch(each -> wanted.apply(each).stream()
                        .allMatch(type -> type.physical().equals(type)))) {
            return candidates;
        }
        for (List<SqlType> given : List.of(
                types.stream().map(SqlType::declared).toList(),
                types.stream().map(SqlType::physical).toList())) {
            List<ScalarFunction> exact = candidates.stream()
                    .filter(each -> wanted.apply(each).equals(given))
                    .toList();
            if (!exact.isEmpty()) {
                return exact;
            }
        }
        return candidates;
    }

    /** What counts for the choice of a function: a value of a domain can come of any of the type below. */
    private static List<SqlType> physical(List<SqlType> types) {
        return types.stream().allMatch(type -> type.physical().equals(type))
                ? types
                : types.stream().map(SqlType::physical).toList();
    }

    /** Returns a function's arguments in the order of its parameters, with the defaults of those that are left out. */
    private List<Expression> inOrder(ScalarFunction function, CallArguments given) {
        List<Integer> places = given.places(context, function).orElseThrow();
        List<Expression> arguments = new ArrayList<>();
        for (int place = 0; place < function.arguments().size(); place++) {
            int at = places.indexOf(place);
            arguments.add(at >= 0 ? given.values().get(at) : leftOut(function, place));
        }
        return arguments;
    }

    /** Returns a call of a function whose arguments may be given by name. */
    Expression named(QualifiedName qualified, CallArguments given, boolean spread) {
        if (!given.areNamed()) {
            return named(qualified, given.values(), spread, given.last());
        }
        List<ScalarFunction> candidates = candidates(qualified);
        candidates.removeIf(function ->
                function.variadic() != spread || given.places(context, function).isEmpty());
        Resolution.Outcome<ScalarFunction> outcome =
                resolution.choose(candidates, function -> placedTypes(function, given), given.types());
        String signature = qualified + "(" + String.join(", ", given.shownTypes()) + ")";
        ScalarFunction function = chosen(
                unique(outcome, candidates, each -> placedTypes(each, given)),
                () -> signature,
                "function",
                qualified.position());
        refuseProcedure(function, signature, qualified.position());
        return calling(function, inOrder(function, given), true, qualified.position());
    }

    private Expression leftOut(ScalarFunction function, int place) {
        SqlType type = function.arguments().get(place);
        List<Object> defaults = function.defaults();
        Object value = defaults.get(place - (function.arguments().size() - defaults.size()));
        return function.isOfUser() ? stored((String) value, type) : new Expression.Constant(type, value);
    }

    /** Returns the functions of a name that other objects can be made of. */
    List<ScalarFunction> functions(QualifiedName name) {
        return candidates(name).stream()
                .filter(each -> context.userFunction(each)
                        .filter(UserFunction::isProcedure)
                        .isEmpty())
                .toList();
    }

    /** Returns the functions that a name can stand for: those that are built in come first, and hide others with the same arguments. */
    private List<ScalarFunction> candidates(QualifiedName name) {
        return candidates(name, false);
    }

    private List<ScalarFunction> candidates(QualifiedName name, boolean withResults) {
        List<ScalarFunction> builtIn = new ArrayList<>();
        if (BuiltInNames.include(context, name)) {
            builtIn.addAll(context.session().functions(name.last()));
            builtIn.addAll(FunctionCatalog.builtIn().named(name.last()));
        }
        List<UserFunction> made = context.userFunctions(name).stream()
                .filter(each -> withResults || !each.isAggregate())
                .toList();
        List<ScalarFunction> candidates = new ArrayList<>();
        add(candidates, made.stream().filter(each -> isBeforeSystem(name, each.schema())), withResults);
        for (ScalarFunction each : builtIn) {
            if (made.isEmpty() || !isHidden(candidates, each)) {
                candidates.add(each);
            }
        }
        add(candidates, made.stream().filter(each -> !isBeforeSystem(name, each.schema())), withResults);
        return candidates;
    }

    /** Whether search_path has a schema before that of what is built in. */
    private boolean isBeforeSystem(QualifiedName name, String schema) {
        return name.isSimple() && BuiltInNames.isBefore(context, schema);
    }

    /** Whether a function with the same arguments stands before one. */
    private static boolean isHidden(List<ScalarFunction> candidates, ScalarFunction function) {
        return candidates.stream().anyMatch(known -> known.arguments().equals(function.arguments()));
    }

    private void add(List<ScalarFunction> candidates, Stream<UserFunction> made, boolean withResults) {
        made.forEach(each -> {
            ScalarFunction candidate = context.session().userFunction(each);
            if (withResults && each.isProcedure()) {
                candidate = each.called(candidate.body());
            }
            if (!isHidden(candidates, candidate)) {
                candidates.add(candidate);
            }
        });
    }

    /** The error for a function of a schema that has none of the kind. */
    SqlException missing(QualifiedName name, List<Expression> arguments) {
        List<SqlType> types = arguments.stream().map(Expression::type).toList();
        return context.error(
                        ErrorCode.UNDEFINED_FUNCTION,
                        missing("function", signatureText(name.toString(), types)),
                        name.position())
                .withHint(noMatch("function"));
    }

    private static String noMatch(String what) {
        return "No " + what + " matches the given name and argument types. You might need to add explicit type casts.";
    }

    /** Returns a call as messages name it. */
    static String signatureText(String name, List<SqlType> types) {
        return name + "("
                + String.join(
                        ", ", types.stream().map(SqlType::nameWithoutModifier).toList()) + ")";
    }

    /** Of functions that want the same types of so many arguments, those stay that do not repeat their last one for it. */
    private static void removeHidden(List<ScalarFunction> candidates, int count, boolean spread) {
        candidates.removeIf(function -> repeats(function, count, spread)
                && candidates.stream()
                        .anyMatch(other -> !repeats(other, count, spread)
                                && signature(other, count, spread).equals(signature(function, count, spread))));
    }

    private static boolean repeats(ScalarFunction function, int count, boolean spread) {
        return function.variadic() && !spread && count >= function.arguments().size();
    }

    /** The types that so many arguments are wanted to have; of a function that cannot take so many another number of types. */
    private static List<SqlType> signature(ScalarFunction function, int count, boolean spread) {
        List<SqlType> types = function.arguments();
        if (count < types.size() && count >= types.size() - function.defaults().size()) {
            return types.subList(0, count);
        }
        if (!repeats(function, count, spread)) {
            return types;
        }
        SqlType last = types.getLast();
        SqlType each = UserFunction.repeatedBy(last);
        List<SqlType> repeated = new ArrayList<>(types.subList(0, types.size() - 1));
        while (repeated.size() < count) {
            repeated.add(each);
        }
        return repeated;
    }

    /** Of functions of a schema that take the same arguments, because they have defaults for what is left out, none is better than another. */
    private Resolution.Outcome<ScalarFunction> unique(
            Resolution.Outcome<ScalarFunction> outcome,
            List<ScalarFunction> candidates,
            Function<ScalarFunction, List<SqlType>> taken) {
        if (!(outcome instanceof Resolution.Found<ScalarFunction>(ScalarFunction found)) || !found.isOfUser()) {
            return outcome;
        }
        List<ScalarFunction> same = candidates.stream()
                .filter(each -> each.isOfUser()
                        && schemaOf(each) == schemaOf(found)
                        && taken.apply(each).equals(taken.apply(found)))
                .toList();
        return same.size() < 2 ? outcome : new Resolution.Ambiguous<>(same);
    }

    private long schemaOf(ScalarFunction function) {
        return context.userFunction(function)
                .map(UserFunction::object)
                .map(CatalogObject::parent)
                .orElse(0L);
    }

    <T> T chosen(Resolution.Outcome<T> outcome, Supplier<String> signature, String what, int position) {
        return switch (outcome) {
            case Resolution.Found<T> found -> found.candidate();
            case Resolution.None<T> none ->
                throw context.error(ErrorCode.UNDEFINED_FUNCTION, missing(what, signature.get()), position)
                        .withHint(noMatch(what));
            case Resolution.Ambiguous<T> several ->
                throw context.error(
                                ErrorCode.AMBIGUOUS_FUNCTION,
                                what.equals("operator")
                                        ? "operator is not unique: " + signature.get()
                                        : what + " " + signature.get() + " is not unique",
                                position)
                        .withHint("Could not choose a best candidate " + what + "."
                                + " You might need to add explicit type casts.");
        };
    }

    static String missing(String what, String signature) {
        return what.equals("operator")
                ? "operator does not exist: " + signature
                : what + " " + signature + " does not exist";
    }

    /** Returns a call of a function that is built in. */
    Expression.Call calling(int oid, List<Expression> arguments, int position) {
        ScalarFunction function = FunctionCatalog.builtIn()
                .withOid(oid)
                .orElseThrow(() -> context.notSupported("this operator", position));
        return calling(function, arguments, true, position);
    }

    private Expression.Call calling(ScalarFunction function, List<Expression> arguments, boolean spread, int position) {
        context.noteCall(function, position);
        return unasked(function, arguments, spread, position);
    }

    Expression.Call unasked(ScalarFunction function, List<Expression> arguments, boolean spread, int position) {
        if (function.isOfUser() && function.arguments().stream().anyMatch(Polymorphism::is)) {
            return convertedTo(concrete(function, arguments, spread, position), arguments, spread, position);
        }
        return convertedTo(function, arguments, spread, position);
    }

    /** Returns a function of a user with the types that its polymorphic parameters stand for with these arguments. */
    private ScalarFunction concrete(ScalarFunction function, List<Expression> given, boolean spread, int position) {
        List<Expression> arguments = new ArrayList<>(given);
        while (arguments.size() < function.arguments().size()) {
            arguments.add(leftOut(function, arguments.size()));
        }
        List<SqlType> signature = signature(function, arguments.size(), spread && function.variadic());
        Polymorphism types = polymorphic.resolved(signature, arguments, position);
        UserFunction user = context.userFunction(function).orElseThrow();
        boolean called = function.arguments().size() == user.parameters().size() && user.isProcedure();
        UserFunction concrete = user.with(types);
        ScalarFunction scalar = context.session().userFunction(concrete);
        return called ? concrete.called(scalar.body()) : scalar;
    }

    private Expression.Call convertedTo(
            ScalarFunction function, List<Expression> arguments, boolean spread, int position) {
        List<SqlType> signature = signature(function, arguments.size(), spread && function.variadic());
        SqlType element = polymorphic.element(signature, arguments, position);
        List<Expression> converted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            SqlType wanted = PolymorphicTypes.standsFor(signature.get(i), element, arguments.get(i));
            converted.add(
                    signature.get(i).is(BuiltInType.ANY)
                            ? (function.oid() == PG_TYPEOF ? arguments.get(i) : coercion.known(arguments.get(i)))
                            : coercion.cast(arguments.get(i), wanted, Context.IMPLICIT, position));
        }
        SqlType result = PolymorphicTypes.standsFor(
                function.result(), element, arguments.isEmpty() ? null : converted.getFirst());
        return collations.derived(
                new Expression.Call(function, complete(function, converted, spread), result), position);
    }

    /** Adds what a call leaves out, and makes an array of the arguments that repeat an array's element. */
    private List<Expression> complete(ScalarFunction function, List<Expression> given, boolean spread) {
        List<SqlType> types = function.arguments();
        List<Expression> all = new ArrayList<>(given);
        while (all.size() < types.size()) {
            all.add(leftOut(function, all.size()));
        }
        if (function.variadic() && !spread && types.getLast() instanceof ArrayType array) {
            List<Expression> repeated = all.subList(types.size() - 1, all.size());
            Expression gathered = new Expression.ArrayOf(repeated, array);
            repeated.clear();
            all.add(gathered);
        }
        return all;
    }

    /** Binds the default of a parameter. */
    private Expression stored(String text, SqlType type) {
        BindContext own = context.forView(text, List.of(), Optional.empty());
        ExpressionBinder binder = new ExpressionBinder(own, new Scope(Optional.empty()));
        Expression bound = binder.bindPlain(PostgresParser.parseExpression(text), "DEFAULT expressions");
        return Polymorphism.is(type) ? bound : binder.coercion().cast(bound, type, Context.ASSIGNMENT, -1);
    }
}
