package org.borealisdb.sql.execute;

import java.util.Objects;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.bind.BindContext;
import org.jspecify.annotations.Nullable;

/** The parameters of a statement, and behind them the slots in which subqueries find values of the rows around them. */
final class StatementParameters implements RowSource {
    private final RowSource given;
    private final @Nullable Object[] slots;

    StatementParameters(RowSource given, int slots) {
        this.given = given;
        this.slots = new Object[slots];
    }

    void set(int slot, @Nullable Object value) {
        slots[slot - BindContext.FIRST_SLOT] = value;
    }

    private Object slot(int column) {
        return Objects.requireNonNull(slots[column - BindContext.FIRST_SLOT]);
    }

    @Override
    public boolean isNull(int column) {
        return column < BindContext.FIRST_SLOT ? given.isNull(column) : slots[column - BindContext.FIRST_SLOT] == null;
    }

    @Override
    public long longAt(int column) {
        return column < BindContext.FIRST_SLOT ? given.longAt(column) : Values.unboxLong(slot(column));
    }

    @Override
    public double doubleAt(int column) {
        return column < BindContext.FIRST_SLOT ? given.doubleAt(column) : (Double) slot(column);
    }

    @Override
    public Object objectAt(int column) {
        return column < BindContext.FIRST_SLOT ? given.objectAt(column) : slot(column);
    }
}
