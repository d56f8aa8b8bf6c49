package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a failing case smaller for as long as the same check still fails. */
final class Reducer {
    /** Each attempt makes a schema anew. */
    private static final int MOST_ATTEMPTS = 600;

    private final Checks checks;
    private final String check;
    private int attempts;
    private List<String> setup;
    private Query query;
    private Checks.Difference difference;

    /** The case that failed, and how. */
    Reducer(Checks checks, List<String> setup, Query query, Checks.Difference difference) {
        this.checks = checks;
        this.check = difference.check();
        this.setup = List.copyOf(setup);
        this.query = query;
        this.difference = difference;
    }

    /** The small case, as a script that psql takes. */
    String script() {
        boolean smaller = true;
        while (smaller && attempts < MOST_ATTEMPTS) {
            boolean fewer = dropStatements();
            smaller = shrinkQuery() || fewer;
        }
        StringBuilder script = new StringBuilder("-- check: " + check + "\n");
        setup.forEach(statement -> script.append(statement).append(";\n"));
        script.append(query.sql()).append(";\n");
        if (!difference.sql().equals(query.sql())) {
            script.append(difference.sql()).append(";\n");
        }
        return script.append("-- expected: ")
                .append(difference.expected())
                .append("\n-- actual:   ")
                .append(difference.actual())
                .append('\n')
                .toString();
    }

    private boolean dropStatements() {
        boolean any = false;
        for (int index = setup.size() - 1; index >= 0; index--) {
            List<String> fewer = new ArrayList<>(setup);
            fewer.remove(index);
            if (fails(fewer, query)) {
                setup = List.copyOf(fewer);
                any = true;
            }
        }
        return any;
    }

    private boolean shrinkQuery() {
        boolean any = false;
        boolean found = true;
        while (found && attempts < MOST_ATTEMPTS) {
            found = false;
            for (Query smaller : query.smaller()) {
                if (smaller.sql().length() < query.sql().length() && fails(setup, smaller)) {
                    query = smaller;
                    found = true;
                    any = true;
                    break;
                }
            }
        }
        return any;
    }

    private boolean fails(List<String> statements, Query candidate) {
        if (attempts++ >= MOST_ATTEMPTS) {
            return false;
        }
        checks.prepare(statements);
        Optional<Checks.Difference> found =
                checks.check(candidate).filter(other -> other.check().equals(check) && sameKind(other));
        found.ifPresent(other -> difference = other);
        return found.isPresent();
    }

    /** Wrong rows stay wrong rows, and an error stays that error. */
    private boolean sameKind(Checks.Difference other) {
        return other.expected().state().equals(difference.expected().state())
                && other.actual().state().equals(difference.actual().state());
    }
}
