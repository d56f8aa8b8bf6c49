package org.borealisdb.sql.postgres;

import java.util.List;
import org.borealisdb.expr.type.SqlType;

/**
 * A relation of the system catalogs.
 *
 * @param oid PostgreSQL's number of it
 * @param kind {@code r} for tables, {@code v} for views
 * @param schema {@code pg_catalog} or {@code information_schema}
 */
record SystemRelation(int oid, char kind, String schema, String name, List<Column> columns) {
    /** The schema of the standard's views. */
    static final String STANDARD = "information_schema";

    /** Copies the columns. */
    SystemRelation {
        columns = List.copyOf(columns);
    }

    /** A column. */
    record Column(String name, SqlType type, boolean notNull) {}

    /** Returns the number of the schema. */
    long schemaId() {
        return schema.equals(STANDARD) ? CatalogSnapshot.INFORMATION_SCHEMA : CatalogSnapshot.PG_CATALOG;
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    List<SqlType> types() {
        return columns.stream().map(Column::type).toList();
    }

    int place(String column) {
        for (int place = 0; place < columns.size(); place++) {
            if (columns.get(place).name().equals(column)) {
                return place;
            }
        }
        throw new IllegalArgumentException(name + " has no column " + column);
    }
}
