package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Expressions;

/** ALTER TABLE. Belongs to one task. */
final class TableAlterations {
    private final CatalogChanges changes;
    private final Ownership ownership;
    private final TableDefinitions tables;
    private final ViewDefinitions views;
    private final ConstraintDefinitions constraints;
    private final KeyDefinitions keys;
    private final CheckDefinitions checks;
    private final ForeignKeyDefinitions foreignKeys;
    private final SequenceDefinitions sequences;
    private final TableRows rows;
    private final IdentityColumns identities;
    private final ColumnTypes types;
    private final StorageAlterations storage;

    TableAlterations(
            CatalogChanges changes,
            TableDefinitions tables,
            ViewDefinitions views,
            ConstraintDefinitions constraints,
            SequenceDefinitions sequences,
            TableRows rows) {
        this.changes = changes;
        this.ownership = new Ownership(changes);
        this.storage = new StorageAlterations(changes);
        this.tables = tables;
        this.views = views;
        this.constraints = constraints;
        this.keys = constraints.keys();
        this.checks = constraints.checks();
        this.foreignKeys = constraints.foreignKeys();
        this.sequences = sequences;
        this.rows = rows;
        this.identities = new IdentityColumns(changes, sequences);
        this.types = new ColumnTypes(changes, keys, foreignKeys, rows, identities);
    }

    void alter(Definition.AlterTable alter) {
        Optional<CatalogObject> found = changes.schema().relation(alter.name().parts());
        if (alter.ifExists() && found.isEmpty()) {
            changes.notice("relation \"" + alter.name().last() + "\" does not exist, skipping");
            return;
        }
        found.ifPresent(relation -> requireOwner(relation, alter.actions()));
        boolean ofTable =
                found.filter(relation -> relation.kind() == CatalogKind.TABLE).isPresent();
        TableLockMode mode = ofTable ? AlterationLocks.of(alter.actions()) : TableLockMode.ACCESS_EXCLUSIVE;
        found.filter(relation -> relation.kind() != CatalogKind.INDEX)
                .ifPresent(relation -> changes.lock(new LockKey.OfTable(relation.id()), mode));
        List<TableConstraints> ofColumns = new ArrayList<>();
        List<Definition.AlterColumnType> newTypes = alter.actions().stream()
                .filter(Definition.AlterColumnType.class::isInstance)
                .map(Definition.AlterColumnType.class::cast)
                .toList();
        boolean retyped = false;
        for (Definition.TableAction action : new AlterationOrder(changes).of(found, alter.actions())) {
            if (AlterationOrder.pass(action) >= AlterationOrder.CONSTRAINTS_PASS) {
                apply(alter, ofColumns);
            }
            Optional<CatalogObject> relation =
                    changes.schema().relation(alter.name().parts());
            checkKind(alter, relation);
            if (action instanceof Definition.Rename rename && relation.isPresent()) {
                rename(relation.get(), rename.newName());
            } else if (action instanceof Definition.ChangeOwner change && relation.isPresent()) {
                changeOwner(relation.get(), change);
            } else if (action instanceof Definition.SetSchema move && relation.isPresent()) {
                move(relation.get(), move.schema());
            } else if (action instanceof Definition.SetIndexStatistics set && relation.isPresent()) {
                new ColumnSettings(changes).set(relation.get(), set);
            } else if (relation.isPresent() && relation.get().kind() == CatalogKind.VIEW) {
                views.alter(relation.get(), action);
            } else if (relation.isPresent() && StorageAlterations.isOne(action)) {
                storage.alter(relation.get(), action);
            } else {
                TableDefinition table = changes.locked(alter.name(), mode);
                boolean renames =
                        action instanceof Definition.RenameColumn || action instanceof Definition.RenameConstraint;
                if (!renames) {
                    changes.refusePendingChecks(rows, table, "ALTER TABLE");
                }
                TypedTables.refuse(table, action);
                if (action instanceof Definition.AddColumn add) {
                    addColumn(table, add).ifPresent(ofColumns::add);
                } else if (action instanceof Definition.AlterColumnType) {
                    if (!retyped) {
                        types.alter(table, newTypes);
                    }
                    retyped = true;
                } else {
                    run(table, action);
                }
            }
            changes.schema().forget();
        }
        apply(alter, ofColumns);
    }

    private static void checkKind(Definition.AlterTable alter, Optional<CatalogObject> relation) {
        if (alter.kind() == Definition.ObjectKind.VIEW
                && relation.isPresent()
                && relation.get().kind() != CatalogKind.VIEW) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE, "\"" + alter.name().last() + "\" is not a view");
        }
    }

    /** Giving an object to whom it belongs already needs nothing. */
    private void requireOwner(CatalogObject relation, List<Definition.TableAction> actions) {
        if (!actions.stream().allMatch(action -> action instanceof Definition.ChangeOwner)) {
            ownership.require(relation);
        }
    }

    private void changeOwner(CatalogObject relation, Definition.ChangeOwner change) {
        Role owner = new RoleNames(changes).find(change.owner());
        if (relation.kind() == CatalogKind.INDEX) {
            changes.warn(ErrorCode.WRONG_OBJECT_TYPE, "cannot change owner of index \"" + relation.name() + "\"");
            return;
        }
        if (relation.kind() == CatalogKind.SEQUENCE
                && relation.related() != 0
                && changes.schema().roles().ownerOf(relation) != owner.id()) {
            String table = changes.schema()
                    .object(CatalogKind.TABLE, relation.related())
                    .map(CatalogObject::name)
                    .orElse("");
            throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "cannot change owner of sequence \"" + relation.name() + "\"")
                    .withDetail("Sequence \"" + relation.name() + "\" is linked to table \"" + table + "\".");
        }
        if (relation.kind() == CatalogKind.TABLE) {
            changes.locked(changes.schema().table(relation));
        }
        ownership.change(relation, owner);
    }

    /** Makes the constraints of columns that were added. */
    private void apply(Definition.AlterTable alter, List<TableConstraints> ofColumns) {
        for (TableConstraints each : ofColumns) {
            TableDefinition table = changes.locked(alter.name());
            each.apply(table.object(), changes.schemaOf(table), constraints, false);
            changes.schema().forget();
        }
        ofColumns.clear();
    }

    private void rename(CatalogObject relation, String name) {
        CatalogObject parent =
                changes.schema().object(CatalogKind.SCHEMA, relation.parent()).orElseThrow();
        changes.requireCreate(parent);
        changes.isTaken(parent, name, false);
        changes.replace(relation.withName(name));
    }

    private void move(CatalogObject relation, String schemaName) {
        CatalogObject target = changes.schema()
                .schema(schemaName)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schemaName + "\" does not exist"));
        changes.requireCreate(target);
        if (target.id() == relation.parent()) {
            return;
        }
        List<CatalogObject> all = new ArrayList<>(List.of(relation));
        changes.schema().related(relation.id()).stream()
                .filter(part -> part.kind() == CatalogKind.INDEX || part.kind() == CatalogKind.SEQUENCE)
                .forEach(all::add);
        for (CatalogObject object : all) {
            changes.isTaken(target, object.name(), false);
            changes.replace(new CatalogObject(
                    object.kind(),
                    object.id(),
                    target.id(),
                    object.related(),
                    object.name(),
                    object.tree(),
                    object.properties()));
        }
    }

    /** Runs an action. Errors about what constraints and defaults say do not point into the statement, as in PostgreSQL, those about an index that they name do. */
    private void run(TableDefinition table, Definition.TableAction action) {
        boolean points = switch (action) {
            case Definition.AddConstraint add ->
                add.constraint() instanceof Definition.KeyConstraint key && key.usingIndex() != null;
            case Definition.AlterColumnDefault given -> false;
            default -> true;
        };
        try {
            runPointing(table, action);
        } catch (SqlException failed) {
            throw points ? failed : failed.withoutPosition();
        }
    }

    private void runPointing(TableDefinition table, Definition.TableAction action) {
        switch (action) {
            case Definition.AddColumn add -> throw new IllegalStateException("handled before");
            case Definition.AlterColumnType given -> throw new IllegalStateException("handled before");
            case Definition.DropExpression dropped -> dropExpression(table, dropped);
            case Definition.AddIdentity add -> identities.add(table, column(table, add.column()), add.identity());
            case Definition.SetIdentity set -> identities.set(table, column(table, set.column()), set);
            case Definition.DropIdentity dropped -> identities.drop(table, column(table, dropped.column()), dropped);
            case Definition.DropColumn dropped -> dropColumn(table, dropped);
            case Definition.RenameColumn rename -> renameColumn(table, rename);
            case Definition.AddConstraint add -> {
                if (add.constraint() instanceof Definition.KeyConstraint key && key.primary()) {
                    key.columns().forEach(column -> column(table, column));
                }
                TableConstraints added = new TableConstraints(changes, table.name());
                added.add(add.constraint(), List.of());
                added.apply(table.object(), changes.schemaOf(table), constraints, false);
            }
            case Definition.DropConstraint dropped -> dropConstraint(table, dropped);
            case Definition.RenameConstraint rename -> renameConstraint(table, rename);
            case Definition.AlterColumnDefault given -> {
                TableColumn column = column(table, given.column());
                if (column.isIdentity()) {
                    SqlException refused = new SqlException(
                            ErrorCode.SYNTAX_ERROR,
                            "column \"" + column.name() + "\" of relation \"" + table.name()
                                    + "\" is an identity column");
                    throw given.value() == null
                            ? refused.withHint("Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.")
                            : refused;
                }
                if (column.isGenerated()) {
                    SqlException refused = new SqlException(
                            ErrorCode.SYNTAX_ERROR,
                            "column \"" + column.name() + "\" of relation \"" + table.name()
                                    + "\" is a generated column");
                    throw given.value() == null
                            ? refused.withHint("Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead.")
                            : refused;
                }
                changes.replace(
                        given.value() == null
                                ? without(column.object(), TableColumn.DEFAULT)
                                : TableDefinitions.withDefault(
                                        column.object(),
                                        column.declared(),
                                        changes.expressions()
                                                .defaultText(given.value(), column.name(), column.declared())));
            }
            case Definition.AlterColumnNull given -> alterNull(table, given);
            case Definition.ChangeOwner change -> throw new IllegalStateException("handled before");
            case Definition.ValidateConstraint validate -> validate(table, validate.constraint());
            case Definition.SetColumn set -> new ColumnSettings(changes).set(table, set);
            case Definition.SetColumnOptions set -> new ColumnSettings(changes).set(table, set);
            case Definition.SetType set -> new TypedTables(changes).set(table, set);
            case Definition.AlterConstraint given -> foreignKeys.defer(table, given);
            case Definition.Rename rename -> throw new IllegalStateException("handled before");
            case Definition.SetSchema move -> throw new IllegalStateException("handled before");
            default -> throw SqlException.notSupported("this form of ALTER TABLE");
        }
    }

    private void dropExpression(TableDefinition table, Definition.DropExpression dropped) {
        TableColumn column = column(table, dropped.column());
        if (!column.isGenerated()) {
            String message = "column \"" + column.name() + "\" of relation \"" + table.name()
                    + "\" is not a stored generated column";
            if (!dropped.ifExists()) {
                throw new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, message);
            }
            changes.notice(message + ", skipping");
            return;
        }
        changes.replace(without(column.object(), TableColumn.GENERATED));
    }

    static CatalogObject without(CatalogObject object, String property) {
        return object.without(property);
    }

    /** @throws SqlException 42703 if there is none of that name */
    static TableColumn column(TableDefinition table, String name) {
        ColumnNames.refuseSystem(name, "alter");
        return table.columns()
                .get(table.place(name)
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.UNDEFINED_COLUMN,
                                "column \"" + name + "\" of relation \"" + table.name() + "\" does not exist")));
    }

    private TableDefinition current(TableDefinition table) {
        return changes.current(table);
    }

    /** Adds a column; returns its constraints, which are still to be made. */
    private Optional<TableConstraints> addColumn(TableDefinition table, Definition.AddColumn add) {
        String name = add.column().name();
        if (table.place(name).isPresent()) {
            String message = "column \"" + name + "\" of relation \"" + table.name() + "\" already exists";
            if (add.ifNotExists()) {
                changes.passOver(ErrorCode.DUPLICATE_COLUMN, message);
                return Optional.empty();
            }
            throw new SqlException(ErrorCode.DUPLICATE_COLUMN, message);
        }
        TableConstraints given = new TableConstraints(changes, table.name());
        add.column().constraints().forEach(constraint -> given.add(constraint, List.of(name)));
        CompositeDefinitions.refuseIndexed(changes, RowTypes.of(table.object().id()));
        // Their rows may have had another column in the place of this one.
        changes.transaction().undoOthers();
        CatalogObject parent = changes.schemaOf(table);
        tables.addColumn(
                table.object(),
                parent,
                add.column(),
                table.columns().size() + 1,
                !given.primaryColumns().isEmpty());
        changes.schema().forget();
        AddedColumn added = new AddedColumn(changes, rows);
        added.relayout(current(table));
        tables.generate(table.object(), List.of(add.column()), false);
        added.fill(current(table));
        changes.schema().forget();
        return Optional.of(given);
    }

    /** Changes a column of a table as its type does. */
    void follow(CatalogObject relation, Definition.TableAction action) {
        TableDefinition table = changes.locked(changes.schema().table(relation));
        changes.refusePendingChecks(rows, table, "ALTER TABLE");
        switch (action) {
            case Definition.AddColumn add -> addColumn(table, add);
            case Definition.AlterColumnType given -> types.alter(table, List.of(given));
            default -> run(table, action);
        }
        changes.schema().forget();
    }

    /** Drops a column that depends on something that goes. */
    void dropColumn(CatalogObject relation, String column) {
        TableDefinition table = changes.locked(changes.schema().table(relation));
        changes.refusePendingChecks(rows, table, "ALTER TABLE");
        dropColumn(table, new Definition.DropColumn(column, false, true));
        changes.schema().forget();
    }

    private void dropColumn(TableDefinition table, Definition.DropColumn dropped) {
        ColumnNames.refuseSystem(dropped.column(), "drop");
        if (dropped.ifExists() && table.place(dropped.column()).isEmpty()) {
            changes.notice("column \"" + dropped.column() + "\" of relation \"" + table.name()
                    + "\" does not exist, skipping");
            return;
        }
        TableColumn column = column(table, dropped.column());
        CompositeDefinitions.refuseIndexed(changes, RowTypes.of(table.object().id()));
        int place = column.number() - 1;
        Dependents dependents = new Dependents(changes)
                .ofColumn(table, place)
                .generatedFrom(
                        table,
                        place,
                        computed -> dropColumn(
                                changes.current(table), new Definition.DropColumn(computed.name(), false, true)),
                        views::drop);
        String name = dependents.column(table, place);
        dependents
                .viewsOver(table, place, views::drop)
                .readersOf(RowTypes.of(table.object().id()), column, name, new DependentOrder(0, List.of(), 0))
                .drop(dropped.cascade(), name);
        for (ForeignKeyDefinition key : current(table).foreignKeys()) {
            if (key.columns().contains(place)) {
                changes.remove(key.object());
            }
        }
        for (IndexDefinition index : table.indexes()) {
            if ((Expressions.columns(index.inputs()).contains(place)
                            || index.included().contains(place))
                    && !index.isClustered()) {
                keys.remove(index.object());
            }
        }
        for (CheckDefinition check : table.checks()) {
            if (changes.expressions().reads(check, table, place)) {
                changes.remove(check.object());
            }
        }
        column.sequences().stream()
                .flatMap(sequence -> changes.schema().object(CatalogKind.SEQUENCE, sequence).stream())
                .forEach(sequences::remove);
        new StatisticsDefinitions(changes).dropColumn(table, column);
        changes.forgetStatistics(table, column.number());
        changes.replace(DroppedColumn.of(column));
        Optional<IndexDefinition> primary =
                table.clusteredBy().filter(index -> index.allColumns().contains(place));
        if (primary.isPresent()) {
            changes.remove(primary.get().object());
            changes.schema().forget();
            keys.rebuild(current(table), true);
        }
    }

    private void renameColumn(TableDefinition table, Definition.RenameColumn rename) {
        ColumnNames.refuseSystem(rename.column(), "rename");
        TableColumn column = table.columns()
                .get(table.place(rename.column()).orElseThrow(() -> ColumnNames.unknown(rename.column())));
        ColumnNames.refuseSystem(rename.newName());
        if (table.place(rename.newName()).isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_COLUMN,
                    "column \"" + rename.newName() + "\" of relation \"" + table.name() + "\" already exists");
        }
        List<CheckDefinition> reading = table.checks().stream()
                .filter(check -> changes.expressions().reads(check, table, column.number() - 1))
                .toList();
        List<StoredExpressions.ConditionText> texts = reading.stream()
                .map(check -> changes.expressions().renamed(check, table, column.number() - 1, rename.newName()))
                .toList();
        changes.replace(column.object().withName(rename.newName()));
        for (int i = 0; i < reading.size(); i++) {
            changes.replace(reading.get(i)
                    .object()
                    .with(CheckDefinition.CONDITION, texts.get(i).text())
                    .with(CheckDefinition.PRETTY, texts.get(i).pretty()));
        }
    }

    private static Optional<IndexDefinition> keyNamed(TableDefinition table, String name) {
        return table.indexes().stream()
                .filter(index -> index.name().equals(name)
                        && index.object().property(IndexDefinition.CONSTRAINT).isPresent())
                .findFirst();
    }

    private static SqlException noConstraint(TableDefinition table, String name) {
        return new SqlException(
                ErrorCode.UNDEFINED_OBJECT,
                "constraint \"" + name + "\" of relation \"" + table.name() + "\" does not exist");
    }

    private void dropConstraint(TableDefinition table, Definition.DropConstraint dropped) {
        Optional<CatalogObject> plain = plain(table, dropped.constraint());
        Optional<IndexDefinition> key = keyNamed(table, dropped.constraint());
        if (plain.isPresent()) {
            foreignKeys.refusePendingChecks(plain.get());
            changes.remove(plain.get());
        } else if (key.isPresent()) {
            new Dependents(changes)
                    .ofIndex(table, key.get())
                    .viewsOver(table, key.get(), views::drop)
                    .drop(
                            dropped.cascade(),
                            "constraint " + Quoting.identifier(dropped.constraint()) + " on table "
                                    + changes.shown(table.object()));
            if (key.get().isClustered()) {
                changes.remove(key.get().object());
                changes.schema().forget();
                keys.rebuild(current(table), true);
            } else {
                keys.remove(key.get().object());
            }
        } else if (dropped.ifExists()) {
            changes.notice("constraint \"" + dropped.constraint() + "\" of relation \"" + table.name()
                    + "\" does not exist, skipping");
        } else {
            throw noConstraint(table, dropped.constraint());
        }
    }

    /** A constraint that no index stands for. */
    private Optional<CatalogObject> plain(TableDefinition table, String name) {
        return checks.find(table, name).or(() -> foreignKeys.find(table, name));
    }

    private void validate(TableDefinition table, String name) {
        CatalogObject object = plain(table, name)
                .orElseThrow(() -> keyNamed(table, name).isEmpty()
                        ? noConstraint(table, name)
                        : new SqlException(
                                ErrorCode.WRONG_OBJECT_TYPE,
                                "constraint \"" + name + "\" of relation \"" + table.name()
                                        + "\" is not a foreign key or check constraint"));
        if (object.property(CheckDefinition.NOT_VALID).isEmpty()) {
            return;
        }
        if (ForeignKeyDefinition.isForeignKey(object)) {
            ForeignKeyDefinition key = new ForeignKeyDefinition(object);
            changes.lock(new LockKey.OfTable(key.referenced()), TableLockMode.ROW_SHARE);
            foreignKeys.verify(key);
        } else {
            checks.verify(table, name);
        }
        changes.replace(without(object, CheckDefinition.NOT_VALID));
    }

    private void renameConstraint(TableDefinition table, Definition.RenameConstraint rename) {
        CatalogObject object = plain(table, rename.constraint())
                .or(() -> keyNamed(table, rename.constraint()).map(IndexDefinition::object))
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "constraint \"" + rename.constraint() + "\" for table \"" + table.name()
                                + "\" does not exist"));
        ConstraintNames.checkFree(table, rename.newName());
        if (object.kind() == CatalogKind.INDEX) {
            rename(object, rename.newName());
        } else {
            changes.replace(object.withName(rename.newName()));
        }
    }

    private void alterNull(TableDefinition table, Definition.AlterColumnNull given) {
        TableColumn column = column(table, given.column());
        if (given.notNull()) {
            rows.verifyNotNull(table, column.number() - 1);
            changes.replace(column.object().with(TableColumn.NOT_NULL, "true"));
            return;
        }
        boolean inKey = table.indexes().stream()
                .anyMatch(index -> index.isPrimary() && index.columns().contains(column.number() - 1));
        if (inKey) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLE_DEFINITION, "column \"" + column.name() + "\" is in a primary key");
        }
        if (column.isIdentity()) {
            throw new SqlException(
                    ErrorCode.SYNTAX_ERROR,
                    "column \"" + column.name() + "\" of relation \"" + table.name() + "\" is an identity column");
        }
        changes.replace(without(column.object(), TableColumn.NOT_NULL));
    }
}
