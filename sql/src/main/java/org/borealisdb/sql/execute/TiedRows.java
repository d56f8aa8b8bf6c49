package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.SortKey;
import org.jspecify.annotations.Nullable;

/** The first rows of sorted ones, and those after them that the order does not tell from the last (FETCH FIRST ... WITH TIES). */
final class TiedRows implements RowIterator {
    private final RowIterator input;
    private final List<SortKey> keys;
    private final List<SqlType> types;
    private final long skip;
    private final long most;
    private long skipped;
    private long answered;
    private @Nullable BoxedRow last;
    private boolean ended;

    TiedRows(RowIterator input, List<SortKey> keys, List<SqlType> types, long skip, long most) {
        this.input = input;
        this.keys = keys;
        this.types = types;
        this.skip = skip;
        this.most = most;
    }

    @Override
    public boolean next() {
        while (skipped < skip && !ended) {
            skipped++;
            ended = !input.next();
        }
        if (ended || most == 0 || !input.next()) {
            return end();
        }
        BoxedRow before = last;
        if (before != null) {
            return RowOrder.compare(keys, types, before, input.row()) == 0 || end();
        }
        if (++answered == most) {
            last = PlanRunner.copy(input.row(), types);
        }
        return true;
    }

    private boolean end() {
        ended = true;
        input.close();
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
