package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.statistics.ColumnStatistics;
import org.borealisdb.sql.statistics.JointStatistics;
import org.borealisdb.sql.statistics.TableStatistics;

/** Reads statistics of the catalog when they are asked for. Belongs to one task, and is good as long as the reader is open. */
public final class CatalogKnowledge implements Knowledge {
    /** What a table that was never analyzed is taken to have: ten of PostgreSQL's pages, full of rows of this width. */
    private static final double UNKNOWN_PAGES = 10;

    private static final int PAGE_BYTES = 8192 - 24;
    private static final int ROW_BYTES = 24 + 4;

    private final SchemaReader schema;
    private final Map<Long, TableFacts> known = new HashMap<>();

    /** Reads the catalog by a reader. */
    public CatalogKnowledge(SchemaReader schema) {
        this.schema = schema;
    }

    @Override
    public TableFacts of(TableDefinition table) {
        return known.computeIfAbsent(table.object().id(), any -> read(table));
    }

    private TableFacts read(TableDefinition table) {
        Optional<TableStatistics> whole = schema.child(table.object(), NameSpace.STATISTICS, TableStatistics.NAME)
                .flatMap(TableStatistics::of);
        return whole.map(found -> new TableFacts(
                        found.rows(), found.pages(), true, place -> column(table, place), () -> joint(table)))
                .orElseGet(() ->
                        new TableFacts(guessedRows(table), UNKNOWN_PAGES, false, place -> Optional.empty(), List::of));
    }

    private static double guessedRows(TableDefinition table) {
        int width = ROW_BYTES;
        for (TableColumn column : table.columns()) {
            width += column.dropped()
                    ? 0
                    : column.type().length() > 0 ? column.type().length() : 32;
        }
        return UNKNOWN_PAGES * Math.floor((double) PAGE_BYTES / width);
    }

    private Optional<ColumnFacts> column(TableDefinition table, int place) {
        TableColumn column = table.columns().get(place);
        return schema.child(table.object(), NameSpace.STATISTICS, Integer.toString(column.number()))
                .flatMap(ColumnStatistics::of)
                .map(statistics -> new ColumnFacts(column.type(), statistics));
    }

    private List<JointFacts> joint(TableDefinition table) {
        List<JointFacts> all = new ArrayList<>();
        List<SqlType> types = table.columns().stream().map(TableColumn::type).toList();
        for (ExtendedStatistics each :
                ExtendedStatistics.among(schema.related(table.object().id()))) {
            Optional<JointStatistics> found = schema.child(
                            each.object(), NameSpace.STATISTICS, ExtendedStatistics.FOUND)
                    .flatMap(JointStatistics::of);
            if (found.isPresent()) {
                List<Expression> dimensions = new ArrayList<>();
                each.columns()
                        .forEach(number ->
                                dimensions.add(new Expression.ColumnReference(number - 1, types.get(number - 1))));
                each.expressions()
                        .forEach(text -> dimensions.add(schema.expressions().read(text, types, schema.types())));
                all.add(new JointFacts(dimensions, found.get()));
            }
        }
        return all;
    }
}
