package org.borealisdb.engine.catalog;

import java.util.List;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.table.Index;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.table.TableEngine;
import org.borealisdb.engine.table.TableRegistry;
import org.borealisdb.engine.table.ValueStore;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.runtime.time.Clock;

/** Opens the catalog on its trees, and makes all tables and indexes in it known to the engine. */
public final class CatalogStore {
    /** Lock id of the catalog's own table. */
    private static final long CATALOG_TABLE = 1;

    private final Transactions transactions;
    private final TableEngine engine;
    private final IndexKeys keys;
    private final Catalog catalog;
    private final Sequences sequences;

    /**
     * The catalog in its trees.
     *
     * @param keys makes the key functions of the indexes in the catalog
     */
    public CatalogStore(
            Transactions transactions,
            TableEngine engine,
            Clock clock,
            BTree objects,
            BTree names,
            BTree related,
            BTree states,
            IndexKeys keys) {
        this.transactions = transactions;
        this.engine = engine;
        this.keys = keys;
        Table table = engine.registry().add(CATALOG_TABLE, objects);
        Index byName = new Index(0, names, Catalog::nameKey, true);
        Index byRelated = new Index(0, related, Catalog::relatedKey, false);
        engine.registry().addIndex(table, byName);
        engine.registry().addIndex(table, byRelated);
        this.sequences = new Sequences(
                transactions.pool().tasks(), clock, transactions.volume(), new ValueStore(states), engine.trees());
        this.catalog = new Catalog(
                engine.rows(), table, byName, byRelated, sequences, new KnownCatalog(transactions::catalogPoint));
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

    /** Makes the tables and indexes known that {@code view} sees in the catalog: to writers, who keep them in step. */
    public void registerAll(Workspace workspace, ReadView view) {
        for (CatalogObject object : catalog.all(workspace, view, CatalogKind.TABLE)) {
            if (object.tree() != 0) {
                fill(engine.registry(), workspace, view, object);
            }
        }
    }

    /** The table of an object that {@code view} sees: on a writer the one that is kept in step, on a reader one as of the view. */
    public Table table(Workspace workspace, ReadView view, CatalogObject object) {
        if (object.tree() == 0) {
            throw new IllegalStateException("no tree of table " + object.name());
        }
        if (transactions.following()) {
            return fill(new TableRegistry(), workspace, view, object);
        }
        return engine.registry()
                .find(object.tree())
                .orElseThrow(() -> new IllegalStateException("the tree of table " + object.name() + " is not known"));
    }

    private Table fill(TableRegistry registry, Workspace workspace, ReadView view, CatalogObject object) {
        Table table = registry.add(object.id(), engine.trees().open(object.tree()));
        List<CatalogObject> columns = catalog.children(workspace, view, object.id(), NameSpace.COLUMNS);
        for (CatalogObject part : catalog.related(workspace, view, object.id())) {
            if (part.kind() == CatalogKind.INDEX
                    && part.tree() != 0
                    && part.property(CatalogObject.UNMAINTAINED).isEmpty()) {
                registry.addIndex(
                        table,
                        new Index(
                                part.id(),
                                engine.trees().open(part.tree()),
                                keys.keyOf(part, object, columns, new TypeSource(catalog, workspace, view)),
                                part.property(CatalogObject.UNIQUE).isPresent()));
            }
        }
        return table;
    }
}
