package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.FunctionStatement.BodyKind;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;

/**
 * The body of a function in SQL: its statements, and the rows of the last one as the function returns them.
 *
 * @param function whose body it is
 * @param text that positions in the statements count in
 * @param statements in order
 */
public record FunctionBody(UserFunction function, String text, List<Statement> statements) {
    /** What comes before the expression after RETURN, so that it is a statement. */
    private static final String SELECT = "SELECT ";

    /** Copies the statements. */
    public FunctionBody {
        statements = List.copyOf(statements);
    }

    /** Returns the kind of body that a function has. */
    public static BodyKind kindOf(UserFunction function) {
        return BodyKind.valueOf(
                function.object().property(UserFunction.BODY_KIND).orElseThrow());
    }

    /** Returns how many characters come before the body's own text. */
    public static int lead(BodyKind kind) {
        return kind == BodyKind.RETURN ? SELECT.length() : 0;
    }

    /** Returns the text of the statements of a function's body. */
    public static String textOf(UserFunction function) {
        String body = function.object().property(UserFunction.BODY).orElseThrow();
        return kindOf(function) == BodyKind.RETURN ? SELECT + body : body;
    }

    /** Parses the body of a function. */
    public static FunctionBody parse(UserFunction function) {
        String text = textOf(function);
        List<Statement> statements = PostgresParser.parse(text).stream()
                .map(ParsedStatement::statement)
                .toList();
        for (Statement statement : statements) {
            if (!(statement instanceof Query)
                    && !(statement instanceof DataChange)
                    && !(statement instanceof Maintenance.Call)) {
                throw SqlException.notSupported("this statement in an SQL function");
            }
        }
        return new FunctionBody(function, text, statements);
    }

    /**
     * Passes if a function may run a statement: only a volatile one changes rows.
     *
     * @throws SqlException 0A000 if it may not
     */
    public void checkAllowed(Statement statement) {
        boolean changes = statement instanceof DataChange
                || statement instanceof Maintenance.Call
                || (statement instanceof Query query && query.changesRows());
        if (changes && function.volatility() != ScalarFunction.Volatility.VOLATILE) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, word(statement) + " is not allowed in a non-volatile function");
        }
    }

    private static String word(Statement statement) {
        return switch (statement) {
            case DataChange.Insert insert -> "INSERT";
            case DataChange.Update update -> "UPDATE";
            case DataChange.Delete delete -> "DELETE";
            case Maintenance.Call call -> "CALL";
            default -> "SELECT";
        };
    }

    /** Returns a reader that finds names as the body means them. */
    public SchemaReader reader(SchemaReader schema) {
        return kindOf(function) == BodyKind.STRING
                ? schema
                : schema.withSearchPath(List.of(function.object()
                        .property(UserFunction.SEARCH_PATH)
                        .orElseThrow()
                        .split("\n", -1)));
    }

    /** Binds all statements, and fails as the first of them does that cannot be bound; returns what the names in them stand for. */
    public ViewNames check(SchemaReader schema, BindingSession session) {
        ViewNames.Collector names = new ViewNames.Collector();
        for (int place = 0; place < statements.size(); place++) {
            BindContext context = context(schema, session, 0);
            context.collectNames(names);
            Statement statement = statements.get(place);
            boolean last = place == statements.size() - 1;
            switch (statement) {
                case Query query -> {
                    context.allowChangesIn(Optional.ofNullable(query.with()));
                    BoundQuery bound = QueryBinder.bind(context, query);
                    if (last && !isKnownAtCalls(bound.columns())) {
                        returned(context, bound);
                    }
                }
                case DataChange change -> {
                    context.allowChangesIn(Optional.ofNullable(change.with()));
                    BoundChange bound = new DataChangeBinder(context).bind(change);
                    if (last && !isKnownAtCalls(bound.columns())) {
                        returned(context, bound);
                    }
                }
                case Maintenance.Call call -> call(context, call, last);
                default -> throw new IllegalStateException("a body with " + statement);
            }
        }
        if (statements.isEmpty() && !function.returnsVoid()) {
            throw noRows();
        }
        return names.names();
    }

    /** Whether what a statement answers is one row that is the result, so that it is known at a call only whether it fits. */
    private boolean isKnownAtCalls(List<ResultColumn> columns) {
        return columns.size() == 1
                && columns.getFirst().type() instanceof CompositeType
                && function.result() instanceof CompositeType row
                && !row.isNamed()
                && !function.isProcedure();
    }

    /** A statement with what its parts are bound to. */
    public record Noted(Statement statement, BoundSyntax syntax) {}

    /** Binds all statements that are queries, and notes what their parts are bound to. */
    public List<Noted> noting(SchemaReader schema, BindingSession session) {
        List<Noted> all = new ArrayList<>();
        for (Statement statement : statements) {
            BindContext context = context(schema, session, 0);
            BoundSyntax syntax = context.noteSyntax();
            if (statement instanceof Query query) {
                context.allowChangesIn(Optional.ofNullable(query.with()));
                QueryBinder.bind(context, query);
            }
            all.add(new Noted(statement, syntax));
        }
        return all;
    }

    /**
     * Returns the value of a body that is nothing but SELECT with an expression, over the parameters; empty if there is more to it.
     *
     * @param types of the arguments
     * @throws SqlException if it cannot be bound, or may not be
     */
    Optional<Expression> expression(SchemaReader schema, BindingSession session, List<SqlType> types) {
        if (statements.size() != 1
                || !(statements.getFirst() instanceof Query query)
                || query.onlyExpression().isEmpty()) {
            return Optional.empty();
        }
        BindContext context = context(schema, session, types, 0);
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        Expression bound = binder.bind(query.onlyExpression().get());
        if (!binder.aggregates().calls().isEmpty()
                || !binder.aggregates().groupings().isEmpty()
                || !binder.windows().isEmpty()
                || !binder.sets().calls().isEmpty()) {
            return Optional.empty();
        }
        Expression value = values(context, List.of(bound)).getFirst();
        context.accesses().check(schema);
        return Optional.of(value);
    }

    private BindContext context(SchemaReader schema, BindingSession session, int depth) {
        return context(schema, session, function.inputTypes(), depth);
    }

    private BindContext context(SchemaReader schema, BindingSession session, List<SqlType> types, int depth) {
        BindContext context = new BindContext(text, reader(schema), session, types);
        context.setFunction(FunctionParameters.of(function, depth));
        return context;
    }

    /** Returns the type of the rows of the last statement, for a call in a statement with another context. */
    CompositeType rowType(BindContext around) {
        if (statements.isEmpty()) {
            throw noRows();
        }
        BindContext context = context(around.schema(), around.session(), around.deeperInFunctions());
        List<ResultColumn> columns = switch (statements.getLast()) {
            case Query query -> {
                context.allowChangesIn(Optional.ofNullable(query.with()));
                yield QueryBinder.bind(context, query).columns();
            }
            case DataChange change -> {
                context.allowChangesIn(Optional.ofNullable(change.with()));
                yield new DataChangeBinder(context).bind(change).columns();
            }
            default -> throw noRows();
        };
        return columns.size() == 1 && columns.getFirst().type() instanceof CompositeType whole
                ? new CompositeType(whole.fields())
                : new CompositeType(columns.stream()
                        .map(column -> new CompositeType.Field(column.name(), column.type()))
                        .toList());
    }

    /**
     * Binds a call of a procedure, which returns nothing here.
     *
     * @throws SqlException 42P13 if it is the last statement of a function that returns something
     */
    public BoundQuery call(BindContext context, Maintenance.Call statement, boolean last) {
        BoundQuery bound = ProcedureBinder.bind(context, statement);
        if (last && !function.returnsVoid()) {
            throw noRows();
        }
        return bound;
    }

    /** Returns the last query with its rows as the function returns them. */
    public BoundQuery returned(BindContext context, BoundQuery query) {
        if (function.returnsVoid()) {
            return query;
        }
        List<SqlType> types = query.columns().stream().map(ResultColumn::type).toList();
        List<Expression> values = values(context, references(types));
        return values.equals(references(query.plan().types()))
                ? query
                : new BoundQuery(new Plan.Project(query.plan(), values), columns(values));
    }

    private static List<Expression> references(List<SqlType> types) {
        return IntStream.range(0, types.size())
                .<Expression>mapToObj(place -> new Expression.ColumnReference(place, types.get(place)))
                .toList();
    }

    private static List<ResultColumn> columns(List<Expression> values) {
        return values.stream()
                .map(value -> ResultColumn.computed("value", value.type()))
                .toList();
    }

    /** Returns the last change with what it answers as the function returns it. */
    public BoundChange returned(BindContext context, BoundChange change) {
        if (function.returnsVoid()) {
            return change;
        }
        List<Expression> values = values(context, change.returning().orElseThrow(this::noRows));
        return new BoundChange(
                change.kind(),
                change.table(),
                change.seen(),
                change.source(),
                change.joined(),
                change.values(),
                Optional.of(values),
                columns(values),
                change.conflict(),
                change.checks(),
                change.viewChecks(),
                change.references());
    }

    private SqlException noRows() {
        return mismatch("Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.");
    }

    private SqlException mismatch(String detail) {
        return new SqlException(
                        ErrorCode.INVALID_FUNCTION_DEFINITION,
                        "return type mismatch in function declared to return "
                                + function.result().nameWithoutModifier())
                .withDetail(detail);
    }

    private List<Expression> values(BindContext context, List<Expression> given) {
        Coercion coercion = new Coercion(context);
        if (function.result().is(BuiltInType.RECORD) && !(function.result() instanceof CompositeType)) {
            return given;
        }
        if (function.returnsAnyRecord()
                && given.size() == 1
                && given.getFirst().type() instanceof CompositeType whole) {
            checkListed(whole, (CompositeType) function.result());
            return given;
        }
        if (!(function.result() instanceof CompositeType row)) {
            if (given.size() != 1) {
                throw mismatch("Final statement must return exactly one column.");
            }
            SqlType type = given.getFirst().type();
            return List.of(coercion.tryTo(given.getFirst(), function.result(), Context.ASSIGNMENT, -1)
                    .orElseThrow(() -> mismatch("Actual return type is " + type.nameWithoutModifier() + ".")));
        }
        if (given.size() == 1 && row.isNamed() && given.getFirst().type() instanceof CompositeType) {
            Optional<Expression> whole = coercion.tryTo(given.getFirst(), row, Context.ASSIGNMENT, -1);
            if (whole.isPresent()) {
                return List.of(whole.get());
            }
        }
        if (given.size() == 1
                && given.getFirst().type() instanceof CompositeType whole
                && types(whole).equals(types(row))) {
            return given;
        }
        if (given.size() == 1
                && !row.isNamed()
                && !function.isProcedure()
                && given.getFirst().type() instanceof CompositeType whole) {
            return List.of(fieldByField(coercion, given.getFirst(), whole, row));
        }
        List<Expression> values = new ArrayList<>();
        for (int place = 0; place < given.size(); place++) {
            if (place >= row.fields().size()) {
                throw mismatch("Final statement returns too many columns.");
            }
            SqlType wanted = row.fields().get(place).type();
            Expression value = given.get(place);
            int number = place + 1;
            values.add(coercion.tryTo(value, wanted, Context.ASSIGNMENT, -1)
                    .orElseThrow(() ->
                            mismatch("Final statement returns " + value.type().nameWithoutModifier() + " instead of "
                                    + wanted.nameWithoutModifier() + " at column " + number + ".")));
        }
        if (values.size() < row.fields().size()) {
            throw mismatch("Final statement returns too few columns.");
        }
        return values;
    }

    /** Returns a row that is the result as a whole, with its fields as the function has them. */
    private static Expression fieldByField(
            Coercion coercion, Expression given, CompositeType whole, CompositeType row) {
        List<Expression> fields = new ArrayList<>();
        for (int place = 0; place < row.fields().size(); place++) {
            if (whole.fields().size() != row.fields().size()) {
                checkListed(whole, row);
            }
            Expression field =
                    new Expression.Field(given, place, whole.fields().get(place).type());
            Optional<Expression> converted =
                    coercion.tryTo(field, row.fields().get(place).type(), Context.ASSIGNMENT, -1);
            if (converted.isEmpty()) {
                checkListed(whole, row);
            }
            converted.ifPresent(fields::add);
        }
        Expression made = new Expression.RowOf(fields, row);
        return new Expression.Case(
                List.of(new Expression.When(new Expression.IsNull(given, false), new Expression.Constant(row, null))),
                made,
                row);
    }

    /**
     * Passes if a row has the columns that the call lists.
     *
     * @throws SqlException 42804 if it has others
     */
    static void checkListed(CompositeType row, CompositeType listed) {
        SqlException mismatch = new SqlException(
                ErrorCode.DATATYPE_MISMATCH, "function return row and query-specified return row do not match");
        int count = row.fields().size();
        if (count != listed.fields().size()) {
            throw mismatch.withDetail("Returned row contains " + count + " attribute" + (count == 1 ? "" : "s")
                    + ", but query expects " + listed.fields().size() + ".");
        }
        for (int place = 0; place < count; place++) {
            SqlType returned = row.fields().get(place).type();
            SqlType expected = listed.fields().get(place).type();
            if (!returned.isDeclaredAs(expected)) {
                throw mismatch.withDetail("Returned type " + returned.nameWithoutModifier() + " at ordinal position "
                        + (place + 1) + ", but query expects " + expected.nameWithoutModifier() + ".");
            }
        }
    }

    private static List<Integer> types(CompositeType row) {
        return row.fields().stream().map(field -> field.type().oid()).toList();
    }

    /** Returns whether each row of the last statement is a result by itself: its only column, not a field of it. */
    public static boolean isWhole(UserFunction function, List<SqlType> columns) {
        return !(function.result() instanceof CompositeType)
                || (columns.size() == 1
                        && columns.getFirst() instanceof CompositeType only
                        && (function.returnsAnyRecord() || only.sameTypeAs(function.result())));
    }
}
