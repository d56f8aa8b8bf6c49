package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
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
            List<@Nullable Object> key = key(execution, index, scan);
            if (!key.contains(null) && key.equals(before)) {
                throw KeyViolation.atCreation(table, index, scan.row());
            }
            before = key;
        }
    }

    private static List<@Nullable Object> key(Execution execution, IndexDefinition index, TableScan scan) {
        List<@Nullable Object> key = new ArrayList<>();
        for (Expression part : index.parts()) {
            key.add(EvaluatorCompiler.box(execution.compile(part), part.type(), execution.frame(scan.row())));
        }
        return key;
    }
}
