package org.borealisdb.sql.plan;

import java.util.List;

/** Tells a query of WITH, one that is computed once or reads itself, from others in plans: it equals itself only. EXPLAIN says how the statement calls it. */
public class CommonTable {
    private final String name;
    private final List<String> columns;

    /**
     * Makes what tells a query.
     *
     * @param name as the statement calls it
     * @param columns the names of its columns
     */
    public CommonTable(String name, List<String> columns) {
        this.name = name;
        this.columns = List.copyOf(columns);
    }

    /** Returns its name. */
    public final String name() {
        return name;
    }

    /** Returns the names of its columns. */
    public final List<String> columns() {
        return columns;
    }
}
