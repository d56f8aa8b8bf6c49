package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.EntryColumns;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;

/** Finds scans whose rows come in a wanted order. Stateless. */
final class IndexOrder {
    private IndexOrder() {}

    /**
     * Returns the scans of the rows of another that come in an order.
     *
     * @param values what the keys' columns are, over the scan's rows; and all that is wanted of these
     * @param entries whether entries of indexes may be read instead of rows
     */
    static List<Plan.Scan> scans(Plan.Scan scan, List<SortKey> keys, List<Expression> values, boolean entries) {
        return scans(scan, keys, values, Expressions.columns(values), entries);
    }

    /**
     * Returns the scans of the rows of another that come in an order.
     *
     * @param values what the keys' columns are, over the scan's rows
     * @param wanted the columns of the scan's rows that are wanted
     * @param entries whether entries of indexes may be read instead of rows
     */
    static List<Plan.Scan> scans(
            Plan.Scan scan, List<SortKey> keys, List<Expression> values, Set<Integer> wanted, boolean entries) {
        List<Plan.Scan> found = new ArrayList<>();
        List<Expression> parts = new ArrayList<>();
        scan.filter().ifPresent(condition -> Expressions.conjuncts(condition, parts));
        Set<Integer> needed = new TreeSet<>(wanted);
        needed.addAll(Expressions.columns(parts));
        for (IndexDefinition index : scan.table().indexes()) {
            if (!index.isOrdered() || !AccessRules.isComplete(index, parts)) {
                continue;
            }
            Access chosen = AccessRules.access(index, parts);
            Access reading = chosen.index().isPresent() ? chosen : Access.all(index);
            boolean covered = entries && scan.lock().isEmpty() && EntryColumns.cover(scan.table(), index, needed);
            Access access = covered ? reading.ofEntries() : reading;
            for (boolean backward : new boolean[] {false, true}) {
                if (isInOrder(EntryOrder.of(scan.table(), index), access.fixed(), backward, keys, values)) {
                    found.add(new Plan.Scan(
                            scan.table(), backward ? access.reversed() : access, scan.filter(), scan.lock()));
                }
            }
        }
        return found;
    }

    /**
     * Returns the scans of the rows of another in which those that are equal in some columns come one after the other.
     *
     * @param columns how many columns, from the first one
     * @param values what the columns are, over the scan's rows; and all that is wanted of these
     * @param entries whether entries of indexes may be read instead of rows
     */
    static List<Plan.Scan> together(Plan.Scan scan, int columns, List<Expression> values, boolean entries) {
        List<Plan.Scan> found = new ArrayList<>();
        for (IndexDefinition index : scan.table().indexes()) {
            List<SortKey> keys = leading(index, columns, values);
            if (keys.size() == columns) {
                found.addAll(scans(scan, keys, values, entries));
            }
        }
        return found;
    }

    /** Returns the columns in the order in which an index begins with them. */
    private static List<SortKey> leading(IndexDefinition index, int columns, List<Expression> values) {
        List<SortKey> keys = new ArrayList<>();
        for (int part = 0; part < index.parts().size() && keys.size() < columns; part++) {
            Expression of = index.parts().get(part);
            KeyColumn key = index.keys().get(part);
            int before = keys.size();
            for (int column = 0; column < columns; column++) {
                if (AccessRules.isPart(values.get(column), of)) {
                    keys.add(new SortKey(column, key.descending(), key.nullsFirst()));
                }
            }
            if (keys.size() != before + 1) {
                break;
            }
        }
        return keys;
    }

    private static boolean isInOrder(
            EntryOrder index, int fixed, boolean backward, List<SortKey> keys, List<Expression> values) {
        int at = fixed;
        for (SortKey key : keys) {
            Expression value = values.get(key.column());
            if (isFixed(index, fixed, value)) {
                continue;
            }
            if (at >= index.parts().size()
                    || !AccessRules.isPart(value, index.parts().get(at))) {
                return false;
            }
            KeyColumn column = index.keys().get(at);
            if (column.descending() == key.descending() == backward
                    || column.nullsFirst() == key.nullsFirst() == backward) {
                return false;
            }
            at++;
        }
        return true;
    }

    private static boolean isFixed(EntryOrder index, int fixed, Expression value) {
        for (int i = 0; i < fixed; i++) {
            if (AccessRules.isPart(value, index.parts().get(i))) {
                return true;
            }
        }
        return false;
    }
}
