package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.StoredText;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.statistics.ColumnStatistics;
import org.jspecify.annotations.Nullable;

/** The rows about what ANALYZE has found. Belongs to one task. */
final class StatisticsRows {
    private static final int KIND_COMMON = 1;
    private static final int KIND_HISTOGRAM = 2;
    private static final int KIND_CORRELATION = 3;

    private final CatalogSnapshot catalog;

    StatisticsRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Does something with what is known of a column. */
    @FunctionalInterface
    private interface Use {
        void with(TableDefinition table, TableColumn column, ColumnStatistics known);
    }

    private void forEach(Use use) {
        for (TableDefinition table : catalog.tables()) {
            for (TableColumn column : table.columns()) {
                if (!column.dropped()) {
                    catalog.statistics(table, column).ifPresent(known -> use.with(table, column, known));
                }
            }
        }
    }

    void shown(SystemRows rows) {
        forEach((table, column, known) -> set(
                        rows.add()
                                .set("schemaname", schemaOf(table))
                                .set("tablename", table.name())
                                .set("attname", column.name())
                                .set("inherited", false),
                        column.type(),
                        known)
                .end());
    }

    /** Shows what is known of values of a type. */
    static SystemRows.Row set(SystemRows.Row row, SqlType type, ColumnStatistics known) {
        return row.set("null_frac", known.nullFraction())
                .set("avg_width", known.width())
                .set("n_distinct", known.distinct())
                .set("most_common_vals", values(type, known.common()))
                .set("most_common_freqs", numbers(known.frequencies()))
                .set("histogram_bounds", values(type, known.histogram()))
                .set(
                        "correlation",
                        known.correlation().isPresent() ? known.correlation().getAsDouble() : null);
    }

    private String schemaOf(TableDefinition table) {
        return catalog.schemas().stream()
                .filter(schema -> schema.id() == table.object().parent())
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static @Nullable ArrayValue numbers(List<Double> numbers) {
        return numbers.isEmpty() ? null : ArrayValue.of(BuiltInType.FLOAT4.type(), numbers);
    }

    private static @Nullable ArrayValue values(SqlType type, List<String> texts) {
        if (texts.isEmpty()) {
            return null;
        }
        if (type instanceof ArrayType) {
            // Arrays of arrays that differ in their lengths are none; their texts look the same.
            return ArrayValue.of(
                    BuiltInType.TEXT.type(),
                    texts.stream()
                            .map(text -> TextOutput.format(type, StoredText.parse(type, text), SessionFormat.DEFAULT))
                            .toList());
        }
        List<Object> values = new ArrayList<>();
        for (String text : texts) {
            values.add(StoredText.parse(type, text));
        }
        return ArrayValue.of(type, values);
    }

    void stored(SystemRows rows) {
        forEach((table, column, known) -> {
            SystemRows.Row row = rows.add()
                    .set("starelid", table.object().id())
                    .set("staattnum", column.number())
                    .set("stanullfrac", known.nullFraction())
                    .set("stawidth", known.width())
                    .set("stadistinct", known.distinct());
            int slot = 0;
            if (!known.common().isEmpty()) {
                slot++;
                row.set("stakind" + slot, KIND_COMMON)
                        .set("stanumbers" + slot, numbers(known.frequencies()))
                        .set("stavalues" + slot, values(column.type(), known.common()));
            }
            if (!known.histogram().isEmpty()) {
                slot++;
                row.set("stakind" + slot, KIND_HISTOGRAM)
                        .set("stavalues" + slot, values(column.type(), known.histogram()));
            }
            if (known.correlation().isPresent()) {
                slot++;
                row.set("stakind" + slot, KIND_CORRELATION)
                        .set(
                                "stanumbers" + slot,
                                numbers(List.of(known.correlation().getAsDouble())));
            }
            row.end();
        });
    }
}
