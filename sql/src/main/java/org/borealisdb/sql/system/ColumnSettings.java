package org.borealisdb.sql.system;

import java.util.Locale;
import java.util.Map;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
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

    private CatalogObject statistics(TableColumn column, int target) {
        if (target < -1) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "statistics target " + target + " is too low");
        }
        if (target > MOST_STATISTICS) {
            changes.warn(ErrorCode.INVALID_PARAMETER_VALUE, "lowering statistics target to " + MOST_STATISTICS);
        }
        return target < 0
                ? TableAlterations.without(column.object(), TableColumn.TARGET)
                : column.object().with(TableColumn.TARGET, Integer.toString(Math.min(target, MOST_STATISTICS)));
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
