package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.borealisdb.tests.fuzz.Expressions.Column;
import org.borealisdb.tests.fuzz.Expressions.Table;

/** Draws a schema with its rows, changes of them, and queries. What it draws depends on the seed alone. */
final class Generator {
    private static final int MOST_TABLES = 3;
    private static final int MOST_COLUMNS = 6;
    private static final int MOST_ROWS = 14;
    private static final int DEPTH = 3;

    private final Random random;
    private final List<Table> tables = new ArrayList<>();
    private final List<String> setup = new ArrayList<>();
    private Expressions expressions;

    Generator(long seed) {
        this.random = new Random(seed);
        this.expressions = new Expressions(random, List.of());
        int count = 1 + random.nextInt(MOST_TABLES);
        for (int number = 0; number < count; number++) {
            addTable("r" + number);
        }
        expressions = new Expressions(random, tables);
        for (int number = random.nextInt(4); number > 0; number--) {
            addChange();
        }
        if (random.nextBoolean()) {
            Table table = expressions.one(tables);
            Node condition = expressions.condition(table.columns(), 1);
            setup.add("create view v0 as select * from " + table.name() + " where " + condition.sql());
            tables.add(new Table("v0", table.columns()));
            expressions = new Expressions(random, tables);
        }
    }

    /** Statements that make the schema and change it. */
    List<String> setup() {
        return List.copyOf(setup);
    }

    private void addTable(String name) {
        List<Column> columns = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_COLUMNS);
        for (int number = 0; number < count; number++) {
            columns.add(new Column("a" + number, expressions.sort()));
        }
        setup.add("create table " + name + " ("
                + columns.stream()
                        .map(column -> column.name() + " " + column.sort().type())
                        .collect(Collectors.joining(", "))
                + ")");
        tables.add(new Table(name, columns));
        int rows = random.nextInt(MOST_ROWS);
        for (int row = 0; row < rows; row++) {
            setup.add("insert into " + name + " values ("
                    + columns.stream()
                            .map(column -> expressions.constant(column.sort()).sql())
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        for (int number = random.nextInt(3); number > 0; number--) {
            addIndex(name, columns);
        }
    }

    private void addIndex(String name, List<Column> columns) {
        String keys = expressions.one(columns).name() + expressions.one(List.of("", " desc", " nulls first"));
        if (random.nextBoolean()) {
            keys += ", " + expressions.one(columns).name();
        }
        String partial = random.nextInt(3) == 0
                ? " where " + expressions.one(columns).name() + expressions.one(List.of(" is null", " is not null"))
                : "";
        setup.add("create " + (random.nextInt(4) == 0 ? "unique " : "") + "index on " + name + " (" + keys + ")"
                + partial);
    }

    private void addChange() {
        Table table = expressions.one(tables);
        List<Column> columns = table.columns();
        String where = " where " + expressions.condition(columns, 1).sql();
        Column target = expressions.one(columns);
        String value = expressions.value(target.sort(), columns, 1).sql();
        setup.add(
                switch (random.nextInt(3)) {
                    case 0 -> "update " + table.name() + " set " + target.name() + " = " + value + where;
                    case 1 -> "delete from " + table.name() + where + " returning *";
                    default ->
                        "insert into " + table.name() + " (" + target.name() + ") select " + value + " from "
                                + table.name() + where + " on conflict do nothing";
                });
    }

    /** The next query. */
    Query query() {
        List<Column> visible = new ArrayList<>();
        Node from = from(visible);
        Optional<Node> where =
                random.nextInt(6) == 0 ? Optional.empty() : Optional.of(expressions.condition(visible, DEPTH));
        if (random.nextInt(4) == 0) {
            return grouped(visible, from, where);
        }
        List<Node> items = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int number = 0; number < count; number++) {
            Sort sort = random.nextBoolean() ? expressions.one(visible).sort() : expressions.sort();
            items.add(expressions.value(sort, visible, random.nextInt(DEPTH)));
        }
        boolean window = random.nextInt(6) == 0;
        if (window) {
            items.add(window(visible));
        }
        boolean distinct = random.nextInt(5) == 0;
        Optional<Integer> limit = random.nextInt(5) == 0 ? Optional.of(random.nextInt(6)) : Optional.empty();
        return new Query(distinct, items, from, where, window, Optional.empty(), limit);
    }

    private Node window(List<Column> visible) {
        String function = expressions.one(List.of("rank()", "dense_rank()", "count(*)", "count(#)", "max(#)"));
        String text = "(" + function + " over (partition by # order by #))";
        Node[] parts =
                new Node[(int) text.chars().filter(letter -> letter == '#').count()];
        for (int index = 0; index < parts.length; index++) {
            Sort sort = expressions.one(visible).sort();
            while (sort == Sort.BOOLEAN) {
                sort = expressions.sort();
            }
            parts[index] = expressions.value(sort, visible, 1);
        }
        return Node.pattern(Sort.SYNTAX, text, parts);
    }

    /** Rows summed up by columns; constants are not among the keys, for a number there is a place in the list. */
    private Query grouped(List<Column> visible, Node from, Optional<Node> where) {
        List<String> keys = new ArrayList<>();
        for (int number = random.nextInt(3); number > 0; number--) {
            String key = expressions.one(visible).name();
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        List<Node> items = new ArrayList<>();
        keys.forEach(key -> items.add(Node.syntax(key)));
        int aggregates = 1 + random.nextInt(2);
        for (int number = 0; number < aggregates; number++) {
            items.add(aggregate(visible));
        }
        List<Node> clauses = new ArrayList<>();
        if (!keys.isEmpty()) {
            String list = String.join(", ", keys);
            clauses.add(Node.syntax("group by "
                    + switch (random.nextInt(6)) {
                        case 0 -> "rollup (" + list + ")";
                        case 1 -> "cube (" + list + ")";
                        case 2 -> "grouping sets ((" + list + "), ())";
                        default -> list;
                    }));
        }
        if (random.nextInt(3) == 0) {
            clauses.add(new Node(
                    Sort.CLAUSE, "", List.of(Node.syntax("having count(*) > " + random.nextInt(3))), "", false));
        }
        Optional<Node> tail =
                clauses.isEmpty() ? Optional.empty() : Optional.of(Node.joined(Sort.SYNTAX, " ", clauses));
        return new Query(false, items, from, where, true, tail, Optional.empty());
    }

    private Node aggregate(List<Column> visible) {
        Node filter = random.nextInt(3) == 0
                ? new Node(
                        Sort.CLAUSE,
                        "",
                        List.of(Node.pattern(Sort.SYNTAX, " filter (where #)", expressions.condition(visible, 1))),
                        "",
                        false)
                : Node.syntax("");
        return switch (random.nextInt(6)) {
            case 0 -> Node.pattern(Sort.SYNTAX, "count(*)#", filter);
            case 1 ->
                Node.pattern(
                        Sort.SYNTAX, "count(distinct #)#", expressions.value(expressions.sort(), visible, 1), filter);
            case 2 -> Node.pattern(Sort.SYNTAX, "sum(#)#", expressions.value(Sort.INTEGER, visible, 1), filter);
            case 3 -> Node.pattern(Sort.SYNTAX, "bool_and(#)#", expressions.condition(visible, 1), filter);
            case 4 -> Node.pattern(Sort.SYNTAX, "max(#)#", expressions.value(Sort.TEXT, visible, 1), filter);
            default -> Node.pattern(Sort.SYNTAX, "min(#)#", expressions.value(Sort.NUMERIC, visible, 1), filter);
        };
    }

    /** A FROM clause, whose columns are added to {@code visible}. */
    private Node from(List<Column> visible) {
        Node result = source(visible, false);
        for (int joins = random.nextInt(4); joins > 0; joins--) {
            List<Column> left = List.copyOf(visible);
            boolean lateral = random.nextInt(5) == 0;
            Node right = lateral ? lateral(visible) : source(visible, true);
            List<Column> added = visible.subList(left.size(), visible.size());
            result = Node.joined(
                    Sort.SYNTAX,
                    " ",
                    List.of(
                            result,
                            new Node(Sort.CLAUSE, "", List.of(join(left, added, right, visible, lateral)), "", false)));
        }
        return result;
    }

    private Node join(List<Column> left, List<Column> added, Node right, List<Column> visible, boolean lateral) {
        if (random.nextInt(8) == 0) {
            return Node.pattern(Sort.SYNTAX, "cross join #", right);
        }
        Column mine = expressions.one(added);
        List<Column> same =
                left.stream().filter(column -> column.sort() == mine.sort()).toList();
        if (same.isEmpty() || random.nextInt(4) == 0) {
            return Node.pattern(
                    Sort.SYNTAX,
                    expressions.one(List.of("left", "inner")) + " join # on #",
                    right,
                    expressions.condition(visible, 1));
        }
        Node equal = Node.pattern(
                Sort.BOOLEAN,
                "(# = #)",
                Node.leaf(mine.sort(), expressions.one(same).name()),
                Node.leaf(mine.sort(), mine.name()));
        // Only joins by equality alone can be full everywhere.
        if (!lateral && random.nextInt(4) == 0) {
            return Node.pattern(Sort.SYNTAX, "full join # on " + equal.sql(), right);
        }
        String kind = expressions.one(lateral ? List.of("left", "inner") : List.of("left", "right", "inner"));
        Node on = random.nextBoolean()
                ? equal
                : Node.pattern(Sort.BOOLEAN, "(# and #)", equal, expressions.condition(visible, 1));
        return Node.pattern(Sort.SYNTAX, kind + " join # on #", right, on);
    }

    /** A table, or a subquery over one or two. */
    private Node source(List<Column> visible, boolean joined) {
        Table table = expressions.one(tables);
        String alias = expressions.alias();
        if (random.nextInt(joined ? 4 : 6) != 0) {
            visible.addAll(table.as(alias));
            return Node.syntax(table.name() + " " + alias);
        }
        return subquery(table, alias, List.of(), visible, "");
    }

    private Node lateral(List<Column> visible) {
        return subquery(expressions.one(tables), expressions.alias(), List.copyOf(visible), visible, "lateral ");
    }

    private Node subquery(Table table, String alias, List<Column> outer, List<Column> visible, String before) {
        int width = 1 + random.nextInt(2);
        List<Sort> sorts = new ArrayList<>();
        for (int number = 0; number < width; number++) {
            sorts.add(expressions.one(table.columns()).sort());
        }
        Node first = part(table, sorts, outer);
        Node body = random.nextInt(3) == 0
                ? Node.pattern(
                        Sort.SYNTAX,
                        "# "
                                + expressions.one(List.of(
                                        "union", "union all", "except", "except all", "intersect", "intersect all"))
                                + " #",
                        first,
                        part(expressions.one(tables), sorts, outer))
                : first;
        for (int number = 0; number < width; number++) {
            visible.add(new Column(alias + ".b" + number, sorts.get(number)));
        }
        String names = width == 1 ? "b0" : "b0, b1";
        return Node.pattern(Sort.SYNTAX, before + "(#) " + alias + "(" + names + ")", body);
    }

    private Node part(Table table, List<Sort> sorts, List<Column> outer) {
        String alias = expressions.alias();
        List<Column> inner = new ArrayList<>(table.as(alias));
        List<Node> items = new ArrayList<>();
        for (Sort sort : sorts) {
            items.add(expressions.value(sort, inner, 1));
        }
        inner.addAll(outer);
        return Node.pattern(
                Sort.SYNTAX,
                expressions.one(List.of("select", "select", "select distinct")) + " # from " + table.name() + " "
                        + alias + " where #",
                Node.joined(Sort.SYNTAX, ", ", items),
                expressions.condition(inner, 1));
    }
}
