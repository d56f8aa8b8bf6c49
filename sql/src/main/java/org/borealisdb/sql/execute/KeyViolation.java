package org.borealisdb.sql.execute;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/** The errors about a key that two rows have: of a unique key, or of a constraint of exclusion. Stateless. */
public final class KeyViolation {
    private KeyViolation() {}

    /** Returns the error about a row whose key another one has. */
    static SqlException of(
            RowSight sight, TableDefinition table, IndexDefinition index, RowSource row, RowSource existing) {
        SqlException error = of(table, index, row, existing);
        return RowText.isSeen(sight, table, index.columns()) ? error : error.withoutDetail();
    }

    private static SqlException of(TableDefinition table, IndexDefinition index, RowSource row, RowSource existing) {
        String key = RowText.key(table, index, row);
        SqlException error = index.isExclusion()
                ? new SqlException(
                                ErrorCode.EXCLUSION_VIOLATION,
                                "conflicting key value violates exclusion constraint \"" + index.name() + "\"")
                        .withDetail(
                                key + " conflicts with existing " + lowered(RowText.key(table, index, existing)) + ".")
                : new SqlException(
                                ErrorCode.UNIQUE_VIOLATION,
                                "duplicate key value violates unique constraint \"" + index.name() + "\"")
                        .withDetail(key + " already exists.");
        return about(error, table, index);
    }

    /** Returns the error about an index that cannot be made, for a row whose key another one has. */
    public static SqlException atCreation(TableDefinition table, IndexDefinition index, RowSource row) {
        String key = RowText.key(table, index, row);
        SqlException error = index.isExclusion()
                ? new SqlException(
                                ErrorCode.EXCLUSION_VIOLATION,
                                "could not create exclusion constraint \"" + index.name() + "\"")
                        .withDetail(key + " conflicts with " + lowered(key) + ".")
                : new SqlException(ErrorCode.UNIQUE_VIOLATION, "could not create unique index \"" + index.name() + "\"")
                        .withDetail(key + " is duplicated.");
        return about(error, table, index);
    }

    private static SqlException about(SqlException error, TableDefinition table, IndexDefinition index) {
        return error.with(SqlException.Field.SCHEMA, table.schema())
                .with(SqlException.Field.TABLE, table.name())
                .with(SqlException.Field.CONSTRAINT, index.name());
    }

    private static String lowered(String key) {
        return "k" + key.substring(1);
    }
}
