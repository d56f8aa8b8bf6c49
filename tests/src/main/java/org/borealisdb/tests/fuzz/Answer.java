package org.borealisdb.tests.fuzz;

import java.util.List;

/**
 * What a server answered.
 *
 * @param state   SQLSTATE of an error; empty: there was none
 * @param message of the error
 * @param columns names and types of the columns
 * @param rows    of a query; a change has one that says how many rows it changed
 */
record Answer(String state, String message, List<String> columns, List<String> rows) {
    Answer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** The same with the rows sorted, for few orders are defined. */
    Answer sorted() {
        return new Answer(state, message, columns, rows.stream().sorted().toList());
    }

    /** Whether a row ends so. */
    boolean says(String end) {
        return rows.stream().anyMatch(row -> row.endsWith(end));
    }

    boolean failed() {
        return !state.isEmpty();
    }

    /** An error of data, as a division by zero: whether it is met depends on which condition a plan tries first, so two plans may differ in it. */
    boolean dependsOnPlan() {
        return state.startsWith("22")
                || state.equals("21000")
                || message.contains("multidimensional arrays")
                || message.contains("cannot compare dissimilar");
    }

    /** An error of the data or of a rule for them: which of several is met first depends on the order of rows. */
    boolean ofData() {
        return dependsOnPlan() || state.startsWith("23");
    }

    /** Whether it says the same; messages may differ. */
    boolean sameAs(Answer other) {
        return failed()
                ? state.equals(other.state)
                : !other.failed() && rows.equals(other.rows) && columns.equals(other.columns);
    }

    /** An error that a server never means to answer. */
    boolean internal() {
        return state.startsWith("XX") || state.startsWith("08") || state.startsWith("57P") || state.equals("57014");
    }

    @Override
    public String toString() {
        return failed() ? state + " " + message : columns + " " + rows;
    }
}
