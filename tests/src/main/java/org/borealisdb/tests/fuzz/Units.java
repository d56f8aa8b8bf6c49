package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.borealisdb.tests.fuzz.Step.Act;
import org.borealisdb.tests.fuzz.Step.Kind;

/** Draws statements that belong together: transactions with savepoints, prepared statements, cursors. */
final class Units {
    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;
    private final Queries queries;
    private final Changes changes;

    Units(Choice choice, Schema schema, Expressions expressions, Queries queries, Changes changes) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
        this.queries = queries;
        this.changes = changes;
    }

    /** Changes between savepoints, some of which are rolled back. */
    Act transaction() {
        List<Node> all = new ArrayList<>(List.of(Node.syntax("begin")));
        List<String> savepoints = new ArrayList<>();
        for (int count = 2 + choice.below(6); count > 0; count--) {
            switch (choice.below(6)) {
                case 0 -> {
                    savepoints.add(schema.name("s"));
                    all.add(Node.syntax("savepoint " + savepoints.getLast()));
                }
                case 1, 2 -> {
                    if (!savepoints.isEmpty()) {
                        int index = choice.below(savepoints.size());
                        boolean released = choice.oneIn(3);
                        all.add(Node.syntax((released ? "release " : "rollback to ") + savepoints.get(index)));
                        savepoints
                                .subList(released ? index : index + 1, savepoints.size())
                                .clear();
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
            all.add(Node.syntax("set constraints all immediate"));
        }
        all.add(Node.syntax(choice.oneIn(4) ? "rollback" : "commit"));
        return new Act(Kind.TRANSACTION, all);
    }

    /** A query or change by its name, for several values, so that it has a plan for any. */
    Act prepared() {
        Table table = schema.table();
        Sort sort = choice.one(table.columns()).sort();
        List<Column> visible = new ArrayList<>(table.as("t"));
        Column parameter = new Column("$1", sort);
        Column mine = choice.one(Column.of(visible, sort));
        visible.add(parameter);
        String alias = " t where " + mine.name() + choice.one(" = ", " = ", " < ", " >= ", " is distinct from ") + "$1";
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
        String order = query.limit().isPresent() || query.distinct() == Query.Distinct.FIRST_COLUMN
                ? ""
                : " order by "
                        + IntStream.rangeClosed(1, query.items().size())
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(", "));
        boolean scroll = choice.oneIn(2);
        List<Node> all = new ArrayList<>();
        all.add(Node.syntax("begin"));
        all.add(Node.pattern(
                Sort.SYNTAX, "declare c " + (scroll ? "scroll " : "") + "cursor for #" + order, query.node()));
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
