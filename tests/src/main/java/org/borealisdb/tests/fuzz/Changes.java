package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Draws INSERT, UPDATE and DELETE, of tables and through views, whose outcome does not depend on the order of rows. */
final class Changes {
    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;

    Changes(Choice choice, Schema schema, Expressions expressions) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
    }

    Node draw() {
        Table table = schema.table();
        return switch (choice.below(13)) {
            case 10 -> moved(table);
            case 11 -> updateOfSeveral(table);
            case 12 -> updateOfParts(table);
            case 0 -> updateFrom(table);
            case 1 -> deleteUsing(table);
            case 2 -> insertRows(table, " on conflict do nothing");
            case 3, 9 -> table.arbiters().isEmpty() ? insertRows(table, "") : upsert(table);
            case 4 -> within(table);
            case 5 -> insertQuery(table);
            case 6 -> delete(table);
            case 7 -> insertRows(table, "");
            default -> update(table);
        };
    }

    private Node where(List<Column> visible) {
        return expressions.conditions().draw(visible, 1);
    }

    private String returning() {
        return choice.oneIn(3) ? " returning *" : "";
    }

    private Node assignments(List<Column> targets, List<Column> visible) {
        List<Node> all = new ArrayList<>();
        Column first = choice.one(targets);
        all.add(assignment(first, visible));
        Column second = choice.one(targets);
        if (!second.equals(first)) {
            all.add(assignment(second, visible));
        }
        return Node.list(all);
    }

    private Node assignment(Column target, List<Column> visible) {
        return Node.pattern(
                Sort.SYNTAX,
                target.name() + " = #",
                target.isGenerated() || choice.oneIn(8)
                        ? Node.syntax("default")
                        : expressions.value(target.sort(), visible, 1));
    }

    private Node update(Table table) {
        return Node.pattern(
                Sort.SYNTAX,
                "update " + table.name() + " set # where #" + returning(),
                assignments(table.assigned(), table.columns()),
                where(table.columns()));
    }

    private Node delete(Table table) {
        return Node.pattern(
                Sort.SYNTAX, "delete from " + table.name() + " where #" + returning(), where(table.columns()));
    }

    /** Each row meets one of the other side at most. */
    private Node updateFrom(Table table) {
        Table other = schema.table();
        Column key = choice.one(other.columns());
        List<Column> same = Column.of(table.as("t"), key.sort());
        if (same.isEmpty()) {
            return update(table);
        }
        List<Column> visible = new ArrayList<>(table.as("t"));
        visible.add(new Column("s.b", key.sort()));
        visible.add(new Column("s.n", Sort.BIGINT));
        return Node.pattern(
                Sort.SYNTAX,
                "update " + table.name() + " t set # from (select " + key.name() + " as b, count(*) as n from "
                        + other.name() + " group by 1) s where "
                        + choice.one(same).name() + " = s.b and #"
                        + (choice.oneIn(3) ? " returning t.*, s.n" : ""),
                assignments(table.assigned(), visible),
                where(visible));
    }

    private Node deleteUsing(Table table) {
        Table other = schema.table();
        List<Column> visible = new ArrayList<>(table.as("t"));
        visible.addAll(other.as("s"));
        Column key = choice.one(other.columns());
        List<Column> same = Column.of(table.as("t"), key.sort());
        String equal = same.isEmpty()
                ? table.many() ? "false and " : ""
                : choice.one(same).name() + " = s." + key.name() + " and ";
        return Node.pattern(
                Sort.SYNTAX,
                "delete from " + table.name() + " t using " + other.name() + " s where " + equal + "#"
                        + (choice.oneIn(3) ? " returning t.*" : ""),
                where(visible));
    }

    private Node rows(Table table) {
        List<Node> rows = new ArrayList<>();
        for (int count = 1 + choice.below(3); count > 0; count--) {
            rows.add(Node.pattern(
                    Sort.SYNTAX,
                    "(#)",
                    Node.joined(
                            Sort.SYNTAX,
                            ", ",
                            table.written().stream().map(this::inserted).toList())));
        }
        return Node.list(rows);
    }

    private Node inserted(Column column) {
        if (column.isKey()) {
            return Node.syntax(Integer.toString(choice.below(20)));
        }
        return choice.oneIn(10) ? Node.syntax("default") : expressions.constant(column.sort());
    }

    private Node insertRows(Table table, String tail) {
        return Node.pattern(
                Sort.SYNTAX, "insert into " + table.target() + " values #" + tail + returning(), rows(table));
    }

    private Node upsert(Table table) {
        List<Column> visible = new ArrayList<>(table.as("excluded"));
        visible.addAll(table.as(table.name()));
        String start = "insert into " + table.target() + " values # on conflict " + choice.one(table.arbiters());
        if (choice.oneIn(4)) {
            return Node.pattern(Sort.SYNTAX, start + " do nothing" + returning(), rows(table));
        }
        return Node.pattern(
                Sort.SYNTAX,
                start + " do update set # where #" + returning(),
                rows(table),
                assignments(table.assigned(), visible),
                where(visible));
    }

    private Node insertQuery(Table table) {
        Table other = schema.table();
        List<Column> columns = table.written();
        Node values = Node.joined(
                Sort.SYNTAX,
                ", ",
                columns.stream()
                        .map(column -> column.isKey()
                                ? Node.syntax("100 + row_number() over (order by "
                                        + other.columns().stream()
                                                .map(Column::name)
                                                .collect(Collectors.joining(", "))
                                        + ")")
                                : expressions.value(column.sort(), other.columns(), 1))
                        .toList());
        return Node.pattern(
                Sort.SYNTAX,
                "insert into " + table.target() + " select # from " + other.name() + " where #"
                        + (table.numbersRows()
                                ? " " + Order.plain(columns.size()).sql(columns.size())
                                : "")
                        + choice.one(" on conflict do nothing", "") + returning(),
                values,
                where(other.columns()));
    }

    /** Rows that are deleted from a table and go into another one, or into the same. */
    private Node moved(Table table) {
        Table other = schema.table();
        List<Column> deleted = table.as("q");
        List<Column> columns = other.written();
        Node values = Node.joined(
                Sort.SYNTAX,
                ", ",
                columns.stream()
                        .map(column -> column.isKey()
                                ? Node.syntax("200 + row_number() over (order by "
                                        + deleted.stream().map(Column::name).collect(Collectors.joining(", "))
                                        + ")")
                                : expressions.value(column.sort(), deleted, 0))
                        .toList());
        String first = choice.oneIn(2)
                ? "delete from " + table.name() + " where # returning *"
                : "update " + table.name() + " set "
                        + choice.one(table.assigned()).name() + " = default where # returning *";
        return Node.pattern(
                Sort.SYNTAX,
                "with q as (" + first + "), p as (insert into " + other.target() + " select # from q"
                        + (other.numbersRows()
                                ? " " + Order.plain(columns.size()).sql(columns.size())
                                : "")
                        + choice.one("", " on conflict do nothing") + " returning *) select (select count(*) from q), "
                        + choice.one("count(*) from p", "count(*) from " + other.name(), "p.* from p"),
                where(table.columns()),
                values);
    }

    /** Several columns from one subquery, or from rows. */
    private Node updateOfSeveral(Table table) {
        List<Column> targets = table.assigned().stream()
                .filter(column -> !column.isGenerated())
                .toList();
        Column first = choice.one(targets);
        Column second = choice.one(targets);
        Table other = schema.table();
        List<Column> inner = other.as("s");
        List<Column> outer = table.as("t");
        if (first.equals(second) || schema.many()) {
            return update(table);
        }
        return choice.oneIn(3)
                ? Node.pattern(
                        Sort.SYNTAX,
                        "update " + table.name() + " t set (" + first.name() + ", " + second.name()
                                + ") = row (#, default) where #" + choice.one("", " returning t.*"),
                        expressions.value(first.sort(), outer, 1),
                        where(outer))
                : Node.pattern(
                        Sort.SYNTAX,
                        "update " + table.name() + " t set (" + first.name() + ", " + second.name()
                                + ") = (select #, # from " + other.name()
                                + " s where # order by 1, 2 limit 1) where #" + choice.one("", " returning t.*"),
                        expressions.value(first.sort(), inner, 1),
                        expressions.value(second.sort(), inner, 1),
                        expressions.conditions().within(inner, outer, 1),
                        where(outer));
    }

    /** Elements of arrays, fields of rows and parts of documents. */
    private Node updateOfParts(Table table) {
        List<Column> parted = table.columns().stream()
                .filter(column -> !column.isGenerated()
                        && (column.sort() == Sort.JSONB
                                || column.sort() == Sort.PAIR
                                || column.sort().element().isPresent()))
                .toList();
        if (parted.isEmpty()) {
            return update(table);
        }
        Column column = choice.one(parted);
        List<Column> visible = table.columns();
        String name = column.name();
        Node assignment = switch (column.sort()) {
            case JSONB ->
                Node.pattern(
                        Sort.SYNTAX,
                        name + choice.one("['a']", "['b'][0]", "[1]", "['a']['b']") + " = #",
                        expressions.value(Sort.JSONB, visible, 1));
            case PAIR ->
                choice.oneIn(2)
                        ? Node.pattern(
                                Sort.SYNTAX,
                                name + ".a = #, " + name + ".b = #",
                                expressions.value(Sort.INTEGER, visible, 1),
                                expressions.value(Sort.TEXT, visible, 1))
                        : Node.pattern(Sort.SYNTAX, name + ".b = #", expressions.value(Sort.TEXT, visible, 1));
            default ->
                choice.oneIn(3)
                        ? Node.pattern(
                                Sort.SYNTAX,
                                name + choice.one("[1:2]", "[2:3]") + " = #",
                                expressions.value(column.sort(), visible, 1))
                        : Node.pattern(
                                Sort.SYNTAX,
                                name + choice.one("[1]", "[3]", "[0]") + " = #",
                                expressions.value(column.sort().element().orElseThrow(), visible, 1));
        };
        return Node.pattern(
                Sort.SYNTAX, "update " + table.name() + " set # where #" + returning(), assignment, where(visible));
    }

    /** Changes in WITH, which all see the same rows. */
    private Node within(Table table) {
        Table other = schema.table();
        Node inner = choice.oneIn(2)
                ? Node.pattern(
                        Sort.SYNTAX, "delete from " + table.name() + " where # returning *", where(table.columns()))
                : Node.pattern(
                        Sort.SYNTAX,
                        "update " + table.name() + " set # where # returning *",
                        assignments(table.assigned(), table.columns()),
                        where(table.columns()));
        Column column = choice.one(other.columns());
        List<Column> same = Column.of(table.columns(), column.sort());
        boolean alone = same.isEmpty() || other.equals(table) || choice.oneIn(2);
        return alone
                ? Node.pattern(
                        Sort.SYNTAX,
                        "with q as (#) select (select count(*) from q), count(*) from " + other.name(),
                        inner)
                : Node.pattern(
                        Sort.SYNTAX,
                        "with q as (#) update " + other.name() + " set " + column.name() + " = (select "
                                + choice.one(same).name() + " from q order by 1 limit 1) where #",
                        inner,
                        where(other.columns()));
    }
}
