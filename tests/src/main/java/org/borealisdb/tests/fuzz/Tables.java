package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws tables with their constraints, rows and indexes, and views. */
final class Tables {
    private static final int MOST_COLUMNS = 6;
    private static final int MOST_ROWS = 14;

    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;

    Tables(Choice choice, Schema schema, Expressions expressions) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
    }

    /** The types that the schema's own columns have, beside PostgreSQL's. */
    static List<Node> types() {
        return List.of(
                Node.syntax("create type mood as enum ('low', 'middle', 'high')"),
                Node.syntax("create domain small as integer check (value < 1000)"),
                Node.syntax("create type pair as (a integer, b text)"));
    }

    /** A table, and what is in it. */
    List<Node> table() {
        String name = schema.name("r");
        Optional<String> key = schema.many() || choice.oneIn(2) ? Optional.of("k") : Optional.empty();
        boolean deferred = !schema.many() && choice.oneIn(6);
        List<Column> columns = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        key.ifPresent(column -> {
            columns.add(new Column(column, Sort.INTEGER));
            definitions.add(column + " integer primary key" + (deferred ? " deferrable initially deferred" : ""));
        });
        schema.tables().stream()
                .filter(other -> other.key().isPresent())
                .findAny()
                .filter(_ -> !schema.many() && choice.oneIn(2))
                .ifPresent(other -> {
                    columns.add(new Column("f", Sort.INTEGER));
                    definitions.add("f integer references " + other.name()
                            + choice.one(
                                    "",
                                    " on delete cascade",
                                    " on delete set null",
                                    " on update cascade on delete cascade",
                                    " deferrable initially deferred"));
                });
        for (int number = 1 + choice.below(MOST_COLUMNS); number > 0; number--) {
            Column column = new Column(schema.name("a"), schema.sort());
            definitions.add(definition(column));
            columns.add(column);
        }
        if (choice.oneIn(4)) {
            Column base = choice.one(columns);
            Column generated = new Column(schema.name("g"), sortOfKey(base));
            columns.add(generated);
            definitions.add(generated.name() + " " + generated.sort().type() + " generated always as ("
                    + expression(base) + ") stored");
        }
        if (!schema.many() && choice.oneIn(6)) {
            Column identity = new Column(schema.name("d"), choice.one(List.of(Sort.INTEGER, Sort.BIGINT)));
            columns.add(identity);
            definitions.add(identity.name() + " " + identity.sort().type() + " generated "
                    + choice.one("always", "by default") + " as identity"
                    + choice.one("", " (start 5 increment -2)", " (minvalue 1 maxvalue 1000000 cycle)"));
        }
        List<Column> kept = new ArrayList<>();
        if (choice.oneIn(6)) {
            kept.add(new Column(schema.name("h"), Sort.JSON));
            definitions.add(kept.getFirst().name() + " json" + choice.one("", "", " default '{\"a\": [1,  2]}'"));
        }
        Optional<String> met = deferred ? Optional.empty() : key;
        Table table = new Table(name, columns, met, met.isPresent() ? List.of("(k)") : List.of(), schema.many(), kept);
        schema.add(table);
        List<Node> statements = new ArrayList<>();
        statements.add(Node.syntax("create table " + name + " (" + String.join(", ", definitions) + ")"));
        boolean indexedFirst = choice.oneIn(2);
        List<Node> indexes = new ArrayList<>();
        for (int number = choice.below(4); number > 0; number--) {
            indexes.add(index(table));
        }
        if (indexedFirst) {
            statements.addAll(indexes);
        }
        statements.add(rows(table));
        if (!indexedFirst) {
            statements.addAll(indexes);
        }
        if (schema.many() || choice.oneIn(3)) {
            statements.add(Node.syntax("analyze " + name));
        }
        return statements;
    }

    private String definition(Column column) {
        String type = column.sort() == Sort.INTEGER && !schema.many() && choice.oneIn(5)
                ? "small"
                : column.sort().type();
        String rule = schema.many()
                ? ""
                : switch (choice.below(12)) {
                    case 0 -> " not null";
                    case 1 -> " default " + expressions.constant(column.sort()).sql();
                    case 2 ->
                        " check (" + column.name() + " <> "
                                + expressions.constant(column.sort()).sql() + ")";
                    default -> "";
                };
        return column.name() + " " + type + rule;
    }

    /** INSERT of rows, each of which may be left out. */
    private Node rows(Table table) {
        if (table.many()) {
            return Node.syntax("insert into " + table.target() + " select "
                    + table.written().stream().map(this::ofRow).collect(Collectors.joining(", "))
                    + " from generate_series(1, " + (500 + choice.below(2_500)) + ") n");
        }
        List<Node> rows = new ArrayList<>();
        for (int row = 1 + choice.below(MOST_ROWS); row > 0; row--) {
            int number = row;
            List<Node> values = table.written().stream()
                    .map(column -> switch (column.name()) {
                        case "k" -> Node.syntax(Integer.toString(number));
                        case "f" -> Node.syntax(choice.one("1", "2", "null"));
                        default -> expressions.constant(column.sort());
                    })
                    .toList();
            rows.add(Node.pattern(Sort.SYNTAX, "(#)", Node.joined(Sort.SYNTAX, ", ", values)));
        }
        return Node.pattern(
                Sort.SYNTAX,
                "insert into " + table.target() + " values #"
                        + (choice.oneIn(2) || (hasKey(table) && table.key().isEmpty())
                                ? ""
                                : " on conflict do nothing"),
                Node.list(rows));
    }

    private static boolean hasKey(Table table) {
        return table.columns().stream().anyMatch(Column::isKey);
    }

    private String ofRow(Column column) {
        if (column.isKey()) {
            return "n";
        }
        return choice.oneIn(2)
                ? column.sort().ofRow()
                : "case when n % " + (2 + choice.below(20)) + " <> 0 then "
                        + column.sort().ofRow() + " end";
    }

    /** An index of one of the kinds that there are. */
    Node index(Table table) {
        List<Column> columns = table.columns();
        Column first = choice.one(columns);
        Optional<Column> inverted = columns.stream()
                .filter(column ->
                        column.sort() == Sort.JSONB || column.sort().element().isPresent())
                .findFirst();
        String start = "index " + schema.name("i") + " on " + table.name();
        if (inverted.isPresent() && choice.oneIn(3)) {
            return Node.syntax(
                    "create " + start + " using gin (" + inverted.get().name()
                            + (inverted.get().sort() == Sort.JSONB ? choice.one("", " jsonb_path_ops") : "") + ")");
        }
        if (choice.oneIn(6)) {
            return Node.syntax("create " + start + " using hash (" + first.name() + ")");
        }
        String key = key(first);
        String keys = key + choice.one("", " desc", " nulls first", " desc nulls last");
        String arbiter = "(" + key;
        for (int more = choice.below(3); more > 0; more--) {
            key = key(choice.one(columns));
            keys += ", " + key + choice.one("", "", " desc");
            arbiter += ", " + key;
        }
        String included = choice.oneIn(5) ? " include (" + choice.one(columns).name() + ")" : "";
        String partial = choice.oneIn(4) ? " where " + partial(choice.one(columns)) : "";
        boolean unique = choice.oneIn(4);
        if (unique) {
            schema.replace(table.withArbiter(arbiter + ")" + partial));
        }
        return Node.syntax("create " + (unique ? "unique " : "") + start + " (" + keys + ")" + included + partial);
    }

    /** The type of {@link #expression}. */
    private static Sort sortOfKey(Column column) {
        return switch (column.sort()) {
            case TEXT, INTEGER, SMALLINT, BIGINT, JSONB, BOOLEAN, DATE -> column.sort();
            default -> Sort.BOOLEAN;
        };
    }

    /** A column, or an expression of it that is immutable. */
    private String key(Column column) {
        return choice.oneIn(4) ? expression(column) : column.name();
    }

    private String partial(Column column) {
        return switch (column.sort()) {
            case INTEGER, SMALLINT, BIGINT, NUMERIC -> column.name() + choice.one(" > 1", " <= 3", " is null", " <> 0");
            case BOOLEAN -> choice.one("", "not ") + column.name();
            case TEXT -> column.name() + choice.one(" like 'a%'", " <> ''", " is not null");
            default -> column.name() + choice.one(" is null", " is not null");
        };
    }

    /** An expression of a column that is immutable. */
    private String expression(Column column) {
        return switch (column.sort()) {
            case TEXT -> choice.one("lower(" + column.name() + ")", "(" + column.name() + " || 'x')");
            case INTEGER, SMALLINT, BIGINT -> "(" + column.name() + " % 7)";
            case JSONB -> "(" + column.name() + " -> 'a')";
            case BOOLEAN -> "(not " + column.name() + ")";
            case DATE -> "(" + column.name() + " + 1)";
            default -> "(" + column.name() + " is null)";
        };
    }

    /** A function of one or two values; one that reads tables may not be folded. */
    Node function() {
        List<Sort> arguments = new ArrayList<>();
        List<Column> visible = new ArrayList<>();
        for (int count = 1 + choice.below(2); count > 0; count--) {
            arguments.add(schema.sort());
            visible.add(new Column("$" + arguments.size(), arguments.getLast()));
        }
        Sort result = schema.sort();
        Node body = expressions.value(result, visible, 2);
        String volatility = body.sql().contains("select ") ? "stable" : choice.one("immutable", "stable", "volatile");
        String name = schema.name("f");
        schema.add(new Function(name, arguments, result));
        return Node.pattern(
                Sort.SYNTAX,
                "create function " + name + "("
                        + arguments.stream().map(Sort::type).collect(Collectors.joining(", ")) + ") returns "
                        + result.type() + " language sql " + volatility + choice.one("", "", " strict")
                        + " as $body$ select # $body$",
                body);
    }

    /** A view of some of a table's rows. */
    Node view() {
        Table table = schema.table();
        String name = schema.name("v");
        Node condition = expressions.conditions().draw(table.columns(), 1);
        schema.addView(
                new Table(name, table.columns(), table.key(), table.arbiters(), table.many(), table.kept()), table);
        return Node.pattern(
                Sort.SYNTAX,
                "create view " + name + " as select * from " + table.name() + " where #"
                        + (choice.oneIn(3) ? " with check option" : ""),
                condition);
    }
}
