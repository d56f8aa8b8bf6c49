package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Statements of several sessions that take turns, over tables of their own. Rows are met in the order of keys, so that what waits for what is fixed.
 *
 * @param serializable whether all sessions are, so that those which commit must have come one after the other
 * @param setup        makes the tables anew
 * @param tables       whose rows are compared afterwards
 */
record Interleaving(boolean serializable, List<Node> setup, List<String> tables, List<Turn> turns) implements Step {
    /** A statement of a session, which has a number from 0 on. */
    record Turn(int session, Node statement) {}

    Interleaving {
        setup = List.copyOf(setup);
        tables = List.copyOf(tables);
        turns = List.copyOf(turns);
    }

    /** How many sessions there are. */
    int sessions() {
        return turns.stream().mapToInt(Turn::session).max().orElse(0) + 1;
    }

    /** What a session asks for, in order. */
    List<String> of(int session) {
        return turns.stream()
                .filter(turn -> turn.session() == session)
                .map(turn -> turn.statement().sql())
                .toList();
    }

    /** A script with the sessions' names, as a logic file has it but for what waits. */
    List<String> sql() {
        List<String> lines = new ArrayList<>();
        setup.forEach(statement -> lines.add(statement.sql()));
        int current = -1;
        for (Turn turn : turns) {
            String name = turn.session() == current ? "" : "-- session " + name(turn.session()) + "\n";
            current = turn.session();
            lines.add(name + turn.statement().sql());
        }
        return lines;
    }

    static String name(int session) {
        return String.valueOf((char) ('a' + session));
    }

    /** Smaller ones. */
    List<Interleaving> smaller() {
        List<Interleaving> results = new ArrayList<>();
        for (int session = 0; session < sessions(); session++) {
            int left = session;
            results.add(with(
                    setup, turns.stream().filter(turn -> turn.session() != left).toList()));
        }
        for (int index = 0; index < turns.size(); index++) {
            List<Turn> fewer = new ArrayList<>(turns);
            Turn removed = fewer.remove(index);
            results.add(with(setup, fewer));
            for (Node other : removed.statement().smaller()) {
                List<Turn> changed = new ArrayList<>(turns);
                changed.set(index, new Turn(removed.session(), other));
                results.add(with(setup, changed));
            }
        }
        for (int index = 0; index < setup.size(); index++) {
            for (Node other : setup.get(index).smaller()) {
                List<Node> changed = new ArrayList<>(setup);
                changed.set(index, other);
                results.add(with(changed, turns));
            }
        }
        return results;
    }

    private Interleaving with(List<Node> otherSetup, List<Turn> otherTurns) {
        return new Interleaving(serializable, otherSetup, tables, otherTurns);
    }
}
