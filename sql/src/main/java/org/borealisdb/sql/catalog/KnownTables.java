package org.borealisdb.sql.catalog;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
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

    private volatile State state = new State(-1);

    /** What is known of the catalog as it is since the change at {@code point}. */
    private record State(long point, Map<Long, TableDefinition> tables) {
        State(long point) {
            this(point, new ConcurrentHashMap<>());
        }
    }

    /**
     * Returns the definition of a table.
     *
     * @param point the state that is seen; none if it is one of its own
     * @return null if it is not known
     */
    @Nullable
    TableDefinition find(OptionalLong point, long id) {
        State known = state;
        return point.isPresent() && known.point == point.getAsLong() ? known.tables.get(id) : null;
    }

    /** Keeps a definition that was read of a state. */
    void keep(OptionalLong point, TableDefinition table) {
        if (point.isEmpty() || !isPlain(table)) {
            return;
        }
        State known = state;
        if (known.point > point.getAsLong()) {
            return;
        }
        if (known.point < point.getAsLong() || known.tables.size() >= CAPACITY) {
            known = new State(point.getAsLong());
            state = known;
        }
        known.tables.put(table.object().id(), table);
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
