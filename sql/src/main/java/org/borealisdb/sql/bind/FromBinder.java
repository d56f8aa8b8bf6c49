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
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.RelationAccess;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.RowLock;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/** Binds FROM clauses: the plan of their rows, and the scope of their columns. */
final class FromBinder {
    /** What is kept of each column of a join, as joins may be many and wide. */
    private static final int JOINED_COLUMN_BYTES = 8;

    private final BindContext context;
    private final Optional<SubqueryBoundary> boundary;
    private final Optional<LockingBinder> locking;

    FromBinder(BindContext context, Optional<SubqueryBoundary> boundary) {
        this(context, boundary, Optional.empty());
    }

    FromBinder(BindContext context, Optional<SubqueryBoundary> boundary, Optional<LockingBinder> locking) {
        this.context = context;
        this.boundary = boundary;
        this.locking = locking;
    }

    BoundFrom bindAll(List<FromItem> items) {
        return bindBeside(new BoundFrom(new Plan.Single(), new Scope(boundary)), items);
    }

    /** Binds items whose rows stand beside those of a plan, which they do not read. */
    BoundFrom bindBeside(BoundFrom first, List<FromItem> items) {
        int target = first.scope().columns.size();
        BoundFrom all = first;
        for (FromItem item : items) {
            SubqueryBoundary beside = boundary(item, all.scope());
            BoundFrom next = bind(item, beside);
            beside.refuseToReadTarget(context, target);
            checkNames(all.scope(), next.scope());
            Scope scope = combined(all, next);
            Plan both;
            if (beside.readsBeside()) {
                both = lateral(all, next, JoinKind.INNER, beside, Optional.empty());
            } else {
                Plan rows = beside.readingAround(next.plan());
                both = all.plan() instanceof Plan.Single
                        ? rows
                        : AccessRules.join(all.plan(), rows, JoinKind.INNER, Optional.empty());
            }
            all = all.with(next, both, scope, Optional.empty());
        }
        return all;
    }

    /** The boundary between an item and what stands before it, which has no aggregates. */
    private SubqueryBoundary boundary(FromItem item, Scope before) {
        return new SubqueryBoundary(
                context,
                before,
                item instanceof FromItem.Function ? "functions in FROM" : "FROM clause of their own query level");
    }

    private void checkNames(Scope left, Scope right) {
        Optional<String> shared = left.sharedName(right);
        if (shared.isPresent()) {
            throw context.error(
                    ErrorCode.DUPLICATE_ALIAS, "table name \"" + shared.get() + "\" specified more than once", -1);
        }
    }

    private static Plan lateral(
            BoundFrom left, BoundFrom right, JoinKind kind, SubqueryBoundary beside, Optional<Expression> condition) {
        return new Plan.Lateral(
                left.plan(), right.plan(), kind, List.copyOf(beside.arguments), List.copyOf(beside.slots), condition);
    }

    /**
     * Binds an item.
     *
     * @param beside the rows of the items before it, which functions and LATERAL may read
     */
    private BoundFrom bind(FromItem item, SubqueryBoundary beside) {
        context.step();
        BoundFrom bound = rows(item, beside);
        if (item instanceof FromItem.Table table && table.alias() == null) {
            setSchema(bound.scope(), table);
        }
        if (!(item instanceof FromItem.Join join)) {
            context.namedTables()
                    .add(item instanceof FromItem.Table table ? table.name().last() : "", bound.scope());
        } else if (join.alias() != null) {
            context.namedTables().addJoin(join.alias().name());
        }
        context.syntax().ifPresent(syntax -> {
            if (!(item instanceof FromItem.Join)) {
                bound.scope().setOrigin(item);
                syntax.labels(item, bound.scope());
            }
        });
        return bound;
    }

    /** Has names with a schema reach a relation, but for items of WITH; those of definitions that are kept may be former ones. */
    private void setSchema(Scope scope, FromItem.Table item) {
        QualifiedName name = item.name();
        if (name.isSimple() && context.commonTables().find(name.last()).isPresent()) {
            return;
        }
        String relation = relation(scope, name);
        if (!name.isSimple()) {
            scope.setSchema(relation, name.parts().get(name.parts().size() - 2)::equals);
            return;
        }
        scope.setSchema(
                relation,
                schema -> context.known(name).isPresent()
                        || context.relation(name)
                                .map(found -> context.relation(new QualifiedName(List.of(schema, name.last()), -1))
                                        .filter(same -> same.id() == found.id())
                                        .isPresent())
                                .orElseGet(() -> schema.equals("pg_catalog") || schema.equals("information_schema")));
    }

    /** What tells a relation from others: its number, or the name of a system view, which has none here. */
    private String relation(Scope scope, QualifiedName name) {
        return context.relation(name)
                .filter(any -> scope.columns.isEmpty())
                .or(() -> scope.columns.stream().findFirst().flatMap(ScopeColumn::relation))
                .map(found -> Long.toString(found.id()))
                .orElseGet(() -> scope.columns.stream()
                        .mapToInt(ScopeColumn::tableOid)
                        .filter(oid -> oid != 0)
                        .mapToObj(Integer::toUnsignedString)
                        .findFirst()
                        .orElseGet(name::last));
    }

    private BoundFrom rows(FromItem item, SubqueryBoundary beside) {
        return switch (item) {
            case FromItem.Table table -> table(table);
            case FromItem.Subquery subquery -> {
                Optional<SubqueryBoundary> around = subquery.lateral() ? Optional.of(beside) : boundary;
                String name = Optional.ofNullable(subquery.alias())
                        .map(FromItem.Alias::name)
                        .orElse("");
                Optional<Query.LockingClause> clause = lockClause(name, "");
                BoundQuery query = new QueryBinder(context, around)
                        .bind(clause.map(lock -> LockingBinder.locked(subquery.query(), lock))
                                .orElse(subquery.query()));
                BoundFrom bound = named("", query, subquery.alias(), subquery.position());
                yield clause.isPresent() && LockingBinder.isLockable(subquery.query()) ? bound.lockingWithin() : bound;
            }
            case FromItem.Function function -> {
                Optional.ofNullable(function.alias()).ifPresent(alias -> lockClause(alias.name(), "a function"));
                yield new FunctionBinder(context, this, boundary).bind(function, Optional.of(beside));
            }
            case FromItem.Join join -> join(join, beside);
        };
    }

    private Optional<Query.LockingClause> lockClause(String name, String what) {
        return locking.flatMap(clauses -> clauses.of(name, what));
    }

    private BoundFrom named(String name, BoundQuery query, FromItem.@Nullable Alias alias, int position) {
        List<String> names = query.columns().stream().map(ResultColumn::name).toList();
        List<SqlType> types = query.columns().stream().map(ResultColumn::type).toList();
        return new BoundFrom(query.plan(), scope(name, names, types, alias, position));
    }

    Scope scope(String name, List<String> names, List<SqlType> types, FromItem.@Nullable Alias alias, int position) {
        Scope scope = new Scope(boundary);
        String table = alias == null ? name : alias.name();
        int renamed = alias == null ? 0 : alias.columns().size();
        if (alias != null) {
            checkCount("table \"" + table + "\"", names.size(), alias);
        }
        scope.addTable(table);
        for (int i = 0; i < names.size(); i++) {
            String column = alias != null && i < renamed ? alias.columns().get(i) : names.get(i);
            scope.add(new ScopeColumn(table, column, types.get(i), 0, 0, false));
        }
        return scope;
    }

    private void checkCount(String what, long available, FromItem.Alias alias) {
        int specified = alias.columns().size();
        if (specified > available) {
            throw context.error(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    what + " has " + available + " columns available but " + specified + " columns specified",
                    -1);
        }
    }

    private BoundFrom table(FromItem.Table item) {
        List<String> name = item.name().parts();
        FromItem.Alias alias = item.alias();
        String label = alias == null ? name.getLast() : alias.name();
        Optional<BoundQuery> common =
                name.size() == 1 ? context.commonTables().find(name.getFirst()) : Optional.empty();
        if (common.isPresent()) {
            refuseSample(item);
            checkReadable(common.get().plan(), item.position());
            boundary.ifPresent(around -> around.reads(common.get().plan()));
            lockClause(label, "a WITH query");
            context.syntax().ifPresent(syntax -> syntax.source(item, new BoundSyntax.Common(name.getFirst())));
            Plan plan = common.get().plan() instanceof Plan.Shared shared && alias != null
                    ? new Plan.Shared(shared.input(), shared.identity(), shared.kept(), alias.name())
                    : common.get().plan();
            return named(name.getFirst(), new BoundQuery(plan, common.get().columns()), item.alias(), item.position());
        }
        int position = item.name().position();
        Optional<ViewNames.Relation> known = context.known(item.name());
        Optional<ComputedTable> computed = known.isPresent()
                ? Optional.empty()
                : at(position, () -> context.session().table(nowNamed(item.name()), context.schema()));
        if (computed.isPresent()) {
            Plan.Computed plan = computed.get().plan();
            Scope scope = scope(name.getLast(), computed.get().names(), plan.types(), item.alias(), item.position());
            scope.setTable(computed.get().oid());
            Optional<CatalogObject> sequence =
                    computed.get().guarded().filter(object -> object.kind() == CatalogKind.SEQUENCE);
            sequence.ifPresent(of -> context.collector().ifPresent(names -> names.sequence(position, of.id())));
            context.syntax().ifPresent(syntax -> syntax.source(item, sequence, name));
            computed.get()
                    .guarded()
                    .ifPresent(object -> scope.setAccess(context.access(object).needs(Privilege.SELECT)));
            return new BoundFrom(plan, scope);
        }
        Optional<ViewText> ofSystem =
                known.isPresent() ? Optional.empty() : context.session().view(name);
        Optional<CatalogObject> object = ofSystem.isPresent()
                ? context.session().systemRelation(name, context.schema())
                : at(position, () -> context.relation(item.name())).filter(found -> found.kind() == CatalogKind.VIEW);
        Optional<ViewText> view = ofSystem.or(() -> object.flatMap(ViewText::of));
        if (view.isPresent()) {
            refuseSample(item);
            Optional<Query.LockingClause> clause = lockClause(label, "");
            Optional<CatalogObject> own = ofSystem.isPresent() ? Optional.empty() : object;
            BoundQuery rows = view.get()
                    .bind(
                            context,
                            position,
                            own,
                            query -> clause.map(lock -> LockingBinder.locked(query, lock))
                                    .orElse(query));
            BoundFrom bound = known.isPresent()
                    ? known(known.get(), rows)
                    : named(view.get().name(), rows, item.alias(), item.position());
            context.syntax().ifPresent(syntax -> syntax.source(item, own, name));
            object.ifPresent(of -> {
                RelationAccess access = read(of, clause.isPresent());
                bound.scope().setAccess(access);
                if (own.isPresent()) {
                    context.noteRelation(item, bound.scope(), access);
                }
            });
            return clause.isPresent() ? bound.lockingWithin() : bound;
        }
        TableDefinition table = context.seen(definition(item));
        context.syntax().ifPresent(syntax -> syntax.source(item, new BoundSyntax.Stored(table.object())));
        Plan.Scan scan = new Plan.Scan(table, Access.ALL, Optional.empty(), Optional.empty());
        Scope scope = tableScope(table, item);
        FromItem.Sample sample = item.sample();
        if (sample != null) {
            setAccess(item, scope, read(table.object(), false));
            return new BoundFrom(
                    new SampleBinder(context, boundary, locking.isPresent()).sampled(table, scan, sample), scope);
        }
        Optional<RowLock> lock = lockClause(label, "").map(LockingBinder::lock);
        setAccess(item, scope, read(table.object(), lock.isPresent()));
        if (lock.isEmpty()) {
            return new BoundFrom(scan, scope);
        }
        int key = table.columns().size();
        List<Plan.LockedTable> tables = List.of(new Plan.LockedTable(table, 0, key, lock.get()));
        if (!locking.orElseThrow().isOverJoin()) {
            return new BoundFrom(scan, scope, tables);
        }
        scope.add(new ScopeColumn("", "", BuiltInType.BYTEA.type(), 0, 0, true));
        return new BoundFrom(new Plan.KeyedScan(scan), scope, tables);
    }

    /** A name in FROM; of a sequence that a view reads, the name that it has now. */
    private List<String> nowNamed(QualifiedName name) {
        return context.knownSequence(name)
                .flatMap(sequence -> context.schema()
                        .object(CatalogKind.SCHEMA, sequence.parent())
                        .map(schema -> List.of(schema.name(), sequence.name())))
                .orElse(name.parts());
    }

    /** What reading a relation needs, and locking rows of it. */
    private RelationAccess read(CatalogObject relation, boolean locks) {
        RelationAccess access = context.access(relation).needs(Privilege.SELECT);
        return locks ? access.needs(Privilege.UPDATE) : access;
    }

    private void setAccess(FromItem.Table item, Scope scope, RelationAccess access) {
        scope.setAccess(access);
        context.noteRelation(item, scope, access);
    }

    /** The rows of a view in a view, with the names that they had when that was made. */
    private BoundFrom known(ViewNames.Relation made, BoundQuery rows) {
        Scope scope = new Scope(boundary);
        scope.addTable(made.name());
        for (int i = 0; i < rows.columns().size(); i++) {
            String name = made.columns().getOrDefault(i + 1, ScopeColumn.LATER);
            boolean later = name.equals(ScopeColumn.LATER);
            scope.add(new ScopeColumn(made.name(), name, rows.columns().get(i).type(), 0, 0, later));
        }
        return new BoundFrom(rows.plan(), scope);
    }

    private <T> T at(int position, Supplier<T> found) {
        try {
            return found.get();
        } catch (SqlException denied) {
            throw context.at(denied, position);
        }
    }

    private void refuseSample(FromItem.Table item) {
        if (item.sample() != null) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "TABLESAMPLE clause can only be applied to tables and materialized views",
                    item.position());
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
        if (common instanceof Plan.Working working && working.identity() instanceof SelfReference self) {
            self.read(context, position);
        }
    }

    TableDefinition definition(FromItem.Table item) {
        return at(item.name().position(), () -> context.relation(item.name()))
                .filter(object -> object.kind() == CatalogKind.TABLE)
                .map(object -> {
                    FromItem.Alias alias = item.alias();
                    return context.schema()
                            .table(object)
                            .as(alias == null ? object.name() : alias.name(), context.newReference());
                })
                .orElseThrow(() -> missing(item));
    }

    private SqlException missing(FromItem.Table item) {
        String name = item.name().last();
        if (item.name().isSimple() && context.commonTables().isLater(name)) {
            return context.error(
                            ErrorCode.UNDEFINED_TABLE,
                            "relation \"" + name + "\" does not exist",
                            item.name().position())
                    .withDetail("There is a WITH item named \"" + name
                            + "\", but it cannot be referenced from this part of the query.")
                    .withHint("Use WITH RECURSIVE, or re-order the WITH items to remove forward references.");
        }
        boolean composite = context.schema()
                .userType(item.name().parts())
                .filter(type -> new UserType(type).isComposite())
                .isPresent();
        return composite
                ? context.error(ErrorCode.WRONG_OBJECT_TYPE, "\"" + item.name().last() + "\" is a composite type", -1)
                : context.error(
                        ErrorCode.UNDEFINED_TABLE,
                        "relation \"" + item.name() + "\" does not exist",
                        item.name().position());
    }

    Scope tableScope(TableDefinition table, FromItem.Table item) {
        return relationScope(table.object(), table.columns(), item);
    }

    /** A system column has no name where another has got it. */
    private static String unless(boolean taken, String name) {
        return taken ? "" : name;
    }

    Scope relationScope(CatalogObject relation, List<TableColumn> columns, FromItem.Table item) {
        Scope scope = new Scope(boundary);
        Optional<ViewNames.Relation> known = context.known(item.name());
        if (known.isPresent()) {
            scope.addTable(known.get().name());
            for (TableColumn column : columns) {
                String label = column.isSystem()
                        ? unless(known.get().columns().containsValue(column.name()), column.name())
                        : known.get().columns().getOrDefault(column.number(), "");
                scope.add(new ScopeColumn(
                        known.get().name(),
                        label,
                        column.type(),
                        (int) relation.id(),
                        column.number(),
                        label.isEmpty()));
            }
            return scope;
        }
        FromItem.Alias alias = item.alias();
        String name = alias == null ? relation.name() : alias.name();
        scope.addTable(name);
        if (alias != null) {
            checkCount(
                    "table \"" + name + "\"",
                    columns.stream()
                            .filter(column -> !column.dropped() && !column.isSystem())
                            .count(),
                    alias);
        }
        int visible = 0;
        for (TableColumn column : columns) {
            String label = alias != null && visible < alias.columns().size() && !column.isSystem()
                    ? alias.columns().get(visible)
                    : unless(
                            alias != null
                                    && column.isSystem()
                                    && alias.columns().contains(column.name()),
                            column.name());
            if (!column.dropped()) {
                visible++;
            }
            scope.add(new ScopeColumn(
                    name,
                    column.dropped() ? "" : label,
                    column.type(),
                    (int) relation.id(),
                    column.number(),
                    column.dropped()));
        }
        if (alias == null) {
            setSchema(scope, item);
        }
        return scope;
    }

    private BoundFrom join(FromItem.Join join, SubqueryBoundary outerBeside) {
        BoundFrom joined = joinedRows(join, outerBeside);
        FromItem.Alias alias = join.alias();
        if (alias == null) {
            return joined;
        }
        lockClause(alias.name(), "a join");
        long available = joined.scope().starOrder().stream()
                .filter(place -> joined.scope().columns.get(place).isShown())
                .count();
        checkCount("join expression \"" + alias.name() + "\"", available, alias);
        return joined.as(joined.plan(), joined.scope().renamed(join, alias));
    }

    /** Binds a side of a join, which a query must not read itself on if rows may be missing there. */
    private BoundFrom side(FromItem item, SubqueryBoundary beside, boolean mayMiss) {
        return mayMiss
                ? SelfReference.refusing(context, "an outer join", () -> bind(item, beside))
                : bind(item, beside);
    }

    private BoundFrom joinedRows(FromItem.Join join, SubqueryBoundary outerBeside) {
        boolean leftMayMiss = join.kind() == FromItem.JoinKind.RIGHT || join.kind() == FromItem.JoinKind.FULL;
        boolean rightMayMiss = join.kind() == FromItem.JoinKind.LEFT || join.kind() == FromItem.JoinKind.FULL;
        BoundFrom left = side(join.left(), outerBeside, leftMayMiss);
        Scope before = new Scope(Optional.of(outerBeside));
        before.addAll(left.scope());
        SubqueryBoundary beside = boundary(join.right(), before);
        BoundFrom right = side(join.right(), beside, rightMayMiss);
        if (leftMayMiss) {
            beside.refuseToRead(context);
        }
        boolean isLateral = beside.readsBeside();
        if (!isLateral) {
            Plan plan = beside.readingAround(right.plan());
            right = right.as(plan, right.scope());
        }
        checkNames(left.scope(), right.scope());
        Scope scope = combined(left, right);
        if (leftMayMiss) {
            scope.setPadded(left.scope());
        }
        if (rightMayMiss) {
            scope.setPadded(right.scope());
        }
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        List<Expression> conditions = new ArrayList<>();
        if (join.on() != null) {
            conditions.add(binder.plainCondition(join.on(), "JOIN conditions", "JOIN/ON"));
        }
        List<Expression> merged =
                new UsingColumns(context, join, left.scope(), right.scope()).bind(binder, scope, conditions);
        Optional<Expression> condition =
                conditions.isEmpty() ? Optional.empty() : Optional.of(AccessRules.and(conditions));
        if (isLateral) {
            JoinKind kind = rightMayMiss ? JoinKind.LEFT : JoinKind.INNER;
            Plan both = with(lateral(left, right, kind, beside, condition), merged);
            return joined(left, right, both, scope, kind, condition);
        }
        JoinKind kind = switch (join.kind()) {
            case CROSS, INNER -> JoinKind.INNER;
            case LEFT -> JoinKind.LEFT;
            case RIGHT -> JoinKind.RIGHT;
            case FULL -> JoinKind.FULL;
        };
        Plan both = with(AccessRules.join(left.plan(), right.plan(), kind, condition), merged);
        return joined(left, right, both, scope, kind, condition);
    }

    /** Refuses locks where rows may be missing, or has them wait for a condition by which none can be. */
    private BoundFrom joined(
            BoundFrom left, BoundFrom right, Plan both, Scope scope, JoinKind kind, Optional<Expression> condition) {
        if (kind == JoinKind.FULL && (left.locks() || right.locks())) {
            throw locking.orElseThrow().refusedWhereMissing();
        }
        boolean leftMayMiss = kind.keepsRight();
        boolean rightMayMiss = kind == JoinKind.LEFT || kind == JoinKind.FULL;
        BoundFrom all = (leftMayMiss ? left.unconditional() : left)
                .with(
                        rightMayMiss ? right.unconditional() : right,
                        both,
                        scope,
                        kind == JoinKind.INNER ? condition : Optional.empty());
        int width = left.scope().columns.size();
        if (rightMayMiss && right.locks()) {
            return all.missing(right, width, condition);
        }
        return leftMayMiss && left.locks() ? all.missing(left, 0, condition) : all;
    }

    /** Rows with values that are computed from them behind their columns. */
    private static Plan with(Plan plan, List<Expression> more) {
        if (more.isEmpty()) {
            return plan;
        }
        List<Expression> values = new ArrayList<>();
        for (SqlType type : plan.types()) {
            values.add(new Expression.ColumnReference(values.size(), type));
        }
        values.addAll(more);
        return new Plan.Project(plan, values);
    }

    private Scope combined(BoundFrom left, BoundFrom right) {
        Scope scope = new Scope(boundary);
        scope.addAll(left.scope());
        scope.addAll(right.scope());
        context.take((long) scope.columns.size() * JOINED_COLUMN_BYTES);
        return scope;
    }
}
