package org.borealisdb.sql.postgres;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.ExpressionText;
import org.borealisdb.sql.statistics.ColumnStatistics;
import org.borealisdb.sql.statistics.JointStatistics;
import org.jspecify.annotations.Nullable;

/** The rows about extended statistics, and their definitions as SQL. Belongs to one task. */
final class ExtendedStatisticsRows {
    private static final SqlType TEXT = BuiltInType.TEXT.type();

    private final CatalogSnapshot catalog;

    ExtendedStatisticsRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Does something with what is known. */
    @FunctionalInterface
    private interface Use {
        void with(TableDefinition table, ExtendedStatistics statistics, JointStatistics known);
    }

    private void forEach(Use use) {
        for (CatalogObject object : catalog.objects(CatalogKind.EXTENDED_STATISTICS)) {
            Optional<TableDefinition> table = catalog.table(object.related());
            Optional<JointStatistics> known = catalog.joint(object.id());
            if (table.isPresent() && known.isPresent()) {
                use.with(table.get(), new ExtendedStatistics(object), known.get());
            }
        }
    }

    private List<Expression> expressions(TableDefinition table, ExtendedStatistics statistics) {
        List<SqlType> types = table.columns().stream().map(TableColumn::type).toList();
        return statistics.expressions().stream()
                .map(text -> IndexExpressions.read(text, types, catalog.types()))
                .toList();
    }

    private List<String> shown(TableDefinition table, ExtendedStatistics statistics) {
        ExpressionText text = new ExpressionText(
                place -> Quoting.identifier(table.columns().get(place).name()));
        return expressions(table, statistics).stream()
                .map(each -> {
                    String shown = text.of(each);
                    return text.isBareCall(each) || shown.startsWith("(") ? shown : "(" + shown + ")";
                })
                .toList();
    }

    private static List<String> columns(TableDefinition table, ExtendedStatistics statistics) {
        return statistics.columns().stream()
                .map(number -> table.columns().get(number - 1).name())
                .toList();
    }

    /** {@code pg_statistic_ext}. */
    void definitions(SystemRows rows) {
        for (CatalogObject object : catalog.objects(CatalogKind.EXTENDED_STATISTICS)) {
            ExtendedStatistics statistics = new ExtendedStatistics(object);
            Optional<TableDefinition> table = catalog.table(statistics.table());
            if (table.isEmpty()) {
                continue;
            }
            List<String> expressions = shown(table.get(), statistics);
            rows.add()
                    .set("oid", object.id())
                    .set("stxrelid", statistics.table())
                    .set("stxname", object.name())
                    .set("stxnamespace", object.parent())
                    .set("stxowner", catalog.owner(object))
                    .set("stxstattarget", statistics.target())
                    .set(
                            "stxkeys",
                            ArrayValue.ofBounds(
                                    BuiltInType.INT2.type(),
                                    0,
                                    statistics.columns().stream()
                                            .map(number -> (Object) (long) number)
                                            .toList()))
                    .set("stxkind", kinds(statistics))
                    .set("stxexprs", expressions.isEmpty() ? null : String.join(", ", expressions))
                    .end();
        }
    }

    private static ArrayValue kinds(ExtendedStatistics statistics) {
        return ArrayValue.of(
                BuiltInType.CHAR.type(),
                statistics
                        .kinds()
                        .chars()
                        .mapToObj(kind -> (Object) (long) kind)
                        .toList());
    }

    /** {@code pg_statistic_ext_data}. */
    void data(SystemRows rows) {
        forEach((table, statistics, known) -> rows.add()
                .set("stxoid", statistics.object().id())
                .set("stxdinherit", false)
                .set("stxdndistinct", distinct(statistics, known))
                .set("stxddependencies", dependencies(statistics, known))
                .end());
    }

    /** Dimensions as PostgreSQL numbers them: columns by their numbers, expressions from -1 down. */
    private static String number(ExtendedStatistics statistics, int dimension) {
        List<Integer> columns = statistics.columns();
        return Integer.toString(dimension < columns.size() ? columns.get(dimension) : columns.size() - dimension - 1);
    }

    private static String numbers(ExtendedStatistics statistics, List<Integer> dimensions) {
        return dimensions.stream()
                .map(dimension -> number(statistics, dimension))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String distinct(ExtendedStatistics statistics, JointStatistics known) {
        return known.distinct().isEmpty()
                ? null
                : known.distinct().stream()
                        .map(each -> "\"" + numbers(statistics, each.dimensions()) + "\": " + (long) each.count())
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static @Nullable String dependencies(ExtendedStatistics statistics, JointStatistics known) {
        return known.dependencies().isEmpty()
                ? null
                : known.dependencies().stream()
                        .map(each -> "\"" + numbers(statistics, each.from()) + " => " + number(statistics, each.to())
                                + "\": " + sixDigits(each.degree()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String sixDigits(double degree) {
        return BigDecimal.valueOf(degree).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    private SystemRows.Row named(SystemRows rows, TableDefinition table, ExtendedStatistics statistics) {
        CatalogObject object = statistics.object();
        return rows.add()
                .set("schemaname", table.schema())
                .set("tablename", table.name())
                .set(
                        "statistics_schemaname",
                        catalog.schemaName(object.parent()).orElse("?"))
                .set("statistics_name", object.name())
                .set("statistics_owner", catalog.roles().nameOf(catalog.owner(object)))
                .set("inherited", false);
    }

    /** {@code pg_stats_ext}. */
    void shown(SystemRows rows) {
        forEach((table, statistics, known) -> {
            List<String> expressions = shown(table, statistics);
            SystemRows.Row row = named(rows, table, statistics)
                    .set("attnames", ArrayValue.of(BuiltInType.NAME.type(), columns(table, statistics)))
                    .set("exprs", expressions.isEmpty() ? null : ArrayValue.of(TEXT, expressions))
                    .set("kinds", kinds(statistics))
                    .set("n_distinct", distinct(statistics, known))
                    .set("dependencies", dependencies(statistics, known));
            if (!known.common().isEmpty()) {
                List<ArrayValue> values = new ArrayList<>();
                List<ArrayValue> nulls = new ArrayList<>();
                for (JointStatistics.Common each : known.common()) {
                    values.add(ArrayValue.of(TEXT, each.values()));
                    nulls.add(ArrayValue.of(
                            BuiltInType.BOOL.type(),
                            each.values().stream().map(value -> value == null).toList()));
                }
                row.set("most_common_vals", ArrayValue.stacked(TEXT, values))
                        .set("most_common_val_nulls", ArrayValue.stacked(BuiltInType.BOOL.type(), nulls))
                        .set(
                                "most_common_freqs",
                                frequencies(known.common().stream().map(JointStatistics.Common::frequency)))
                        .set(
                                "most_common_base_freqs",
                                frequencies(known.common().stream().map(JointStatistics.Common::base)));
            }
            row.end();
        });
    }

    private static ArrayValue frequencies(Stream<Double> numbers) {
        return ArrayValue.of(BuiltInType.FLOAT8.type(), numbers.toList());
    }

    /** {@code pg_stats_ext_exprs}. */
    void ofExpressions(SystemRows rows) {
        forEach((table, statistics, known) -> {
            List<Expression> expressions = expressions(table, statistics);
            List<String> texts = shown(table, statistics);
            for (int i = 0; i < Math.min(texts.size(), known.expressions().size()); i++) {
                ColumnStatistics column = known.expressions().get(i);
                StatisticsRows.set(
                                named(rows, table, statistics).set("expr", texts.get(i)),
                                expressions.get(i).type(),
                                column)
                        .end();
            }
        });
    }

    /** Returns the columns and expressions of statistics as SQL. */
    Optional<String> columns(long id) {
        return found(id).map(statistics -> {
            TableDefinition table = catalog.table(statistics.table()).orElseThrow();
            return Stream.concat(
                            columns(table, statistics).stream().map(Quoting::identifier),
                            shown(table, statistics).stream())
                    .collect(Collectors.joining(", "));
        });
    }

    /** Returns the expressions of statistics as SQL; empty if they have none. */
    Optional<ArrayValue> expressions(long id) {
        return found(id)
                .map(statistics -> shown(catalog.table(statistics.table()).orElseThrow(), statistics))
                .filter(texts -> !texts.isEmpty())
                .map(texts -> ArrayValue.of(TEXT, texts));
    }

    private Optional<ExtendedStatistics> found(long id) {
        return catalog.objects(CatalogKind.EXTENDED_STATISTICS).stream()
                .filter(object -> object.id() == id)
                .map(ExtendedStatistics::new)
                .filter(statistics -> catalog.table(statistics.table()).isPresent())
                .findFirst();
    }

    /** Returns the statement that makes statistics. */
    Optional<String> definition(long id) {
        return found(id).map(statistics -> {
            CatalogObject object = statistics.object();
            List<String> kinds = new ArrayList<>();
            if (statistics.has(ExtendedStatistics.DISTINCT)) {
                kinds.add("ndistinct");
            }
            if (statistics.has(ExtendedStatistics.DEPENDENCIES)) {
                kinds.add("dependencies");
            }
            if (statistics.has(ExtendedStatistics.COMMON)) {
                kinds.add("mcv");
            }
            boolean all = kinds.size() == 3 || kinds.isEmpty();
            return "CREATE STATISTICS "
                    + Quoting.identifier(catalog.schemaName(object.parent()).orElse("?")) + "."
                    + Quoting.identifier(object.name()) + (all ? "" : " (" + String.join(", ", kinds) + ")") + " ON "
                    + columns(id).orElseThrow() + " FROM "
                    + new ObjectText(catalog)
                            .relation(catalog.table(statistics.table())
                                    .orElseThrow()
                                    .object());
        });
    }
}
