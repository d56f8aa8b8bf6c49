package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/** Collects the rows of a system relation, and finds them by the value of a column. Belongs to one task. */
final class SystemRows {
    private final SystemRelation relation;
    private final List<RowSource> rows = new ArrayList<>();
    private final Map<Integer, Map<Object, List<RowSource>>> byColumn = new HashMap<>();
    private final @Nullable Object[] defaults;

    SystemRows(SystemRelation relation) {
        this.relation = relation;
        this.defaults = new Object[relation.columns().size()];
        for (int i = 0; i < defaults.length; i++) {
            SystemRelation.Column column = relation.columns().get(i);
            defaults[i] = column.notNull() ? zero(column.type()) : null;
        }
    }

    private static Object zero(SqlType type) {
        if (type.category() == TypeCategory.ARRAY) {
            return ArrayValue.of(BuiltInType.INT2.type(), List.of());
        }
        return switch (type.kind()) {
            case LONG -> type.is(BuiltInType.BOOL) ? (Object) false : (Object) 0L;
            case DOUBLE -> 0.0;
            case OBJECT -> "";
        };
    }

    /** Begins a row, whose columns that must not be NULL are 0, false or empty until they are set. */
    Row add() {
        return new Row();
    }

    List<RowSource> all() {
        return rows;
    }

    /** Returns the rows with a boxed value in a column. */
    List<RowSource> with(int column, Object value) {
        SqlType type = relation.columns().get(column).type();
        return byColumn.computeIfAbsent(column, any -> {
                    Map<Object, List<RowSource>> index = new HashMap<>();
                    for (RowSource row : rows) {
                        Object key = Values.read(row, column, type);
                        if (key != null) {
                            index.computeIfAbsent(key, key2 -> new ArrayList<>())
                                    .add(row);
                        }
                    }
                    return index;
                })
                .getOrDefault(value, List.of());
    }

    /** A row under construction. */
    final class Row {
        private final @Nullable Object[] values = defaults.clone();

        /** Sets a column; numbers and characters may be of any width. */
        Row set(String column, @Nullable Object value) {
            values[relation.place(column)] = switch (value) {
                case Integer number -> (Object) (long) number;
                case Character letter -> (Object) (long) letter;
                case null, default -> value;
            };
            return this;
        }

        /** The row is complete. */
        void end() {
            rows.add(BoxedRow.of(values));
        }
    }
}
