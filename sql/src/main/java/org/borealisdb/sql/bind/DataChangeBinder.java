package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.CursorRow;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/** Binds INSERT, UPDATE and DELETE: first over what the statement names, then over the rows of the table that is or that views are over. */
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
        context.namedTables().begin();
        try {
            return changed(change);
        } finally {
            context.namedTables().end();
        }
    }

    private BoundChange changed(DataChange change) {
        return switch (change) {
            case DataChange.Insert insert -> new InsertBinder(context, this, assignments).bind(insert);
            case DataChange.Update update -> update(update);
            case DataChange.Delete delete -> delete(delete);
        };
    }

    /** Returns the default of a column. */
    public Expression defaultOf(TableColumn column) {
        Optional<String> text = column.defaultText().or(() -> context.types().defaultOf(column.declared()));
        if (column.dropped() || text.isEmpty()) {
            Expression none = new Expression.Constant(column.type(), null);
            return column.dropped() || column.isGenerated()
                    ? none
                    : new Coercion(context).inDomain(none, column.declared(), false);
        }
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        SyntaxExpression syntax = PostgresParser.parseExpression(text.get());
        return assignments.assigned(column, binder, binder.bindPlain(syntax, "DEFAULT"), -1);
    }

    /**
     * The rows to change, over what the statement names.
     *
     * @param where the condition of the statement, if it has one
     * @param access how the target's rows are read, before the condition is looked at
     */
    private record Found(Scope scope, Optional<Expression> where, Optional<BoundFrom> joined, Access access) {}

    private Found found(
            ChangeTarget target, FromItem.Table item, List<FromItem> others, @Nullable SyntaxExpression where) {
        Scope scope = target.scope(context, item);
        context.namedTables().add(item.name().last(), scope);
        Access access = where instanceof SyntaxExpression.CurrentOf current
                ? Access.ofRow(currentRow(target, current))
                : Access.ALL;
        Optional<BoundFrom> joined = Optional.empty();
        if (!others.isEmpty()) {
            scope.add(new ScopeColumn("", "", BuiltInType.BYTEA.type(), 0, 0, true));
            FromBinder from = new FromBinder(context, Optional.empty());
            joined = Optional.of(from.bindBeside(new BoundFrom(keyed(target, access), scope), others));
            scope = joined.get().scope();
        }
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        Optional<Expression> condition = Optional.ofNullable(where)
                .filter(given -> access.row().isEmpty())
                .map(binder::whereCondition);
        return new Found(scope, condition, joined, access);
    }

    private Expression currentRow(ChangeTarget target, SyntaxExpression.CurrentOf current) {
        if (target.isView()) {
            throw context.error(ErrorCode.FEATURE_NOT_SUPPORTED, "WHERE CURRENT OF on a view is not implemented", -1);
        }
        return new CursorRow(context.session().cursorRows(), current.cursor(), target.table()).call();
    }

    /** The rows of a target, each with its primary key behind. What cannot be changed, which is found out later, has none. */
    private static Plan keyed(ChangeTarget target, Access access) {
        if (!target.isView()) {
            return new Plan.KeyedScan(scan(target.seen(), access, List.of()));
        }
        List<Expression> values = new ArrayList<>();
        if (target.isChangeable()) {
            values.addAll(target.values());
            int key = target.seen().columns().size();
            values.add(new Expression.ColumnReference(key, BuiltInType.BYTEA.type()));
            return new Plan.Project(new Plan.KeyedScan(scan(target.seen(), Access.ALL, target.conditions())), values);
        }
        target.columns().forEach(column -> values.add(new Expression.Constant(column.type(), null)));
        values.add(new Expression.Constant(BuiltInType.BYTEA.type(), null));
        return new Plan.Project(new Plan.Single(), values);
    }

    private static Plan.Scan scan(TableDefinition table, Access access, List<Expression> conditions) {
        Plan.Scan all = new Plan.Scan(table, access, Optional.empty(), Optional.empty());
        return conditions.isEmpty() ? all : (Plan.Scan) AccessRules.filter(all, AccessRules.and(conditions));
    }

    private BoundChange update(DataChange.Update update) {
        ChangeTarget target = ChangeTarget.find(context, update.table());
        Found found = found(target, update.table(), update.from(), update.where());
        ExpressionBinder binder = new ExpressionBinder(context, found.scope());
        Returning returning = returning(found.scope(), update.returning());
        Map<Integer, Expression> assigned = assignments.bind(target, binder, update.assignments());
        target.needs(Privilege.UPDATE, assigned.keySet());
        target.check(BoundChange.Kind.UPDATE, assigned.keySet());
        List<Expression> values = assignments.row(target, assigned, target::over);
        return finish(BoundChange.Kind.UPDATE, target, found, values, returning);
    }

    private BoundChange delete(DataChange.Delete delete) {
        ChangeTarget target = ChangeTarget.find(context, delete.table());
        Found found = found(target, delete.table(), delete.using(), delete.where());
        Returning returning = returning(found.scope(), delete.returning());
        target.needs(Privilege.DELETE, Set.of());
        target.check(BoundChange.Kind.DELETE, Set.of());
        return finish(BoundChange.Kind.DELETE, target, found, List.of(), returning);
    }

    private BoundChange finish(
            BoundChange.Kind kind, ChangeTarget target, Found found, List<Expression> values, Returning returning) {
        Optional<Expression> where = found.where().map(target::over);
        if (found.joined().isEmpty()) {
            List<Expression> conditions = new ArrayList<>(target.conditions());
            where.ifPresent(conditions::add);
            Plan source = scan(target.seen(), found.access(), conditions);
            return change(kind, target, source, Optional.empty(), values, returning, Optional.empty());
        }
        Plan rows = found.joined().get().plan();
        Plan source = found.where()
                .map(condition -> AccessRules.filter(rows, condition))
                .orElse(rows);
        List<Expression> conditions = new ArrayList<>(target.conditions());
        where.ifPresent(conditions::add);
        Expression condition = conditions.isEmpty()
                ? new Expression.Constant(BuiltInType.BOOL.type(), true)
                : AccessRules.and(conditions);
        Plan joined = target.isView() ? widened(target, source) : source;
        return change(kind, target, joined, Optional.of(condition), values, returning, Optional.empty());
    }

    /** Rows of a view with those of others, as rows of its table with them; of the table's own columns the key is enough. */
    private static Plan widened(ChangeTarget target, Plan source) {
        List<Expression> values = new ArrayList<>();
        target.seen().columns().forEach(column -> values.add(new Expression.Constant(column.type(), null)));
        for (int place = target.columns().size(); place < source.types().size(); place++) {
            values.add(new Expression.ColumnReference(place, source.types().get(place)));
        }
        return new Plan.Project(source, values);
    }

    /** RETURNING, over what the statement names; without values if it is not there. */
    record Returning(List<Expression> values, List<ResultColumn> columns) {}

    Returning returning(Scope scope, List<Query.Target> targets) {
        List<Expression> values = new ArrayList<>();
        List<ResultColumn> columns = new ArrayList<>();
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        binder.aggregates().forbidIn("RETURNING");
        binder.windows().forbidIn("RETURNING");
        binder.sets().forbidIn("RETURNING");
        TargetList.bind(context, binder, scope, targets, false, values, columns);
        return new Returning(values, columns);
    }

    /** Makes the change of a table's rows. */
    BoundChange change(
            BoundChange.Kind kind,
            ChangeTarget target,
            Plan source,
            Optional<Expression> joined,
            List<Expression> values,
            Returning returning,
            Optional<BoundConflict> conflict) {
        TableDefinition table = target.table();
        boolean deletes = kind == BoundChange.Kind.DELETE;
        return new BoundChange(
                kind,
                table,
                target.seen(),
                source,
                joined,
                values,
                returning.values().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                returning.values().stream().map(target::over).toList()),
                returning.columns(),
                conflict,
                deletes ? List.of() : new StoredExpressions(context).checks(table),
                deletes ? List.of() : target.checks(),
                new ReferenceBinder(context).bind(table, conflict.isPresent() ? BoundChange.Kind.UPDATE : kind));
    }
}
