package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.session.SqlNotice;

/**
 * REINDEX and CLUSTER. Indexes that have trees of their own are made anew from the rows; these themselves are in the tree of the primary key, in its order, and stay there whatever
 * CLUSTER asks for. Belongs to one task.
 */
public final class Rebuilds {
    private static final String TABLE = "table or materialized view";

    private final CatalogChanges changes;
    private final KeyDefinitions keys;

    Rebuilds(CatalogChanges changes, KeyDefinitions keys) {
        this.changes = changes;
        this.keys = keys;
    }

    /** Makes indexes anew. */
    public void reindex(Maintenance.Reindex reindex, boolean verbose) {
        if (reindex.kind() == Maintenance.ReindexKind.INDEX) {
            index(reindex.name());
            tell(verbose, "index \"" + reindex.name().last() + "\"");
            return;
        }
        for (CatalogObject table : tables(reindex)) {
            table(table);
            List<IndexDefinition> indexes = changes.schema().table(table).indexes();
            if (indexes.isEmpty()) {
                noticeNone(reindex, table, "to reindex");
            }
            indexes.forEach(index -> tell(verbose, "index \"" + index.name() + "\""));
            if (reindex.kind() != Maintenance.ReindexKind.TABLE && !indexes.isEmpty()) {
                tell(verbose, "table \"" + shown(table) + "\"");
            }
        }
    }

    private String shown(CatalogObject relation) {
        return changes.schema()
                .object(CatalogKind.SCHEMA, relation.parent())
                .map(schema -> schema.name() + "." + relation.name())
                .orElse(relation.name());
    }

    private void tell(boolean verbose, String what) {
        if (verbose) {
            changes.notice(
                    SqlNotice.of(SqlNotice.Level.INFO, ErrorCode.SUCCESSFUL_COMPLETION, what + " was reindexed"));
        }
    }

    /** Says what was made anew beside others. */
    public void tellConcurrent(Maintenance.Reindex reindex) {
        if (reindex.kind() == Maintenance.ReindexKind.INDEX) {
            tell(true, "index \"" + shown(find(reindex.name(), CatalogKind.INDEX, "index")) + "\"");
            return;
        }
        for (CatalogObject table : tables(reindex)) {
            List<IndexDefinition> indexes = changes.schema().table(table).indexes();
            indexes.forEach(index -> tell(true, "index \"" + shown(index.object()) + "\""));
            if (!indexes.isEmpty()) {
                tell(true, "table \"" + shown(table) + "\"");
            }
        }
    }

    /** Returns the indexes that are to be made anew beside those who change rows; those of the session's own tables are made anew at once. */
    public List<ConcurrentIndexes.Place> concurrent(Maintenance.Reindex reindex) {
        ConcurrentIndexes indexes = new ConcurrentIndexes(changes, keys);
        if (reindex.kind() == Maintenance.ReindexKind.INDEX) {
            CatalogObject found = find(reindex.name(), CatalogKind.INDEX, "index");
            if (changes.schema().isTemporary(found)) {
                index(reindex.name());
                return List.of();
            }
            return indexes.rebuildable(found);
        }
        List<ConcurrentIndexes.Place> places = new ArrayList<>();
        for (CatalogObject table : tables(reindex)) {
            if (changes.schema().isTemporary(table)) {
                table(table);
                continue;
            }
            TableDefinition definition = changes.schema().table(table);
            if (definition.indexes().isEmpty()) {
                noticeNone(reindex, table, "that can be reindexed concurrently");
            }
            places.addAll(indexes.rebuildable(definition));
        }
        return places;
    }

    private void noticeNone(Maintenance.Reindex reindex, CatalogObject table, String what) {
        if (reindex.kind() == Maintenance.ReindexKind.TABLE) {
            changes.notice("table \"" + table.name() + "\" has no indexes " + what);
        }
    }

    private List<CatalogObject> tables(Maintenance.Reindex reindex) {
        return switch (reindex.kind()) {
            case INDEX -> List.of();
            case TABLE -> List.of(find(reindex.name(), CatalogKind.TABLE, TABLE));
            case SCHEMA -> {
                CatalogObject schema = changes.schema()
                        .schema(reindex.name().last())
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.INVALID_SCHEMA_NAME,
                                "schema \"" + reindex.name().last() + "\" does not exist"));
                new Ownership(changes).require(schema);
                yield tables(schema);
            }
            case DATABASE, SYSTEM -> {
                CatalogObject database = changes.schema()
                        .object(CatalogKind.DATABASE, changes.schema().databaseId())
                        .orElseThrow();
                if (!database.name().equals(reindex.name().last())) {
                    throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "can only reindex the currently open database");
                }
                new Ownership(changes).require(database);
                yield reindex.kind() == Maintenance.ReindexKind.SYSTEM
                        ? List.of()
                        : changes.schema().schemas().stream()
                                .flatMap(schema -> tables(schema).stream())
                                .toList();
            }
        };
    }

    private List<CatalogObject> tables(CatalogObject schema) {
        return changes.schema().relations(schema).stream()
                .filter(relation -> relation.kind() == CatalogKind.TABLE)
                .filter(relation -> !isOfOthers(relation))
                .toList();
    }

    private boolean isOfOthers(CatalogObject relation) {
        return changes.schema()
                .object(CatalogKind.SCHEMA, relation.parent())
                .filter(schema -> TemporaryObjects.isTemporary(schema.name()))
                .filter(schema -> !changes.schema().isTemporary(relation))
                .isPresent();
    }

    private CatalogObject find(QualifiedName name, CatalogKind kind, String what) {
        CatalogObject found = changes.schema()
                .relation(name.parts())
                .orElseThrow(() -> new SchemaNames(changes.schema()).noRelation(name.parts()));
        if (found.kind() != kind) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "\"" + name.last() + "\" is not " + (kind == CatalogKind.INDEX ? "an " : "a ") + what);
        }
        new Ownership(changes).require(found);
        return found;
    }

    private void index(QualifiedName name) {
        CatalogObject found = find(name, CatalogKind.INDEX, "index");
        Optional<CatalogObject> owner = changes.schema().object(CatalogKind.TABLE, found.related());
        owner.ifPresent(object -> {
            TableDefinition table = changes.locked(changes.schema().table(object));
            table.indexes().stream()
                    .filter(index -> index.object().id() == found.id() && !index.isClustered())
                    .forEach(index -> keys.rebuild(table, index));
        });
    }

    private void table(CatalogObject object) {
        TableDefinition table = changes.locked(changes.schema().table(object));
        for (IndexDefinition index : table.indexes()) {
            if (!index.isClustered()) {
                keys.rebuild(changes.current(table), index);
            }
        }
    }

    /** Remembers the index that a table's rows were to be ordered by, and makes its indexes anew. */
    public void cluster(Maintenance.Cluster cluster) {
        QualifiedName name = cluster.table();
        if (name == null) {
            return;
        }
        CatalogObject found = find(name, CatalogKind.TABLE, TABLE);
        TableDefinition table = changes.locked(changes.schema().table(found));
        StorageAlterations storage = new StorageAlterations(changes);
        if (cluster.index() != null) {
            storage.cluster(table, Optional.of(storage.index(table, cluster.index())));
            changes.schema().forget();
        } else if (table.indexes().stream()
                .noneMatch(index ->
                        index.object().property(IndexDefinition.CLUSTERED_ON).isPresent())) {
            throw new SqlException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "there is no previously clustered index for table \"" + table.name() + "\"");
        }
        table(changes.schema().object(CatalogKind.TABLE, found.id()).orElseThrow());
    }
}
