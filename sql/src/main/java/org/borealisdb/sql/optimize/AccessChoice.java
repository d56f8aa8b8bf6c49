package org.borealisdb.sql.optimize;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.ItemAccess;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.RowLock;

/** Chooses how a table is read for conditions on its rows. Stateless but for the estimator. */
final class AccessChoice {
    /** What is off costs so much more that everything else is preferred. */
    static final double OFF = 1e10;

    private final Estimator estimator;
    private final PlannerSettings settings;

    AccessChoice(Estimator estimator, PlannerSettings settings) {
        this.estimator = estimator;
        this.settings = settings;
    }

    /** Returns the scan that costs least. */
    Plan.Scan best(TableDefinition table, List<Expression> parts, Optional<RowLock> lock) {
        Plan.Scan best = scan(table, Access.ALL, parts, lock);
        Access point = AccessRules.choose(table, parts);
        if (isWholeKey(point)) {
            return scan(table, point, parts, lock);
        }
        double least = cost(best);
        for (IndexDefinition index : table.indexes()) {
            for (Access access : accesses(index, parts)) {
                Plan.Scan candidate = scan(table, access, parts, lock);
                double cost = cost(candidate);
                if (cost < least) {
                    best = candidate;
                    least = cost;
                }
            }
        }
        return best;
    }

    private static List<Access> accesses(IndexDefinition index, List<Expression> parts) {
        if (!AccessRules.isApplicable(index, parts)) {
            return List.of();
        }
        if (index.isInverted()) {
            return ItemAccess.of(index, parts).stream()
                    .map(items -> Access.of(index, items))
                    .toList();
        }
        Access access = AccessRules.access(index, parts);
        return access.index().isPresent() ? List.of(access) : List.of();
    }

    private static boolean isWholeKey(Access access) {
        return access.row().isPresent()
                || access.index()
                        .filter(index -> index.isUnique()
                                && index.columns().size() == access.equal().size())
                        .isPresent();
    }

    /** Returns what a scan costs, by what is on and off. */
    double cost(Plan.Scan scan) {
        boolean off = scan.access().index().isPresent() ? !settings.indexScan() : !settings.sequentialScan();
        return estimator.of(scan).total() + (off ? OFF : 0);
    }

    static Plan.Scan scan(TableDefinition table, Access access, List<Expression> parts, Optional<RowLock> lock) {
        return new Plan.Scan(
                table, access, parts.isEmpty() ? Optional.empty() : Optional.of(AccessRules.and(parts)), lock);
    }
}
