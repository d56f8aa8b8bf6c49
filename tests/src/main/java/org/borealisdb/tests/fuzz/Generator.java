package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.tests.fuzz.Step.Act;
import org.borealisdb.tests.fuzz.Step.Kind;

/** Draws a schema with its rows, changes of them, and queries. What it draws depends on the seed alone. */
final class Generator {
    private static final int MOST_TABLES = 3;

    private final Choice choice;
    private final Schema schema;
    private final Tables tables;
    private final Expressions expressions;
    private final Queries queries;
    private final Changes changes;
    private final Alterations alterations;
    private final Units units;
    private final Interleavings interleavings;
    private final List<Node> setup = new ArrayList<>(Tables.types());

    Generator(long seed) {
        this.choice = new Choice(seed);
        this.schema = new Schema(choice, choice.oneIn(6));
        this.expressions = new Expressions(choice, schema);
        this.tables = new Tables(choice, schema, expressions);
        this.queries = new Queries(choice, schema, expressions);
        this.changes = new Changes(choice, schema, expressions);
        this.alterations = new Alterations(choice, schema, expressions, tables);
        this.interleavings = new Interleavings(choice);
        this.units = new Units(choice, schema, expressions, queries, changes, alterations, tables);
        for (int count = 1 + choice.below(MOST_TABLES); count > 0; count--) {
            setup.addAll(tables.table());
        }
        for (int count = choice.below(3); count > 0; count--) {
            setup.add(tables.function());
        }
        for (int count = choice.below(3); count > 0; count--) {
            setup.add(tables.view());
        }
    }

    /** Statements that make the schema. */
    List<Node> setup() {
        return List.copyOf(setup);
    }

    /** What comes next. */
    Step next() {
        return switch (choice.below(20)) {
            case 0, 1 -> withRows(new Act(Kind.CHANGE, List.of(changes.draw())));
            case 2 -> withRows(units.transaction());
            case 3 -> withRows(new Act(Kind.ALTERATION, List.of(alterations.draw())));
            case 4 -> withRows(units.prepared());
            case 5 -> units.cursor();
            case 6, 7 -> call();
            case 9 -> interleavings.draw();
            case 8 -> choice.oneIn(2) ? withRows(units.copy()) : call();
            default -> queries.draw();
        };
    }

    /** The same, with all rows afterwards. */
    private Act withRows(Act act) {
        List<Node> statements = new ArrayList<>(act.statements());
        schema.tables().forEach(table -> statements.add(Node.syntax("select * from " + table.name())));
        return new Act(act.kind(), statements);
    }

    /** A function or operator of any type on constants. */
    private Act call() {
        List<Node> calls = new ArrayList<>();
        for (int count = 0; count < 5; count++) {
            Node call = expressions.call(choice.one(Sort.CALLED), List.of(), 0);
            calls.add(Node.pattern(Sort.SYNTAX, "select # as c0", call));
        }
        return new Act(Kind.CALL, calls);
    }
}
