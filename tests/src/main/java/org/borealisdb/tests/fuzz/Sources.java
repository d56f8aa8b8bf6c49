package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Draws FROM clauses: tables, subqueries, recursive queries, sets that functions return, and joins of them. */
final class Sources {
    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;
    private final Compositions compositions;

    Sources(Choice choice, Schema schema, Expressions expressions) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
        this.compositions = new Compositions(choice, schema, expressions);
    }

    /** A FROM clause, whose columns are added to {@code visible}. */
    Node draw(List<Column> visible) {
        Node result = source(visible, 6);
        for (int joins = choice.below(schema.many() ? 3 : 4); joins > 0; joins--) {
            List<Column> left = List.copyOf(visible);
            boolean lateral = choice.oneIn(4);
            Node right = lateral ? lateral(visible) : source(visible, 4);
            List<Column> added = visible.subList(left.size(), visible.size());
            result = Node.joined(
                    Sort.SYNTAX, " ", List.of(result, Node.clause("#", join(left, added, right, visible, lateral))));
        }
        return result;
    }

    private Node join(List<Column> left, List<Column> added, Node right, List<Column> visible, boolean lateral) {
        Column mine = choice.one(added);
        List<Column> same = partners(mine, left);
        if (lateral && (same.isEmpty() || choice.oneIn(2))) {
            return Node.pattern(Sort.SYNTAX, choice.one("cross join #", "left join # on true"), right);
        }
        if (schema.many() ? same.isEmpty() : choice.oneIn(8)) {
            return Node.pattern(Sort.SYNTAX, schema.many() ? "left join # on false" : "cross join #", right);
        }
        if (!schema.many() && (same.isEmpty() || choice.oneIn(4))) {
            return Node.pattern(
                    Sort.SYNTAX,
                    choice.one("left", "inner") + " join # on #",
                    right,
                    expressions.conditions().draw(visible, 1));
        }
        Node equal = Node.pattern(Sort.BOOLEAN, "(# = #)", choice.one(same).node(), mine.node());
        // Only joins by equality alone can be full everywhere.
        if (!lateral && choice.oneIn(4)) {
            return Node.pattern(Sort.SYNTAX, "full join # on " + equal.sql().replace("#", "##"), right);
        }
        String kind = lateral ? choice.one("left", "inner") : choice.one("left", "right", "inner");
        Node on = choice.oneIn(2)
                ? equal
                : Node.pattern(
                        Sort.BOOLEAN,
                        "(# and #)",
                        equal,
                        expressions.conditions().draw(visible, schema.many() ? 0 : 1));
        return Node.pattern(Sort.SYNTAX, kind + " join # on #", right, on);
    }

    /** What a column can be joined with; of many rows a key is on one side, so that there are not many times as many. */
    private List<Column> partners(Column mine, List<Column> left) {
        return Column.of(left, mine.sort()).stream()
                .filter(other -> !schema.many() || mine.isKey() || other.isKey())
                .toList();
    }

    /** A table, or once in so many times something made of others. */
    private Node source(List<Column> visible, int tables) {
        if (!choice.oneIn(tables)) {
            return table(schema.table(), visible);
        }
        return switch (choice.below(10)) {
            case 0 -> recursive(visible);
            case 1 -> values(visible);
            case 6, 7, 8 -> composed(List.of(), visible, "");
            case 9 -> nested(visible);
            case 2 ->
                called(
                        "generate_series(#, #)",
                        List.of(Sort.INTEGER),
                        visible,
                        Node.syntax("1"),
                        Node.syntax(Integer.toString(choice.below(5))));
            default -> subquery(List.of(), visible, "");
        };
    }

    /** A join in parentheses. */
    private Node nested(List<Column> visible) {
        List<Column> inside = new ArrayList<>();
        Node first = table(schema.table(), inside);
        List<Column> left = List.copyOf(inside);
        Node second = source(inside, 3);
        Node join = join(left, inside.subList(left.size(), inside.size()), second, inside, false);
        visible.addAll(inside);
        return Node.pattern(Sort.SYNTAX, "(# #)", first, join);
    }

    private Node composed(List<Column> outer, List<Column> visible, String before) {
        List<Sort> sorts = new ArrayList<>();
        Node query = compositions.draw(sorts, outer);
        return Node.pattern(Sort.SYNTAX, before + "(#)" + named(schema.name("t"), sorts, visible), query);
    }

    private Node table(Table table, List<Column> visible) {
        String alias = schema.name("t");
        visible.addAll(table.as(alias));
        return Node.syntax(table.name() + " " + alias);
    }

    private Node lateral(List<Column> visible) {
        List<Column> outer = List.copyOf(visible);
        return switch (choice.below(10)) {
            case 6, 7 -> first(outer, visible);
            case 8, 9 -> composed(outer, visible, "lateral ");
            case 0 -> unnested(outer, visible);
            case 1 ->
                called(
                        "jsonb_array_elements(case when jsonb_typeof(#) = 'array' then # end)",
                        Sort.JSONB,
                        outer,
                        visible);
            case 2 -> called("regexp_split_to_table(#, 'a')", Sort.TEXT, outer, visible);
            case 3 -> summed(outer, visible);
            default -> subquery(outer, visible, "lateral ");
        };
    }

    private Node unnested(List<Column> outer, List<Column> visible) {
        Sort array = choice.one(List.of(Sort.INTEGERS, Sort.TEXTS));
        Node value = expressions.value(array, outer, 1);
        return choice.oneIn(2)
                ? called("unnest(#)", List.of(array.element().orElseThrow()), visible, value)
                : called(
                        "unnest(#) with ordinality",
                        List.of(array.element().orElseThrow(), Sort.BIGINT),
                        visible,
                        value);
    }

    /** A function of one value, which stands in each place. */
    private Node called(String pattern, Sort sort, List<Column> outer, List<Column> visible) {
        Node value = expressions.leaf(sort, outer);
        Node[] parts = new Node[Node.places(pattern)];
        Arrays.fill(parts, value);
        return called(pattern, List.of(sort), visible, parts);
    }

    private Node called(String pattern, List<Sort> sorts, List<Column> visible, Node... parts) {
        String alias = schema.name("t");
        return Node.pattern(Sort.SYNTAX, pattern + named(alias, sorts, visible), parts);
    }

    /** The alias of a source with its columns, which become visible. */
    private static String named(String alias, List<Sort> sorts, List<Column> visible) {
        List<String> names =
                IntStream.range(0, sorts.size()).mapToObj(index -> "b" + index).toList();
        for (int index = 0; index < sorts.size(); index++) {
            visible.add(new Column(alias + "." + names.get(index), sorts.get(index)));
        }
        return " " + alias + "(" + String.join(", ", names) + ")";
    }

    private Node values(List<Column> visible) {
        List<Sort> sorts = List.of(schema.sort(), schema.sort());
        List<Node> rows = new ArrayList<>();
        for (int count = 1 + choice.below(4); count > 0; count--) {
            rows.add(Node.pattern(
                    Sort.SYNTAX, "(#, #)", expressions.constant(sorts.get(0)), expressions.constant(sorts.get(1))));
        }
        return Node.pattern(Sort.SYNTAX, "(values #)" + named(schema.name("t"), sorts, visible), Node.list(rows));
    }

    /** A few steps from the rows of a table on. */
    private Node recursive(List<Column> visible) {
        Table table = schema.table();
        String name = schema.name("w");
        String alias = schema.name("t");
        Sort sort = choice.one(table.columns()).sort();
        List<Column> inner = table.as(alias);
        List<Column> self = List.of(new Column(name + ".n", Sort.INTEGER), new Column(name + ".b", sort));
        List<Column> both = new ArrayList<>(self);
        both.addAll(inner);
        boolean joined = !schema.many() && choice.oneIn(2);
        String step = " select n + 1, # from " + name + (joined ? ", " + table.name() + " " + alias : "")
                + " where n < " + (joined ? 3 : 4) + " and #)";
        List<Column> of = joined ? both : self;
        Node query = Node.pattern(
                Sort.SYNTAX,
                "(with recursive " + name + "(n, b) as (select 1, # from " + table.name() + " " + alias
                        + " where # union " + (sort.isHashable() && (joined || choice.oneIn(2)) ? "" : "all") + step
                        + followed(name)
                        + ")",
                Column.of(inner, sort).getFirst().node(),
                expressions.conditions().draw(inner, 1),
                expressions.value(sort, of, 1),
                expressions.conditions().draw(of, 1));
        return Node.joined(
                Sort.SYNTAX,
                "",
                List.of(query, Node.syntax(named(schema.name("t"), List.of(Sort.INTEGER, sort), visible))));
    }

    /** What is read of a recursive query, of which may be said in which order its rows come, and where it goes in circles. */
    private String followed(String name) {
        String search =
                " search " + choice.one("depth", "breadth") + " first by " + choice.one("n", "b", "n, b") + " set s";
        return switch (choice.below(8)) {
            case 0 ->
                search + " select row_number() over (order by s" + choice.one("", " desc") + ", b)::integer, b from "
                        + name;
            case 1 -> " cycle b set y using p select n, b from " + name + choice.one(" where not y", " where y", "");
            case 2 -> " cycle n, b set y to 'x' default '' using p select cardinality(p), b from " + name;
            default -> " select * from " + name;
        };
    }

    /** The first of the rows that fit the outer one. */
    private Node first(List<Column> outer, List<Column> visible) {
        Table table = schema.table();
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        List<Sort> sorts = new ArrayList<>();
        List<Node> items = new ArrayList<>();
        for (int width = 1 + choice.below(2); width > 0; width--) {
            Column column = choice.one(inner);
            sorts.add(column.sort());
            items.add(column.node());
        }
        Node query = Node.pattern(
                Sort.SYNTAX,
                "lateral (select # from " + table.name() + " " + alias + " where # "
                        + Order.draw(choice, items.size()).sql(items.size()) + ")",
                Node.joined(Sort.SYNTAX, ", ", items),
                expressions.conditions().within(inner, outer, 1));
        return Node.joined(Sort.SYNTAX, "", List.of(query, Node.syntax(named(schema.name("t"), sorts, visible))));
    }

    /** One row that sums up what fits the outer one. */
    private Node summed(List<Column> outer, List<Column> visible) {
        Table table = schema.table();
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        Sort sort = schema.sort();
        String extreme = sort.hasExtremes() ? "max(#)" : "(array_agg(#))[2:1] is null";
        Node query = Node.pattern(
                Sort.SYNTAX,
                "lateral (select count(*), " + extreme + " from " + table.name() + " " + alias + " where #)",
                expressions.value(sort, inner, 1),
                expressions.conditions().within(inner, outer, 1));
        List<Sort> sorts = List.of(Sort.BIGINT, sort.hasExtremes() ? sort : Sort.BOOLEAN);
        return Node.joined(Sort.SYNTAX, "", List.of(query, Node.syntax(named(schema.name("t"), sorts, visible))));
    }

    private Node subquery(List<Column> outer, List<Column> visible, String before) {
        Table table = schema.table();
        List<Sort> sorts = new ArrayList<>();
        for (int width = 1 + choice.below(2); width > 0; width--) {
            sorts.add(choice.one(table.columns()).sort());
        }
        Node first = compositions.part(table, sorts, outer);
        Node body = choice.oneIn(3)
                ? Node.pattern(
                        Sort.SYNTAX,
                        "# "
                                + choice.one("union", "union all", "except", "except all", "intersect", "intersect all")
                                + " #",
                        first,
                        compositions.part(schema.table(), sorts, outer))
                : grouped(first, sorts, outer, table);
        return Node.pattern(Sort.SYNTAX, before + "(#)" + named(schema.name("t"), sorts, visible), body);
    }

    /** The same, or groups of the table's rows with an aggregate, whose types take the place of the sorts. */
    private Node grouped(Node otherwise, List<Sort> sorts, List<Column> outer, Table table) {
        if (!choice.oneIn(4)) {
            return otherwise;
        }
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        Column key = choice.one(inner);
        sorts.clear();
        sorts.addAll(List.of(key.sort(), Sort.BIGINT));
        return Node.pattern(
                Sort.SYNTAX,
                "select " + key.name() + ", count(*) from " + table.name() + " " + alias + " where # group by "
                        + key.name() + "#",
                expressions.conditions().within(inner, outer, 1),
                choice.oneIn(2) ? Node.syntax("") : Node.clause(" having count(*) > " + choice.below(3)));
    }
}
