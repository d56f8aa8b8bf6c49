package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query. Its columns are called c0, c1 and so on.
 *
 * @param grouped whether rows are summed up, or a window is over them: a partition of the rows does not partition the result
 * @param tail    GROUP BY and HAVING, or nothing
 * @param order   in which rows come, and which of them; empty: all, in any order
 * @param locks   FOR UPDATE or the like; empty: nothing
 */
record Query(
        Distinct distinct,
        List<Node> items,
        Node from,
        Optional<Node> where,
        boolean grouped,
        Optional<Node> tail,
        Optional<Order> order,
        String locks)
        implements Step {
    /** Of which rows there is only one. */
    enum Distinct {
        NOTHING("select"),
        ROWS("select distinct"),
        /** Of rows with the same first column the first in the order of all. */
        FIRST_COLUMN("select distinct on (1)");

        private final String words;

        Distinct(String words) {
            this.words = words;
        }
    }

    Query {
        items = List.copyOf(items);
    }

    /** The whole query as a tree. */
    Node node() {
        List<Node> parts = new ArrayList<>();
        parts.add(Node.syntax(distinct.words));
        List<Node> named = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            named.add(Node.pattern(Sort.SYNTAX, "# as c" + index, items.get(index)));
        }
        parts.add(Node.joined(Sort.SYNTAX, ", ", named));
        parts.add(Node.pattern(Sort.SYNTAX, "from #", from));
        where.ifPresent(condition -> parts.add(Node.pattern(Sort.SYNTAX, "where #", condition)));
        tail.ifPresent(parts::add);
        if (isOrdered()) {
            parts.add(Node.syntax(order.orElse(Order.plain(items.size())).sql(items.size())));
        }
        if (!locks.isEmpty()) {
            parts.add(Node.syntax(locks));
        }
        return Node.joined(Sort.SYNTAX, " ", parts);
    }

    /** Whether the results for parts of the rows together are the result for all. */
    boolean canBeParted() {
        return !grouped && locks.isEmpty() && order.isEmpty() && distinct != Distinct.FIRST_COLUMN && where.isPresent();
    }

    /** Whether its rows come in an order. */
    boolean isOrdered() {
        return order.isPresent() || distinct == Distinct.FIRST_COLUMN;
    }

    String sql() {
        return node().sql();
    }

    /** The same under another condition. */
    Query where(Optional<Node> condition) {
        return new Query(distinct, items, from, condition, grouped, tail, order, locks);
    }

    /** The same without row locks. */
    Query withoutLocks() {
        return new Query(distinct, items, from, where, grouped, tail, order, "");
    }

    /** Other items. */
    private Query items(List<Node> others) {
        return new Query(distinct, others, from, where, grouped, tail, order, locks);
    }

    /** Smaller queries; not all of them are valid. */
    List<Query> smaller() {
        List<Query> results = new ArrayList<>();
        order.ifPresent(mine -> {
            results.add(new Query(distinct, items, from, where, grouped, tail, Optional.empty(), locks));
            results.add(new Query(distinct, items, from, where, grouped, tail, Optional.of(mine.ofAll()), locks));
            results.add(new Query(
                    distinct, items, from, where, grouped, tail, Optional.of(Order.plain(items.size())), locks));
        });
        if (!locks.isEmpty()) {
            results.add(withoutLocks());
        }
        if (distinct != Distinct.NOTHING) {
            results.add(new Query(Distinct.NOTHING, items, from, where, grouped, tail, order, locks));
        }
        where.ifPresent(_ -> results.add(where(Optional.empty())));
        tail.ifPresent(
                _ -> results.add(new Query(distinct, items, from, where, grouped, Optional.empty(), order, locks)));
        for (int index = 0; items.size() > 1 && index < items.size(); index++) {
            List<Node> fewer = new ArrayList<>(items);
            fewer.remove(index);
            results.add(items(fewer));
        }
        from.smaller()
                .forEach(other -> results.add(new Query(distinct, items, other, where, grouped, tail, order, locks)));
        where.ifPresent(condition -> condition.smaller().forEach(other -> results.add(where(Optional.of(other)))));
        for (int index = 0; index < items.size(); index++) {
            for (Node other : items.get(index).smaller()) {
                List<Node> changed = new ArrayList<>(items);
                changed.set(index, other);
                results.add(items(changed));
            }
        }
        tail.ifPresent(clause -> clause.smaller()
                .forEach(other -> results.add(
                        new Query(distinct, items, from, where, grouped, Optional.of(other), order, locks))));
        return results;
    }
}
