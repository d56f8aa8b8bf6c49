package org.borealisdb.sql.optimize;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.EntryColumns;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
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
        return best(table, parts, lock, Set.of(), false);
    }

    /**
     * Returns the scan that costs least of rows of which some columns are wanted.
     *
     * @param wanted what is wanted beside what the conditions read
     */
    Plan.Scan best(TableDefinition table, List<Expression> parts, Set<Integer> wanted) {
        return best(table, parts, Optional.empty(), wanted, settings.indexOnlyScan());
    }

    private Plan.Scan best(
            TableDefinition table,
            List<Expression> parts,
            Optional<RowLock> lock,
            Set<Integer> wanted,
            boolean entries) {
        Set<Integer> needed = new TreeSet<>(wanted);
        needed.addAll(Expressions.columns(parts));
        Plan.Scan best = scan(table, Access.ALL, parts, lock);
        Access point = AccessRules.choose(table, parts);
        if (isWholeKey(point)) {
            boolean covered =
                    entries && point.index().stream().anyMatch(index -> EntryColumns.cover(table, index, needed));
            return scan(table, covered ? point.ofEntries() : point, parts, lock);
        }
        double least = cost(best);
        for (IndexDefinition index : table.indexes()) {
            boolean covered = entries && EntryColumns.cover(table, index, needed);
            for (Access access : accesses(index, parts, covered)) {
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

    /**
     * Returns how an index can be read.
     *
     * @param covered whether what is wanted is in its entries, so that even all of them may be less than the table
     */
    private static List<Access> accesses(IndexDefinition index, List<Expression> parts, boolean covered) {
        if (!AccessRules.isApplicable(index, parts)) {
            return List.of();
        }
        if (index.isInverted()) {
            return ItemAccess.of(index, parts).stream()
                    .map(items -> Access.of(index, items))
                    .toList();
        }
        Access access = AccessRules.access(index, parts);
        if (covered) {
            return List.of((access.index().isPresent() ? access : Access.all(index)).ofEntries());
        }
        return access.index().isPresent() ? List.of(access) : List.of();
    }

    private static boolean isWholeKey(Access access) {
        return access.row().isPresent()
                || access.index()
                        .filter(index -> index.isUnique() && index.columns().size() == access.fixed())
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
