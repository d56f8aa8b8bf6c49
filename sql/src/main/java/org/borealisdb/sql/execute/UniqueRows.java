package org.borealisdb.sql.execute;

import java.util.List;
import java.util.stream.IntStream;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.SortKey;
import org.jspecify.annotations.Nullable;

/** Of rows that come one after the other and do not differ in their first columns, the first one. Belongs to one task. */
final class UniqueRows implements RowIterator {
    private final Execution execution;
    private final RowIterator input;
    private final List<SqlType> types;
    private final List<SortKey> columns;
    private @Nullable BoxedRow last;

    UniqueRows(Execution execution, RowIterator input, List<SqlType> types, int columns) {
        this.execution = execution;
        this.input = input;
        this.types = types;
        this.columns = IntStream.range(0, columns)
                .mapToObj(column -> new SortKey(column, false, false))
                .toList();
    }

    @Override
    public boolean next() {
        while (input.next()) {
            execution.step();
            RowSource row = input.row();
            BoxedRow before = last;
            if (before == null || RowOrder.compare(columns, types, before, row) != 0) {
                last = row instanceof BoxedRow stays ? stays : PlanRunner.copy(row, types);
                return true;
            }
        }
        return false;
    }

    @Override
    public RowSource row() {
        return input.row();
    }

    @Override
    public void close() {
        input.close();
    }
}
