package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.catalog.GeneratedColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/** Computes the generated columns of rows that are about to be written. Belongs to one task. */
final class GeneratedValues {
    private final Execution execution;
    private final TableDefinition table;

    GeneratedValues(Execution execution, TableDefinition table) {
        this.execution = execution;
        this.table = table;
    }

    /** Returns a row with its generated columns; the very row if the table has none. */
    RowSource complete(RowSource row) {
        List<GeneratedColumn> generated = table.generated();
        if (generated.isEmpty()) {
            return row;
        }
        @Nullable Object[] values = new Object[table.columns().size()];
        for (int place = 0; place < values.length; place++) {
            values[place] = Values.read(row, place, table.columns().get(place).type());
        }
        BoxedRow given = BoxedRow.of(values);
        for (GeneratedColumn column : generated) {
            values[column.place()] = EvaluatorCompiler.box(
                    execution.compile(column.value()), column.value().type(), execution.frame(given));
        }
        return BoxedRow.of(values);
    }
}
