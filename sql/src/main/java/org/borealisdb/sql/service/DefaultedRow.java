package org.borealisdb.sql.service;

import java.util.Map;
import java.util.Objects;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.execute.Execution;
import org.jspecify.annotations.Nullable;

/** A row that is copied in, with the defaults of the columns that are not. Belongs to one task. */
final class DefaultedRow implements RowSource {
    private final RowSource given;
    private final Map<Integer, Expression> defaults;
    private final boolean[] defaulted;
    private final @Nullable Object[] values;

    DefaultedRow(RowSource given, int columns, Map<Integer, Expression> defaults) {
        this.given = given;
        this.defaults = defaults;
        this.defaulted = new boolean[columns];
        this.values = new Object[columns];
        defaults.keySet().forEach(place -> defaulted[place] = true);
    }

    /** Computes the defaults for the row that is given now. */
    void compute(Execution execution) {
        defaults.forEach((place, value) -> values[place] = execution.value(value));
    }

    private Object value(int column) {
        return Objects.requireNonNull(values[column]);
    }

    @Override
    public boolean isNull(int column) {
        return defaulted[column] ? values[column] == null : given.isNull(column);
    }

    @Override
    public long longAt(int column) {
        return defaulted[column] ? Values.unboxLong(value(column)) : given.longAt(column);
    }

    @Override
    public double doubleAt(int column) {
        return defaulted[column] ? (Double) value(column) : given.doubleAt(column);
    }

    @Override
    public Object objectAt(int column) {
        return defaulted[column] ? value(column) : given.objectAt(column);
    }

    @Override
    public boolean appendText(int column, ByteSink out) {
        return !defaulted[column] && given.appendText(column, out);
    }
}
