package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.bind.ViewCheck;
import org.borealisdb.sql.catalog.TableDefinition;

/** The conditions of the views that rows of a table are written through. Belongs to one task. */
final class ViewedRow {
    private final Execution execution;
    private final TableDefinition table;
    private final List<ViewCheck> checks;
    private final List<Evaluator> conditions;

    ViewedRow(Execution execution, TableDefinition table, List<ViewCheck> checks) {
        this.execution = execution;
        this.table = table;
        this.checks = checks;
        this.conditions = checks.stream()
                .map(check -> execution.compile(check.condition()))
                .toList();
    }

    /**
     * Fails if a row that is to be changed is no row of one of the views.
     *
     * @throws SqlException 55000
     */
    void verifyVisible(RowSource row) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).isTrue(execution.frame(row))) {
                throw new SqlException(
                        ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "conflicting row is not visible through view \""
                                + checks.get(i).view() + "\"");
            }
        }
    }

    /**
     * Fails if a row that was written is no row of one of the views.
     *
     * @throws SqlException 44000
     */
    void verify(RowSource row) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).isTrue(execution.frame(row))) {
                SqlException error = new SqlException(
                        ErrorCode.WITH_CHECK_OPTION_VIOLATION,
                        "new row violates check option for view \""
                                + checks.get(i).view() + "\"");
                throw RowText.failing(error, execution.sight(), table, row);
            }
        }
    }
}
