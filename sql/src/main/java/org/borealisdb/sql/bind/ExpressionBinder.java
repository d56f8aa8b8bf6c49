package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.Resolution;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.TypeNames;
import org.borealisdb.sql.plan.AggregateCall;

/** Binds expressions over the rows of a scope. */
final class ExpressionBinder {
    /** Column references from here on stand for aggregates, until the plan has a place for them. */
    static final int AGGREGATES = 1 << 20;

    private static final SqlType BOOL = BuiltInType.BOOL.type();
    private static final SqlType UNKNOWN = BuiltInType.UNKNOWN.type();

    private final BindContext context;
    private final Scope scope;
    private final Coercion coercion;
    private final Resolution resolution = new Resolution(CastTable.builtIn());

    /** Aggregates met so far; not allowed where there is no list for them. */
    final List<AggregateCall> aggregates = new ArrayList<>();

    final IdentityHashMap<Expression, Integer> positions = new IdentityHashMap<>();
    private String noAggregatesIn = "";
    private boolean inAggregate;

    ExpressionBinder(BindContext context, Scope scope) {
        this.context = context;
        this.scope = scope;
        this.coercion = new Coercion(context);
    }

    Coercion coercion() {
        return coercion;
    }

    /** Binds an expression in a clause that must not have aggregates. */
    Expression bindPlain(SyntaxExpression syntax, String clause) {
        String before = noAggregatesIn;
        noAggregatesIn = clause;
        try {
            return bind(syntax);
        } finally {
            noAggregatesIn = before;
        }
    }

    /** Binds the condition of WHERE, which has no aggregates. */
    Expression whereCondition(SyntaxExpression syntax) {
        noAggregatesIn = "WHERE";
        try {
            return condition(syntax, "WHERE");
        } finally {
            noAggregatesIn = "";
        }
    }

    /** Finds what a column reference stands for, if anything. */
    Optional<Expression> findQuietly(SyntaxExpression.ColumnReference reference) {
        return scope.find(context, reference.names(), reference.position());
    }

    /** Binds a condition of a clause. */
    Expression condition(SyntaxExpression syntax, String clause) {
        Expression bound = bind(syntax);
        return coercion.tryTo(bound, BOOL, Context.ASSIGNMENT, syntax.position())
                .filter(converted ->
                        bound.type().is(BuiltInType.BOOL) || bound.type().is(BuiltInType.UNKNOWN))
                .orElseThrow(() -> context.error(
                        ErrorCode.DATATYPE_MISMATCH,
                        "argument of " + clause + " must be type boolean, not type "
                                + bound.type().nameWithoutModifier(),
                        syntax.position()));
    }

    Expression bind(SyntaxExpression syntax) {
        return switch (syntax) {
            case SyntaxExpression.Literal literal -> literal(literal);
            case SyntaxExpression.Parameter parameter -> {
                int index = parameter.number() - 1;
                if (index < 0 || index >= BindContext.MAXIMUM_PARAMETERS) {
                    throw context.error(
                            ErrorCode.UNDEFINED_PARAMETER,
                            "there is no parameter $" + parameter.number(),
                            parameter.position());
                }
                yield new Expression.Parameter(index, context.parameterAt(index));
            }
            case SyntaxExpression.ColumnReference column -> column(column);
            case SyntaxExpression.Unary unary -> operator(unary.operator(), Optional.empty(), bind(unary.operand()));
            case SyntaxExpression.Binary binary ->
                operator(binary.operator(), Optional.of(bind(binary.left())), bind(binary.right()));
            case SyntaxExpression.Logical logical -> {
                String word = logical.operator().name();
                List<Expression> operands = new ArrayList<>();
                for (SyntaxExpression operand : logical.operands()) {
                    operands.add(condition(operand, word));
                }
                yield logical.operator() == SyntaxExpression.LogicalOperator.AND
                        ? new Expression.And(operands)
                        : new Expression.Or(operands);
            }
            case SyntaxExpression.Not not -> new Expression.Not(condition(not.operand(), "NOT"));
            case SyntaxExpression.IsNull test -> new Expression.IsNull(known(bind(test.operand())), test.negated());
            case SyntaxExpression.IsTruth test ->
                test.test() == SyntaxExpression.TruthTest.UNKNOWN
                        ? new Expression.IsNull(condition(test.operand(), "IS UNKNOWN"), test.negated())
                        : new Expression.IsTruth(
                                condition(test.operand(), "IS " + test.test()),
                                test.test() == SyntaxExpression.TruthTest.TRUE,
                                test.negated());
            case SyntaxExpression.IsDistinct test -> {
                Expression.Call equality = call("=", bind(test.left()), bind(test.right()), test.position());
                yield new Expression.IsDistinct(
                        equality.function(),
                        equality.arguments().get(0),
                        equality.arguments().get(1),
                        test.negated());
            }
            case SyntaxExpression.InList in -> inList(in);
            case SyntaxExpression.InQuery in -> {
                Expression membership = quantified(in.operand(), "=", false, in.query(), in.position());
                yield in.negated() ? new Expression.Not(membership) : membership;
            }
            case SyntaxExpression.Between between -> between(between);
            case SyntaxExpression.PatternMatch match -> pattern(match);
            case SyntaxExpression.QuantifiedArray test -> {
                Expression left = bind(test.left());
                Expression array = bind(test.array());
                if (array.type().is(BuiltInType.UNKNOWN)) {
                    SqlType element = left.type().is(BuiltInType.UNKNOWN) ? BuiltInType.TEXT.type() : left.type();
                    array = coercion.cast(
                            array, new ArrayType(element.withModifier(-1)), Context.IMPLICIT, test.position());
                }
                yield quantifiedArray(
                        left,
                        test.operator().last(),
                        test.quantifier() == SyntaxExpression.Quantifier.ALL,
                        array,
                        test.position());
            }
            case SyntaxExpression.QuantifiedQuery test ->
                quantified(
                        test.left(),
                        test.operator().last(),
                        test.quantifier() == SyntaxExpression.Quantifier.ALL,
                        test.query(),
                        test.position());
            case SyntaxExpression.FunctionCall call -> function(call);
            case SyntaxExpression.SpecialCall call -> special(call);
            case SyntaxExpression.CurrentValue value -> current(value);
            case SyntaxExpression.Cast cast -> {
                SqlType type = typeOf(cast);
                yield coercion.cast(
                        bind(cast.operand()),
                        type,
                        Context.EXPLICIT,
                        cast.operand().position());
            }
            case SyntaxExpression.Case branches -> caseOf(branches);
            case SyntaxExpression.ArrayConstructor array -> {
                List<Expression> elements = bindAll(array.elements());
                SqlType type = coercion.common(elements, "ARRAY", array.position());
                yield new Expression.ArrayOf(convertAll(elements, type, array.position()), new ArrayType(type));
            }
            case SyntaxExpression.Subscript subscript -> subscript(subscript);
            case SyntaxExpression.Exists exists ->
                subquery(exists.query(), SubqueryRunner.Question.EXISTS, exists.position());
            case SyntaxExpression.ScalarQuery query ->
                subquery(query.query(), SubqueryRunner.Question.VALUE, query.position());
            case SyntaxExpression.ArrayQuery query ->
                subquery(query.query(), SubqueryRunner.Question.ARRAY, query.position());
            case SyntaxExpression.Collate collate -> bind(collate.operand());
            case SyntaxExpression.AtTimeZone zone ->
                named("timezone", List.of(bind(zone.zone()), bind(zone.operand())), zone.position());
            case SyntaxExpression.DefaultValue value ->
                throw context.error(ErrorCode.SYNTAX_ERROR, "DEFAULT is not allowed in this context", value.position());
            case SyntaxExpression.Star star ->
                throw context.error(ErrorCode.SYNTAX_ERROR, "* is not allowed in this context", star.position());
            case SyntaxExpression.RowConstructor row -> throw context.notSupported("ROW", row.position());
            case SyntaxExpression.FieldSelection field ->
                throw context.notSupported("selection of a field", field.position());
            case SyntaxExpression.NamedArgument argument ->
                throw context.notSupported("a named argument", argument.position());
            case SyntaxExpression.GroupingCall call -> throw context.notSupported("GROUPING", call.position());
            case SyntaxExpression.GroupingSet set -> throw context.notSupported("a grouping set", set.position());
            case SyntaxExpression.CurrentOf of -> throw context.notSupported("WHERE CURRENT OF", of.position());
        };
    }

    private SqlType typeOf(SyntaxExpression.Cast cast) {
        try {
            return TypeNames.resolve(cast.type());
        } catch (SqlException unknown) {
            throw context.at(unknown, cast.type().position());
        }
    }

    private List<Expression> bindAll(List<SyntaxExpression> all) {
        return all.stream().map(this::bind).toList();
    }

    private List<Expression> convertAll(List<Expression> all, SqlType type, int position) {
        return all.stream()
                .map(value -> coercion.cast(value, type, Context.IMPLICIT, position))
                .toList();
    }

    /** An unknown literal as text. */
    Expression known(Expression value) {
        return value.type().is(BuiltInType.UNKNOWN)
                ? coercion.cast(value, BuiltInType.TEXT.type(), Context.IMPLICIT, -1)
                : value;
    }

    private Expression literal(SyntaxExpression.Literal literal) {
        Optional<Integer> lifted = context.lifted(literal);
        if (lifted.isPresent()) {
            return new Expression.Parameter(lifted.get(), context.parameterAt(lifted.get()));
        }
        return switch (literal.kind()) {
            case TRUE -> new Expression.Constant(BOOL, true);
            case FALSE -> new Expression.Constant(BOOL, false);
            case NULL -> new Expression.Constant(UNKNOWN, null);
            case STRING -> new Expression.Constant(UNKNOWN, literal.text());
            case INTEGER, NUMBER -> {
                SqlType type = numberType(literal.text());
                yield new Expression.Constant(
                        type, context.session().textInput().parse(type, literal.text()));
            }
            case BIT_STRING, HEXADECIMAL_STRING -> throw context.notSupported("a bit string", literal.position());
        };
    }

    /** Returns the type of a number as it is written. */
    static SqlType numberType(String text) {
        boolean whole = !text.isEmpty() && text.chars().allMatch(Character::isDigit);
        if (whole && text.length() <= 18) {
            long value = Long.parseLong(text);
            return value <= Integer.MAX_VALUE ? BuiltInType.INT4.type() : BuiltInType.INT8.type();
        }
        boolean fits = whole && text.length() == 19 && text.compareTo(Long.toString(Long.MAX_VALUE)) <= 0;
        return fits ? BuiltInType.INT8.type() : BuiltInType.NUMERIC.type();
    }

    private Expression column(SyntaxExpression.ColumnReference reference) {
        List<String> names = reference.names();
        Optional<Expression> found = scope.find(context, names, reference.position());
        if (found.isPresent()) {
            positions.put(found.get(), reference.position());
            return found.get();
        }
        if (names.size() == 1) {
            throw context.error(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + names.getFirst() + "\" does not exist",
                    reference.position());
        }
        String table = names.get(names.size() - 2);
        for (Optional<Scope> at = Optional.of(scope);
                at.isPresent();
                at = at.get().boundary.map(b -> b.around)) {
            if (at.get().hasTable(table)) {
                throw context.error(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column " + table + "." + names.getLast() + " does not exist",
                        reference.position());
            }
        }
        throw context.error(
                ErrorCode.UNDEFINED_TABLE,
                "missing FROM-clause entry for table \"" + table + "\"",
                reference.position());
    }

    Expression operator(QualifiedName name, Optional<Expression> left, Expression right) {
        if (left.isPresent()) {
            return call(name.last(), left.get(), right, name.position());
        }
        if (name.last().equals("+")) {
            return right;
        }
        List<OperatorTable.Operator> candidates = OperatorTable.builtIn().named(name.last()).stream()
                .filter(OperatorTable.Operator::isPrefix)
                .toList();
        Resolution.Outcome<OperatorTable.Operator> outcome = resolution.choose(
                candidates, operator -> List.of(operator.right().type()), List.of(right.type()));
        OperatorTable.Operator chosen =
                chosen(outcome, name.last() + " " + right.type().nameWithoutModifier(), "operator", name.position());
        return calling(chosen.function(), List.of(right), name.position());
    }

    Expression.Call call(String sign, Expression left, Expression right, int position) {
        List<OperatorTable.Operator> candidates = OperatorTable.builtIn().named(sign).stream()
                .filter(operator -> !operator.isPrefix())
                .toList();
        Resolution.Outcome<OperatorTable.Operator> outcome = resolution.choose(
                candidates,
                operator -> List.of(operator.left().type(), operator.right().type()),
                List.of(left.type(), right.type()));
        OperatorTable.Operator chosen = chosen(
                outcome,
                left.type().nameWithoutModifier() + " " + sign + " "
                        + right.type().nameWithoutModifier(),
                "operator",
                position);
        return calling(chosen.function(), List.of(left, right), position);
    }

    private <T> T chosen(Resolution.Outcome<T> outcome, String signature, String what, int position) {
        return switch (outcome) {
            case Resolution.Found<T> found -> found.candidate();
            case Resolution.None<T> none ->
                throw context.error(ErrorCode.UNDEFINED_FUNCTION, what + " " + signature + " does not exist", position)
                        .withHint("No " + what + " matches the given name and argument types."
                                + " You might need to add explicit type casts.");
            case Resolution.Ambiguous<T> several ->
                throw context.error(ErrorCode.AMBIGUOUS_FUNCTION, what + " is not unique: " + signature, position)
                        .withHint("Could not choose a best candidate " + what + "."
                                + " You might need to add explicit type casts.");
        };
    }

    private Expression.Call calling(int oid, List<Expression> arguments, int position) {
        ScalarFunction function = FunctionCatalog.builtIn()
                .withOid(oid)
                .orElseThrow(() -> context.notSupported("this operator", position));
        return calling(function, arguments, position);
    }

    private Expression.Call calling(ScalarFunction function, List<Expression> arguments, int position) {
        List<Expression> converted = new ArrayList<>();
        SqlType element = UNKNOWN;
        for (int i = 0; i < arguments.size(); i++) {
            SqlType wanted =
                    function.arguments().get(Math.min(i, function.arguments().size() - 1));
            Expression argument = arguments.get(i);
            boolean open =
                    wanted.builtIn().filter(BuiltInType::isPolymorphic).isPresent() || wanted.is(BuiltInType.ANY);
            if (open) {
                Expression known = known(argument);
                SqlType type = known.type();
                element = type instanceof ArrayType array ? array.element() : type;
                converted.add(known);
            } else {
                converted.add(coercion.cast(argument, wanted, Context.IMPLICIT, position));
            }
        }
        SqlType result = function.result();
        if (result.is(BuiltInType.ANYELEMENT) || result.is(BuiltInType.ANYCOMPATIBLE)) {
            result = element;
        } else if (result.is(BuiltInType.ANYARRAY) || result.is(BuiltInType.ANYCOMPATIBLEARRAY)) {
            result = new ArrayType(element);
        }
        return new Expression.Call(function, converted, result);
    }

    private Expression inList(SyntaxExpression.InList in) {
        Expression operand = bind(in.operand());
        List<Expression> elements = bindAll(in.list());
        List<Expression> all = new ArrayList<>(elements);
        all.add(operand);
        SqlType type = coercion.common(all, "IN", in.position());
        Expression left =
                coercion.cast(operand, type, Context.IMPLICIT, in.operand().position());
        List<Expression> converted = convertAll(elements, type, in.position());
        if (converted.size() == 1) {
            return call(in.negated() ? "<>" : "=", left, converted.getFirst(), in.position());
        }
        Expression.Call example = call(in.negated() ? "<>" : "=", left, converted.getFirst(), in.position());
        Expression first = example.arguments().getFirst();
        List<Expression> compared = converted.stream()
                .map(element ->
                        coercion.cast(element, example.arguments().get(1).type(), Context.IMPLICIT, in.position()))
                .toList();
        return new Expression.Quantified(example.function(), in.negated(), first, compared);
    }

    private Expression between(SyntaxExpression.Between between) {
        Expression operand = bind(between.operand());
        Expression low = bind(between.low());
        Expression high = bind(between.high());
        int position = between.position();
        Expression straight =
                new Expression.And(List.of(call(">=", operand, low, position), call("<=", operand, high, position)));
        Expression result = !between.symmetric()
                ? straight
                : new Expression.Or(List.of(
                        straight,
                        new Expression.And(
                                List.of(call(">=", operand, high, position), call("<=", operand, low, position)))));
        return between.negated() ? new Expression.Not(result) : result;
    }

    private Expression pattern(SyntaxExpression.PatternMatch match) {
        if (match.kind() == SyntaxExpression.PatternKind.SIMILAR) {
            throw context.notSupported("SIMILAR TO", match.position());
        }
        Expression pattern = bind(match.pattern());
        if (match.escape() != null) {
            pattern = named("like_escape", List.of(pattern, bind(match.escape())), match.position());
        }
        String sign = match.kind() == SyntaxExpression.PatternKind.LIKE ? "~~" : "~~*";
        return call(match.negated() ? "!" + sign : sign, bind(match.operand()), pattern, match.position());
    }

    private Expression quantified(SyntaxExpression operand, String sign, boolean all, Query query, int position) {
        Expression left = bind(operand);
        Expression array = subquery(query, SubqueryRunner.Question.ARRAY, position);
        return quantifiedArray(left, sign, all, array, position);
    }

    private Expression quantifiedArray(Expression left, String sign, boolean all, Expression array, int position) {
        if (!(array.type() instanceof ArrayType type)) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires array on right side", position);
        }
        Expression element = new Expression.ColumnReference(0, type.element());
        Expression.Call example = call(sign, left, element, position);
        Expression operand = example.arguments().getFirst();
        SqlType wanted = example.arguments().get(1).type();
        Expression elements = wanted.sameTypeAs(type.element())
                ? array
                : coercion.cast(array, new ArrayType(wanted), Context.EXPLICIT, position);
        return new Expression.QuantifiedArray(example.function(), all, operand, elements);
    }

    private Expression subquery(Query query, SubqueryRunner.Question question, int position) {
        SubqueryBoundary boundary = new SubqueryBoundary(scope);
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
            case EXISTS -> BOOL;
            case VALUE -> bound.columns().getFirst().type();
            case ARRAY -> new ArrayType(bound.columns().getFirst().type().withModifier(SqlType.NO_MODIFIER));
        };
        SubqueryRunner runner = context.session().subqueries();
        List<Integer> slots = List.copyOf(boundary.slots);
        Object key = new Object();
        ScalarFunction function = new ScalarFunction(
                0,
                "subquery",
                boundary.arguments.stream().map(Expression::type).toList(),
                type,
                false,
                Volatility.VOLATILE,
                false,
                new ScalarFunction.General(
                        (world, arguments) -> runner.run(key, bound.plan(), question, slots, arguments)));
        return new Expression.Call(function, boundary.arguments, type);
    }

    private Expression function(SyntaxExpression.FunctionCall call) {
        String name = call.name().last();
        if (call.over() != null) {
            throw context.notSupported("a window function", call.position());
        }
        if (Aggregate.isAggregate(name)) {
            return aggregate(call, name);
        }
        if (call.distinct()
                || call.star()
                || call.filter() != null
                || !call.orderBy().isEmpty()) {
            throw context.error(ErrorCode.WRONG_OBJECT_TYPE, name + " is not an aggregate function", call.position());
        }
        return named(name, bindAll(call.arguments()), call.position());
    }

    private Expression named(String name, List<Expression> arguments, int position) {
        List<ScalarFunction> candidates = new ArrayList<>(context.session().functions(name));
        candidates.addAll(FunctionCatalog.builtIn().named(name));
        List<SqlType> types = arguments.stream().map(Expression::type).toList();
        Resolution.Outcome<ScalarFunction> outcome =
                resolution.choose(candidates, function -> signature(function, types.size()), types);
        if (outcome instanceof Resolution.None<ScalarFunction> && arguments.size() == 1) {
            // A type's name as a function is a cast.
            Optional<BuiltInType> type = BuiltInType.named(name);
            if (type.isPresent()) {
                return coercion.cast(arguments.getFirst(), type.get().type(), Context.EXPLICIT, position);
            }
        }
        String signature = name + "("
                + String.join(
                        ", ", types.stream().map(SqlType::nameWithoutModifier).toList()) + ")";
        return calling(chosen(outcome, signature, "function", position), arguments, position);
    }

    private static List<SqlType> signature(ScalarFunction function, int count) {
        List<SqlType> types = function.arguments();
        if (!function.variadic() || count < types.size()) {
            return types;
        }
        List<SqlType> repeated = new ArrayList<>(types);
        SqlType last = types.getLast();
        while (repeated.size() < count) {
            repeated.add(last);
        }
        return repeated;
    }

    private Expression aggregate(SyntaxExpression.FunctionCall call, String name) {
        if (!noAggregatesIn.isEmpty()) {
            throw context.error(
                    ErrorCode.GROUPING_ERROR,
                    "aggregate functions are not allowed in " + noAggregatesIn,
                    call.position());
        }
        if (inAggregate) {
            throw context.error(ErrorCode.GROUPING_ERROR, "aggregate function calls cannot be nested", call.position());
        }
        if (!call.orderBy().isEmpty() || call.withinGroup()) {
            throw context.notSupported("ORDER BY in an aggregate", call.position());
        }
        inAggregate = true;
        List<Expression> arguments = new ArrayList<>();
        Optional<Expression> filter = Optional.empty();
        try {
            arguments.addAll(bindAll(call.arguments()));
            if (call.filter() != null) {
                filter = Optional.of(condition(call.filter(), "FILTER"));
            }
        } finally {
            inAggregate = false;
        }
        List<SqlType> types = arguments.stream().map(Expression::type).toList();
        Aggregate aggregate = Aggregate.find(name, types)
                .orElseThrow(() -> context.error(
                        ErrorCode.UNDEFINED_FUNCTION,
                        "function " + name + "("
                                + String.join(
                                        ", ",
                                        types.stream()
                                                .map(SqlType::nameWithoutModifier)
                                                .toList())
                                + ") does not exist",
                        call.position()));
        List<Expression> converted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            SqlType wanted = i < aggregate.arguments().size()
                    ? aggregate.arguments().get(i)
                    : known(arguments.get(i)).type();
            boolean open = wanted.builtIn()
                    .filter(base -> base.isPolymorphic() || base == BuiltInType.ANY)
                    .isPresent();
            converted.add(
                    open
                            ? known(arguments.get(i))
                            : coercion.cast(arguments.get(i), wanted, Context.IMPLICIT, call.position()));
        }
        AggregateCall made = new AggregateCall(aggregate, converted, call.distinct(), filter);
        aggregates.add(made);
        return new Expression.ColumnReference(AGGREGATES + aggregates.size() - 1, aggregate.result());
    }

    private Expression special(SyntaxExpression.SpecialCall call) {
        List<Expression> operands = bindAll(call.arguments());
        if (call.function() == SyntaxExpression.SpecialFunction.NULLIF) {
            Expression.Call equality = call("=", operands.get(0), operands.get(1), call.position());
            return new Expression.NullIf(
                    equality.function(),
                    equality.arguments().get(0),
                    equality.arguments().get(1),
                    equality.arguments().get(0).type());
        }
        SqlType type = coercion.common(operands, call.function().name(), call.position());
        List<Expression> converted = convertAll(operands, type, call.position());
        return call.function() == SyntaxExpression.SpecialFunction.COALESCE
                ? new Expression.Coalesce(converted, type)
                : new Expression.Extreme(call.function() == SyntaxExpression.SpecialFunction.GREATEST, converted, type);
    }

    private Expression current(SyntaxExpression.CurrentValue value) {
        return switch (value.kind()) {
            case CURRENT_TIMESTAMP -> named("now", List.of(), value.position());
            case LOCALTIMESTAMP ->
                coercion.cast(
                        named("now", List.of(), value.position()),
                        BuiltInType.TIMESTAMP.type(),
                        Context.EXPLICIT,
                        value.position());
            case CURRENT_DATE ->
                coercion.cast(
                        named("now", List.of(), value.position()),
                        BuiltInType.DATE.type(),
                        Context.EXPLICIT,
                        value.position());
            case CURRENT_TIME, LOCALTIME ->
                throw context.notSupported(value.kind().name(), value.position());
            default ->
                new Expression.Constant(
                        BuiltInType.NAME.type(),
                        context.session().current(value.kind().name().toLowerCase(Locale.ROOT)));
        };
    }

    private Expression caseOf(SyntaxExpression.Case branches) {
        List<Expression> conditions = new ArrayList<>();
        List<Expression> results = new ArrayList<>();
        for (SyntaxExpression.When when : branches.whens()) {
            conditions.add(
                    branches.operand() == null
                            ? condition(when.condition(), "CASE/WHEN")
                            : call(
                                    "=",
                                    bind(branches.operand()),
                                    bind(when.condition()),
                                    when.condition().position()));
            results.add(bind(when.result()));
        }
        results.add(branches.otherwise() == null ? new Expression.Constant(UNKNOWN, null) : bind(branches.otherwise()));
        SqlType type = coercion.common(results, "CASE", branches.position());
        List<Expression> converted = convertAll(results, type, branches.position());
        List<Expression.When> whens = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            whens.add(new Expression.When(conditions.get(i), converted.get(i)));
        }
        return new Expression.Case(whens, converted.getLast(), type);
    }

    private Expression subscript(SyntaxExpression.Subscript subscript) {
        Expression array = bind(subscript.operand());
        if (subscript.isSlice() || subscript.lower() == null) {
            throw context.notSupported("an array slice", subscript.position());
        }
        SqlType element = array.type() instanceof ArrayType type
                ? type.element()
                : array.type().is(BuiltInType.INT2VECTOR) ? BuiltInType.INT2.type() : BuiltInType.OID.type();
        if (array.type().category() != TypeCategory.ARRAY) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    "cannot subscript type " + array.type().nameWithoutModifier()
                            + " because it does not support subscripting",
                    subscript.position());
        }
        Expression index = coercion.cast(
                bind(subscript.lower()), BuiltInType.INT4.type(), Context.ASSIGNMENT, subscript.position());
        return new Expression.Subscript(array, List.of(index), element);
    }
}
