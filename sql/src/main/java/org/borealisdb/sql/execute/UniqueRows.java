package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.spill.HashedKey;
import org.jspecify.annotations.Nullable;

/** Of rows that come one after the other and do not differ in their first columns, the first one. Belongs to one task. */
final class UniqueRows implements RowIterator {
    private final Execution execution;
    private final RowIterator input;
    private final RowKeys keys;
    private final int columns;
    private @Nullable HashedKey last;

    UniqueRows(Execution execution, RowIterator input, List<SqlType> types, int columns) {
        this.execution = execution;
        this.input = input;
        this.keys = new RowKeys(types.subList(0, columns));
        this.columns = columns;
    }

    @Override
    public boolean next() {
        while (input.next()) {
            execution.step();
            HashedKey key = keys.of(input.row(), columns);
            if (!key.equals(last)) {
                last = key;
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
