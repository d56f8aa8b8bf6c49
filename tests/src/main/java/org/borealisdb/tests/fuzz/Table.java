package org.borealisdb.tests.fuzz;

import java.util.List;
import java.util.Optional;

/**
 * A table or view of a schema.
 *
 * @param key  the primary key's column, an integer
 * @param many whether it has thousands of rows
 */
record Table(String name, List<Column> columns, Optional<String> key, boolean many) {
    Table {
        columns = List.copyOf(columns);
    }

    /** Its columns, seen under another name of the table. */
    List<Column> as(String alias) {
        return columns.stream()
                .map(column -> new Column(alias + "." + column.name(), column.sort()))
                .toList();
    }

    Table with(List<Column> others) {
        return new Table(name, others, key, many);
    }
}
