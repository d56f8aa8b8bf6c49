package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.CommonTable;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;

/** Binds WITH: each common table expression is visible to those after it, and to itself if it is recursive. */
final class CommonTableBinder {
    private final BindContext context;
    private final Optional<SubqueryBoundary> boundary;

    CommonTableBinder(BindContext context, Optional<SubqueryBoundary> boundary) {
        this.context = context;
        this.boundary = boundary;
    }

    /** Makes the expressions visible in the context. */
    void bind(Query.WithClause with) {
        Set<String> names = new HashSet<>();
        for (Query.CommonTable item : with.items()) {
            if (!names.add(item.name())) {
                throw context.error(
                        ErrorCode.DUPLICATE_ALIAS,
                        "WITH query name \"" + item.name() + "\" specified more than once",
                        item.position());
            }
        }
        if (!with.recursive()) {
            List<String> later = new ArrayList<>(
                    with.items().stream().map(Query.CommonTable::name).toList());
            for (Query.CommonTable item : with.items()) {
                List<String> around = context.commonTables().setLater(later);
                BoundQuery bound = bound(with, item);
                context.commonTables().setLater(around);
                context.commonTables().add(item.name(), bound);
                later.removeFirst();
            }
            return;
        }
        List<ItemOfWith> items = with.items().stream()
                .map(item -> new ItemOfWith(context, item, () -> bound(with, item)))
                .toList();
        items.forEach(item -> context.commonTables().add(item.name(), item.table()));
        Map<String, BoundQuery> all = context.commonTables().all();
        items.forEach(item -> item.see(all));
        items.forEach(item -> context.commonTables().add(item.name(), item.bound()));
    }

    private BoundQuery bound(Query.WithClause with, Query.CommonTable item) {
        if (item.statement() instanceof DataChange change) {
            return changed(with, item, change);
        }
        Query query = (Query) item.statement();
        if (item.search() != null || item.cycle() != null) {
            checkExtended(with, item, query);
        }
        BoundQuery bound =
                with.recursive() ? recursive(item, query) : named(item, new QueryBinder(context, boundary).bind(query));
        return shared(item.name(), bound, Boolean.TRUE.equals(item.materialized()));
    }

    /** Stands for a data change within itself, where it must not be read. */
    record RecursiveChange(String name, int position) {
        SqlException error(BindContext context) {
            return context.error(
                    ErrorCode.INVALID_RECURSION,
                    "recursive query \"" + name + "\" must not contain data-modifying statements",
                    position);
        }
    }

    private BoundQuery changed(Query.WithClause with, Query.CommonTable item, DataChange change) {
        if (!context.allowsChangesIn(with)) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "WITH clause containing a data-modifying statement must be at the top level",
                    item.position());
        }
        Map<String, BoundQuery> before = context.commonTables().all();
        if (with.recursive()) {
            Object itself = new RecursiveChange(item.name(), item.position());
            context.commonTables().add(item.name(), new BoundQuery(new Plan.Working(itself, List.of()), List.of()));
        }
        BoundChange bound = new DataChangeBinder(context).bind(change);
        context.commonTables().set(before);
        Object identity = new CommonTable(item.name(), names(named(item, bound.columns())));
        List<SqlType> types = bound.columns().stream().map(ResultColumn::type).toList();
        boolean answers = bound.returning().isPresent();
        context.addChange(new ChangeInWith(new Plan.Changed(identity, item.name(), answers, types), bound));
        Plan plan = new Plan.Changed(identity, item.name(), answers, types);
        return named(item, new BoundQuery(plan, bound.columns()));
    }

    /** What reads nothing of the rows around it is computed once, however often it is read. */
    private BoundQuery shared(String name, BoundQuery bound, boolean kept) {
        return boundary.isPresent()
                ? bound
                : new BoundQuery(
                        new Plan.Shared(bound.plan(), new CommonTable(name, names(bound.columns())), kept, ""),
                        bound.columns());
    }

    private static List<String> names(List<ResultColumn> columns) {
        return columns.stream().map(ResultColumn::name).toList();
    }

    private BoundQuery named(Query.CommonTable item, BoundQuery bound) {
        return new BoundQuery(bound.plan(), named(item, bound.columns()));
    }

    private List<ResultColumn> named(Query.CommonTable item, List<ResultColumn> answered) {
        if (item.columns().size() > answered.size()) {
            throw context.error(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    "WITH query \"" + item.name() + "\" has " + answered.size() + " columns available but "
                            + item.columns().size() + " columns specified",
                    item.position());
        }
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < answered.size(); i++) {
            ResultColumn column = answered.get(i);
            columns.add(
                    i < item.columns().size()
                            ? ResultColumn.computed(item.columns().get(i), column.type())
                            : column);
        }
        return columns;
    }

    /** Binds a query within which its name stands for something. */
    private BoundQuery within(Query.CommonTable item, SelfReference self, Query query) {
        Map<String, BoundQuery> before = context.commonTables().add(item.name(), self.table());
        BoundQuery bound = named(item, new QueryBinder(context, boundary).bind(query));
        context.commonTables().set(before);
        return bound;
    }

    private BoundQuery recursive(Query.CommonTable item, Query query) {
        boolean plain = query.orderBy().isEmpty()
                && query.limit() == null
                && query.offset() == null
                && query.locking().isEmpty();
        boolean hidden = query.with() != null
                && query.with().items().stream().anyMatch(inner -> inner.name().equals(item.name()));
        return query.body() instanceof Query.SetOperation operation
                        && operation.operator() == Query.SetOperator.UNION
                        && plain
                        && !hidden
                ? afterItsWith(item, query, operation)
                : within(item, SelfReference.inOther(item, query), query);
    }

    /** A recursive query may have a WITH of its own, which must not read it. */
    private BoundQuery afterItsWith(Query.CommonTable item, Query query, Query.SetOperation operation) {
        if (query.with() == null) {
            return recursive(item, query, operation);
        }
        Map<String, BoundQuery> before = context.commonTables()
                .add(item.name(), SelfReference.inOther(item, query).table());
        try {
            new CommonTableBinder(context, boundary).bind(query.with());
            return recursive(item, query, operation);
        } finally {
            context.commonTables().set(before);
        }
    }

    private BoundQuery recursive(Query.CommonTable item, Query query, Query.SetOperation operation) {
        BoundQuery first = within(item, SelfReference.inFirst(item), operation.left());
        List<SqlType> types = first.columns().stream().map(ResultColumn::type).toList();
        boolean extended = item.search() != null || item.cycle() != null;
        RecursionColumns more = new RecursionColumns(context, item, first.columns());
        Plan begin = extended ? more.begin(first.plan()) : first.plan();
        List<ResultColumn> seen = more.working();
        SelfReference working = SelfReference.allowed(item, names(more.all()));
        var before = context.commonTables()
                .add(
                        item.name(),
                        new BoundQuery(
                                new Plan.Working(
                                        working,
                                        seen.stream().map(ResultColumn::type).toList()),
                                seen));
        BoundQuery step = new QueryBinder(context, boundary)
                .bind(extended ? more.carrying(operation.right()) : operation.right());
        context.commonTables().set(before);
        if (!working.isRead()) {
            if (extended) {
                throw context.error(ErrorCode.SYNTAX_ERROR, "WITH query is not recursive", item.position());
            }
            return named(item, new QueryBinder(context, boundary).bind(query));
        }
        if (step.columns().size() != types.size() + more.count()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "each UNION query must have the same number of columns",
                    operation.position());
        }
        Coercion coercion = new Coercion(context);
        List<Expression> converted = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            SqlType given = step.columns().get(i).type();
            SqlType wanted = types.get(i);
            Expression value = new Expression.ColumnReference(i, given);
            SqlType overall = coercion.common(
                    List.of(new Expression.ColumnReference(i, wanted), value),
                    "UNION",
                    position(operation.right(), i, operation.position()));
            boolean alike = given.sameTypeAs(wanted) && given.modifier() == wanted.modifier();
            if (!overall.isDeclaredAs(wanted) || (!alike && wanted.modifier() != SqlType.NO_MODIFIER)) {
                throw context.error(
                                ErrorCode.DATATYPE_MISMATCH,
                                "recursive query \"" + item.name() + "\" column " + (i + 1) + " has type "
                                        + wanted.declared().displayName() + " in non-recursive term but type "
                                        + overall.nameWithoutModifier()
                                        + " overall",
                                position(operation.left(), i, -1))
                        .withHint("Cast the output of the non-recursive term to the correct type.");
            }
            converted.add(coercion.cast(value, wanted, Context.IMPLICIT, operation.position()));
        }
        for (int i = types.size(); i < seen.size(); i++) {
            converted.add(new Expression.ColumnReference(i, seen.get(i).type()));
        }
        if (!operation.all()) {
            checkHashed(types, operation);
        }
        Plan next = new Plan.Project(step.plan(), converted);
        return new BoundQuery(
                new Plan.Recursive(begin, extended ? more.next(next) : next, !operation.all(), working), more.all());
    }

    /** Fails if rows of which each comes once only cannot be told apart by hashes. */
    private void checkHashed(List<SqlType> types, Query.SetOperation operation) {
        for (int i = 0; i < types.size(); i++) {
            QueryBinder.checkEquality(context, types.get(i), position(operation.left(), i, operation.position()));
        }
        if (!types.stream().allMatch(SqlType::isHashed)) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "could not implement recursive UNION")
                    .withDetail("All column datatypes must be hashable.");
        }
    }

    /** Where a column of a query stands, as far as its select list is written out. */
    private static int position(Query query, int column, int otherwise) {
        return query.body() instanceof Query.Select select
                        && column < select.targets().size()
                        && select.targets().stream().noneMatch(target -> TargetList.isStar(target.expression()))
                ? select.targets().get(column).expression().leftmost()
                : otherwise;
    }

    private void checkExtended(Query.WithClause with, Query.CommonTable item, Query query) {
        boolean union = query.body() instanceof Query.SetOperation operation
                && operation.operator() == Query.SetOperator.UNION
                && query.orderBy().isEmpty()
                && query.limit() == null
                && query.offset() == null
                && query.with() == null;
        if (!with.recursive() || !union) {
            throw context.error(ErrorCode.SYNTAX_ERROR, "WITH query is not recursive", item.position());
        }
        if (query.body() instanceof Query.SetOperation both && both.left().body() instanceof Query.SetOperation) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "with a SEARCH or CYCLE clause, the left side of the UNION must be a SELECT",
                    -1);
        }
    }
}
