package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Polymorphism;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.GeneratedColumn;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.StoredNames;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.ExpressionText;
import org.borealisdb.sql.plan.Expressions;
import org.jspecify.annotations.Nullable;

/** Binds the expressions that the catalog keeps as text: defaults and check constraints. Used for one statement. */
public final class StoredExpressions {
    /** The name that a domain's value has in its conditions. */
    private static final String VALUE = "value";

    private final BindContext context;

    /** Binds within a statement. */
    public StoredExpressions(BindContext context) {
        this.context = context;
    }

    /**
     * Checks a default, and returns the text to store.
     *
     * @throws org.borealisdb.expr.error.SqlException if it cannot be a default of a column of that type
     */
    public String defaultText(SyntaxExpression syntax, String column, SqlType type) {
        try {
            return parameterText(syntax, column, type);
        } catch (SqlException missing) {
            // Whatever column it names, there is none here.
            boolean names = missing.code() == ErrorCode.UNDEFINED_COLUMN || missing.code() == ErrorCode.UNDEFINED_TABLE;
            SqlException refused = new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use column reference in DEFAULT expression");
            throw names && missing.position().isPresent()
                    ? refused.withPosition(missing.position().getAsInt())
                    : missing;
        }
    }

    /**
     * Checks the default of a parameter of a function, and returns the text to store.
     *
     * @throws org.borealisdb.expr.error.SqlException if it cannot be a default of a parameter of that type
     */
    public String parameterText(SyntaxExpression syntax, String column, SqlType type) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        Expression bound = binder.bindPlain(syntax, "DEFAULT expressions");
        if (Polymorphism.is(type)) {
            return readable(ExpressionText.stored(place -> {
                        throw new IllegalStateException("a default reads column " + place);
                    })
                    .of(bound));
        }
        Expression assigned = binder.coercion()
                .tryTo(bound, type, Context.ASSIGNMENT, syntax.position())
                .orElseThrow(() -> context.error(
                                ErrorCode.DATATYPE_MISMATCH,
                                "column \"" + column + "\" is of type " + type.nameWithoutModifier()
                                        + " but default expression is of type "
                                        + bound.type().nameWithoutModifier(),
                                syntax.position())
                        .withHint("You will need to rewrite or cast the expression."));
        if (syntax instanceof SyntaxExpression.CurrentValue current) {
            return current.kind().name();
        }
        ExpressionText text = ExpressionText.stored(place -> {
            throw new IllegalStateException("a default reads column " + place);
        });
        if (bound.type().is(BuiltInType.UNKNOWN) && assigned instanceof Expression.Fit fit) {
            return readable(text.of(fit.operand()));
        }
        boolean typeless = bound.type().is(BuiltInType.UNKNOWN)
                || bound.type().is(BuiltInType.RECORD)
                || context.collector()
                        .filter(names -> !names.names().casts().isEmpty())
                        .isPresent();
        return readable(text.of(typeless ? assigned : bound));
    }

    /** Returns a text to store, with the functions and operators in it, if it can be read again. */
    private String readable(String text) {
        PostgresParser.parseExpression(text);
        return StoredNames.with(
                text,
                context.collector()
                        .map(names -> names.names().stored(context.schema()))
                        .orElse(List.of()));
    }

    /** Returns whether a value of a type can become one of another. */
    public boolean canBecome(SqlType from, SqlType to, Context use) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        return binder.coercion()
                .tryTo(new Expression.Parameter(0, from), to, use, -1)
                .isPresent();
    }

    /** Binds the arguments of EXECUTE. */
    public List<Expression> arguments(List<SyntaxExpression> arguments, List<SqlType> types) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        List<Expression> bound = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            SyntaxExpression argument = arguments.get(i);
            SqlType type = types.get(i);
            int number = i + 1;
            Expression value = binder.bindPlain(argument, "EXECUTE parameters");
            bound.add(binder.coercion()
                    .tryTo(value, type, Context.ASSIGNMENT, argument.position())
                    .orElseThrow(() -> context.error(
                                    ErrorCode.DATATYPE_MISMATCH,
                                    "parameter $" + number + " of type "
                                            + value.type().nameWithoutModifier()
                                            + " cannot be coerced to the expected type " + type.displayName(),
                                    argument.position())
                            .withHint("You will need to rewrite or cast the expression.")));
        }
        return bound;
    }

    /** The texts of a condition: to be parsed again, and to be read; and the places of the columns that it reads. */
    public record ConditionText(String text, String pretty, List<Integer> columns) {
        /** Copies the columns. */
        public ConditionText {
            columns = List.copyOf(columns);
        }
    }

    /** Checks the condition of a check constraint, and returns the texts to store. */
    public ConditionText checkText(SyntaxExpression syntax, TableDefinition table) {
        return texts(condition(syntax, table), table, -1, "");
    }

    private ConditionText texts(Expression bound, TableDefinition table, int renamed, String newName) {
        ExpressionText text = ExpressionText.stored(column -> Quoting.identifier(
                column == renamed ? newName : table.columns().get(column).name()));
        Set<Integer> columns = new TreeSet<>();
        Expressions.map(bound, part -> {
            if (part instanceof Expression.ColumnReference column) {
                columns.add(column.column());
            }
            return null;
        });
        return new ConditionText(readable(text.of(bound)), text.pretty(bound), List.copyOf(columns));
    }

    private Expression condition(SyntaxExpression syntax, TableDefinition table) {
        FromItem.Table item = new FromItem.Table(new QualifiedName(List.of(table.name()), -1), false, null, -1);
        Scope scope = new FromBinder(context, Optional.empty()).tableScope(table, item);
        ExpressionBinder binder = new ExpressionBinder(context, scope)
                .refuseSystemColumns("system column \"%\" reference in check constraint is invalid");
        return binder.plainCondition(syntax, "check constraints", "CHECK");
    }

    /** Checks the condition of a domain over values of a type, and returns the texts to store: in the first, the value is {@code $1}. */
    public ConditionText domainText(SyntaxExpression syntax, SqlType type) {
        Scope scope = new Scope(Optional.empty());
        scope.add(new ScopeColumn("", VALUE, UserType.checkedType(type), 0, 1, false));
        Expression bound = new ExpressionBinder(context, scope).plainCondition(syntax, "check constraints", "CHECK");
        Expressions.map(bound, part -> {
            if (part instanceof Expression.Call call && SubqueryBinder.isSubquery(call)) {
                throw context.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use subquery in check constraint", syntax.leftmost());
            }
            return null;
        });
        String word = VALUE.toUpperCase(Locale.ROOT);
        boolean over = type instanceof DomainType;
        ExpressionText shown = ExpressionText.stored(
                column -> over ? "(" + word + ")::" + type.physical().exactName() : word);
        return new ConditionText(numbered(bound), shown.of(bound) + "\n" + shown.pretty(bound), List.of());
    }

    /** Returns the condition of a domain over a column of a table. */
    public static Expression over(Expression condition, TableColumn column) {
        return Expressions.map(
                condition,
                part -> part instanceof Expression.ColumnReference
                        ? new Expression.ColumnReference(column.number() - 1, column.type())
                        : null);
    }

    /** The text of an index's expression or condition, in which {@code $1} stands for the first column, and what it is called. */
    public record IndexText(String text, String label, SqlType type) {}

    /** Checks the expression of an index, and returns the text to store. */
    public IndexText indexExpression(SyntaxExpression syntax, TableDefinition table) {
        Expression bound =
                binder(table).withoutSystemColumns("index creation").indexExpression(syntax, "index expressions");
        refuseMutable(bound, syntax, "index expression");
        String name = TargetList.nameOf(syntax);
        return new IndexText(numbered(bound), name.equals("?column?") ? "expr" : name, bound.type());
    }

    /** Checks an expression that statistics are to be of, and returns the text to store. */
    public IndexText statisticsExpression(SyntaxExpression syntax, TableDefinition table) {
        Expression bound = binder(table)
                .withoutSystemColumns("statistics creation")
                .indexExpression(syntax, "statistics expressions");
        refuseSubqueries(bound, syntax, "statistics expressions");
        if (!Expressions.isImmutable(inlined(bound))) {
            throw SqlException.notSupported("statistics on an expression that is not immutable");
        }
        return new IndexText(numbered(bound), "expr", bound.type());
    }

    /**
     * Checks the expression of a generated column, and returns the text to store.
     *
     * @param positions whether errors say where in the statement
     */
    public String generationText(
            SyntaxExpression syntax, TableDefinition table, TableColumn column, boolean positions) {
        ExpressionBinder binder =
                binder(table).refuseSystemColumns("cannot use system column \"%\" in column generation expression");
        Expression bound = binder.bindPlain(syntax, "column generation expressions");
        Expressions.map(bound, part -> {
            if (part instanceof Expression.Call call && SubqueryBinder.isSubquery(call)) {
                throw context.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "cannot use subquery in column generation expression",
                        syntax.leftmost());
            }
            if (part instanceof Expression.RowOf row && isWholeRow(row, table)) {
                throw context.error(
                                ErrorCode.INVALID_OBJECT_DEFINITION,
                                "cannot use whole-row variable in column generation expression",
                                positions ? syntax.leftmost() : -1)
                        .withDetail("This would cause the generated column to depend on its own value.");
            }
            if (part instanceof Expression.ColumnReference reference) {
                checkReadable(table, reference.column(), column, positions ? syntax.leftmost() : -1);
            }
            return null;
        });
        if (binder.coercion()
                .tryTo(bound, column.declared(), Context.ASSIGNMENT, -1)
                .isEmpty()) {
            throw context.error(
                            ErrorCode.DATATYPE_MISMATCH,
                            "column \"" + column.name() + "\" is of type "
                                    + column.type().nameWithoutModifier() + " but default expression is of type "
                                    + bound.type().nameWithoutModifier(),
                            -1)
                    .withHint("You will need to rewrite or cast the expression.");
        }
        if (!Expressions.isImmutable(inlined(bound))) {
            throw context.error(ErrorCode.INVALID_OBJECT_DEFINITION, "generation expression is not immutable", -1);
        }
        return numbered(binder.known(bound));
    }

    private static boolean isWholeRow(Expression.RowOf row, TableDefinition table) {
        return row.type() instanceof CompositeType type
                && type.isNamed()
                && Integer.toUnsignedLong(type.oid())
                        == RowTypes.of(table.object().id());
    }

    private void checkReadable(TableDefinition table, int place, TableColumn column, int position) {
        TableColumn read = table.columns().get(place);
        if (read.isGenerated() || read.number() == column.number()) {
            throw context.error(
                            ErrorCode.INVALID_OBJECT_DEFINITION,
                            "cannot use generated column \"" + read.name() + "\" in column generation expression",
                            position)
                    .withDetail("A generated column cannot reference another generated column.");
        }
    }

    /** Binds the condition of a COPY over the rows of its table. */
    public Expression copyCondition(SyntaxExpression syntax, TableDefinition table) {
        Expression bound = binder(table).plainCondition(syntax, "COPY FROM WHERE conditions", "WHERE");
        Expressions.map(bound, part -> {
            if (part instanceof Expression.Call call && SubqueryBinder.isSubquery(call)) {
                throw context.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "cannot use subquery in COPY FROM WHERE condition",
                        syntax.leftmost());
            }
            if (part instanceof Expression.ColumnReference column
                    && table.columns().get(column.column()).isGenerated()) {
                throw context.error(
                                ErrorCode.INVALID_COLUMN_REFERENCE,
                                "generated columns are not supported in COPY FROM WHERE conditions",
                                -1)
                        .withDetail("Column \""
                                + table.columns().get(column.column()).name() + "\" is a generated column.");
            }
            return null;
        });
        return bound;
    }

    /** Checks the condition of an index, and returns the text to store. */
    public String indexPredicate(SyntaxExpression syntax, TableDefinition table) {
        Expression bound = binder(table)
                .withoutSystemColumns("index creation")
                .plainCondition(syntax, "index predicates", "WHERE");
        refuseMutable(bound, syntax, "index predicate");
        return numbered(bound);
    }

    /** Such expressions are read without a session: what users' functions in them compute stands in their place. */
    private String numbered(Expression bound) {
        Expression inlined = inlined(bound);
        boolean calls = Expressions.any(
                inlined,
                part -> part instanceof Expression.Call call && call.function().isOfUser());
        if (calls) {
            throw SqlException.notSupported(
                    "a user's function that is more than an expression in an index, a generated column or a domain");
        }
        return readable(ExpressionText.stored(column -> "$" + (column + 1)).of(inlined));
    }

    private Expression inlined(Expression bound) {
        return new InlinedFunctions(context).in(bound);
    }

    private void refuseSubqueries(Expression bound, SyntaxExpression syntax, String what) {
        Expressions.map(bound, part -> {
            if (part instanceof Expression.Call call && SubqueryBinder.isSubquery(call)) {
                throw context.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use subquery in " + what, syntax.leftmost());
            }
            return null;
        });
    }

    private void refuseMutable(Expression bound, SyntaxExpression syntax, String what) {
        refuseSubqueries(bound, syntax, what);
        if (!Expressions.isImmutable(inlined(bound))) {
            throw context.error(
                    ErrorCode.INVALID_OBJECT_DEFINITION, "functions in " + what + " must be marked IMMUTABLE", -1);
        }
    }

    private ExpressionBinder binder(TableDefinition table) {
        FromItem.Table item = new FromItem.Table(new QualifiedName(List.of(table.name()), -1), false, null, -1);
        return new ExpressionBinder(context, new FromBinder(context, Optional.empty()).tableScope(table, item));
    }

    private Expression bound(CheckDefinition check, TableDefinition table) {
        BindContext inner = context.forView(check.condition(), List.of(), Optional.empty());
        return new StoredExpressions(inner).condition(PostgresParser.parseExpression(check.condition()), table);
    }

    /** Returns whether a check constraint reads a column. */
    public boolean reads(CheckDefinition check, TableDefinition table, int place) {
        boolean[] reads = {false};
        Expressions.map(bound(check, table), part -> {
            reads[0] |= part instanceof Expression.ColumnReference column && column.column() == place;
            return null;
        });
        return reads[0];
    }

    /** Returns the texts of a check constraint after a column has got another name. */
    public ConditionText renamed(CheckDefinition check, TableDefinition table, int place, String newName) {
        ConditionText texts = texts(bound(check, table), table, place, newName);
        return new ConditionText(texts.text() + StoredNames.hidden(check.condition()), texts.pretty(), texts.columns());
    }

    /** Returns the columns of a table's rows. */
    public List<Expression> columns(TableDefinition table) {
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            values.add(new Expression.ColumnReference(i, table.columns().get(i).type()));
        }
        return values;
    }

    /**
     * Returns what makes of a table's rows the values of one of its columns in another type.
     *
     * @throws SqlException 42804 if nothing does
     */
    public Expression converted(TableDefinition table, int place, SqlType type, @Nullable SyntaxExpression using) {
        String name = table.columns().get(place).name();
        FromItem.Table item = new FromItem.Table(new QualifiedName(List.of(table.name()), -1), false, null, -1);
        Scope scope = new FromBinder(context, Optional.empty()).tableScope(table, item);
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        Expression old = using == null ? columns(table).get(place) : binder.bindPlain(using, "transform expressions");
        return binder.coercion()
                .tryTo(old, type, Context.ASSIGNMENT, -1)
                .orElseThrow(() -> using != null
                        ? context.error(
                                        ErrorCode.DATATYPE_MISMATCH,
                                        "result of USING clause for column \"" + name
                                                + "\" cannot be cast automatically to type " + type.displayName(),
                                        -1)
                                .withHint("You might need to add an explicit cast.")
                        : context.error(
                                        ErrorCode.DATATYPE_MISMATCH,
                                        "column \"" + name + "\" cannot be cast automatically to type "
                                                + type.displayName(),
                                        -1)
                                .withHint("You might need to specify \"USING " + Quoting.identifier(name) + "::"
                                        + type.displayName() + "\"."));
    }

    /**
     * Passes if what a column has by default, or always, can be a value of another type.
     *
     * @throws SqlException 42804 if it cannot
     */
    public void requireDefault(TableDefinition table, TableColumn column, SqlType type) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        Optional<Expression> value = column.isGenerated()
                ? table.generated().stream()
                        .filter(generated -> generated.place() == column.number() - 1)
                        .map(GeneratedColumn::value)
                        .findFirst()
                : column.defaultText()
                        .map(text -> binder.bindPlain(PostgresParser.parseExpression(text), "DEFAULT expressions"));
        if (value.isPresent()
                && binder.coercion()
                        .tryTo(value.get(), type, Context.ASSIGNMENT, -1)
                        .isEmpty()) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    (column.isGenerated() ? "generation expression" : "default") + " for column \"" + column.name()
                            + "\" cannot be cast automatically to type " + type.displayName(),
                    -1);
        }
    }

    /** Returns the conditions that rows of a table must not fail. */
    public List<BoundCheck> checks(TableDefinition table) {
        List<BoundCheck> checks = new ArrayList<>();
        for (CheckDefinition check : table.checks()) {
            checks.add(new BoundCheck(check.name(), bound(check, table)));
        }
        return checks;
    }
}
