package org.borealisdb.engine.catalog;

import java.util.List;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.table.Index;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.table.TableEngine;
import org.borealisdb.engine.table.ValueStore;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;

/** Opens the catalog on its trees, and makes all tables and indexes in it known to the engine. */
public final class CatalogStore {
    /** Lock id of the catalog's own table. */
    private static final long CATALOG_TABLE = 1;

    private final TableEngine engine;
    private final Catalog catalog;
    private final Sequences sequences;

    public CatalogStore(
            Transactions transactions, TableEngine engine, BTree objects, BTree names, BTree related, BTree states) {
        this.engine = engine;
        Table table = engine.registry().add(CATALOG_TABLE, objects);
        Index byName = new Index(0, names, Catalog::nameKey, true);
        Index byRelated = new Index(0, related, Catalog::relatedKey, false);
        engine.registry().addIndex(table, byName);
        engine.registry().addIndex(table, byRelated);
        this.sequences = new Sequences(
                transactions.pool().tasks(), transactions.volume(), new ValueStore(states), engine.trees());
        this.catalog = new Catalog(engine.rows(), table, byName, byRelated, sequences);
    }

    public Catalog catalog() {
        return catalog;
    }

    public Sequences sequences() {
        return sequences;
    }

    /** Makes the sequence of object ids, if this is a new volume. */
    public void bootstrap(Workspace workspace) {
        sequences.createAlways(workspace, Catalog.OBJECT_IDS, SequenceState.from(Catalog.FIRST_USER_ID));
    }

    /** Makes the tables and indexes known that {@code view} sees in the catalog. */
    public void registerAll(Workspace workspace, ReadView view, IndexKeys keys) {
        for (CatalogObject object : catalog.all(workspace, view, CatalogKind.TABLE)) {
            if (object.tree() != 0) {
                register(workspace, view, object, keys);
            }
        }
    }

    private void register(Workspace workspace, ReadView view, CatalogObject object, IndexKeys keys) {
        Table table = engine.registry().add(object.id(), engine.trees().open(object.tree()));
        List<CatalogObject> columns = catalog.children(workspace, view, object.id(), NameSpace.COLUMNS);
        for (CatalogObject part : catalog.related(workspace, view, object.id())) {
            if (part.kind() == CatalogKind.INDEX && part.tree() != 0) {
                engine.registry()
                        .addIndex(
                                table,
                                new Index(
                                        part.id(),
                                        engine.trees().open(part.tree()),
                                        keys.keyOf(part, object, columns),
                                        part.property(CatalogObject.UNIQUE).isPresent()));
            }
        }
    }
}
