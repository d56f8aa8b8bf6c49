package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;

/**
 * The order in which a join graph's rows are wanted. How far the rows of a part of it come so is a number of keys, from the first one.
 *
 * @param keys the most significant first
 */
record WantedOrder(List<Key> keys) {
    static final WantedOrder NONE = new WantedOrder(List.of());

    /**
     * A key.
     *
     * @param columns of the graph that all have its value
     */
    record Key(List<Expression> columns, boolean descending, boolean nullsFirst) {}

    /**
     * Returns an order by outputs of a graph, up to the first one that is no column.
     *
     * @param equal classes of expressions that are equal
     */
    static WantedOrder of(List<SortKey> order, List<Expression> outputs, List<List<Expression>> equal) {
        List<Key> keys = new ArrayList<>();
        for (SortKey key : order) {
            Expression output = outputs.get(key.column());
            if (!(output instanceof Expression.ColumnReference)) {
                break;
            }
            List<Expression> columns = new ArrayList<>(List.of(output));
            for (List<Expression> members : equal) {
                if (members.contains(output)) {
                    members.stream()
                            .filter(member -> member instanceof Expression.ColumnReference && !member.equals(output))
                            .forEach(columns::add);
                }
            }
            keys.add(new Key(columns, key.descending(), key.nullsFirst()));
        }
        return new WantedOrder(keys);
    }

    int size() {
        return keys.size();
    }

    /** Returns by how many keys rows come in order that are in the ascending order of columns. */
    int ofAscending(List<Expression> columns) {
        int found = 0;
        while (found < Math.min(keys.size(), columns.size())) {
            Key key = keys.get(found);
            if (key.descending() || key.nullsFirst() || !key.columns().contains(columns.get(found))) {
                break;
            }
            found++;
        }
        return found;
    }

    /** Returns the columns of a relation, by their places in it, that as many keys as possible are, from the first one. */
    private List<SortKey> within(Relation relation) {
        List<SortKey> local = new ArrayList<>();
        for (Key key : keys) {
            int column = key.columns().stream()
                    .mapToInt(each -> ((Expression.ColumnReference) each).column())
                    .filter(relation::has)
                    .findFirst()
                    .orElse(-1);
            if (column < 0) {
                break;
            }
            local.add(new SortKey(column - relation.first, key.descending(), key.nullsFirst()));
        }
        return local;
    }

    /**
     * A way to read a relation.
     *
     * @param ordered by how many keys its rows come in order
     */
    record Read(Plan plan, int ordered) {}

    /**
     * Returns a relation's plan, and scans of the same rows that give more of the order.
     *
     * @param wanted the columns that are read of it
     * @param entries whether entries of indexes may be read instead of rows
     */
    List<Read> reads(Relation relation, Plan plan, Set<Integer> wanted, boolean entries) {
        List<SortKey> local = within(relation);
        List<Read> reads = new ArrayList<>();
        reads.add(new Read(plan, local.isEmpty() ? 0 : KnownOrder.of(plan).leading(local, plan)));
        if (!(plan instanceof Plan.Scan scan) || scan.lock().isPresent()) {
            return reads;
        }
        List<Expression> values = GraphPlanner.columns(plan);
        Set<Integer> read = new TreeSet<>(wanted);
        local.forEach(key -> read.add(key.column()));
        for (int count = local.size(); count > 0; count--) {
            for (Plan.Scan found : IndexOrder.scans(scan, local.subList(0, count), values, read, entries)) {
                if (reads.stream()
                        .noneMatch(each -> ((Plan.Scan) each.plan()).access().equals(found.access()))) {
                    reads.add(new Read(found, count));
                }
            }
        }
        return reads;
    }

    /**
     * Returns how many groups of rows there are that are the same in some keys, from the first one.
     *
     * @param distinct tells how many values a column has
     */
    double groups(int count, double rows, ToDoubleFunction<Expression> distinct) {
        double groups = 1;
        for (Key key : keys.subList(0, count)) {
            groups *= distinct.applyAsDouble(key.columns().getFirst());
        }
        return Math.max(1, Math.min(rows, groups));
    }
}
