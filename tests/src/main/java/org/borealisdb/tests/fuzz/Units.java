package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.borealisdb.tests.fuzz.Step.Act;
import org.borealisdb.tests.fuzz.Step.Kind;

/** Draws statements that belong together: transactions with savepoints, prepared statements, cursors. */
final class Units {
    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;
    private final Queries queries;
    private final Changes changes;
    private final Alterations alterations;
    private final Tables tables;

    Units(
            Choice choice,
            Schema schema,
            Expressions expressions,
            Queries queries,
            Changes changes,
            Alterations alterations,
            Tables tables) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
        this.queries = queries;
        this.changes = changes;
        this.alterations = alterations;
        this.tables = tables;
    }

    /** Changes between savepoints, some of which are rolled back. */
    Act transaction() {
        List<Node> all = new ArrayList<>(List.of(Node.syntax("begin")));
        List<String> savepoints = new ArrayList<>();
        List<List<Table>> marks = new ArrayList<>();
        List<Table> start = schema.tables();
        for (int count = 2 + choice.below(6); count > 0; count--) {
            switch (choice.below(8)) {
                case 0 -> {
                    marks.add(schema.tables());
                    savepoints.add(schema.name("s"));
                    all.add(Node.syntax("savepoint " + savepoints.getLast()));
                }
                case 1, 2 -> {
                    if (!savepoints.isEmpty()) {
                        int index = choice.below(savepoints.size());
                        boolean released = choice.oneIn(3);
                        all.add(Node.syntax((released ? "release " : "rollback to ") + savepoints.get(index)));
                        if (!released) {
                            schema.restore(marks.get(index));
                        }
                        int kept = released ? index : index + 1;
                        savepoints.subList(kept, savepoints.size()).clear();
                        marks.subList(kept, marks.size()).clear();
                    }
                }
                case 3 -> all.add(alterations.draw());
                case 4 -> {
                    if (choice.oneIn(3)) {
                        all.addAll(tables.table());
                    } else {
                        all.add(changes.draw());
                    }
                }
                default -> all.add(changes.draw());
            }
        }
        all.add(Node.pattern(
                Sort.SYNTAX,
                "select count(*) from #",
                Node.syntax(schema.table().name())));
        if (choice.oneIn(4)) {
            all.add(Node.syntax("set constraints all " + choice.one("immediate", "deferred")));
            all.add(changes.draw());
        }
        boolean undone = choice.oneIn(4);
        if (undone) {
            schema.restore(start);
        }
        all.add(Node.syntax(undone ? "rollback" : "commit"));
        return new Act(Kind.TRANSACTION, all);
    }

    /** What COPY writes of a table becomes another one. */
    Act copy() {
        Table table = schema.table();
        String copy = schema.name("c");
        String format = choice.one(
                "text",
                "csv",
                "binary",
                "csv, header",
                "csv, force_quote *",
                "csv, null 'N', delimiter ';'",
                "text, null '', delimiter '|'",
                "csv, quote '$', escape '!'");
        int columns = table.columns().size();
        List<Node> all = new ArrayList<>();
        all.add(Node.syntax("create table " + copy + " as select * from " + table.name() + " limit 0"));
        all.add(Node.syntax("copy (select " + names(table) + " from " + table.name() + " "
                + Order.plain(columns).sql(columns) + ") to stdout (format " + format + ")"));
        all.add(Node.syntax("copy " + copy + "(" + names(table) + ") from stdin (format " + format + ")"));
        all.add(Node.syntax("select * from " + copy));
        all.add(Node.syntax("drop table " + copy));
        return new Act(Kind.COPY, all);
    }

    private static String names(Table table) {
        return table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** A query or change by its name, for several values, so that it has a plan for any. */
    Act prepared() {
        Table table = schema.table();
        Sort sort = choice.one(table.columns()).sort();
        List<Column> visible = new ArrayList<>(table.as("t"));
        Column parameter = new Column("$1", sort);
        Column mine = choice.one(Column.of(visible, sort));
        visible.add(parameter);
        String alias = " t where " + mine.name()
                + choice.one(
                        " = $1",
                        " = $1",
                        " < $1",
                        " >= $1",
                        " is distinct from $1",
                        " in ($1, null)",
                        " = any (array[$1, null, $1])",
                        " between $1 and $1");
        String rest = choice.oneIn(2) ? " and #" : " or (# and " + mine.name() + " is null)";
        Node condition = expressions.conditions().draw(visible, 1);
        Node body = choice.oneIn(4)
                ? Node.pattern(Sort.SYNTAX, "delete from " + table.name() + alias + rest + " returning t.*", condition)
                : Node.pattern(
                        Sort.SYNTAX,
                        "select # as c, t.* from " + table.name() + alias + rest,
                        expressions.value(schema.sort(), visible, 1),
                        condition);
        String name = schema.name("p");
        List<Node> all = new ArrayList<>();
        all.add(Node.pattern(Sort.SYNTAX, "prepare " + name + "(" + sort.type() + ") as #", body));
        for (int times = 6 + choice.below(3); times > 0; times--) {
            all.add(Node.pattern(Sort.SYNTAX, "execute " + name + "(#)", expressions.constant(sort)));
        }
        all.add(Node.syntax("deallocate " + name));
        return new Act(Kind.PREPARED, all);
    }

    /** A query in the order of all its columns, whose rows come in pieces. */
    Act cursor() {
        Query query = queries.draw();
        int columns = query.items().size();
        String order = query.isOrdered() ? "" : " " + Order.plain(columns).sql(columns);
        boolean scroll = choice.oneIn(2);
        List<Node> all = new ArrayList<>();
        all.add(Node.syntax("begin"));
        all.add(Node.pattern(
                Sort.SYNTAX,
                "declare c " + (scroll ? "scroll " : "") + "cursor for #" + order,
                query.withoutLocks().node()));
        for (int pieces = 2 + choice.below(4); pieces > 0; pieces--) {
            all.add(Node.syntax(
                    scroll
                            ? choice.one(
                                    "fetch 2 from c",
                                    "fetch backward 1 from c",
                                    "fetch absolute 3 from c",
                                    "fetch last from c",
                                    "move 1 in c",
                                    "fetch relative -2 from c",
                                    "fetch first from c")
                            : choice.one("fetch 2 from c", "fetch next from c", "move 1 in c")));
        }
        all.add(Node.syntax("fetch all from c"));
        all.add(Node.syntax("commit"));
        return new Act(Kind.CURSOR, all);
    }
}
