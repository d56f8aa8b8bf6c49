package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.JoinKind;
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
        return bindBeside(new Bound(new Plan.Single(), new Scope(boundary)), items);
    }

    /** Binds items whose rows stand beside those of a plan. */
    Bound bindBeside(Bound first, List<FromItem> items) {
        Bound all = first;
        for (FromItem item : items) {
            SubqueryBoundary beside = new SubqueryBoundary(all.scope());
            Bound next = bind(item, beside);
            checkNames(all.scope(), next.scope());
            Scope scope = combined(all, next);
            if (!beside.arguments.isEmpty()) {
                all = new Bound(lateral(all, next, JoinKind.INNER, beside, Optional.empty()), scope);
            } else if (all.plan() instanceof Plan.Single) {
                all = new Bound(next.plan(), scope);
            } else {
                all = new Bound(AccessRules.join(all.plan(), next.plan(), JoinKind.INNER, Optional.empty()), scope);
            }
        }
        return all;
    }

    private void checkNames(Scope left, Scope right) {
        for (ScopeColumn column : right.columns) {
            if (!column.table().isEmpty() && left.hasTable(column.table())) {
                throw context.error(
                        ErrorCode.DUPLICATE_ALIAS,
                        "table name \"" + column.table() + "\" specified more than once",
                        -1);
            }
        }
    }

    private static Plan lateral(
            Bound left, Bound right, JoinKind kind, SubqueryBoundary beside, Optional<Expression> condition) {
        return new Plan.Lateral(
                left.plan(), right.plan(), kind, List.copyOf(beside.arguments), List.copyOf(beside.slots), condition);
    }

    /**
     * Binds an item.
     *
     * @param beside the rows of the items before it, which functions and LATERAL may read
     */
    private Bound bind(FromItem item, SubqueryBoundary beside) {
        return switch (item) {
            case FromItem.Table table -> table(table);
            case FromItem.Subquery subquery -> {
                Optional<SubqueryBoundary> around = subquery.lateral() ? Optional.of(beside) : boundary;
                BoundQuery query = new QueryBinder(context, around).bind(subquery.query());
                yield named("", query, subquery.alias(), subquery.position());
            }
            case FromItem.Function function ->
                new FunctionBinder(context, this, boundary).bind(function, Optional.of(beside));
            case FromItem.Join join -> join(join, beside);
        };
    }

    private Bound named(String name, BoundQuery query, FromItem.@Nullable Alias alias, int position) {
        List<String> names = query.columns().stream().map(ResultColumn::name).toList();
        List<SqlType> types = query.columns().stream().map(ResultColumn::type).toList();
        return new Bound(query.plan(), scope(name, names, types, alias, position));
    }

    Scope scope(String name, List<String> names, List<SqlType> types, FromItem.@Nullable Alias alias, int position) {
        Scope scope = new Scope(boundary);
        String table = alias == null ? name : alias.name();
        int renamed = alias == null ? 0 : alias.columns().size();
        if (alias != null && renamed > names.size()) {
            throw context.error(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    "table \"" + table + "\" has " + names.size() + " columns available but " + renamed
                            + " columns specified",
                    -1);
        }
        for (int i = 0; i < names.size(); i++) {
            String column = alias != null && i < renamed ? alias.columns().get(i) : names.get(i);
            scope.add(new ScopeColumn(table, column, types.get(i), 0, 0, false));
        }
        return scope;
    }

    private Bound table(FromItem.Table item) {
        List<String> name = item.name().parts();
        Optional<BoundQuery> common = name.size() == 1 ? context.commonTable(name.getFirst()) : Optional.empty();
        if (common.isPresent()) {
            checkReadable(common.get().plan(), item.position());
            return named(name.getFirst(), common.get(), item.alias(), item.position());
        }
        int position = item.name().position();
        Optional<BindContext.ComputedTable> computed =
                at(position, () -> context.session().table(name, context.schema()));
        if (computed.isPresent()) {
            Plan.Computed plan = computed.get().plan();
            Scope scope = scope(plan.name(), computed.get().names(), plan.types(), item.alias(), item.position());
            scope.setTable(computed.get().oid());
            computed.get()
                    .guarded()
                    .ifPresent(object -> scope.setAccess(context.access(object).needs(Privilege.SELECT)));
            return new Bound(plan, scope);
        }
        Optional<ViewText> builtIn = context.session().view(name);
        Optional<CatalogObject> object = builtIn.isPresent()
                ? context.session().guardedView(name)
                : at(position, () -> context.schema().relation(name)).filter(found -> found.kind() == CatalogKind.VIEW);
        Optional<ViewText> view = builtIn.or(() -> object.flatMap(ViewText::of));
        if (view.isPresent()) {
            Optional<CatalogObject> own = builtIn.isPresent() ? Optional.empty() : object;
            Bound bound =
                    named(view.get().name(), view.get().bind(context, position, own), item.alias(), item.position());
            object.ifPresent(of -> bound.scope().setAccess(context.access(of).needs(Privilege.SELECT)));
            return bound;
        }
        TableDefinition table = definition(item);
        Scope scope = tableScope(table, item);
        scope.setAccess(context.access(table.object()).needs(Privilege.SELECT));
        return new Bound(new Plan.Scan(table, Access.ALL, Optional.empty(), Optional.empty()), scope);
    }

    private <T> T at(int position, Supplier<T> found) {
        try {
            return found.get();
        } catch (SqlException denied) {
            throw context.at(denied, position);
        }
    }

    private void checkReadable(Plan common, int position) {
        if (common instanceof Plan.Changed changed && !changed.answers()) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "WITH query \"" + changed.name() + "\" does not have a RETURNING clause",
                    position);
        }
        if (common instanceof Plan.Working working
                && working.identity() instanceof CommonTableBinder.RecursiveChange change) {
            throw change.error(context);
        }
    }

    TableDefinition definition(FromItem.Table item) {
        return at(
                        item.name().position(),
                        () -> context.schema().table(item.name().parts()))
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
            scope.add(new ScopeColumn(
                    name,
                    column.dropped() ? "" : label,
                    column.type(),
                    (int) table.object().id(),
                    column.number(),
                    column.dropped()));
        }
        return scope;
    }

    private Bound join(FromItem.Join join, SubqueryBoundary outerBeside) {
        if (join.alias() != null) {
            throw context.notSupported("an alias of a join", join.position());
        }
        Bound left = bind(join.left(), outerBeside);
        SubqueryBoundary beside = new SubqueryBoundary(left.scope());
        Bound right = bind(join.right(), beside);
        checkNames(left.scope(), right.scope());
        Scope scope = combined(left, right);
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        List<Expression> conditions = new ArrayList<>();
        if (join.on() != null) {
            conditions.add(binder.plainCondition(join.on(), "JOIN conditions", "JOIN/ON"));
        }
        new UsingColumns(context, join, left.scope(), right.scope()).bind(binder, scope, conditions);
        Optional<Expression> condition =
                conditions.isEmpty() ? Optional.empty() : Optional.of(AccessRules.and(conditions));
        if (!beside.arguments.isEmpty()) {
            if (join.kind() == FromItem.JoinKind.RIGHT || join.kind() == FromItem.JoinKind.FULL) {
                throw context.error(
                        ErrorCode.INVALID_COLUMN_REFERENCE,
                        "invalid reference to FROM-clause entry of the left side of a RIGHT or FULL join",
                        join.position());
            }
            JoinKind kind = join.kind() == FromItem.JoinKind.LEFT ? JoinKind.LEFT : JoinKind.INNER;
            return new Bound(lateral(left, right, kind, beside, condition), scope);
        }
        JoinKind kind = switch (join.kind()) {
            case CROSS, INNER -> JoinKind.INNER;
            case LEFT -> JoinKind.LEFT;
            case RIGHT -> JoinKind.RIGHT;
            case FULL -> JoinKind.FULL;
        };
        return new Bound(AccessRules.join(left.plan(), right.plan(), kind, condition), scope);
    }

    private Scope combined(Bound left, Bound right) {
        Scope scope = new Scope(boundary);
        scope.addAll(left.scope());
        scope.addAll(right.scope());
        return scope;
    }
}
