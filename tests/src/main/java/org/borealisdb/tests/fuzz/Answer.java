package org.borealisdb.tests.fuzz;

import java.util.List;

/**
 * What a server answered.
 *
 * @param state   SQLSTATE of an error; empty: there was none
 * @param message of the error
 * @param columns names and types of the columns
 * @param rows    sorted, for few orders are defined; a change has one that says how many rows it changed
 */
record Answer(String state, String message, List<String> columns, List<String> rows) {
    Answer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    boolean failed() {
        return !state.isEmpty();
    }

    /** An error of data, as a division by zero: whether it is met depends on which condition a plan tries first, so two plans may differ in it. */
    boolean dependsOnPlan() {
        return state.startsWith("22") || state.equals("21000");
    }

    /** An error that a server never means to answer. */
    boolean internal() {
        return state.startsWith("XX") || state.startsWith("08") || state.equals("57014");
    }

    @Override
    public String toString() {
        return failed() ? state + " " + message : columns + " " + rows;
    }
}
