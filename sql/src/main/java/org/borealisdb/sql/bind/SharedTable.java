package org.borealisdb.sql.bind;

import java.util.List;
import org.borealisdb.sql.plan.CommonTable;

/** Tells a query of WITH whose rows are computed once from others: it equals itself only. Immutable. */
final class SharedTable implements CommonTable {
    private final String name;
    private final List<String> columns;

    SharedTable(String name, List<String> columns) {
        this.name = name;
        this.columns = List.copyOf(columns);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return columns;
    }
}
