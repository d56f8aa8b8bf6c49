package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.tests.fuzz.Step.Act;

/** Makes a failing case smaller for as long as the same check still fails. */
final class Reducer {
    private static final int MOST_ATTEMPTS = 600;

    /** An attempt with several sessions takes as long as so many others. */
    private static final int OF_SESSIONS = 4;

    private final Checks checks;
    private final String check;
    private int attempts;
    private List<Node> before;
    private Step step;
    private Checks.Difference difference;

    /** The case that failed, what was done before it, and how it failed. */
    Reducer(Checks checks, List<Node> before, Step step, Checks.Difference difference) {
        this.checks = checks;
        this.check = difference.check();
        this.before = step instanceof Interleaving ? List.of() : List.copyOf(before);
        this.step = step;
        this.difference = difference;
    }

    /** The small case, as a script that psql takes. */
    String script() {
        boolean smaller = true;
        while (smaller && attempts < MOST_ATTEMPTS) {
            boolean fewer = dropStatements();
            smaller = shrinkStep() || fewer;
            smaller = shrinkStatements() || smaller;
        }
        StringBuilder script = new StringBuilder("-- check: " + check + "\n");
        before.forEach(statement -> script.append(statement.sql()).append(";\n"));
        sql(step).forEach(statement -> script.append(statement).append(";\n"));
        if (!sql(step).contains(difference.sql())) {
            script.append(difference.sql()).append(";\n");
        }
        return script.append("-- expected: ")
                .append(difference.expected())
                .append("\n-- actual:   ")
                .append(difference.actual())
                .append('\n')
                .toString();
    }

    private static List<String> sql(Step step) {
        return switch (step) {
            case Act act -> act.sql();
            case Query query -> List.of(query.sql());
            case Interleaving interleaving -> interleaving.sql();
        };
    }

    /** Leaves out many statements at once first, then single ones. */
    private boolean dropStatements() {
        boolean any = false;
        for (int size = Math.max(1, before.size() / 2); size > 0; size /= 2) {
            for (int end = before.size(); end > 0; end -= size) {
                List<Node> fewer = new ArrayList<>(before);
                fewer.subList(Math.max(0, end - size), end).clear();
                if (failsAfter(fewer)) {
                    before = List.copyOf(fewer);
                    any = true;
                }
            }
        }
        return any;
    }

    /** Rows of INSERT, conditions of views and the like. */
    private boolean shrinkStatements() {
        boolean any = false;
        for (int index = 0; index < before.size(); index++) {
            for (Node smaller : before.get(index).smaller()) {
                List<Node> changed = new ArrayList<>(before);
                changed.set(index, smaller);
                if (failsAfter(changed)) {
                    before = List.copyOf(changed);
                    any = true;
                    index--;
                    break;
                }
            }
        }
        return any;
    }

    private boolean shrinkStep() {
        repeat(before);
        boolean any = false;
        boolean found = true;
        while (found && attempts < MOST_ATTEMPTS) {
            found = false;
            for (Step smaller : smaller(step)) {
                if (length(smaller) < length(step) && fails(smaller)) {
                    step = smaller;
                    found = true;
                    any = true;
                    break;
                }
            }
        }
        return any;
    }

    private static int length(Step step) {
        return sql(step).stream().mapToInt(String::length).sum();
    }

    private static List<? extends Step> smaller(Step step) {
        return switch (step) {
            case Query query -> query.smaller();
            case Interleaving interleaving -> interleaving.smaller();
            case Act act -> {
                List<Step> results = new ArrayList<>();
                for (int index = 0; index < act.statements().size(); index++) {
                    List<Node> fewer = new ArrayList<>(act.statements());
                    Node removed = fewer.remove(index);
                    results.add(new Act(act.kind(), fewer));
                    for (Node other : removed.smaller()) {
                        List<Node> changed = new ArrayList<>(act.statements());
                        changed.set(index, other);
                        results.add(new Act(act.kind(), changed));
                    }
                }
                yield results;
            }
        };
    }

    private void repeat(List<Node> statements) {
        checks.repeat(statements.stream().map(Node::sql).toList());
    }

    private boolean failsAfter(List<Node> statements) {
        if (attempts >= MOST_ATTEMPTS) {
            return false;
        }
        repeat(statements);
        return differs(step);
    }

    /** Tries another step; one that changes rows makes the schema anew first. */
    private boolean fails(Step candidate) {
        if (candidate instanceof Act act && act.kind() != Step.Kind.CALL) {
            repeat(before);
        }
        return differs(candidate);
    }

    private boolean differs(Step candidate) {
        if (attempts >= MOST_ATTEMPTS) {
            return false;
        }
        attempts += candidate instanceof Interleaving ? OF_SESSIONS : 1;
        Optional<Checks.Difference> found =
                checks.again(candidate, check).filter(other -> other.check().equals(check) && sameKind(other));
        found.ifPresent(other -> difference = other);
        return found.isPresent();
    }

    /** Wrong rows stay wrong rows, and an error stays that error. */
    private boolean sameKind(Checks.Difference other) {
        return other.expected().state().equals(difference.expected().state())
                && other.actual().state().equals(difference.actual().state());
    }
}
