package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Draws subqueries of several parts: queries of WITH that are read twice, ranks that a condition bounds, groups with windows over them, joins by names, trees of set operations. */
final class Compositions {
    private static final String JOINED = "select b0, b1";

    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;

    Compositions(Choice choice, Schema schema, Expressions expressions) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
    }

    /** A query without parentheses, the types of whose columns are added to {@code sorts}. */
    Node draw(List<Sort> sorts, List<Column> outer) {
        return switch (choice.below(7)) {
            case 0 -> readTwice(sorts, outer);
            case 1, 2 -> ranked(sorts, outer);
            case 3 -> windowOverGroups(sorts, outer);
            case 4 -> byNames(sorts, outer);
            case 5 -> groupedByExpressions(sorts, outer);
            default -> operations(sorts, outer);
        };
    }

    private Node part(List<Sort> sorts, List<Column> outer) {
        return part(schema.table(), sorts, outer);
    }

    /** Rows of a table as columns of these types. */
    Node part(Table table, List<Sort> sorts, List<Column> outer) {
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        return Node.pattern(
                Sort.SYNTAX,
                choice.one("select", "select", "select distinct") + " # from " + table.name() + " " + alias
                        + " where #",
                Node.joined(Sort.SYNTAX, ", ", expressions.values(sorts, inner, 1)),
                expressions.conditions().within(inner, outer, 1));
    }

    private List<Sort> two() {
        return List.of(schema.sort(), schema.sort());
    }

    private Node readTwice(List<Sort> sorts, List<Column> outer) {
        List<Sort> own = two();
        sorts.addAll(own);
        String name = schema.name("w");
        List<Column> left = List.of(new Column("x.b0", own.get(0)), new Column("x.b1", own.get(1)));
        List<Column> both = new ArrayList<>(left);
        both.add(new Column("y.b0", own.get(0)));
        both.add(new Column("y.b1", own.get(1)));
        String start = "with " + name + "(b0, b1) as " + choice.one("", "materialized ", "not materialized ") + "(#) ";
        Node query = part(own, outer);
        if (schema.many() || choice.oneIn(3)) {
            String operation = choice.one(" except ", " except all ", " intersect all ", " union ");
            return Node.pattern(
                    Sort.SYNTAX,
                    start + JOINED + " from " + name + operation + "select x.b0, x.b1 from " + name + " x where #",
                    query,
                    expressions.conditions().draw(left, 1));
        }
        if (choice.oneIn(3)) {
            return Node.pattern(
                    Sort.SYNTAX,
                    start + "select x.b0, x.b1 from " + name + " x where "
                            + choice.one("exists", "not exists", "1 =") + " (select 1 from " + name
                            + " y where # order by 1 limit 1)",
                    query,
                    expressions.conditions().draw(both, 1));
        }
        return Node.pattern(
                Sort.SYNTAX,
                start + "select x.b0, y.b1 from " + name + " x " + choice.one("join ", "left join ") + name
                        + " y on x.b0 = y.b0 and #",
                query,
                expressions.conditions().draw(both, 1));
    }

    /** The first rows of each part of a table. */
    private Node ranked(List<Sort> sorts, List<Column> outer) {
        Table table = schema.table();
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        Sort sort = schema.sort();
        sorts.addAll(List.of(sort, Sort.BIGINT));
        boolean numbered = choice.oneIn(2);
        String all = inner.stream().map(Column::name).collect(Collectors.joining(", "));
        String call = numbered
                ? "row_number()"
                : choice.one(
                        "rank()",
                        "dense_rank()",
                        "count(*)",
                        "count(" + choice.one(inner).name() + ")");
        String parts =
                choice.oneIn(3) ? "" : "partition by " + choice.one(inner).name() + " ";
        String key = choice.one(inner).name() + choice.one("", "", " desc", " nulls first");
        String frame = choice.one(
                "", "", "", " rows between unbounded preceding and current row", " range unbounded preceding");
        String window = parts + "order by " + key
                + (numbered || frame.startsWith(" rows") ? ", " + all : "")
                + (call.startsWith("count") ? frame : "");
        int bound = choice.below(4);
        String condition = choice.one(
                "b1 <= " + bound,
                "b1 < " + bound,
                "b1 = " + bound,
                bound + " >= b1",
                "b1 > " + bound,
                "b1 between 1 and " + bound,
                "b1 <= " + bound + " and b0 is not null");
        return Node.pattern(
                Sort.SYNTAX,
                JOINED + " from (select #, " + call + " over (" + window + ") from " + table.name() + " " + alias
                        + " where #) s(b0, b1) where " + condition,
                expressions.value(sort, inner, 1),
                expressions.conditions().within(inner, outer, 1));
    }

    private Node windowOverGroups(List<Sort> sorts, List<Column> outer) {
        Table table = schema.table();
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        Column key = choice.one(inner);
        Column other = choice.one(inner);
        String number = choice.one("count(*)", "count(" + other.name() + ")", "count(distinct " + other.name() + ")");
        String order = "order by " + key.name() + choice.one("", " desc");
        String call = choice.one(
                "sum(" + number + ") over (" + order + ")",
                "sum(" + number + ") over ()",
                "(rank() over (order by " + number + " desc))::numeric",
                "lag(" + number + ", 1, 0::bigint) over (" + order + ")::numeric",
                "sum(sum(" + number + ") over (order by " + key.name() + ")) over ()",
                "max(" + number + ") over (" + order + " rows 1 preceding)::numeric");
        sorts.addAll(List.of(key.sort(), Sort.NUMERIC));
        String from = " from " + table.name() + " " + alias + " where # group by ";
        if (call.startsWith("sum(sum(")) {
            return Node.pattern(
                    Sort.SYNTAX,
                    "select b0, sum(b1) over (order by b0 groups 1 preceding) from (select " + key.name() + ", "
                            + number + from + key.name() + ") s(b0, b1)",
                    expressions.conditions().within(inner, outer, 1));
        }
        String groups = choice.one(key.name(), key.name(), "rollup (" + key.name() + ")");
        return Node.pattern(
                Sort.SYNTAX,
                "select " + key.name() + ", " + call + from + groups
                        + choice.one("", "", " having count(*) > 1", " having " + number + " <> 2"),
                expressions.conditions().within(inner, outer, 1));
    }

    /** Two subqueries joined by the name of a column. */
    private Node byNames(List<Sort> sorts, List<Column> outer) {
        Sort shared = schema.many() ? Sort.INTEGER : schema.sort();
        List<Sort> left = List.of(shared, schema.sort());
        List<Sort> right = List.of(shared, schema.sort());
        Node first = schema.many() ? keyed(left, outer) : part(left, outer);
        Node second = schema.many() ? keyed(right, outer) : part(right, outer);
        String kind = choice.one("", "left ", "right ", "full ");
        String join = choice.oneIn(2)
                ? "natural " + kind + "join (#) y(u, b1)"
                : kind + "join (#) y(u, b1) using (u)" + choice.one("", " as j");
        String items = join.endsWith(" as j") ? "j.u, x.b0, y.b1" : choice.one("*", "u, b0, b1");
        sorts.addAll(List.of(shared, left.get(1), right.get(1)));
        return Node.pattern(Sort.SYNTAX, "select " + items + " from (#) x(u, b0) " + join, first, second);
    }

    /** The key of a table of many rows beside another value. */
    private Node keyed(List<Sort> sorts, List<Column> outer) {
        Table table = schema.table();
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        return Node.pattern(
                Sort.SYNTAX,
                "select " + alias + ".k, # from " + table.name() + " " + alias + " where #",
                expressions.value(sorts.get(1), inner, 1),
                expressions.conditions().within(inner, outer, 1));
    }

    /** Groups by what is computed. The expressions are mere syntax, for they have to stay alike. */
    private Node groupedByExpressions(List<Sort> sorts, List<Column> outer) {
        Table table = schema.table();
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        List<Sort> own = two();
        String first = expressions.value(own.get(0), inner, 1).sql();
        String second = expressions.value(own.get(1), inner, 1).sql();
        String groups = choice.one(
                "1, 2",
                "2, 1",
                first + ", " + second,
                "rollup (1, 2)",
                "cube (1, 2)",
                "grouping sets ((1), (2), ())",
                "grouping sets ((1, 2), (2), (2))",
                "distinct rollup (1, 2), rollup (2)",
                "1, rollup (2)");
        sorts.addAll(own);
        sorts.add(Sort.BIGINT);
        return Node.pattern(
                Sort.SYNTAX,
                "select "
                        + first.replace("#", "##") + ", "
                        + second.replace("#", "##")
                        + ", count(*) from " + table.name() + " " + alias + " where # group by "
                        + groups.replace("#", "##"),
                expressions.conditions().within(inner, outer, 1));
    }

    /** Three parts, with parentheses or by precedence, perhaps of different types of numbers. */
    private Node operations(List<Sort> sorts, List<Column> outer) {
        List<Sort> own = two();
        sorts.addAll(own);
        String first = operation();
        String second = operation();
        String pattern = choice.one(
                "#" + first + "#" + second + "#",
                "(#" + first + "#)" + second + "#",
                "#" + first + "(#" + second + "#)",
                "(#)" + first + "((#)" + second + "(#))",
                "#" + first + "(#" + second + "# order by 1, 2 limit 3)");
        return Node.pattern(Sort.SYNTAX, pattern, part(own, outer), part(own, outer), part(own, outer));
    }

    private String operation() {
        return " " + choice.one("union", "union all", "except", "except all", "intersect", "intersect all") + " ";
    }
}
