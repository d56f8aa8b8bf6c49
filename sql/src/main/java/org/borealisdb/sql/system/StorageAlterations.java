package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.StorageParameters;
import org.borealisdb.sql.catalog.TableDefinition;

/**
 * What ALTER TABLE and ALTER INDEX say of how rows are kept, and of what is done beside changing them. The volume keeps rows in its own way, so most of it is only checked; what clients
 * and dumps ask for later is remembered. Belongs to one task.
 */
final class StorageAlterations {
    private final CatalogChanges changes;

    StorageAlterations(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Returns whether an action is one of those. */
    static boolean isOne(Definition.TableAction action) {
        return action instanceof Definition.ChangeStorage
                || action instanceof Definition.SetTablespace
                || action instanceof Definition.SetOptions;
    }

    void alter(CatalogObject relation, Definition.TableAction action) {
        if (relation.kind() == CatalogKind.SEQUENCE
                && action instanceof Definition.ChangeStorage change
                && change.change().isOfLogging()) {
            new UnloggedRelations(changes).set(relation, change.change() == Definition.StorageChange.UNLOGGED);
            return;
        }
        if (relation.kind() != CatalogKind.TABLE && relation.kind() != CatalogKind.INDEX) {
            throw notATable(relation);
        }
        switch (action) {
            case Definition.SetTablespace set -> tablespace(set.tablespace());
            case Definition.SetOptions set -> {
                StorageParameters parameters = relation.kind() == CatalogKind.INDEX
                        ? StorageParameters.ofIndexes(
                                relation.property(IndexDefinition.METHOD).orElse("btree"))
                        : StorageParameters.OF_TABLES;
                changes.replace(
                        set.reset()
                                ? parameters.reset(relation, set.options())
                                : parameters.set(relation, set.options()));
            }
            case Definition.ChangeStorage change -> {
                if (relation.kind() != CatalogKind.TABLE) {
                    throw notATable(relation);
                }
                alter(changes.schema().table(relation), change);
            }
            default -> throw new IllegalArgumentException("no change of storage: " + action);
        }
    }

    private static SqlException notATable(CatalogObject relation) {
        return new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a table");
    }

    /** There is one tablespace. */
    private static void tablespace(String name) {
        if (!name.equals("pg_default")) {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "tablespace \"" + name + "\" does not exist");
        }
    }

    private void alter(TableDefinition table, Definition.ChangeStorage change) {
        String given = change.name();
        String name = given == null ? "" : given;
        switch (change.change()) {
            case CLUSTER_ON -> cluster(table, Optional.of(index(table, name)));
            case WITHOUT_CLUSTER -> cluster(table, Optional.empty());
            case REPLICA_IDENTITY -> identify(table, name.equals("default") ? "" : name, Optional.empty());
            case REPLICA_IDENTITY_INDEX -> {
                IndexDefinition index = index(table, name);
                checkIdentifies(table, index);
                identify(table, "index", Optional.of(index));
            }
            case ENABLE_TRIGGER, DISABLE_TRIGGER -> {
                if (given != null) {
                    throw new SqlException(
                            ErrorCode.UNDEFINED_OBJECT,
                            "trigger \"" + name + "\" for table \"" + table.name() + "\" does not exist");
                }
            }
            case ENABLE_ALL_TRIGGERS -> enforce(table, true);
            case DISABLE_ALL_TRIGGERS -> enforce(table, false);
            case LOGGED -> new UnloggedRelations(changes).set(table, false);
            case UNLOGGED -> new UnloggedRelations(changes).set(table, true);
            case WITHOUT_OIDS, WITHOUT_ROW_SECURITY -> {
                // All tables are so, or as good as.
            }
        }
    }

    /**
     * Lets the foreign keys that a table has on either side be enforced for its own rows, or not: PostgreSQL does it by triggers. Those that are made later are enforced.
     *
     * @throws SqlException 42501 if the role is no superuser
     */
    private void enforce(TableDefinition table, boolean enforced) {
        enforce(table.foreignKeys(), ForeignKeyDefinition.UNCHECKED, 'c', enforced);
        // Those from the table to itself have changed by now.
        changes.schema().forget();
        TableDefinition current = changes.schema()
                .table(changes.schema()
                        .object(CatalogKind.TABLE, table.object().id())
                        .orElseThrow());
        enforce(current.references(), ForeignKeyDefinition.UNHEEDED, 'a', enforced);
    }

    private void enforce(List<ForeignKeyDefinition> keys, String property, char kind, boolean enforced) {
        for (ForeignKeyDefinition key : keys) {
            if (!changes.schema().currentRole().isSuperuser()) {
                throw new SqlException(
                        ErrorCode.INSUFFICIENT_PRIVILEGE,
                        "permission denied: \"RI_ConstraintTrigger_" + kind + "_"
                                + key.object().id() + "\" is a system trigger");
            }
            if (key.object().property(property).isEmpty() != enforced) {
                changes.replace(
                        enforced
                                ? TableAlterations.without(key.object(), property)
                                : key.object().with(property, "true"));
            }
        }
    }

    /**
     * Finds an index of a table.
     *
     * @throws SqlException 42704 if there is none of the name
     */
    IndexDefinition index(TableDefinition table, String name) {
        return table.indexes().stream()
                .filter(index -> index.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "index \"" + name + "\" for table \"" + table.name() + "\" does not exist"));
    }

    /** Remembers by which index CLUSTER orders the rows of a table. */
    void cluster(TableDefinition table, Optional<IndexDefinition> by) {
        if (by.isPresent() && !by.get().isOrdered()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "cannot cluster on index \"" + by.get().name()
                            + "\" because access method does not support clustering");
        }
        if (by.isPresent() && by.get().predicate().isPresent()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "cannot cluster on partial index \"" + by.get().name() + "\"");
        }
        if (by.isPresent() && !by.get().isValid()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "cannot cluster on invalid index \"" + by.get().name() + "\"");
        }
        mark(table, IndexDefinition.CLUSTERED_ON, by);
    }

    private void mark(TableDefinition table, String property, Optional<IndexDefinition> marked) {
        for (IndexDefinition index : table.indexes()) {
            boolean wanted = marked.filter(index::equals).isPresent();
            if (index.object().property(property).isPresent() != wanted) {
                changes.replace(
                        wanted
                                ? index.object().with(property, "true")
                                : TableAlterations.without(index.object(), property));
            }
        }
    }

    private void identify(TableDefinition table, String identity, Optional<IndexDefinition> by) {
        CatalogObject object = table.object();
        changes.replace(
                identity.isEmpty()
                        ? TableAlterations.without(object, TableDefinition.REPLICA_IDENTITY)
                        : object.with(TableDefinition.REPLICA_IDENTITY, identity));
        mark(table, IndexDefinition.REPLICA_IDENTITY, by);
    }

    private static void checkIdentifies(TableDefinition table, IndexDefinition index) {
        String what = index.deferral().isDeferrable()
                ? "cannot use non-immediate index \"%s\" as replica identity"
                : !index.isDeclaredUnique()
                        ? "cannot use non-unique index \"%s\" as replica identity"
                        : index.columns().contains(IndexDefinition.NO_COLUMN)
                                ? "cannot use expression index \"%s\" as replica identity"
                                : index.predicate().isPresent()
                                        ? "cannot use partial index \"%s\" as replica identity"
                                        : "";
        if (!what.isEmpty()) {
            throw new SqlException(
                    index.deferral().isDeferrable()
                                    || index.columns().contains(IndexDefinition.NO_COLUMN)
                                    || (index.isUnique() && index.predicate().isPresent())
                            ? ErrorCode.FEATURE_NOT_SUPPORTED
                            : ErrorCode.WRONG_OBJECT_TYPE,
                    what.replace("%s", index.name()));
        }
        for (int column : index.columns()) {
            if (!table.columns().get(column).notNull()) {
                throw new SqlException(
                        ErrorCode.WRONG_OBJECT_TYPE,
                        "index \"" + index.name() + "\" cannot be used as replica identity because column \""
                                + table.columns().get(column).name() + "\" is nullable");
            }
        }
    }
}
