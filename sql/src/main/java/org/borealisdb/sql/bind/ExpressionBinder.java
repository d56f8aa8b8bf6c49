package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.StoredText;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TypeLookup;
import org.borealisdb.sql.plan.SubqueryRunner;
import org.borealisdb.sql.plan.WindowFunction;

/** Binds expressions over the rows of a scope. */
final class ExpressionBinder {
    /** Column references from here on stand for aggregates, until the plan has a place for them. */
    static final int AGGREGATES = 1 << 20;

    private static final SqlType BOOL = BuiltInType.BOOL.type();

    private final BindContext context;
    private String systemColumnsIn = "";
    private String systemColumnsNotIn = "";
    private final Scope scope;
    private final Coercion coercion;
    private final CallBinder calls;
    private final SubqueryBinder subqueries;
    private final RowQueryBinder rowQueries;
    private final AggregateBinder aggregates;
    private final SetBinder sets;
    private final WindowBinder windows;
    private final PlainCalls plain;
    private final RowPartBinder rows;

    final IdentityHashMap<Expression, Integer> positions = new IdentityHashMap<>();

    ExpressionBinder(BindContext context, Scope scope) {
        this.context = context;
        this.scope = scope;
        this.coercion = new Coercion(context);
        this.calls = new CallBinder(context, coercion);
        this.subqueries = new SubqueryBinder(context, this);
        this.rowQueries = new RowQueryBinder(context, this);
        this.aggregates = new AggregateBinder(context, this);
        this.sets = new SetBinder(context, this);
        this.windows = new WindowBinder(context, this);
        this.plain = new PlainCalls(context, this);
        this.rows = new RowPartBinder(context, scope, this);
    }

    CallBinder calls() {
        return calls;
    }

    /** Which subqueries are written alike. */
    RepeatedSubqueries repeatedSubqueries() {
        return subqueries.repeated();
    }

    /** The aggregates met so far. */
    AggregateBinder aggregates() {
        return aggregates;
    }

    /** The calls of window functions met so far. */
    WindowBinder windows() {
        return windows;
    }

    /** The calls of functions that return sets met so far. */
    SetBinder sets() {
        return sets;
    }

    /** The calls of plain functions. */
    PlainCalls plain() {
        return plain;
    }

    /** Says what there is none of with system columns in it. */
    ExpressionBinder withoutSystemColumns(String what) {
        systemColumnsNotIn = what;
        return this;
    }

    /** Says what the error is about a system column in what is bound, in which {@code %} stands for its name. */
    ExpressionBinder refuseSystemColumns(String message) {
        systemColumnsIn = message;
        return this;
    }

    /** Binds a subquery whose only row is a value. */
    Expression subqueryRow(Query query) {
        return rowQueries.row(query);
    }

    Coercion coercion() {
        return coercion;
    }

    /** Binds an expression in a clause that must not have aggregates, windows or sets. */
    Expression bindPlain(SyntaxExpression syntax, String clause) {
        String before = sets.forbidIn(clause);
        try {
            return bindWithoutAggregates(syntax, clause);
        } finally {
            sets.forbidIn(before);
        }
    }

    /** Binds an expression in a clause that must not have aggregates or windows. */
    Expression bindWithoutAggregates(SyntaxExpression syntax, String clause) {
        return bindWithoutAggregates(syntax, clause, clause);
    }

    /** Binds an expression in a clause that must not have aggregates, and in one that must not have windows. */
    Expression bindWithoutAggregates(SyntaxExpression syntax, String clause, String windowClause) {
        String before = aggregates.forbidIn(clause);
        String windowsBefore = windows.forbidIn(windowClause);
        try {
            return bind(syntax);
        } finally {
            aggregates.forbidIn(before);
            windows.forbidIn(windowsBefore);
        }
    }

    /**
     * Binds a condition in a clause that must not have aggregates, windows or sets.
     *
     * @param name of the clause for errors about the condition's type
     */
    Expression plainCondition(SyntaxExpression syntax, String clause, String name) {
        String before = aggregates.forbidIn(clause);
        String windowsBefore = windows.forbidIn(clause);
        String setsBefore = sets.forbidIn(clause);
        try {
            return condition(syntax, name);
        } finally {
            aggregates.forbidIn(before);
            windows.forbidIn(windowsBefore);
            sets.forbidIn(setsBefore);
        }
    }

    /** Binds the condition of WHERE. */
    Expression whereCondition(SyntaxExpression syntax) {
        return RowQueryBinder.truth(plainCondition(syntax, "WHERE", "WHERE"));
    }

    /** Binds an expression of an index. */
    Expression indexExpression(SyntaxExpression syntax, String clause) {
        return known(bindPlain(syntax, clause));
    }

    /** Binds the condition on groups, which may have aggregates. */
    Expression havingCondition(SyntaxExpression syntax) {
        String windowsBefore = windows.forbidIn("HAVING");
        String setsBefore = sets.forbidIn("HAVING");
        try {
            return condition(syntax, "HAVING");
        } finally {
            windows.forbidIn(windowsBefore);
            sets.forbidIn(setsBefore);
        }
    }

    Scope scope() {
        return scope;
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

    /** Binds a field of a value that gives a column its name. */
    Expression target(SyntaxExpression.FieldSelection syntax) {
        return rows.field(syntax, true);
    }

    Expression bind(SyntaxExpression syntax) {
        context.step();
        Expression bound = bindPart(syntax);
        context.syntax().ifPresent(noted -> noted.bound(syntax, bound));
        return bound;
    }

    private Expression bindPart(SyntaxExpression syntax) {
        return switch (syntax) {
            case SyntaxExpression.Literal literal -> new LiteralBinder(context).bind(literal);
            case SyntaxExpression.Parameter parameter -> {
                int index = parameter.number() - 1;
                if (!context.mayHaveParameter(parameter.number())) {
                    throw context.error(
                            ErrorCode.UNDEFINED_PARAMETER,
                            "there is no parameter $" + parameter.number(),
                            parameter.position());
                }
                SqlType declared = context.parameterAt(index);
                Expression value = new Expression.Parameter(index, declared.physical());
                yield declared.physical().equals(declared) ? value : coercion.inDomain(value, declared, true);
            }
            case SyntaxExpression.ColumnReference column -> column(column);
            case SyntaxExpression.Unary unary ->
                calls.operator(unary.operator(), Optional.empty(), bind(unary.operand()));
            case SyntaxExpression.Binary binary -> binary(binary);
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
            case SyntaxExpression.IsNull test -> RowBinder.isNull(known(bind(test.operand())), test.negated());
            case SyntaxExpression.IsTruth test ->
                test.test() == SyntaxExpression.TruthTest.UNKNOWN
                        ? new Expression.IsNull(condition(test.operand(), "IS UNKNOWN"), test.negated())
                        : new Expression.IsTruth(
                                condition(test.operand(), "IS " + test.test()),
                                test.test() == SyntaxExpression.TruthTest.TRUE,
                                test.negated());
            case SyntaxExpression.IsDistinct test ->
                test.left() instanceof SyntaxExpression.RowConstructor left
                                && test.right() instanceof SyntaxExpression.RowConstructor right
                        ? RowBinder.isDistinct(
                                context, calls, elements(left), elements(right), test.negated(), test.position())
                        : calls.isDistinct(bind(test.left()), bind(test.right()), test.negated(), test.position());
            case SyntaxExpression.InList in -> new InListBinder(context, this).bind(in);
            case SyntaxExpression.InQuery in -> {
                QualifiedName equality = QualifiedName.of("=", in.position());
                Expression membership = in.operand() instanceof SyntaxExpression.RowConstructor row
                        ? rowQueries.quantified(equality, elements(row), false, in.query())
                        : subqueries.quantified(bind(in.operand()), equality, false, in.query(), in.position());
                yield in.negated() ? new Expression.Not(membership) : membership;
            }
            case SyntaxExpression.Between between -> new BetweenBinder(context, this).bind(between);
            case SyntaxExpression.PatternMatch match -> pattern(match);
            case SyntaxExpression.QuantifiedArray test -> {
                Expression left = bind(test.left());
                Expression array = bind(test.array());
                if (array.type().is(BuiltInType.UNKNOWN)) {
                    SqlType element = left.type().is(BuiltInType.UNKNOWN) ? BuiltInType.TEXT.type() : left.type();
                    SqlType arrays = coercion.arrayOf(element.withModifier(-1), test.position());
                    array = coercion.cast(array, arrays, Context.IMPLICIT, test.position());
                }
                yield subqueries.quantifiedArray(
                        left,
                        test.operator(),
                        test.quantifier() == SyntaxExpression.Quantifier.ALL,
                        array,
                        test.position());
            }
            case SyntaxExpression.QuantifiedQuery test
            when test.left() instanceof SyntaxExpression.RowConstructor row ->
                rowQueries.quantified(
                        test.operator(),
                        elements(row),
                        test.quantifier() == SyntaxExpression.Quantifier.ALL,
                        test.query());
            case SyntaxExpression.QuantifiedQuery test ->
                subqueries.quantified(
                        bind(test.left()),
                        test.operator(),
                        test.quantifier() == SyntaxExpression.Quantifier.ALL,
                        test.query(),
                        test.position());
            case SyntaxExpression.FunctionCall call -> function(call);
            case SyntaxExpression.SpecialCall call -> new ConditionalBinder(this).special(call);
            case SyntaxExpression.CurrentValue value -> new CurrentValueBinder(context, calls, coercion).bind(value);
            case SyntaxExpression.Cast cast -> {
                SqlType type = typeOf(cast);
                yield cast.operand() instanceof SyntaxExpression.Literal literal && isStored(cast, literal)
                        ? stored(type, literal.text())
                        : coercion.cast(castOperand(cast, type), type, Context.EXPLICIT, cast.position());
            }
            case SyntaxExpression.Case branches -> new ConditionalBinder(this).caseOf(branches);
            case SyntaxExpression.ArrayConstructor array -> new ArrayBinder(context, this, coercion).bind(array);
            case SyntaxExpression.Subscript subscript -> new SubscriptBinder(context, this).bind(subscript);
            case SyntaxExpression.Exists exists ->
                subqueries.bind(exists.query(), SubqueryRunner.Question.EXISTS, exists.position());
            case SyntaxExpression.ScalarQuery query ->
                subqueries.bind(query.query(), SubqueryRunner.Question.VALUE, query.position());
            case SyntaxExpression.ArrayQuery query ->
                subqueries.bind(query.query(), SubqueryRunner.Question.ARRAY, query.position());
            case SyntaxExpression.Collate collate ->
                new CollationBinder(context).collate(collate, known(bind(collate.operand())));
            case SyntaxExpression.AtTimeZone zone -> plain().atTimeZone(zone);
            case SyntaxExpression.DefaultValue value ->
                throw context.error(ErrorCode.SYNTAX_ERROR, "DEFAULT is not allowed in this context", value.position());
            case SyntaxExpression.Star star ->
                wholeRow(star)
                        .or(() -> TargetList.parameter(context, star).map(this::bind))
                        .orElseThrow(() -> context.error(
                                ErrorCode.SYNTAX_ERROR, "* is not allowed in this context", star.position()));
            case SyntaxExpression.RowConstructor row -> at(RowBinder.row(elements(row)), row.position());
            case SyntaxExpression.FieldSelection field -> rows.field(field);
            case SyntaxExpression.NamedArgument argument ->
                throw context.notSupported("a named argument", argument.position());
            case SyntaxExpression.GroupingCall call -> at(aggregates.grouping(call), call.position());
            case SyntaxExpression.GroupingSet set -> throw context.notSupported("a grouping set", set.position());
            case SyntaxExpression.CurrentOf of ->
                throw context.error(ErrorCode.SYNTAX_ERROR, "CURRENT OF is not allowed here", of.position());
        };
    }

    /** A table's star as an argument is its row. */
    private Optional<Expression> wholeRow(SyntaxExpression.Star star) {
        NamedTables.refuseOtherDatabase(context, star);
        return star.qualifier().isEmpty()
                ? Optional.empty()
                : RowBinder.wholeRow(context, scope, star.qualifier(), star.position());
    }

    private Expression stored(SqlType type, String text) {
        SqlType physical = type.physical();
        Expression value = new Expression.Constant(physical, StoredText.parse(physical, text));
        return physical.equals(type) ? value : coercion.inDomain(value, type, true);
    }

    /** Whether a literal is of the catalog's: then what it is made of may be written by number. */
    private static boolean isStored(SyntaxExpression.Cast cast, SyntaxExpression.Literal literal) {
        return literal.kind() == SyntaxExpression.LiteralKind.STRING
                && TypeLookup.isNumber(cast.type().name().parts());
    }

    /** What is cast: the elements of ARRAY[...] are converted to those of an array type, or of a vector of numbers, one by one. */
    private Expression castOperand(SyntaxExpression.Cast cast, SqlType type) {
        if (!(cast.operand() instanceof SyntaxExpression.ArrayConstructor made)) {
            return bind(cast.operand());
        }
        ArrayBinder arrays = new ArrayBinder(context, this, coercion);
        if (type instanceof ArrayType wanted) {
            return arrays.bind(made, wanted);
        }
        return Coercion.elementOfVector(type)
                .<Expression>map(element -> new Expression.Relabel(arrays.bind(made, element.array()), type))
                .orElseGet(() -> bind(made));
    }

    private SqlType typeOf(SyntaxExpression.Cast cast) {
        try {
            SqlType type = context.type(cast.type());
            context.syntax().ifPresent(syntax -> syntax.type(cast, type));
            return type;
        } catch (SqlException unknown) {
            throw context.at(unknown, cast.type().position());
        }
    }

    List<Expression> bindAll(List<SyntaxExpression> all) {
        return all.stream().map(this::bind).toList();
    }

    /** The elements of a row; the star of a row stands for its fields. */
    List<Expression> elements(SyntaxExpression.RowConstructor row) {
        return rows.elements(row);
    }

    private Expression binary(SyntaxExpression.Binary binary) {
        if (binary.left() instanceof SyntaxExpression.RowConstructor left
                && binary.right() instanceof SyntaxExpression.RowConstructor right) {
            return RowBinder.compare(context, calls, binary.operator(), elements(left), elements(right));
        }
        if (binary.left() instanceof SyntaxExpression.RowConstructor left
                && binary.right() instanceof SyntaxExpression.ScalarQuery right) {
            return rowQueries.compare(binary.operator(), elements(left), right.query());
        }
        Optional<SyntaxExpression> tested = NullTests.operand(binary);
        if (tested.isPresent() && NullTests.isOne(context, binary.operator().position())) {
            return bind(new SyntaxExpression.IsNull(tested.get(), false, binary.position()));
        }
        Expression left = bind(binary.left());
        Expression right = bind(binary.right());
        if (binary.operator().isSimple() && binary.operator().last().equals("=")) {
            LiftableStrings strings = context.strings();
            Expression first = strings.compared(left, right, scope);
            return calls.operator(binary.operator(), Optional.of(first), strings.compared(right, first, scope));
        }
        return calls.operator(binary.operator(), Optional.of(left), right);
    }

    /** An unknown literal as text. */
    Expression known(Expression value) {
        return coercion.known(value);
    }

    /** An argument whose type decides what is done with it, so that a literal must say which it has. */
    Expression polymorphic(Expression value) {
        if (value.type().is(BuiltInType.UNKNOWN)) {
            throw PolymorphicTypes.undetermined(context);
        }
        return value;
    }

    private Expression column(SyntaxExpression.ColumnReference reference) {
        List<String> names = reference.names();
        if (names.size() > 3 && !context.isOfView()) {
            NamedTables.refuseOtherDatabase(context, names, reference.position());
        }
        Optional<Expression> found = scope.find(context, names, reference.position());
        if (found.isPresent()) {
            positions.put(found.get(), reference.position());
            return found.get();
        }
        if (!systemColumnsNotIn.isEmpty() && SystemColumn.named(names.getLast()).isPresent()) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED, systemColumnsNotIn + " on system columns is not supported", -1);
        }
        if (names.getLast().equals("tableoid")) {
            int oid = scope.tableOid(context, names.subList(0, names.size() - 1), reference.position());
            if (oid != 0) {
                return new Expression.Constant(BuiltInType.OID.type(), (long) oid);
            }
        }
        Optional<Expression> ofCatalog = ofCatalog(names, reference.position());
        if (ofCatalog.isPresent()) {
            return ofCatalog.get();
        }
        if (!systemColumnsIn.isEmpty() && SystemColumn.named(names.getLast()).isPresent()) {
            throw context.error(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    systemColumnsIn.replace("%", names.getLast()),
                    reference.position());
        }
        if (names.size() == 1) {
            Optional<Expression> row = RowBinder.wholeRow(context, scope, names, reference.position());
            if (row.isPresent()) {
                return row.get();
            }
        }
        int parameter = context.parameterNamed(names);
        if (parameter > 0) {
            return bind(new SyntaxExpression.Parameter(parameter, reference.position()));
        }
        Optional<Expression> part = names.size() == 1 ? Optional.empty() : rows.partOf(names, reference.position());
        if (part.isPresent()) {
            return part.get();
        }
        if (names.size() == 1) {
            throw context.namedTables().missingColumn(context, scope, "", names.getFirst(), reference.position());
        }
        String table = names.get(names.size() - 2);
        for (Optional<Scope> at = Optional.of(scope);
                at.isPresent();
                at = at.get().boundary.map(b -> b.around)) {
            if (at.get().hasTable(names.subList(0, names.size() - 1))) {
                throw context.namedTables().missingColumn(context, scope, table, names.getLast(), reference.position());
            }
        }
        throw context.namedTables()
                .missingTable(context, scope, names.subList(0, names.size() - 1), reference.position());
    }

    /** The system columns of catalogs that tools look for changes by: any row may have been made by the latest transaction. */
    private Optional<Expression> ofCatalog(List<String> names, int position) {
        SystemColumn column = SystemColumn.named(names.getLast()).orElse(null);
        int oid = column == null ? 0 : scope.tableOid(context, names.subList(0, names.size() - 1), position);
        if (column == null || oid == 0 || oid >= Catalog.FIRST_USER_ID || column == SystemColumn.CTID) {
            return Optional.empty();
        }
        if (column != SystemColumn.XMIN) {
            return Optional.of(new Expression.Constant(column.type().type(), 0L));
        }
        Expression snapshot = calls.named("pg_current_snapshot", List.of(), position);
        Expression next = calls.named("pg_snapshot_xmax", List.of(snapshot), position);
        return Optional.of(coercion.cast(next, column.type().type(), Context.EXPLICIT, position));
    }

    private Expression pattern(SyntaxExpression.PatternMatch match) {
        Expression operand = bind(match.operand());
        Expression pattern = bind(match.pattern());
        if (match.kind() == SyntaxExpression.PatternKind.SIMILAR) {
            List<Expression> given = match.escape() == null ? List.of(pattern) : List.of(pattern, bind(match.escape()));
            Expression translated = calls.named("similar_to_escape", given, match.position());
            return calls.call(match.negated() ? "!~" : "~", operand, translated, match.position());
        }
        if (match.escape() != null) {
            pattern = calls.named("like_escape", List.of(pattern, bind(match.escape())), match.position());
        }
        String sign = match.kind() == SyntaxExpression.PatternKind.LIKE ? "~~" : "~~*";
        return calls.call(match.negated() ? "!" + sign : sign, operand, pattern, match.position());
    }

    private Expression function(SyntaxExpression.FunctionCall call) {
        if (aggregates.ofUsers().isOne(call)) {
            WindowDefinition frame = call.over();
            return at(frame == null ? aggregates.bind(call) : windows.bind(call, frame), call.position());
        }
        if (!BuiltInNames.include(context, call.name())) {
            Optional<Expression> information = new InformationFunctions(context, this).bind(call);
            return at(information.isPresent() ? information.get() : plain.ofUser(call), call.position());
        }
        String name = call.name().last();
        if (name.equals("pg_collation_for") && call.arguments().size() == 1) {
            return new CollationBinder(context)
                    .collationFor(bind(call.arguments().getFirst()));
        }
        WindowDefinition over = call.over();
        if (over != null) {
            return at(windows.bind(call, over), call.position());
        }
        if (sets.isSetFunction(name)) {
            return at(sets.bind(call, name), call.position());
        }
        if (JsonPopulationBinder.makesRow(name)) {
            List<Expression> arguments = bindAll(call.arguments());
            return new JsonPopulationBinder(context, this, call)
                    .row(arguments)
                    .orElseThrow(() -> sets.missing(call, arguments));
        }
        if (Aggregate.isAggregate(name) || OrderedSetBinder.isOne(call)) {
            return at(aggregates.bind(call), call.position());
        }
        if (WindowFunction.named(name).isPresent()) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "window function " + name + " requires an OVER clause",
                    call.position());
        }
        if (call.withinGroup()) {
            // Fails if there is no such function at all.
            List<Expression> given = new ArrayList<>(bindAll(call.arguments()));
            call.orderBy().forEach(item -> given.add(bind(item.expression())));
            calls.named(call.name(), given);
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "WITHIN GROUP specified, but " + name + " is not an aggregate function",
                    call.position());
        }
        if (call.distinct() || call.filter() != null || !call.orderBy().isEmpty()) {
            requireFunction(call);
            String given = call.distinct() ? "DISTINCT" : call.filter() != null ? "FILTER" : "ORDER BY";
            String message = given + " specified, but " + name + " is not an aggregate function";
            throw context.error(ErrorCode.WRONG_OBJECT_TYPE, message, call.position());
        }
        return at(plain.bind(call), call.position());
    }

    /** Fails if there is no function that a call with what only aggregates take could mean. */
    private void requireFunction(SyntaxExpression.FunctionCall call) {
        try {
            calls.named(call.name(), bindAll(call.arguments()));
        } catch (SqlException missing) {
            throw missing.code() == ErrorCode.UNDEFINED_FUNCTION
                            && call.orderBy().size() > 1
                    ? missing.withHint("No aggregate function matches the given name and argument types. Perhaps you"
                            + " misplaced ORDER BY; ORDER BY must appear after all regular arguments of the aggregate.")
                    : missing;
        }
    }

    /** Remembers where a part stands. */
    private Expression at(Expression part, int position) {
        positions.put(part, position);
        return part;
    }
}
