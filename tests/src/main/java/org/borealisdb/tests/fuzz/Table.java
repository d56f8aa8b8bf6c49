package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table or view of a schema.
 *
 * @param key      the primary key's column, an integer
 * @param arbiters what ON CONFLICT may name: its unique keys and indexes
 * @param many     whether it has thousands of rows
 */
record Table(String name, List<Column> columns, Optional<String> key, List<String> arbiters, boolean many) {
    Table {
        columns = List.copyOf(columns);
        arbiters = List.copyOf(arbiters);
    }

    /** What rows are inserted into: the columns are named if some are generated. */
    String target() {
        return written().size() == columns.size()
                ? name
                : name + "(" + written().stream().map(Column::name).collect(Collectors.joining(", ")) + ")";
    }

    /** The columns that values can be given for. */
    List<Column> written() {
        return columns.stream().filter(column -> !column.isGenerated()).toList();
    }

    /** Its columns, seen under another name of the table. */
    List<Column> as(String alias) {
        return columns.stream()
                .map(column -> new Column(alias + "." + column.name(), column.sort()))
                .toList();
    }

    /** The same with another unique index. */
    Table withArbiter(String arbiter) {
        List<String> all = new ArrayList<>(arbiters);
        all.add(arbiter);
        return new Table(name, columns, key, all, many);
    }

    Table with(List<Column> others) {
        return new Table(name, others, key, arbiters, many);
    }
}
