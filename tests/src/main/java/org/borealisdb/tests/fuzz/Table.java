package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table or view of a schema.
 *
 * @param key      the primary key's column, an integer
 * @param arbiters what ON CONFLICT may name: its unique keys and indexes
 * @param many     whether it has thousands of rows
 * @param kept     columns that are written, and not compared: their types have no equality
 */
record Table(
        String name,
        List<Column> columns,
        Optional<String> key,
        List<String> arbiters,
        boolean many,
        List<Column> kept) {
    Table {
        columns = List.copyOf(columns);
        kept = List.copyOf(kept);
        arbiters = List.copyOf(arbiters);
    }

    /** What rows are inserted into: the columns are named if some are generated. */
    String target() {
        return kept.isEmpty() && written().size() == columns.size()
                ? name
                : name + "(" + written().stream().map(Column::name).collect(Collectors.joining(", ")) + ")";
    }

    /** The columns that values can be given for. */
    List<Column> written() {
        return all().filter(column -> !column.isGenerated() && !column.isIdentity())
                .toList();
    }

    /** The columns that may be assigned to; those that are generated to their default only. */
    List<Column> assigned() {
        return all().filter(column -> !column.isIdentity()).toList();
    }

    private Stream<Column> all() {
        return Stream.concat(columns.stream(), kept.stream());
    }

    /** Whether the order in which rows are inserted can be seen afterwards. */
    boolean numbersRows() {
        return columns.stream().anyMatch(Column::isIdentity);
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
        return new Table(name, columns, key, all, many, kept);
    }

    Table with(List<Column> others) {
        return new Table(name, others, key, arbiters, many, kept);
    }
}
