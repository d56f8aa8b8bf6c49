package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.lock.RowLockMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.RowLock;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * Binds FOR UPDATE and its like. Rows of a lone table are locked as they are found, unless they are to be sorted or only some of them are
 * wanted: then those that are answered are locked, after the sort. Rows of tables that are joined are locked as the joined rows are
 * answered. In a subquery or a view all tables are locked where it is.
 */
final class LockingBinder {
    private final BindContext context;
    private final Query query;
    private final Query.Select select;
    private final Set<QualifiedName> found = new HashSet<>();
    private Plan.@Nullable Scan scan;

    LockingBinder(BindContext context, Query query, Query.Select select) {
        this.context = context;
        this.query = query;
        this.select = select;
    }

    /** Refuses names that are of no item. */
    void check() {
        if (query.locking().isEmpty()) {
            return;
        }
        context.noteLocking();
        for (Query.LockingClause each : query.locking()) {
            for (QualifiedName table : each.tables()) {
                if (!table.isSimple()) {
                    throw context.error(
                            ErrorCode.SYNTAX_ERROR,
                            name(each) + " must specify unqualified relation names",
                            table.position());
                }
            }
        }
    }

    /** Refuses what has no rows of tables any more, once all else of the query is known to be right. */
    void checkRows() {
        if (query.locking().isEmpty()) {
            return;
        }
        String clause = null;
        if (select.distinct() || !select.distinctOn().isEmpty()) {
            clause = "DISTINCT clause";
        } else if (!select.groupBy().isEmpty()) {
            clause = "GROUP BY clause";
        } else if (select.having() != null) {
            clause = "HAVING clause";
        }
        if (clause != null) {
            throw refused(context, query, "is not allowed with " + clause);
        }
    }

    /** Whether a subquery counts as something whose rows are locked: one that only computes values, or calls functions, is nothing but these. */
    static boolean isLockable(Query query) {
        if (query.body() instanceof Query.Values) {
            return query.with() != null
                    || query.limit() != null
                    || query.offset() != null
                    || !query.orderBy().isEmpty();
        }
        return !(query.body() instanceof Query.Select select)
                || query.with() != null
                || query.limit() != null
                || query.offset() != null
                || select.from().stream().anyMatch(item -> !(item instanceof FromItem.Function));
    }

    /** A subquery whose tables are all locked as the query around it says of the whole. */
    static Query locked(Query query, Query.LockingClause clause) {
        if (query.body() instanceof Query.Values) {
            return query;
        }
        List<Query.LockingClause> clauses = new ArrayList<>(query.locking());
        clauses.add(clause);
        return new Query(
                query.with(),
                query.body(),
                query.orderBy(),
                query.limit(),
                query.offset(),
                query.withTies(),
                clauses,
                query.position());
    }

    /** Refuses what locks do not go together with. */
    static RuntimeException refused(BindContext context, Query query, String what) {
        return context.error(
                ErrorCode.FEATURE_NOT_SUPPORTED, name(query.locking().getFirst()) + " " + what, -1);
    }

    private static String name(Query.LockingClause clause) {
        return "FOR " + clause.strength().name().replace('_', ' ');
    }

    RuntimeException refusedWhereMissing() {
        return refused(context, query, "cannot be applied to the nullable side of an outer join");
    }

    /** Whether keys of rows are needed beside them: without a join, the scan of the table has them. */
    boolean isOverJoin() {
        return select.from().size() > 1 || select.from().getFirst() instanceof FromItem.Join;
    }

    /**
     * Returns how the rows of an item of FROM are locked, if they are.
     *
     * @param what the item is, if it is none that rows can be locked of
     */
    Optional<Query.LockingClause> of(String name, String what) {
        Query.LockingClause all = null;
        for (Query.LockingClause clause : query.locking()) {
            boolean meant = clause.tables().isEmpty() && what.isEmpty();
            for (QualifiedName table : clause.tables()) {
                if (!table.last().equals(name)) {
                    continue;
                }
                found.add(table);
                if (!what.isEmpty()) {
                    throw context.error(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            name(clause) + " cannot be applied to " + what,
                            table.position());
                }
                meant = true;
            }
            if (meant) {
                all = all == null ? clause : both(all, clause);
            }
        }
        return Optional.ofNullable(all)
                .map(clause ->
                        new Query.LockingClause(clause.strength(), List.of(), clause.lockWait(), clause.position()));
    }

    /** The stronger of two locks, and the less patient way to wait. */
    private static Query.LockingClause both(Query.LockingClause one, Query.LockingClause other) {
        boolean stronger = one.strength().compareTo(other.strength()) <= 0;
        boolean nowait = one.lockWait() == Query.LockWait.NOWAIT || other.lockWait() == Query.LockWait.NOWAIT;
        boolean skip = one.lockWait() == Query.LockWait.SKIP_LOCKED || other.lockWait() == Query.LockWait.SKIP_LOCKED;
        return new Query.LockingClause(
                stronger ? one.strength() : other.strength(),
                List.of(),
                nowait ? Query.LockWait.NOWAIT : skip ? Query.LockWait.SKIP_LOCKED : Query.LockWait.WAIT,
                one.position());
    }

    /** Fails if a table that is to be locked is none of FROM. */
    void checkFound() {
        for (Query.LockingClause clause : query.locking()) {
            for (QualifiedName table : clause.tables()) {
                if (!found.contains(table)) {
                    throw context.error(
                            ErrorCode.UNDEFINED_TABLE,
                            "relation \"" + table.last() + "\" in " + name(clause) + " clause not found in FROM clause",
                            table.position());
                }
            }
        }
    }

    static RowLock lock(Query.LockingClause clause) {
        RowLockMode mode = switch (clause.strength()) {
            case UPDATE -> RowLockMode.UPDATE;
            case NO_KEY_UPDATE -> RowLockMode.NO_KEY_UPDATE;
            case SHARE -> RowLockMode.SHARE;
            case KEY_SHARE -> RowLockMode.KEY_SHARE;
        };
        return new RowLock(mode, clause.lockWait());
    }

    /** Makes the scan of a lone table lock its rows, or keep their keys for later. */
    Plan inScan(Plan input, List<Plan.LockedTable> locked) {
        if (locked.isEmpty() || !(input instanceof Plan.Scan only)) {
            return input;
        }
        if (query.orderBy().isEmpty() && query.limit() == null && query.offset() == null) {
            return new Plan.Scan(
                    only.table(),
                    only.access(),
                    only.filter(),
                    Optional.of(locked.getFirst().lock()));
        }
        scan = only;
        return new Plan.KeyedScan(only);
    }

    /** Locks the rows that values were computed over; returns those of them that are shown. */
    BoundQuery bind(
            Plan input,
            BoundFrom from,
            Optional<Expression> where,
            List<Expression> values,
            int visible,
            List<SortKey> keys,
            List<ResultColumn> columns) {
        List<Expression> wide = new ArrayList<>(values);
        Plan.Scan found = scan;
        if (found != null) {
            wide.add(new Expression.ColumnReference(found.table().columns().size(), BuiltInType.BYTEA.type()));
        } else {
            List<SqlType> types = from.plan().types();
            for (int i = 0; i < types.size(); i++) {
                wide.add(new Expression.ColumnReference(i, types.get(i)));
            }
        }
        Plan plan = new Plan.Project(input, wide);
        if (!keys.isEmpty()) {
            plan = new Plan.Sort(plan, keys);
        }
        if (found != null) {
            RowLock lock = from.locked().getFirst().lock();
            plan = new Plan.LockRows(plan, found.table(), values.size(), lock, found.filter(), wide);
        } else {
            List<Expression> conditions = new ArrayList<>(from.conditions());
            where.ifPresent(conditions::add);
            Optional<Expression> condition =
                    conditions.isEmpty() ? Optional.empty() : Optional.of(AccessRules.and(conditions));
            plan = new Plan.LockJoin(plan, from.locked(), condition, values);
        }
        List<Expression> shown = new ArrayList<>();
        for (int i = 0; i < visible; i++) {
            shown.add(new Expression.ColumnReference(i, values.get(i).type()));
        }
        return new BoundQuery(new Plan.Project(plan, shown), columns);
    }

    /** Returns whether rows are locked after they were found. */
    boolean isLater(List<Plan.LockedTable> locked, Plan input) {
        return scan != null || (!locked.isEmpty() && !(input instanceof Plan.Scan));
    }
}
