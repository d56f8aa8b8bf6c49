package org.borealisdb.sql.execute;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Looks whether an index has a key twice. Stateless. */
public final class UniqueVerifier {
    private UniqueVerifier() {}

    /**
     * Reads a whole index.
     *
     * @throws SqlException 23505 if two rows have the same key
     */
    public static void verify(Execution execution, TableDefinition table, IndexDefinition index) {
        Access inOrder = Access.all(index);
        TableScan scan = new TableScan(execution, new Plan.Scan(table, inOrder, Optional.empty(), Optional.empty()));
        List<@Nullable Object> before = List.of();
        while (scan.next()) {
            List<@Nullable Object> key = ChangedReferences.values(table, index.columns(), scan.row());
            if (!key.contains(null) && key.equals(before)) {
                throw new SqlException(
                                ErrorCode.UNIQUE_VIOLATION, "could not create unique index \"" + index.name() + "\"")
                        .withDetail(RowText.key(table, index, scan.row()) + " is duplicated.")
                        .with(SqlException.Field.SCHEMA, table.schema())
                        .with(SqlException.Field.TABLE, table.name())
                        .with(SqlException.Field.CONSTRAINT, index.name());
            }
            before = key;
        }
    }
}
