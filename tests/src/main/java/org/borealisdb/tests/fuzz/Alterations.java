package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Draws changes of tables and indexes. */
final class Alterations {
    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;
    private final Tables tables;

    Alterations(Choice choice, Schema schema, Expressions expressions, Tables tables) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
        this.tables = tables;
    }

    Node draw() {
        List<Table> own = schema.tables().stream()
                .filter(other -> other.name().startsWith("r"))
                .toList();
        Table table = choice.one(own);
        Column column = choice.one(table.columns());
        String alter = "alter table " + table.name() + " ";
        String of = "alter column " + column.name() + " ";
        return switch (choice.below(11)) {
            case 10 -> Node.syntax(choice.one("truncate ", "truncate ", "reindex table ") + table.name());
            case 0, 1 -> add(table, alter);
            case 2 -> drop(table, column, alter);
            case 3 -> Node.syntax(alter + of + "set not null");
            case 4 -> Node.syntax(alter + of + choice.one("drop not null", "drop default"));
            case 5 -> Node.pattern(Sort.SYNTAX, alter + of + "set default #", expressions.constant(column.sort()));
            case 6 ->
                Node.pattern(
                        Sort.SYNTAX,
                        alter + "add constraint " + schema.name("c") + " check (#)",
                        expressions.conditions().draw(List.of(column), 0));
            case 7 -> widen(table, column, alter);
            case 8 -> rename(table, column, alter);
            default -> tables.index(table);
        };
    }

    private Node add(Table table, String alter) {
        Column column = new Column(schema.name("a"), schema.sort());
        List<Column> columns = new ArrayList<>(table.columns());
        columns.add(column);
        schema.replace(table.with(columns));
        Node start = Node.syntax(
                alter + "add column " + column.name() + " " + column.sort().type());
        return choice.oneIn(2)
                ? start
                : Node.pattern(Sort.SYNTAX, "# default #", start, expressions.constant(column.sort()));
    }

    /** The table goes on without the column, even if a view keeps it. */
    private Node drop(Table table, Column column, String alter) {
        if (table.columns().size() < 2 || column.isKey()) {
            return Node.syntax("analyze " + table.name());
        }
        List<Column> columns = new ArrayList<>(table.columns());
        columns.remove(column);
        schema.replace(table.with(columns));
        return Node.syntax(alter + "drop column " + column.name());
    }

    private Node rename(Table table, Column column, String alter) {
        if (column.isKey()) {
            return Node.syntax("analyze " + table.name());
        }
        Column renamed =
                new Column(schema.name(column.isGenerated() ? "g" : column.isIdentity() ? "d" : "a"), column.sort());
        List<Column> columns = new ArrayList<>(table.columns());
        columns.set(columns.indexOf(column), renamed);
        schema.replace(table.with(columns));
        return Node.syntax(alter + "rename column " + column.name() + " to " + renamed.name());
    }

    private Node widen(Table table, Column column, String alter) {
        Sort wider = switch (column.sort()) {
            case SMALLINT -> Sort.INTEGER;
            case INTEGER -> Sort.BIGINT;
            case BIGINT -> Sort.NUMERIC;
            case DATE -> Sort.TIMESTAMP;
            case TIMESTAMP -> Sort.TIMESTAMPTZ;
            case MOOD, BOOLEAN -> Sort.TEXT;
            default -> column.sort();
        };
        if (column.isKey() || column.isGenerated() || schema.isViewed(table)) {
            return Node.syntax("analyze " + table.name());
        }
        List<Column> columns = new ArrayList<>(table.columns());
        columns.set(columns.indexOf(column), new Column(column.name(), wider));
        schema.replace(table.with(columns));
        return Node.syntax(alter + "alter column " + column.name() + " type " + wider.type());
    }
}
