package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.SequenceProperties;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.UserType;

/**
 * Fills a new database with what is in another one: definitions, under numbers of their own, with their owners and privileges, and rows, as they are now. What ALTER DATABASE has said of that one is left behind, and so are
 * temporary tables and indexes that are just being made. Nobody changes rows of the original meanwhile. Numbers of objects among the values of rows ({@code regclass}, {@code oid}) stay what they are. Belongs to one task.
 */
final class DatabaseCopy {
    private static final List<NameSpace> IN_DATABASES =
            List.of(NameSpace.SCHEMAS, NameSpace.CASTS, NameSpace.PRIVILEGES);

    /** What may be within an object, beside comments on it. */
    private static final Map<CatalogKind, List<NameSpace>> WITHIN = Map.of(
            CatalogKind.SCHEMA,
                    List.of(
                            NameSpace.RELATIONS,
                            NameSpace.TYPES,
                            NameSpace.FUNCTIONS,
                            NameSpace.COLLATIONS,
                            NameSpace.EXTENDED_STATISTICS,
                            NameSpace.OPERATORS),
            CatalogKind.TABLE, List.of(NameSpace.COLUMNS, NameSpace.CONSTRAINTS, NameSpace.STATISTICS),
            CatalogKind.VIEW, List.of(NameSpace.COLUMNS),
            CatalogKind.TYPE, List.of(NameSpace.COLUMNS, NameSpace.CONSTRAINTS, NameSpace.LABELS),
            CatalogKind.EXTENDED_STATISTICS, List.of(NameSpace.STATISTICS));

    private final CatalogChanges changes;
    private final TableRows rows;
    private final SchemaReader source;
    private final CopiedNumbers numbers = new CopiedNumbers();
    private final List<CatalogObject> originals = new ArrayList<>();

    /**
     * Begins.
     *
     * @param source reads the database that is copied
     */
    DatabaseCopy(CatalogChanges changes, TableRows rows, SchemaReader source) {
        this.changes = changes;
        this.rows = rows;
        this.source = source;
    }

    private record CopiedTable(CatalogObject original, CatalogObject copy) {}

    /** Copies all that is in a database to one that is empty. */
    void copy(CatalogObject from, long to) {
        numbers.put(from.id(), to);
        IN_DATABASES.forEach(space -> source.children(from, space).forEach(this::find));
        List<CopiedTable> tables = new ArrayList<>();
        List<CatalogObject> indexes = new ArrayList<>();
        for (CatalogObject original : originals) {
            CatalogObject copy = numbers.copyOf(original);
            switch (original.kind()) {
                case TABLE -> tables.add(new CopiedTable(original, table(copy)));
                case SEQUENCE -> sequence(original, copy);
                case INDEX -> {
                    // Others are in the tree of their table, which is in their order.
                    if (original.tree() != 0) {
                        indexes.add(copy);
                    } else {
                        changes.addAsItIs(copy);
                    }
                }
                default -> changes.addAsItIs(copy);
            }
        }
        try (SchemaReader target = changes.schema().ofDatabase(to)) {
            KeyDefinitions keys = new KeyDefinitions(changes.in(target), rows);
            tables.forEach(table -> rows.copy(source.table(table.original()), target.table(table.copy()), List.of()));
            indexes.forEach(index -> {
                CatalogObject table =
                        target.object(CatalogKind.TABLE, index.related()).orElseThrow();
                keys.build(target.table(table), index.withTree(0));
            });
        }
    }

    private void find(CatalogObject object) {
        boolean passedOver = switch (object.kind()) {
            case SCHEMA -> TemporaryObjects.isTemporary(object.name());
            case INDEX -> !object.equals(IndexDefinition.usable(object));
            default -> false;
        };
        if (passedOver) {
            return;
        }
        if (object.kind() == CatalogKind.TABLE) {
            changes.lock(new LockKey.OfTable(object.id()), TableLockMode.SHARE);
        }
        originals.add(object);
        numbers.put(object.id(), changes.newId());
        if (object.kind() == CatalogKind.TYPE && new UserType(object).isComposite()) {
            numbers.put(new UserType(object).relation(), changes.newId());
        }
        WITHIN.getOrDefault(object.kind(), List.of())
                .forEach(space -> source.children(object, space).forEach(this::find));
        source.children(object, NameSpace.COMMENTS).forEach(this::find);
    }

    private CatalogObject table(CatalogObject copy) {
        long tree = changes.database()
                .tables()
                .createTable(changes.transaction(), copy.id())
                .treeId();
        CatalogObject made = TableDefinition.neverRebuilt(copy).withTree(tree);
        changes.addAsItIs(made);
        return made;
    }

    private void sequence(CatalogObject original, CatalogObject copy) {
        changes.database()
                .sequences()
                .create(
                        changes.transaction(),
                        copy.id(),
                        changes.database()
                                .sequences()
                                .state(changes.transaction().workspace(), SequenceProperties.values(original)));
        changes.addAsItIs(SequenceProperties.keepOwnValues(copy));
    }
}
