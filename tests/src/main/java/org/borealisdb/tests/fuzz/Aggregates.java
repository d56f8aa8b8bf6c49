package org.borealisdb.tests.fuzz;

import java.util.List;

/** Draws aggregates whose results do not depend on the order in which rows come. */
final class Aggregates {
    private static final List<Sort> SUMMED = List.of(Sort.SMALLINT, Sort.INTEGER, Sort.BIGINT, Sort.NUMERIC);
    private static final List<Sort> IN_DOCUMENTS = List.of(Sort.INTEGER, Sort.TEXT, Sort.BOOLEAN, Sort.JSONB);

    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;

    Aggregates(Choice choice, Schema schema, Expressions expressions) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
    }

    /** An aggregate of a group of rows. */
    Node draw(List<Column> visible) {
        if (choice.oneIn(4)) {
            return ordered(visible);
        }
        Node call = plain(visible);
        return choice.oneIn(3) ? filtered(call, visible) : call;
    }

    private Node filtered(Node call, List<Column> visible) {
        return Node.joined(
                Sort.SYNTAX,
                "",
                List.of(
                        call,
                        Node.clause(
                                " filter (where #)", expressions.conditions().draw(visible, 1))));
    }

    /** One that may be over a window as well. */
    Node plain(List<Column> visible) {
        return switch (choice.below(7)) {
            case 0 -> Node.syntax(choice.oneIn(2) ? "count(*)" : "count(" + rowOf(visible) + ")");
            case 1 -> call("count", schema.sort(), visible);
            case 2 -> call(choice.one("sum", "avg"), choice.one(SUMMED), visible);
            case 3 ->
                Node.pattern(
                        Sort.SYNTAX,
                        choice.one("bool_and", "bool_or", "every") + "(#)",
                        expressions.conditions().draw(visible, 1));
            case 4 -> call(choice.one("bit_and", "bit_or", "bit_xor"), Sort.INTEGER, visible);
            default -> {
                Sort sort = schema.sort();
                yield call(choice.one("min", "max"), sort.hasExtremes() ? sort : Sort.TEXT, visible);
            }
        };
    }

    /** All columns of one of the sources. */
    private String rowOf(List<Column> visible) {
        String name = choice.one(visible).name();
        return name.substring(0, Math.max(0, name.indexOf('.'))) + (name.indexOf('.') < 0 ? name : ".*");
    }

    private Node call(String name, Sort sort, List<Column> visible) {
        return Node.pattern(Sort.SYNTAX, name + "(#)", expressions.value(sort, visible, 1));
    }

    /** One with an order of its own, or of different values only. */
    private Node ordered(List<Column> visible) {
        String direction = choice.one("", "", " desc", " nulls first");
        return switch (choice.below(9)) {
            case 6 ->
                alike(
                        choice.one(
                                "array_agg(distinct # order by #" + direction + ")",
                                "(array_agg(distinct # order by #" + direction + ") filter (where true))[1:2]"),
                        choice.one(List.of(Sort.INTEGER, Sort.TEXT)),
                        visible);
            case 7 -> call(choice.one("stddev", "variance", "stddev_pop", "sum"), Sort.INTEGER, visible);
            case 8 ->
                Node.pattern(
                        Sort.SYNTAX,
                        choice.one("rank", "dense_rank", "percent_rank", "cume_dist") + "(1) within group (order by #"
                                + direction + ")",
                        expressions.value(Sort.INTEGER, visible, 1));
            case 0 -> call("count", "distinct #", schema.sort(), visible);
            case 1 -> call("sum", "distinct #", choice.one(SUMMED), visible);
            case 2 ->
                alike(
                        "array_agg(# order by #" + direction + ")",
                        choice.one(List.of(Sort.INTEGER, Sort.TEXT)),
                        visible);
            case 3 -> alike("string_agg(#, ',' order by #" + direction + ")", Sort.TEXT, visible);
            case 4 -> alike("jsonb_agg(# order by #" + direction + ")", choice.one(IN_DOCUMENTS), visible);
            default ->
                Node.pattern(
                        Sort.SYNTAX,
                        choice.one("percentile_disc(0.5)", "mode()") + " within group (order by #" + direction + ")",
                        expressions.value(schema.sort(), visible, 1));
        };
    }

    private Node call(String name, String argument, Sort sort, List<Column> visible) {
        return Node.pattern(Sort.SYNTAX, name + "(" + argument + ")", expressions.value(sort, visible, 1));
    }

    /** A pattern with the same column twice, so that equal keys are equal values. */
    private Node alike(String pattern, Sort sort, List<Column> visible) {
        List<Column> fitting = Column.of(visible, sort);
        // The cast is for columns of a domain, whose arrays are of another type.
        Node value =
                Node.syntax((fitting.isEmpty() ? "null" : choice.one(fitting).name()) + "::" + sort.type());
        return Node.syntax(Node.pattern(Sort.SYNTAX, pattern, value, value).sql());
    }
}
