package org.borealisdb.tests.fuzz;

import java.util.List;
import java.util.stream.Collectors;

/** Draws calls over windows. Where the order of equal rows would matter, all visible columns are in the order. */
final class Windows {
    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;
    private final Aggregates aggregates;

    Windows(Choice choice, Schema schema, Expressions expressions, Aggregates aggregates) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
        this.aggregates = aggregates;
    }

    Node draw(List<Column> visible) {
        Node partition = choice.oneIn(3)
                ? Node.syntax("")
                : Node.clause("partition by # ", expressions.value(schema.sort(), visible, 1));
        Sort sort = schema.sort();
        Node key = expressions.value(sort, visible, 1);
        String direction = choice.one("", "", " desc", " nulls first", " desc nulls last");
        String everything = ", " + visible.stream().map(Column::name).collect(Collectors.joining(", "));
        boolean total = choice.oneIn(2);
        Node call = total && choice.oneIn(2) ? byPlace(visible) : choice.oneIn(4) ? rank() : aggregates.plain(visible);
        String frame = total ? frame(choice.one("rows", "groups"), offset(Sort.INTEGER)) : frameOfPeers(sort);
        return Node.pattern(
                Sort.SYNTAX,
                "(# over (#order by #" + direction + (total ? everything : "") + " #))",
                call,
                partition,
                key,
                choice.oneIn(3) ? Node.syntax("") : Node.clause(frame));
    }

    private Node rank() {
        return Node.syntax(choice.one("rank()", "dense_rank()", "percent_rank()", "cume_dist()"));
    }

    private Node byPlace(List<Column> visible) {
        return Node.pattern(
                Sort.SYNTAX,
                choice.one(
                        "first_value(#)",
                        "last_value(#)",
                        "nth_value(#, 2)",
                        "lag(#)",
                        "lead(#, 2)",
                        "lag(#, 0)",
                        "lead(#, -1)"),
                expressions.value(schema.sort(), visible, 1));
    }

    private String frameOfPeers(Sort sort) {
        return choice.oneIn(2) && !offset(sort).isEmpty() ? frame("range", offset(sort)) : frame("groups", "1");
    }

    /** By how much RANGE goes in a type; empty: it cannot. */
    private String offset(Sort sort) {
        return switch (sort) {
            case SMALLINT, INTEGER, BIGINT -> choice.one("0", "1", "2");
            case NUMERIC, DOUBLE, REAL -> choice.one("0", "1.5");
            case DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, INTERVAL ->
                choice.one("interval '1 day'", "interval '0'", "interval '1 mon'");
            default -> "";
        };
    }

    private String frame(String mode, String offset) {
        String unbounded = "unbounded preceding";
        String before = offset + " preceding";
        String after = offset + " following";
        String end = "unbounded following";
        String bounds = choice.one(
                unbounded + " and current row",
                unbounded + " and " + before,
                unbounded + " and " + after,
                unbounded + " and " + end,
                before + " and current row",
                before + " and " + after,
                before + " and " + before,
                "current row and " + after,
                "current row and current row",
                "current row and " + end,
                after + " and " + end,
                after + " and " + after);
        String left =
                choice.one("", "", " exclude current row", " exclude group", " exclude ties", " exclude no others");
        return " " + mode + " between " + bounds + left;
    }
}
