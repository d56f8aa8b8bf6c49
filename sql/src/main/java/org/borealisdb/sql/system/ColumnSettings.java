package org.borealisdb.sql.system;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.StorageParameters;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/** What is said of a column beside its type: how its values are kept, and how much ANALYZE is to find out. Belongs to one task. */
final class ColumnSettings {
    private static final int MOST_STATISTICS = 10_000;

    private static final Map<String, String> STORAGES =
            Map.of("plain", "p", "external", "e", "extended", "x", "main", "m");

    private static final Map<String, String> COMPRESSIONS = Map.of("pglz", "p", "lz4", "l");

    private final CatalogChanges changes;

    ColumnSettings(CatalogChanges changes) {
        this.changes = changes;
    }

    void set(TableDefinition table, Definition.SetColumn set) {
        TableColumn column = TableAlterations.column(table, set.column());
        changes.replace(
                switch (set.setting()) {
                    case STATISTICS -> statistics(column, Integer.parseInt(set.value()));
                    case STORAGE -> storage(column, set.value());
                    case COMPRESSION -> compressed(column.object(), column.declared(), set.value());
                });
    }

    void set(TableDefinition table, Definition.SetColumnOptions set) {
        TableColumn column = TableAlterations.column(table, set.column());
        changes.replace(
                set.reset()
                        ? StorageParameters.OF_COLUMNS.reset(column.object(), set.options())
                        : StorageParameters.OF_COLUMNS.set(column.object(), set.options()));
    }

    /**
     * Sets how many common values are found of a part of an index.
     *
     * @throws SqlException 0A000 if it is no index, or the part no expression, 42703 if there is no such part
     */
    void set(CatalogObject relation, Definition.SetIndexStatistics set) {
        if (relation.kind() != CatalogKind.INDEX) {
            throw refused("cannot refer to non-index column by number");
        }
        int target = checked(set.target());
        TableDefinition table = changes.schema()
                .table(changes.schema()
                        .object(CatalogKind.TABLE, relation.related())
                        .orElseThrow());
        IndexDefinition index = table.indexes().stream()
                .filter(each -> each.object().id() == relation.id())
                .findFirst()
                .orElseThrow();
        if (set.number() <= 0 || set.number() > Short.MAX_VALUE) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "column number must be in range from 1 to 32767");
        }
        int part = set.number() - 1;
        List<Integer> columns = index.allColumns();
        if (part < 0 || part >= columns.size()) {
            throw new SqlException(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column number " + set.number() + " of relation \"" + relation.name() + "\" does not exist");
        }
        int column = columns.get(part);
        if (column != IndexDefinition.NO_COLUMN) {
            boolean included = part >= index.columns().size();
            SqlException refused = refused("cannot alter statistics on " + (included ? "included" : "non-expression")
                    + " column \"" + table.columns().get(column).name() + "\" of index \"" + relation.name() + "\"");
            throw included ? refused : refused.withHint("Alter statistics on table column instead.");
        }
        String property = IndexDefinition.TARGET + set.number();
        changes.replace(
                target < 0
                        ? TableAlterations.without(relation, property)
                        : relation.with(property, Integer.toString(target)));
    }

    private static SqlException refused(String message) {
        return new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, message);
    }

    private CatalogObject statistics(TableColumn column, int given) {
        int target = checked(given);
        return target < 0
                ? TableAlterations.without(column.object(), TableColumn.TARGET)
                : column.object().with(TableColumn.TARGET, Integer.toString(target));
    }

    /** Returns a number of common values that may be found. */
    private int checked(int target) {
        if (target < -1) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "statistics target " + target + " is too low");
        }
        if (target > MOST_STATISTICS) {
            changes.warn(ErrorCode.INVALID_PARAMETER_VALUE, "lowering statistics target to " + MOST_STATISTICS);
        }
        return Math.min(target, MOST_STATISTICS);
    }

    private static boolean isVarying(SqlType type) {
        return type.length() < 0;
    }

    private static CatalogObject storage(TableColumn column, String word) {
        String storage = STORAGES.get(word.toLowerCase(Locale.ROOT));
        if (storage == null) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid storage type \"" + word + "\"");
        }
        if (!isVarying(column.type()) && !storage.equals("p")) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "column data type " + column.declared().nameWithoutModifier() + " can only have storage PLAIN");
        }
        return column.object().with(TableColumn.STORAGE, storage);
    }

    /**
     * Returns a column with a method of compression.
     *
     * @throws SqlException 0A000 for a type that is not compressed, 22023 for an unknown method
     */
    static CatalogObject compressed(CatalogObject column, SqlType type, String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        if (wanted.equals("default")) {
            return TableAlterations.without(column, TableColumn.COMPRESSION);
        }
        if (!isVarying(type.physical())) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "column data type " + type.nameWithoutModifier() + " does not support compression");
        }
        String compression = COMPRESSIONS.get(wanted);
        if (compression == null) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid compression method \"" + word + "\"");
        }
        return column.with(TableColumn.COMPRESSION, compression);
    }
}
