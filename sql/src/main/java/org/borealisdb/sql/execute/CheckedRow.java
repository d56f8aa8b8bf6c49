package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.bind.BoundCheck;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/** The constraints of a table that are a row's own: NOT NULL and CHECK. Belongs to one task. */
final class CheckedRow {
    private final Execution execution;
    private final TableDefinition table;
    private final List<BoundCheck> checks;
    private final List<Evaluator> conditions = new ArrayList<>();

    CheckedRow(Execution execution, TableDefinition table, List<BoundCheck> checks) {
        this.execution = execution;
        this.table = table;
        this.checks = checks;
        checks.forEach(check -> conditions.add(execution.compile(check.condition())));
    }

    /** Fails if a row with all columns of the table is against a constraint. */
    void verify(RowSource row) {
        for (int place = 0; place < table.columns().size(); place++) {
            TableColumn column = table.columns().get(place);
            if (column.notNull() && !column.dropped() && row.isNull(place)) {
                SqlException error = new SqlException(
                        ErrorCode.NOT_NULL_VIOLATION,
                        "null value in column \"" + column.name() + "\" of relation \"" + table.name()
                                + "\" violates not-null constraint");
                throw RowText.failing(error, execution.sight(), table, row)
                        .with(SqlException.Field.SCHEMA, table.schema())
                        .with(SqlException.Field.TABLE, table.name())
                        .with(SqlException.Field.COLUMN, column.name());
            }
        }
        for (int i = 0; i < conditions.size(); i++) {
            Frame frame = execution.frame(row);
            boolean holds = conditions.get(i).evaluateLong(frame) != 0 || frame.wasNull();
            if (!holds) {
                String name = checks.get(i).name();
                SqlException error = new SqlException(
                        ErrorCode.CHECK_VIOLATION,
                        "new row for relation \"" + table.name() + "\" violates check constraint \"" + name + "\"");
                throw RowText.failing(error, execution.sight(), table, row)
                        .with(SqlException.Field.SCHEMA, table.schema())
                        .with(SqlException.Field.TABLE, table.name())
                        .with(SqlException.Field.CONSTRAINT, name);
            }
        }
    }
}
