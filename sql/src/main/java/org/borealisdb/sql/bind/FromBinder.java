package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/** Binds FROM clauses: the plan of their rows, and the scope of their columns. */
final class FromBinder {
    private final BindContext context;
    private final Optional<SubqueryBoundary> boundary;

    FromBinder(BindContext context, Optional<SubqueryBoundary> boundary) {
        this.context = context;
        this.boundary = boundary;
    }

    /** A plan with the scope of its columns. */
    record Bound(Plan plan, Scope scope) {}

    Bound bindAll(List<FromItem> items) {
        Bound all = new Bound(new Plan.Single(), new Scope(boundary));
        boolean first = true;
        for (FromItem item : items) {
            Bound next = bind(item);
            all = first ? next : pair(all, next, FromItem.JoinKind.CROSS, Optional.empty());
            first = false;
        }
        return all;
    }

    private Bound bind(FromItem item) {
        return switch (item) {
            case FromItem.Table table -> table(table);
            case FromItem.Subquery subquery -> {
                BoundQuery query = new QueryBinder(context, boundary).bind(subquery.query());
                List<String> names =
                        query.columns().stream().map(ResultColumn::name).toList();
                List<SqlType> types =
                        query.columns().stream().map(ResultColumn::type).toList();
                yield new Bound(query.plan(), scope("", names, types, subquery.alias(), subquery.position()));
            }
            case FromItem.Function function -> function(function);
            case FromItem.Join join -> join(join);
        };
    }

    private Scope scope(
            String name, List<String> names, List<SqlType> types, FromItem.@Nullable Alias alias, int position) {
        Scope scope = new Scope(boundary);
        String table = alias == null ? name : alias.name();
        int renamed = alias == null ? 0 : alias.columns().size();
        if (alias != null && renamed > names.size()) {
            throw context.error(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    "table \"" + table + "\" has " + names.size() + " columns available but " + renamed
                            + " columns specified",
                    position);
        }
        for (int i = 0; i < names.size(); i++) {
            String column = alias != null && i < renamed ? alias.columns().get(i) : names.get(i);
            scope.columns.add(new ScopeColumn(table, column, types.get(i), 0, 0, false));
        }
        return scope;
    }

    private Bound table(FromItem.Table item) {
        List<String> name = item.name().parts();
        Optional<BindContext.ComputedTable> computed = context.session().table(name, context.schema());
        if (computed.isPresent()) {
            Plan.Computed plan = computed.get().plan();
            return new Bound(
                    plan, scope(plan.name(), computed.get().names(), plan.types(), item.alias(), item.position()));
        }
        TableDefinition table = definition(item);
        return new Bound(new Plan.Scan(table, Access.ALL, Optional.empty(), Optional.empty()), tableScope(table, item));
    }

    TableDefinition definition(FromItem.Table item) {
        return context.schema()
                .table(item.name().parts())
                .orElseThrow(() -> context.error(
                        ErrorCode.UNDEFINED_TABLE,
                        "relation \"" + item.name() + "\" does not exist",
                        item.name().position()));
    }

    Scope tableScope(TableDefinition table, FromItem.Table item) {
        Scope scope = new Scope(boundary);
        FromItem.Alias alias = item.alias();
        String name = alias == null ? table.name() : alias.name();
        int visible = 0;
        for (TableColumn column : table.columns()) {
            String label = alias != null && visible < alias.columns().size()
                    ? alias.columns().get(visible)
                    : column.name();
            if (!column.dropped()) {
                visible++;
            }
            scope.columns.add(new ScopeColumn(
                    name,
                    column.dropped() ? "" : label,
                    column.type(),
                    (int) table.object().id(),
                    column.number(),
                    column.dropped()));
        }
        return scope;
    }

    private Bound function(FromItem.Function item) {
        if (item.calls().size() != 1
                || item.ordinality()
                || !(item.calls().getFirst() instanceof SyntaxExpression.FunctionCall call)) {
            throw context.notSupported("this function in FROM", item.position());
        }
        String name = call.name().last();
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(boundary));
        if (!name.equals("generate_series")) {
            Expression value = binder.bindPlain(call, "functions in FROM");
            return new Bound(
                    new Plan.Project(new Plan.Single(), List.of(value)),
                    scope(name, List.of(name), List.of(value.type()), item.alias(), item.position()));
        }
        List<Expression> arguments = new ArrayList<>();
        boolean wide = false;
        for (SyntaxExpression argument : call.arguments()) {
            Expression bound = binder.bindPlain(argument, "functions in FROM");
            wide |= bound.type().is(BuiltInType.INT8);
            arguments.add(bound);
        }
        SqlType type = wide ? BuiltInType.INT8.type() : BuiltInType.INT4.type();
        if (arguments.size() < 2 || arguments.size() > 3) {
            throw context.error(
                    ErrorCode.UNDEFINED_FUNCTION, "function generate_series does not exist", call.position());
        }
        List<Expression> converted = arguments.stream()
                .map(argument -> binder.coercion().cast(argument, type, Context.IMPLICIT, call.position()))
                .toList();
        Expression step = converted.size() == 3 ? converted.get(2) : new Expression.Constant(type, 1L);
        FromItem.Alias alias = item.alias();
        String column = alias == null ? name : alias.name();
        return new Bound(
                new Plan.Series(converted.get(0), converted.get(1), step, type),
                scope(name, List.of(column), List.of(type), alias, item.position()));
    }

    private Bound join(FromItem.Join join) {
        if (join.kind() == FromItem.JoinKind.FULL) {
            throw context.notSupported("FULL JOIN", join.position());
        }
        boolean swapped = join.kind() == FromItem.JoinKind.RIGHT;
        Bound left = bind(join.left());
        Bound right = bind(join.right());
        if (swapped && (join.natural() || !join.using().isEmpty())) {
            throw context.notSupported("RIGHT JOIN USING", join.position());
        }
        Scope scope = combined(left, right);
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        List<Expression> conditions = new ArrayList<>();
        if (join.on() != null) {
            conditions.add(binder.condition(join.on(), "JOIN/ON"));
        }
        List<String> using = new ArrayList<>(join.using());
        if (join.natural()) {
            for (ScopeColumn column : left.scope().columns) {
                if (!column.hidden()
                        && right.scope().columns.stream()
                                .anyMatch(other -> other.name().equals(column.name()))) {
                    using.add(column.name());
                }
            }
        }
        int width = left.scope().columns.size();
        for (String name : using) {
            int first = left.scope().place(context, List.of(name), join.position());
            int second = right.scope().place(context, List.of(name), join.position());
            if (first < 0 || second < 0) {
                throw context.error(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + name + "\" specified in USING clause does not exist in "
                                + (first < 0 ? "left" : "right") + " table",
                        join.position());
            }
            ScopeColumn hidden = right.scope().columns.get(second);
            conditions.add(binder.call(
                    "=",
                    new Expression.ColumnReference(
                            first, left.scope().columns.get(first).type()),
                    new Expression.ColumnReference(width + second, hidden.type()),
                    join.position()));
            scope.columns.set(
                    width + second,
                    new ScopeColumn(
                            hidden.table(), hidden.name(), hidden.type(), hidden.tableOid(), hidden.number(), true));
        }
        Optional<Expression> condition =
                conditions.isEmpty() ? Optional.empty() : Optional.of(AccessRules.and(conditions));
        if (!swapped) {
            Plan plan = AccessRules.join(left.plan(), right.plan(), join.kind() == FromItem.JoinKind.LEFT, condition);
            return new Bound(plan, scope);
        }
        return rightJoin(left, right, scope, condition);
    }

    /** A right join is a left join of exchanged sides, whose columns are put back into order. */
    private static Bound rightJoin(Bound left, Bound right, Scope scope, Optional<Expression> condition) {
        int leftWidth = left.scope().columns.size();
        int rightWidth = right.scope().columns.size();
        Optional<Expression> exchanged = condition.map(given -> Expressions.map(
                given,
                part -> part instanceof Expression.ColumnReference column
                        ? new Expression.ColumnReference(
                                column.column() < leftWidth
                                        ? column.column() + rightWidth
                                        : column.column() - leftWidth,
                                column.type())
                        : null));
        Plan joined = AccessRules.join(right.plan(), left.plan(), true, exchanged);
        List<Expression> order = new ArrayList<>();
        for (int i = 0; i < scope.columns.size(); i++) {
            int place = i < leftWidth ? i + rightWidth : i - leftWidth;
            order.add(new Expression.ColumnReference(place, scope.columns.get(i).type()));
        }
        return new Bound(new Plan.Project(joined, order), scope);
    }

    private Bound pair(Bound left, Bound right, FromItem.JoinKind kind, Optional<Expression> condition) {
        return new Bound(
                AccessRules.join(left.plan(), right.plan(), kind == FromItem.JoinKind.LEFT, condition),
                combined(left, right));
    }

    private Scope combined(Bound left, Bound right) {
        Scope scope = new Scope(boundary);
        scope.columns.addAll(left.scope().columns);
        scope.columns.addAll(right.scope().columns);
        return scope;
    }
}
