package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.spill.RowBuffer;

/** Rows that several readers read: each is computed once, when the first of them gets to it. Belongs to one task. */
final class SharedRows {
    private final RowIterator input;
    private final List<SqlType> types;
    private final RowBuffer rows;
    private boolean complete;

    SharedRows(Execution execution, RowIterator input, List<SqlType> types) {
        this.input = input;
        this.types = types;
        this.rows = new RowBuffer(execution.memory());
    }

    private boolean has(long place) {
        if (place >= rows.size() && !complete) {
            if (input.next()) {
                rows.add(PlanRunner.copy(input.row(), types));
            } else {
                complete = true;
                input.close();
            }
        }
        return place < rows.size();
    }

    /** Lets the rows go: nobody reads them any more. */
    void close() {
        if (!complete) {
            complete = true;
            input.close();
        }
        rows.close();
    }

    /** Returns a reader of all rows. */
    RowIterator reader() {
        return new RowIterator() {
            private long at = -1;

            @Override
            public boolean next() {
                return has(++at);
            }

            @Override
            public RowSource row() {
                return rows.get(at);
            }
        };
    }
}
