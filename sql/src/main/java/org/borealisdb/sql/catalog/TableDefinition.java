package org.borealisdb.sql.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.table.Table;
import org.borealisdb.expr.row.RowLayout;

/**
 * A table as a statement sees it.
 *
 * @param object its catalog object
 * @param schema the name of its schema
 * @param table its rows
 * @param columns all columns by place, dropped ones included
 * @param indexes its indexes, the primary key first
 * @param checks its check constraints
 * @param foreignKeys by which its rows refer to others
 * @param references foreign keys by which rows of others, or its own, refer to its rows
 * @param generated columns that are computed from the others
 * @param layout how rows are stored
 * @param alias what the statement calls it
 * @param reference tells apart how often a statement names tables, in the order in which it does
 */
public record TableDefinition(
        CatalogObject object,
        String schema,
        Table table,
        List<TableColumn> columns,
        List<IndexDefinition> indexes,
        List<CheckDefinition> checks,
        List<ForeignKeyDefinition> foreignKeys,
        List<ForeignKeyDefinition> references,
        List<GeneratedColumn> generated,
        RowLayout layout,
        String alias,
        int reference) {
    /** Property of a table's object with the number of the composite type whose attributes its columns are. */
    public static final String OF_TYPE = "oftype";

    /** Property of tables and sequences that is there if they are said to be unlogged. */
    public static final String UNLOGGED = "unlogged";

    /** Property with how rows are to be identified for who replicates them: {@code full}, {@code nothing} or {@code index}. */
    public static final String REPLICA_IDENTITY = "replicaidentity";

    /** Property with the LSN that views of the rows are of at least: those of before were written anew. */
    private static final String REBUILT_AT = "rebuiltat";

    /** Copies the lists. */
    public TableDefinition {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        checks = List.copyOf(checks);
        foreignKeys = List.copyOf(foreignKeys);
        references = List.copyOf(references);
        generated = List.copyOf(generated);
    }

    /** Returns the same table as a statement names it. */
    public TableDefinition as(String name, int number) {
        return new TableDefinition(
                object,
                schema,
                table,
                columns,
                indexes,
                checks,
                foreignKeys,
                references,
                generated,
                layout,
                name,
                number);
    }

    /** Returns a table's object with the LSN at which its rows were written anew. */
    public static CatalogObject rebuilt(CatalogObject table, long lsn) {
        return table.with(REBUILT_AT, Long.toString(lsn));
    }

    /** Returns a table's object without such an LSN. */
    public static CatalogObject neverRebuilt(CatalogObject table) {
        return table.without(REBUILT_AT);
    }

    /** Returns the LSN at which the rows were last written anew: views of before do not see them; 0 if they never were. */
    public long rebuiltAt() {
        return object.property(REBUILT_AT).map(Long::parseLong).orElse(0L);
    }

    /** Returns the LSN of the oldest view for which all of the table, and of its indexes, is there. */
    public long wholeFrom() {
        return indexes.stream().mapToLong(IndexDefinition::builtAt).reduce(rebuiltAt(), Math::max);
    }

    /** Returns the same table with those indexes only that are valid, and have all rows of a view of an LSN. */
    public TableDefinition seenFrom(long lsn) {
        for (IndexDefinition index : indexes) {
            if (!index.isValid() || index.builtAt() > lsn) {
                return with(
                        columns,
                        indexes.stream()
                                .filter(each -> each.isValid() && each.builtAt() <= lsn)
                                .toList());
            }
        }
        return this;
    }

    /** Returns the same table with other columns. */
    TableDefinition withColumns(List<TableColumn> others) {
        return with(others, indexes);
    }

    private TableDefinition with(List<TableColumn> nextColumns, List<IndexDefinition> nextIndexes) {
        return new TableDefinition(
                object,
                schema,
                table,
                nextColumns,
                nextIndexes,
                checks,
                foreignKeys,
                references,
                generated,
                layout,
                alias,
                reference);
    }

    /** Returns the number of the composite type that the rows of a relation are of, whatever the number of their own type is; 0 if they are of none. */
    public static int typeOf(CatalogObject relation) {
        return relation.property(OF_TYPE).map(Integer::parseUnsignedInt).orElse(0);
    }

    /** Returns the name. */
    public String name() {
        return object.name();
    }

    /** Returns the key that rows are clustered by; none for a table without a primary key, whose rows have numbers. */
    public Optional<IndexDefinition> clusteredBy() {
        for (IndexDefinition index : indexes) {
            if (index.isClustered()) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }

    /** Returns the place of a column, from 0. */
    public OptionalInt place(String column) {
        for (int place = 0; place < columns.size(); place++) {
            if (!columns.get(place).dropped() && columns.get(place).name().equals(column)) {
                return OptionalInt.of(place);
            }
        }
        return OptionalInt.empty();
    }
}
