package org.borealisdb.sql.system;

import java.util.List;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;

/**
 * What is said to be unlogged: it is kept, and shown, and has the rules that PostgreSQL has for it, while the rows are in the log like others'. Indexes and the sequences of
 * columns are as their table is. Belongs to one task.
 */
final class UnloggedRelations {
    private final CatalogChanges changes;

    UnloggedRelations(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Returns a new table or sequence with what is said of it. */
    static CatalogObject declared(CatalogObject object, Definition.Persistence persistence) {
        return persistence == Definition.Persistence.UNLOGGED ? object.with(TableDefinition.UNLOGGED, "") : object;
    }

    /**
     * Fails if a table is to be unlogged among the session's own.
     *
     * @param position of its name; -1 if errors do not say it
     * @throws SqlException 42P16
     */
    void refuseIn(CatalogObject schema, Definition.Persistence persistence, int position) {
        if (persistence == Definition.Persistence.UNLOGGED && TemporaryObjects.isTemporary(schema.name())) {
            throw changes.error(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "only temporary relations may be created in temporary schemas",
                    position);
        }
    }

    /**
     * Fails if a table of one kind cannot refer to one of another.
     *
     * @throws SqlException 42P16
     */
    void checkReference(TableDefinition child, TableDefinition parent) {
        boolean temporary = changes.schema().isTemporary(child.object());
        boolean toTemporary = changes.schema().isTemporary(parent.object());
        if (temporary != toTemporary) {
            String kind = temporary ? "temporary" : isUnlogged(child) ? "unlogged" : "permanent";
            String kinds = isUnlogged(child) ? "permanent or unlogged" : kind;
            throw new SqlException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "constraints on " + kind + " tables may reference only " + kinds + " tables");
        }
        if (isUnlogged(parent) && !isUnlogged(child)) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "constraints on permanent tables may reference only permanent tables");
        }
    }

    private static boolean isUnlogged(TableDefinition table) {
        return table.object().property(TableDefinition.UNLOGGED).isPresent();
    }

    /**
     * Says of a table whether it is unlogged.
     *
     * @throws SqlException 42P16 if it is temporary, or a foreign key stands against it
     */
    void set(TableDefinition table, boolean unlogged) {
        if (changes.schema().isTemporary(table.object())) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "cannot change logged status of table \"" + table.name() + "\" because it is temporary");
        }
        if (isUnlogged(table) == unlogged) {
            return;
        }
        List<ForeignKeyDefinition> keys = unlogged ? table.references() : table.foreignKeys();
        for (ForeignKeyDefinition key : keys) {
            long id = unlogged ? key.referencing() : key.referenced();
            TableDefinition other = changes.schema()
                    .table(changes.schema().object(CatalogKind.TABLE, id).orElseThrow());
            if (id != table.object().id() && isUnlogged(other) != unlogged) {
                throw new SqlException(
                        ErrorCode.INVALID_TABLE_DEFINITION,
                        "could not change table \"" + table.name() + "\" to " + (unlogged ? "unlogged" : "logged")
                                + " because it references " + (unlogged ? "logged" : "unlogged") + " table \""
                                + other.name() + "\"");
            }
        }
        set(table.object(), unlogged);
    }

    /** Says of a sequence whether it is unlogged. */
    void set(CatalogObject object, boolean unlogged) {
        changes.replace(
                unlogged
                        ? object.with(TableDefinition.UNLOGGED, "")
                        : TableAlterations.without(object, TableDefinition.UNLOGGED));
    }
}
