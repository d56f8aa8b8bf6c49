package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.DuplicateKey;
import org.borealisdb.engine.table.Index;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.table.TableEngine;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.Deferral;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowIndexKey;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.KeyViolation;

/**
 * The steps by which indexes are made, made anew and dropped beside those who change rows; each is a transaction. Between them those are waited for that have the table locked, and may go by what the
 * catalog was before. Belongs to one task.
 */
public final class ConcurrentIndexes {
    /** What the copy of an index does not take over: it stands for no constraint, and nothing is said of it. */
    private static final Set<String> NOT_COPIED = Set.of(
            IndexDefinition.PRIMARY,
            IndexDefinition.CONSTRAINT,
            IndexDefinition.EXCLUSION,
            Deferral.PROPERTY,
            IndexDefinition.CLUSTERED_ON,
            IndexDefinition.REPLICA_IDENTITY);

    private final CatalogChanges changes;
    private final KeyDefinitions keys;

    ConcurrentIndexes(CatalogChanges changes, KeyDefinitions keys) {
        this.changes = changes;
        this.keys = keys;
    }

    /**
     * An index, and its table, by their numbers in the catalog.
     *
     * @param tree the tree that it has to begin with
     */
    public record Place(long index, long table, long tree) {
        static Place of(CatalogObject index) {
            return new Place(index.id(), index.related(), index.tree());
        }
    }

    /**
     * Puts a new index into the catalog that is empty, and by which nobody reads. Nothing if it is passed over since there is something of its name; one of the session's own tables is made at once.
     */
    public Optional<Place> declare(Definition.CreateIndex create) {
        if (changes.schema().isTemporary(changes.table(create.table()).object())) {
            keys.createIndex(create);
            return Optional.empty();
        }
        return keys.declare(create, TableLockMode.SHARE_UPDATE_EXCLUSIVE).map(this::addEmpty);
    }

    private Place addEmpty(CatalogObject declared) {
        CatalogObject empty = keys.empty(IndexDefinition.withPayload(declared));
        changes.add(empty);
        return Place.of(empty);
    }

    /** Has all maintain an index, which is to be {@link TableEngine#settle settled} afterwards, and waits for those who may not know of it. */
    public void maintain(Place place) {
        TableDefinition table = table(place);
        Index index = index(table, object(place));
        TableEngine tables = changes.database().tables();
        tables.maintain(table.table(), index);
        await(table, TableLockMode.SHARE);
        tables.enforce(table.table(), index);
    }

    /** Waits until all have ended who have a table locked now. */
    public void await(Place place) {
        await(table(place), TableLockMode.ACCESS_EXCLUSIVE);
    }

    private void await(TableDefinition table, TableLockMode mode) {
        changes.database()
                .lockTable()
                .awaitHolders(
                        changes.transaction().locks(),
                        RowStore.tableKey(table.table()),
                        mode,
                        changes.transaction().lockWait());
    }

    /**
     * Fills the index with the rows that there are, and makes it valid.
     *
     * @throws SqlException 23505 if it is unique and a key is there twice
     */
    public void fill(Place place) {
        CatalogObject object = object(place);
        long lsn = fill(table(place), object);
        changes.replace(IndexDefinition.usable(IndexDefinition.built(object, lsn)));
    }

    private long fill(TableDefinition table, CatalogObject object) {
        try (ReadView view = changes.transaction().openLatestView()) {
            Optional<DuplicateKey> twice =
                    changes.database().tables().fill(changes.transaction(), table.table(), index(table, object), view);
            if (twice.isPresent()) {
                throw KeyViolation.atCreation(
                        table,
                        definition(table, object),
                        new StoredRow(table.layout()).moveTo(twice.get().row()));
            }
            return view.lsn();
        }
    }

    /** Returns the indexes of a table that can be made anew so, and warns of those that are passed over. Rows that are clustered by a key have no tree beside them. */
    List<Place> rebuildable(TableDefinition table) {
        List<Place> places = new ArrayList<>();
        for (IndexDefinition index : table.indexes()) {
            String what = !index.isValid() ? "invalid" : index.isExclusion() ? "exclusion constraint" : "";
            if (!what.isEmpty()) {
                changes.warn(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "cannot reindex " + what + " index \"" + table.schema() + "." + index.name()
                                + "\" concurrently, skipping");
            } else if (!index.isClustered()) {
                places.add(Place.of(index.object()));
            }
        }
        return places;
    }

    /** Returns an index that is to be made anew so, if it has a tree of its own. */
    List<Place> rebuildable(CatalogObject index) {
        if (index.property(IndexDefinition.EXCLUSION).isPresent()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "concurrent index creation for exclusion constraints is not supported");
        }
        return index.tree() == 0 ? List.of() : List.of(Place.of(index));
    }

    /** Puts an empty copy of an index into the catalog, under another name, by which nobody reads. */
    public Place copy(Place of) {
        CatalogObject object = object(of);
        TableDefinition table = table(of);
        changes.lock(RowStore.tableKey(table.table()), TableLockMode.SHARE_UPDATE_EXCLUSIVE);
        Map<String, String> properties = new TreeMap<>(object.properties());
        properties.keySet().removeAll(NOT_COPIED);
        CatalogObject schema = changes.schemaOf(table);
        return addEmpty(CatalogObject.of(
                        CatalogKind.INDEX,
                        changes.newId(),
                        schema.id(),
                        changes.freeName(schema, object.name(), "", "ccnew"))
                .withRelated(of.table())
                .withProperties(properties));
    }

    /** Fills a copy of an index, and gives the index what that has; the copy has what the index had. */
    public void exchange(Place place, Place copy) {
        CatalogObject filled = object(copy);
        long lsn = fill(table(copy), filled);
        CatalogObject object = object(place);
        changes.replace(
                IndexDefinition.usable(IndexDefinition.built(object, lsn)).withTree(filled.tree()));
        changes.replace(IndexDefinition.hidden(filled).withTree(object.tree()));
    }

    /**
     * Lets nobody begin to read by an index any more.
     *
     * @throws SqlException 2BP01 if it stands for a constraint, or something depends on it
     */
    Place hide(CatalogObject index) {
        Place place = Place.of(index);
        TableDefinition table = table(place);
        changes.lock(RowStore.tableKey(table.table()), TableLockMode.SHARE_UPDATE_EXCLUSIVE);
        keys.refuseOfConstraint(index);
        new Dependents(changes).ofIndex(table, definition(table, index)).drop(false, "index " + changes.shown(index));
        changes.replace(IndexDefinition.hidden(index));
        return place;
    }

    /** Lets an index that nobody reads by be as it is from now on. */
    public void leave(Place place) {
        changes.replace(IndexDefinition.leaving(object(place)));
    }

    /** Removes an index that nobody maintains. */
    public void remove(Place place) {
        keys.remove(object(place));
    }

    private CatalogObject object(Place place) {
        return changes.schema()
                .object(CatalogKind.INDEX, place.index())
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT, "the index was dropped while others were waited for"));
    }

    private TableDefinition table(Place place) {
        return changes.schema()
                .table(changes.schema().object(CatalogKind.TABLE, place.table()).orElseThrow());
    }

    private IndexDefinition definition(TableDefinition table, CatalogObject object) {
        List<SqlType> types = table.columns().stream().map(TableColumn::type).toList();
        return IndexDefinition.of(
                object, types, changes.schema().expressions(), changes.schema().types());
    }

    private Index index(TableDefinition table, CatalogObject object) {
        return new Index(
                object.id(),
                changes.database().tables().trees().open(object.tree()),
                new RowIndexKey(definition(table, object), table.layout()),
                object.property(CatalogObject.UNIQUE).isPresent());
    }
}
