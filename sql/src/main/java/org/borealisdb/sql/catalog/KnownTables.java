package org.borealisdb.sql.catalog;

import java.util.OptionalLong;
import org.borealisdb.engine.catalog.NewestState;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * The definitions of tables as the newest state of the catalog has them, for all sessions of a database; forgotten with the next change of the catalog. Only definitions that hold nothing of the reader
 * that made them are kept: those of tables with types that are built in, and without expressions in indexes and generated columns. Safe for use by all tasks.
 */
public final class KnownTables {
    /** Most definitions kept; when there are more, all are forgotten. */
    private static final int CAPACITY = 2_000;

    private final NewestState<Long, TableDefinition> tables = new NewestState<>(CAPACITY);

    /**
     * Returns the definition of a table.
     *
     * @param point the state that is seen; none if it is one of its own
     * @return null if it is not known
     */
    @Nullable
    TableDefinition find(OptionalLong point, long id) {
        return tables.get(point, id);
    }

    /** Keeps a definition that was read of a state. */
    void keep(OptionalLong point, TableDefinition table) {
        if (isPlain(table)) {
            tables.put(point, table.object().id(), table, 1);
        }
    }

    private static boolean isPlain(TableDefinition table) {
        return table.generated().isEmpty()
                && table.indexes().stream().noneMatch(IndexDefinition::isComputed)
                && table.columns().stream().map(TableColumn::declared).allMatch(KnownTables::isBuiltIn);
    }

    private static boolean isBuiltIn(SqlType type) {
        return type instanceof ArrayType array
                ? array.element().builtIn().isPresent()
                : type.builtIn().isPresent();
    }
}
