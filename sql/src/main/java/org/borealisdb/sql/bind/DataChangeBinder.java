package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.RelationAccess;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/** Binds INSERT, UPDATE and DELETE. */
public final class DataChangeBinder {
    private final BindContext context;
    private final AssignmentBinder assignments;

    /** Makes a binder for one statement. */
    public DataChangeBinder(BindContext context) {
        this.context = context;
        this.assignments = new AssignmentBinder(context, this);
    }

    /** Binds a change of rows. */
    public BoundChange bind(DataChange change) {
        Query.WithClause with = change.with();
        if (with != null) {
            new CommonTableBinder(context, Optional.empty()).bind(with);
        }
        return switch (change) {
            case DataChange.Insert insert -> insert(insert);
            case DataChange.Update update -> update(update);
            case DataChange.Delete delete -> delete(delete);
        };
    }

    private FromItem.Table item(DataChange.Insert insert) {
        String alias = insert.alias();
        return new FromItem.Table(
                insert.table(),
                false,
                alias == null ? null : new FromItem.Alias(alias, List.of()),
                insert.table().position());
    }

    private BoundChange insert(DataChange.Insert insert) {
        FromBinder from = new FromBinder(context, Optional.empty());
        FromItem.Table item = item(insert);
        TableDefinition table = from.definition(item);
        DataChange.OnConflict conflict = insert.onConflict();
        List<Integer> targets = targets(table, insert.columns(), insert.position());
        RelationAccess access = context.access(table.object()).needs(Privilege.INSERT);
        Plan source;
        if (insert.source() == null) {
            source = new Plan.Project(new Plan.Single(), row(table, List.of(), List.of()));
        } else if (insert.source().body() instanceof Query.Values values
                && insert.source().orderBy().isEmpty()
                && insert.source().limit() == null) {
            source = values(table, targets, values, insert);
            noteInserted(access, targets, values.rows().getFirst().size());
        } else {
            Query given = insert.source();
            BoundQuery bound = QueryBinder.bindWithUnknown(context, given);
            noteInserted(access, targets, bound.columns().size());
            source = query(table, targets, bound, insert);
        }
        Scope scope = from.tableScope(table, item);
        scope.setAccess(access);
        if (conflict != null && !conflict.doesNothing()) {
            access.needs(Privilege.UPDATE);
        }
        Optional<BoundConflict> onConflict = Optional.ofNullable(conflict)
                .map(given -> new ConflictBinder(context, table, scope).bind(given, assignments));
        return finish(
                BoundChange.Kind.INSERT,
                table,
                source,
                Optional.empty(),
                List.of(),
                scope,
                insert.returning(),
                onConflict);
    }

    /** The places of the columns that values are given for, in order. */
    private List<Integer> targets(TableDefinition table, List<DataChange.AssignmentTarget> columns, int position) {
        List<Integer> places = new ArrayList<>();
        if (columns.isEmpty()) {
            for (int place = 0; place < table.columns().size(); place++) {
                if (!table.columns().get(place).dropped()) {
                    places.add(place);
                }
            }
            return places;
        }
        Set<Integer> seen = new HashSet<>();
        for (DataChange.AssignmentTarget target : columns) {
            int place = assignments.place(table, target);
            if (!seen.add(place)) {
                throw context.error(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + target.column() + "\" specified more than once",
                        target.position() < 0 ? position : target.position());
            }
            places.add(place);
        }
        return places;
    }

    private Plan values(TableDefinition table, List<Integer> targets, Query.Values values, DataChange.Insert insert) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        List<List<Expression>> rows = new ArrayList<>();
        for (List<SyntaxExpression> row : values.rows()) {
            checkCount(row, row.size(), targets.size(), insert);
            List<Integer> given = new ArrayList<>();
            List<Expression> bound = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                TableColumn column = table.columns().get(targets.get(i));
                boolean isDefault = row.get(i) instanceof SyntaxExpression.DefaultValue;
                if (!isDefault && !isIgnored(column, insert)) {
                    checkGenerated(column, insert);
                    given.add(targets.get(i));
                    bound.add(assignments.assigned(
                            column,
                            binder,
                            binder.bindPlain(row.get(i), "VALUES"),
                            row.get(i).leftmost()));
                }
            }
            rows.add(row(table, given, bound));
        }
        List<SqlType> types = table.columns().stream().map(TableColumn::type).toList();
        return new Plan.Rows(rows, types);
    }

    private void checkCount(List<SyntaxExpression> given, int count, int expected, DataChange.Insert insert) {
        if (count > expected) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "INSERT has more expressions than target columns",
                    given.size() > expected ? given.get(expected).position() : insert.position());
        }
        if (count < expected && !insert.columns().isEmpty()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "INSERT has more target columns than expressions",
                    insert.columns().get(count).position());
        }
    }

    /** OVERRIDING USER VALUE: what is given for identity columns does not count. */
    private static boolean isIgnored(TableColumn column, DataChange.Insert insert) {
        return column.isIdentity() && insert.overriding() == DataChange.Overriding.USER_VALUE;
    }

    private void checkGenerated(TableColumn column, DataChange.Insert insert) {
        if (column.isGenerated()) {
            throw context.error(
                            ErrorCode.GENERATED_ALWAYS,
                            "cannot insert a non-DEFAULT value into column \"" + column.name() + "\"",
                            -1)
                    .withDetail("Column \"" + column.name() + "\" is a generated column.");
        }
        if (column.isAlwaysGenerated() && insert.overriding() != DataChange.Overriding.SYSTEM_VALUE) {
            throw context.error(
                            ErrorCode.GENERATED_ALWAYS,
                            "cannot insert a non-DEFAULT value into column \"" + column.name() + "\"",
                            -1)
                    .withDetail("Column \"" + column.name() + "\" is an identity column defined as GENERATED ALWAYS.")
                    .withHint("Use OVERRIDING SYSTEM VALUE to override.");
        }
    }

    private static void noteInserted(RelationAccess access, List<Integer> targets, int count) {
        targets.stream().limit(count).forEach(place -> access.needs(Privilege.INSERT, place + 1));
    }

    private Plan query(TableDefinition table, List<Integer> targets, BoundQuery bound, DataChange.Insert insert) {
        int count = bound.columns().size();
        checkCount(List.of(), count, targets.size(), insert);
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        List<Integer> given = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        Map<Integer, Expression> literals = new HashMap<>();
        for (int i = 0; i < count; i++) {
            TableColumn column = table.columns().get(targets.get(i));
            if (isIgnored(column, insert)) {
                continue;
            }
            checkGenerated(column, insert);
            given.add(targets.get(i));
            Expression value =
                    new Expression.ColumnReference(i, bound.columns().get(i).type());
            Optional<Expression> literal = UnknownColumns.literal(bound, i);
            if (literal.isPresent()) {
                literals.put(i, assignments.assigned(column, binder, literal.get(), insert.position()));
                value = new Expression.ColumnReference(i, literals.get(i).type());
            }
            values.add(assignments.assigned(column, binder, value, insert.position()));
        }
        return new Plan.Project(UnknownColumns.replaced(bound.plan(), literals), row(table, given, values));
    }

    /** A whole row of the table: the values given, and defaults for the others. */
    private List<Expression> row(TableDefinition table, List<Integer> given, List<Expression> values) {
        List<Expression> row = new ArrayList<>();
        for (int place = 0; place < table.columns().size(); place++) {
            int at = given.indexOf(place);
            row.add(at >= 0 ? values.get(at) : defaultOf(table.columns().get(place)));
        }
        return row;
    }

    /** Returns the default of a column. */
    public Expression defaultOf(TableColumn column) {
        Optional<String> text = column.defaultText().or(() -> context.types().defaultOf(column.declared()));
        if (column.dropped() || text.isEmpty()) {
            Expression none = new Expression.Constant(column.type(), null);
            return column.dropped() || column.isGenerated()
                    ? none
                    : new Coercion(context).inDomain(none, column.declared());
        }
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        SyntaxExpression syntax = PostgresParser.parseExpression(text.get());
        return assignments.assigned(column, binder, binder.bindPlain(syntax, "DEFAULT"), -1);
    }

    private BoundChange update(DataChange.Update update) {
        FromBinder from = new FromBinder(context, Optional.empty());
        TableDefinition table = from.definition(update.table());
        if (!update.from().isEmpty()) {
            Joined joined = joined(from, table, update.table(), update.from(), update.where(), Privilege.UPDATE);
            ExpressionBinder binder = new ExpressionBinder(context, joined.scope());
            List<Expression> values = assignments.bind(table, binder, update.assignments());
            return finish(
                    BoundChange.Kind.UPDATE,
                    table,
                    joined.plan(),
                    Optional.of(joined.condition()),
                    values,
                    joined.scope(),
                    update.returning(),
                    Optional.empty());
        }
        Scope scope = from.tableScope(table, update.table());
        scope.setAccess(context.access(table.object()).needs(Privilege.UPDATE));
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        List<Expression> values = assignments.bind(table, binder, update.assignments());
        Plan source = scan(table, binder, update.where());
        return finish(
                BoundChange.Kind.UPDATE,
                table,
                source,
                Optional.empty(),
                values,
                scope,
                update.returning(),
                Optional.empty());
    }

    /** The rows of a table with those of others, the condition on them, and the scope of all columns. */
    private record Joined(Plan plan, Expression condition, Scope scope) {}

    private Joined joined(
            FromBinder from,
            TableDefinition table,
            FromItem.Table item,
            List<FromItem> others,
            @Nullable SyntaxExpression where,
            Privilege privilege) {
        Scope own = from.tableScope(table, item);
        own.setAccess(context.access(table.object()).needs(privilege));
        own.add(new ScopeColumn("", "", BuiltInType.BYTEA.type(), 0, 0, true));
        Plan keyed = new Plan.KeyedScan(new Plan.Scan(table, Access.ALL, Optional.empty(), Optional.empty()));
        FromBinder.Bound all = from.bindBeside(new FromBinder.Bound(keyed, own), others);
        ExpressionBinder binder = new ExpressionBinder(context, all.scope());
        Expression condition =
                where == null ? new Expression.Constant(BuiltInType.BOOL.type(), true) : binder.whereCondition(where);
        Plan plan = where == null ? all.plan() : AccessRules.filter(all.plan(), condition);
        return new Joined(plan, condition, all.scope());
    }

    private BoundChange delete(DataChange.Delete delete) {
        FromBinder from = new FromBinder(context, Optional.empty());
        TableDefinition table = from.definition(delete.table());
        if (!delete.using().isEmpty()) {
            Joined joined = joined(from, table, delete.table(), delete.using(), delete.where(), Privilege.DELETE);
            return finish(
                    BoundChange.Kind.DELETE,
                    table,
                    joined.plan(),
                    Optional.of(joined.condition()),
                    List.of(),
                    joined.scope(),
                    delete.returning(),
                    Optional.empty());
        }
        Scope scope = from.tableScope(table, delete.table());
        scope.setAccess(context.access(table.object()).needs(Privilege.DELETE));
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        Plan source = scan(table, binder, delete.where());
        return finish(
                BoundChange.Kind.DELETE,
                table,
                source,
                Optional.empty(),
                List.of(),
                scope,
                delete.returning(),
                Optional.empty());
    }

    private static Plan scan(TableDefinition table, ExpressionBinder binder, @Nullable SyntaxExpression where) {
        Plan all = new Plan.Scan(table, Access.ALL, Optional.empty(), Optional.empty());
        return where == null ? all : AccessRules.filter(all, binder.whereCondition(where));
    }

    private BoundChange finish(
            BoundChange.Kind kind,
            TableDefinition table,
            Plan source,
            Optional<Expression> joined,
            List<Expression> values,
            Scope scope,
            List<Query.Target> targets,
            Optional<BoundConflict> conflict) {
        List<Expression> returning = new ArrayList<>();
        List<ResultColumn> columns = new ArrayList<>();
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        binder.aggregates().forbidIn("RETURNING");
        binder.windows().forbidIn("RETURNING");
        binder.sets().forbidIn("RETURNING");
        TargetList.bind(context, binder, scope, targets, false, returning, columns);
        return new BoundChange(
                kind,
                table,
                source,
                joined,
                values,
                targets.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(returning)),
                columns,
                conflict,
                kind == BoundChange.Kind.DELETE ? List.of() : new StoredExpressions(context).checks(table),
                new ReferenceBinder(context).bind(table, conflict.isPresent() ? BoundChange.Kind.UPDATE : kind));
    }
}
