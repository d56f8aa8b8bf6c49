package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.table.TableEngine;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.Deferral;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowIndexKey;
import org.borealisdb.sql.catalog.StorageParameters;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.KeyViolation;

/** Makes and drops indexes, and the constraints that they stand for. Belongs to one task. */
final class KeyDefinitions {
    /** PostgreSQL's access methods of indexes beside B-trees. */
    private static final Set<String> METHODS = Set.of("hash", "gist", "gin", "spgist", "brin");

    private final CatalogChanges changes;
    private final TableRows rows;

    KeyDefinitions(CatalogChanges changes, TableRows rows) {
        this.changes = changes;
        this.rows = rows;
    }

    private String columnNumbers(TableDefinition table, List<String> columns, int position) {
        List<String> numbers = new ArrayList<>();
        for (String column : columns) {
            int place = table.place(column)
                    .orElseThrow(() -> changes.error(
                            ErrorCode.UNDEFINED_COLUMN,
                            "column \"" + column + "\" named in key does not exist",
                            position));
            SqlType type = table.columns().get(place).type();
            if (!type.isOrdered()) {
                throw new SqlException(
                                ErrorCode.UNDEFINED_OBJECT,
                                "data type " + type.nameWithoutModifier()
                                        + " has no default operator class for access method \"btree\"")
                        .withHint("You must specify an operator class for the index"
                                + " or define a default operator class for the data type.");
            }
            String number = Integer.toString(place + 1);
            if (numbers.contains(number)) {
                throw changes.error(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + column + "\" appears twice in unique constraint",
                        position);
            }
            numbers.add(number);
        }
        return String.join(",", numbers);
    }

    private String includedNumbers(TableDefinition table, Definition.KeyConstraint key) {
        return key.include().stream()
                .map(column -> table.place(column)
                        .orElseThrow(() -> changes.error(
                                ErrorCode.UNDEFINED_COLUMN,
                                "column \"" + column + "\" named in key does not exist",
                                -1)))
                .map(place -> Integer.toString(place + 1))
                .collect(Collectors.joining(","));
    }

    void addKey(TableDefinition table, CatalogObject parent, Definition.KeyConstraint key) {
        String adopted = key.usingIndex();
        if (adopted != null) {
            new AdoptedIndex(changes, table, adopted, key).become(this, parent);
            return;
        }
        String given = key.name();
        String name = given != null
                ? given
                : changes.freeName(
                        parent,
                        table.name(),
                        key.primary() ? "" : String.join("_", IndexItems.labels(key.columns(), key.include())),
                        key.primary() ? "pkey" : "key",
                        taken -> ConstraintNames.isTaken(table, taken));
        changes.isTaken(parent, name, false);
        ConstraintNames.checkFree(table, name);
        IndexItems.checkCount(key.columns().size() + key.include().size());
        CatalogObject object = CatalogObject.of(CatalogKind.INDEX, changes.newId(), parent.id(), name)
                .withRelated(table.object().id())
                .with(IndexDefinition.COLUMNS, columnNumbers(table, key.columns(), key.position()))
                .with(IndexDefinition.CONSTRAINT, "true");
        object = key.nullsNotDistinct() ? object.with(IndexDefinition.NULLS_NOT_DISTINCT, "true") : object;
        if (!key.include().isEmpty()) {
            object = object.with(IndexDefinition.INCLUDED, includedNumbers(table, key));
        }
        object = StorageParameters.ofIndexes("btree").set(object, key.options());
        Deferral deferral = ConstraintNames.deferral(key.attributes());
        // The engine keeps no key unique that may be violated for a while.
        object = deferral.isDeferrable() ? deferral.on(object) : object.with(CatalogObject.UNIQUE, "true");
        if (key.primary()) {
            makePrimary(table, object, key.columns());
        } else {
            build(table, object);
        }
    }

    /**
     * Makes an index the primary key of a table.
     *
     * @param given the index, which has no tree
     */
    void makePrimary(TableDefinition table, CatalogObject given, List<String> columns) {
        if (table.indexes().stream().anyMatch(IndexDefinition::isPrimary)) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "multiple primary keys for table \"" + table.name() + "\" are not allowed");
        }
        CatalogObject object = given.with(IndexDefinition.PRIMARY, "true");
        Deferral deferral = Deferral.of(object);
        for (String column : columns) {
            TableColumn known = table.columns().get(table.place(column).orElseThrow());
            if (!known.notNull()) {
                if (deferral.isDeferrable()) {
                    rows.verifyNotNull(table, known.number() - 1);
                }
                changes.replace(known.object().with(TableColumn.NOT_NULL, "true"));
            }
        }
        if (deferral.isDeferrable()) {
            // Rows with the same key must have room beside each other: they are not clustered by it.
            changes.schema().forget();
            build(changes.current(table), object);
            return;
        }
        changes.add(object);
        rebuild(table, true);
    }

    /** Gives a table a new tree, clustered by its present key; with the rows it had, or empty. */
    void rebuild(TableDefinition old, boolean withRows) {
        rebuild(old, withRows, List.of());
    }

    /** Gives a table a new tree with other rows: values over the old ones. */
    void rebuild(TableDefinition old, List<Expression> values) {
        rebuild(old, true, values);
    }

    private void rebuild(TableDefinition old, boolean withRows, List<Expression> values) {
        Table table = changes.database()
                .tables()
                .createTable(changes.transaction(), old.object().id());
        CatalogObject object = old.object().withTree(table.treeId());
        if (withRows && rows.anyIs(old, new Expression.Constant(BuiltInType.BOOL.type(), true))) {
            try (ReadView view = changes.transaction().openLatestView()) {
                object = TableDefinition.rebuilt(object, view.lsn());
            }
        }
        changes.replace(object);
        dropTree(old.object());
        changes.schema().forget();
        TableDefinition made = changes.schema().table(object);
        if (withRows) {
            rows.copy(old, made, values);
        }
        for (IndexDefinition index : made.indexes()) {
            if (!index.isClustered()) {
                rebuild(made, index);
            }
        }
        changes.schema().forget();
    }

    /** Returns the object of an index with an empty tree, by which nobody reads. */
    CatalogObject empty(CatalogObject index) {
        long tree = changes.database().tables().createIndexTree(changes.transaction());
        return IndexDefinition.building(index).withTree(tree);
    }

    /** Gives an index that has a tree of its own a new one. */
    void rebuild(TableDefinition table, IndexDefinition index) {
        takeOut(index.object());
        build(table, IndexDefinition.usable(index.object()).withTree(0));
        changes.schema().forget();
    }

    void dropTree(CatalogObject object) {
        changes.database().tables().trees().drop(changes.transaction(), object.tree());
    }

    /** Makes an index, and fills it. */
    void build(TableDefinition table, CatalogObject given) {
        CatalogObject object = IndexDefinition.withPayload(given);
        List<SqlType> types = table.columns().stream().map(TableColumn::type).toList();
        IndexDefinition definition = IndexDefinition.of(
                object, types, changes.schema().expressions(), changes.schema().types());
        boolean unique = object.property(CatalogObject.UNIQUE).isPresent();
        try (ReadView view = changes.transaction().openLatestView()) {
            TableEngine.Built built = changes.database()
                    .tables()
                    .createIndex(
                            changes.transaction(),
                            table.table(),
                            object.id(),
                            new RowIndexKey(definition, table.layout()),
                            unique,
                            view);
            if (built.violation().isPresent()) {
                RowSource row = new StoredRow(table.layout())
                        .moveTo(built.violation().get().row());
                throw KeyViolation.atCreation(table, definition, row);
            }
            changes.add(IndexDefinition.built(object, view.lsn())
                    .withTree(built.index().treeId()));
        }
        if (definition.deferral().isDeferrable()) {
            changes.schema().forget();
            TableDefinition now = changes.current(table);
            now.indexes().stream()
                    .filter(index -> index.object().id() == object.id())
                    .forEach(index -> rows.verifyUnique(now, index));
        }
    }

    private static void checkMethod(Definition.CreateIndex create) {
        String method = create.method();
        if (method == null || method.equals("btree")) {
            return;
        }
        if (!METHODS.contains(method)) {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "access method \"" + method + "\" does not exist");
        }
        boolean hash = method.equals(IndexDefinition.HASH);
        CatalogChanges.refuse(!hash && !method.equals(IndexDefinition.GIN), "the index method " + method);
        if (create.unique()) {
            throw lacks(method, "unique indexes");
        }
        if (!create.include().isEmpty()) {
            throw lacks(method, "included columns");
        }
        if (hash && create.items().size() > 1) {
            throw lacks(method, "multicolumn indexes");
        }
    }

    private static SqlException lacks(String method, String what) {
        return new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED, "access method \"" + method + "\" does not support " + what);
    }

    /** Makes a constraint of exclusion: rows can only exclude each other by equality, so it is a unique index. */
    void addExclusion(TableDefinition table, CatalogObject parent, Definition.ExclusionConstraint exclusion) {
        Definition.CreateIndex create = new Definition.CreateIndex(
                exclusion.name(),
                new QualifiedName(List.of(table.name()), -1),
                false,
                false,
                false,
                exclusion.method(),
                exclusion.items(),
                exclusion.include(),
                false,
                exclusion.options(),
                exclusion.tablespace(),
                exclusion.where(),
                exclusion.position());
        if (IndexDefinition.GIN.equals(create.method())) {
            throw lacks(IndexDefinition.GIN, "exclusion constraints");
        }
        checkMethod(create);
        IndexItems items = new IndexItems(changes, table, create, true);
        items.checkExclusion(exclusion.operators());
        String given = exclusion.name();
        String name = given != null
                ? given
                : changes.freeName(
                        parent,
                        table.name(),
                        String.join("_", items.labels()),
                        "excl",
                        taken -> ConstraintNames.isTaken(table, taken));
        changes.isTaken(parent, name, false);
        CatalogObject object = items.describe(CatalogObject.of(CatalogKind.INDEX, changes.newId(), parent.id(), name)
                        .withRelated(table.object().id()))
                .with(IndexDefinition.CONSTRAINT, "true")
                .with(IndexDefinition.EXCLUSION, "true");
        String method = exclusion.method();
        object = StorageParameters.ofIndexes(method == null ? "btree" : method).set(object, exclusion.options());
        Deferral deferral = ConstraintNames.deferral(exclusion.attributes());
        build(table, deferral.isDeferrable() ? deferral.on(object) : object.with(CatalogObject.UNIQUE, "true"));
    }

    void createIndex(Definition.CreateIndex create) {
        // Those who read go on: by views that the index is too new for they do without it.
        declare(create, TableLockMode.SHARE)
                .ifPresent(object -> build(changes.schema().table(tableOf(object)), object));
    }

    private CatalogObject tableOf(CatalogObject index) {
        return changes.schema().object(CatalogKind.TABLE, index.related()).orElseThrow();
    }

    /**
     * Returns the object of an index, without a tree, and locks its table; nothing if there is something of its name already, which is passed over.
     *
     * @param mode of the lock
     */
    Optional<CatalogObject> declare(Definition.CreateIndex create, TableLockMode mode) {
        checkMethod(create);
        TableDefinition table = changes.table(create.table());
        CatalogObject parent = changes.schemaOf(table);
        new Ownership(changes).require(table.object());
        changes.lock(RowStore.tableKey(table.table()), mode);
        changes.refusePendingChecks(rows, table, "CREATE INDEX");
        changes.requireCreate(parent);
        IndexItems items = new IndexItems(changes, table, create);
        String given = create.name();
        String name =
                given != null ? given : changes.freeName(parent, table.name(), String.join("_", items.labels()), "idx");
        if (changes.isTaken(parent, name, create.ifNotExists())) {
            return Optional.empty();
        }
        CatalogObject object = items.describe(CatalogObject.of(CatalogKind.INDEX, changes.newId(), parent.id(), name)
                .withRelated(table.object().id()));
        if (create.nullsNotDistinct()) {
            object = object.with(IndexDefinition.NULLS_NOT_DISTINCT, "true");
        }
        String method = create.method();
        object = StorageParameters.ofIndexes(method == null ? "btree" : method).set(object, create.options());
        return Optional.of(create.unique() ? object.with(CatalogObject.UNIQUE, "true") : object);
    }

    void dropIndex(CatalogObject index, boolean cascade) {
        refuseOfConstraint(index);
        changes.schema().object(CatalogKind.TABLE, index.related()).ifPresent(object -> {
            TableDefinition table = changes.locked(changes.schema().table(object));
            table.indexes().stream()
                    .filter(definition -> definition.object().id() == index.id())
                    .forEach(definition -> new Dependents(changes)
                            .ofIndex(table, definition)
                            .drop(cascade, "index " + changes.shown(index)));
        });
        remove(index);
    }

    /** Fails if an index stands for a constraint, and is not dropped by itself. */
    void refuseOfConstraint(CatalogObject index) {
        if (index.property(IndexDefinition.CONSTRAINT).isPresent()) {
            String table = changes.schema()
                    .object(CatalogKind.TABLE, index.related())
                    .map(CatalogObject::name)
                    .orElse("?");
            throw new SqlException(
                            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop index " + index.name() + " because constraint " + index.name() + " on table "
                                    + table + " requires it")
                    .withHint("You can drop constraint " + index.name() + " on table " + table + " instead.");
        }
    }

    /** Removes an index that has a tree of its own, and is made anew under its number: the comments on it stay. */
    void takeOut(CatalogObject index) {
        changes.drop(index);
        dropTree(index);
    }

    /** Removes an index that has a tree of its own. */
    void remove(CatalogObject index) {
        changes.remove(index);
        if (index.tree() != 0) {
            dropTree(index);
        }
    }
}
