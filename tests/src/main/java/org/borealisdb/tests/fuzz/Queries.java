package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws queries. */
final class Queries {
    private static final int DEPTH = 3;

    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;
    private final Aggregates aggregates;
    private final Windows windows;
    private final Sources sources;

    Queries(Choice choice, Schema schema, Expressions expressions) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
        this.aggregates = new Aggregates(choice, schema, expressions);
        this.windows = new Windows(choice, schema, expressions, aggregates);
        this.sources = new Sources(choice, schema, expressions);
    }

    Query draw() {
        List<Column> visible = new ArrayList<>();
        Node from = sources.draw(visible);
        Optional<Node> where = choice.oneIn(4)
                ? Optional.empty()
                : Optional.of(expressions.conditions().draw(visible, choice.oneIn(2) ? DEPTH : 1));
        if (choice.oneIn(4)) {
            return grouped(visible, from, where);
        }
        if (choice.oneIn(8)) {
            return first(visible, from, where);
        }
        List<Node> items = new ArrayList<>();
        for (int count = 1 + choice.below(3); count > 0; count--) {
            Sort sort = choice.oneIn(2) ? choice.one(visible).sort() : schema.sort();
            items.add(expressions.value(sort, visible, choice.below(DEPTH)));
        }
        boolean window = choice.oneIn(6);
        if (window) {
            items.add(windows.draw(visible));
        } else if (choice.oneIn(12)) {
            items.add(set(visible));
        }
        Query.Distinct distinct = choice.oneIn(5)
                ? choice.one(List.of(Query.Distinct.ROWS, Query.Distinct.FIRST_COLUMN))
                : Query.Distinct.NOTHING;
        return new Query(distinct, items, from, where, window, Optional.empty(), order(items), locks());
    }

    /** Row locks, which few queries may have. */
    private String locks() {
        return choice.oneIn(10)
                ? choice.one("for update", "for no key update", "for share", "for key share")
                        + choice.one("", "", " nowait", " skip locked")
                : "";
    }

    /** Columns in the order of the first, which an index may have, and the first rows of them. */
    private Query first(List<Column> visible, Node from, Optional<Node> where) {
        List<Node> items = new ArrayList<>();
        for (int count = 1 + choice.below(3); count > 0; count--) {
            items.add(choice.one(visible).node());
        }
        Order order = Order.draw(choice, items.size());
        return new Query(
                Query.Distinct.NOTHING, items, from, where, false, Optional.empty(), Optional.of(order), locks());
    }

    private Optional<Order> order(List<Node> items) {
        return choice.oneIn(3) ? Optional.of(Order.draw(choice, items.size())) : Optional.empty();
    }

    /** A function that returns rows, among the columns. */
    private Node set(List<Column> visible) {
        return choice.oneIn(2)
                ? Node.pattern(Sort.SYNTAX, "generate_series(1, # % 4)", expressions.leaf(Sort.INTEGER, visible))
                : Node.pattern(Sort.SYNTAX, "unnest(#)", expressions.value(Sort.INTEGERS, visible, 1));
    }

    /** Rows summed up by columns; constants are not among the keys, for a number there is a place in the list. */
    private Query grouped(List<Column> visible, Node from, Optional<Node> where) {
        List<String> keys = new ArrayList<>();
        for (int number = choice.below(3); number > 0; number--) {
            String key = choice.one(visible).name();
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        List<Node> items = new ArrayList<>();
        keys.forEach(key -> items.add(Node.syntax(key)));
        for (int count = 1 + choice.below(2); count > 0; count--) {
            items.add(aggregates.draw(visible));
        }
        List<Node> clauses = new ArrayList<>();
        if (!keys.isEmpty()) {
            String list = String.join(", ", keys);
            clauses.add(Node.syntax("group by "
                    + switch (choice.below(6)) {
                        case 0 -> "rollup (" + list + ")";
                        case 1 -> "cube (" + list + ")";
                        case 2 -> "grouping sets ((" + list + "), ())";
                        default -> list;
                    }));
        }
        if (choice.oneIn(3)) {
            clauses.add(Node.clause("having count(*) > " + choice.below(3)));
        }
        Optional<Node> tail =
                clauses.isEmpty() ? Optional.empty() : Optional.of(Node.joined(Sort.SYNTAX, " ", clauses));
        return new Query(Query.Distinct.NOTHING, items, from, where, true, tail, order(items), "");
    }
}
