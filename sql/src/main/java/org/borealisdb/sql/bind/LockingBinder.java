package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.lock.RowLockMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.RowLock;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * Binds FOR UPDATE and its like. Rows are locked as they are found, unless they are to be sorted or only some of them are wanted: then
 * those that are answered are locked, after the sort.
 */
final class LockingBinder {
    private final BindContext context;
    private final Query query;
    private final Query.Select select;
    private Plan.@Nullable Scan scan;

    LockingBinder(BindContext context, Query query, Query.Select select) {
        this.context = context;
        this.query = query;
        this.select = select;
    }

    private RowLock lock() {
        Query.LockingClause clause = query.locking().getFirst();
        RowLockMode mode = switch (clause.strength()) {
            case UPDATE -> RowLockMode.UPDATE;
            case NO_KEY_UPDATE -> RowLockMode.NO_KEY_UPDATE;
            case SHARE -> RowLockMode.SHARE;
            case KEY_SHARE -> RowLockMode.KEY_SHARE;
        };
        return new RowLock(mode, clause.lockWait());
    }

    /** Makes the scan of a query lock its rows, or keep their keys for later. */
    Plan inScan(Plan input) {
        if (query.locking().isEmpty()) {
            return input;
        }
        context.noteLocking();
        int position = query.locking().getFirst().position();
        boolean grouped = select.distinct()
                || !select.distinctOn().isEmpty()
                || !select.groupBy().isEmpty()
                || select.having() != null;
        if (grouped) {
            String clause = select.distinct() || !select.distinctOn().isEmpty()
                    ? "DISTINCT"
                    : select.having() != null ? "HAVING" : "GROUP BY";
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "FOR " + query.locking().getFirst().strength().name().replace('_', ' ') + " is not allowed with "
                            + clause + " clause",
                    -1);
        }
        if (!(input instanceof Plan.Scan found)) {
            throw context.notSupported("locking of the rows of several tables", position);
        }
        context.needsUpdate(found.table().object());
        if (query.orderBy().isEmpty() && query.limit() == null && query.offset() == null) {
            return new Plan.Scan(found.table(), found.access(), found.filter(), Optional.of(lock()));
        }
        scan = found;
        return new Plan.KeyedScan(found);
    }

    /** Returns whether rows are locked after they were sorted. */
    boolean isLater() {
        return scan != null;
    }

    BoundQuery bind(Plan input, List<Expression> values, int visible, List<SortKey> keys, List<ResultColumn> columns) {
        Plan.Scan found = scan;
        if (found == null) {
            throw new IllegalStateException("nothing is to be locked");
        }
        List<Expression> wide = new ArrayList<>(values);
        int key = wide.size();
        wide.add(new Expression.ColumnReference(found.table().columns().size(), BuiltInType.BYTEA.type()));
        Plan plan = new Plan.Project(input, wide);
        if (!keys.isEmpty()) {
            plan = new Plan.Sort(plan, keys);
        }
        plan = new Plan.LockRows(plan, found.table(), key, lock(), found.filter(), wide);
        List<Expression> shown = new ArrayList<>();
        for (int i = 0; i < visible; i++) {
            shown.add(new Expression.ColumnReference(i, values.get(i).type()));
        }
        return new BoundQuery(new Plan.Project(plan, shown), columns);
    }
}
