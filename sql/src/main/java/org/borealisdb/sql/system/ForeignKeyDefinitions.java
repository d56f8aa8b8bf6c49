package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.bind.ReferenceBinder;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.RelationAccess;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/** Makes foreign keys. Belongs to one task. */
final class ForeignKeyDefinitions {
    /** As many columns as an index of PostgreSQL may have. */
    private static final int MOST_COLUMNS = 32;

    private final CatalogChanges changes;
    private final TableRows rows;

    ForeignKeyDefinitions(CatalogChanges changes, TableRows rows) {
        this.changes = changes;
        this.rows = rows;
    }

    /**
     * Makes a foreign key.
     *
     * @param verify whether rows may be there that are to be verified
     */
    void add(TableDefinition child, Definition.ForeignKey given, boolean verify) {
        TableDefinition parent = referenced(child, given);
        new UnloggedRelations(changes).checkReference(child, parent);
        List<Integer> columns = places(child, given.columns());
        List<Integer> set = List.copyOf(new LinkedHashSet<>(places(child, given.setColumns())));
        for (int place : set) {
            if (!columns.contains(place)) {
                throw new SqlException(
                        ErrorCode.INVALID_COLUMN_REFERENCE,
                        "column \"" + child.columns().get(place).name()
                                + "\" referenced in ON DELETE SET action must be part of foreign key");
            }
        }
        IndexDefinition index = given.referenced().isEmpty() ? primaryKey(parent) : uniqueIndex(parent, given);
        List<Integer> referenced = given.referenced().isEmpty() ? index.columns() : places(parent, given.referenced());
        RelationAccess access = new RelationAccess(parent.object(), 0);
        referenced.forEach(place -> access.needs(Privilege.REFERENCES, place + 1));
        access.check(changes.schema(), changes.schema().currentRole().id());
        checkGenerated(child, columns, given);
        if (columns.size() != referenced.size()) {
            throw new SqlException(
                    ErrorCode.INVALID_FOREIGN_KEY,
                    "number of referencing and referenced columns for foreign key disagree");
        }
        String name = name(child, given);
        checkTypes(name, child, columns, parent, referenced);
        CatalogObject object = CatalogObject.of(
                        CatalogKind.CONSTRAINT, changes.newId(), child.object().id(), name)
                .withRelated(parent.object().id())
                .with(ForeignKeyDefinition.COLUMNS, numbers(columns))
                .with(ForeignKeyDefinition.REFERENCED, numbers(referenced))
                .with(ForeignKeyDefinition.INDEX, Long.toString(index.object().id()))
                .with(ForeignKeyDefinition.ON_DELETE, letter(given.onDelete()))
                .with(ForeignKeyDefinition.ON_UPDATE, letter(given.onUpdate()));
        object = given.full() ? object.with(ForeignKeyDefinition.FULL, "true") : object;
        object = set.isEmpty() ? object : object.with(ForeignKeyDefinition.SET_COLUMNS, numbers(set));
        object = ConstraintNames.deferral(given.attributes()).on(object);
        boolean trusted = verify && given.attributes().notValid();
        object = trusted ? object.with(CheckDefinition.NOT_VALID, "true") : object;
        changes.add(object);
        changes.schema().forget();
        if (verify && !trusted) {
            verify(new ForeignKeyDefinition(object));
        }
    }

    /** Fails if a row refers to none. */
    void verify(ForeignKeyDefinition key) {
        rows.verify(new ReferenceBinder(changes.bindContext()).foreignKey(key));
    }

    private TableDefinition referenced(TableDefinition child, Definition.ForeignKey given) {
        List<String> parts = given.table().parts();
        Optional<CatalogObject> found = changes.schema().relation(parts);
        if (found.isEmpty()) {
            if (parts.size() > 1
                    && changes.schema().schema(parts.get(parts.size() - 2)).isEmpty()) {
                throw new SqlException(
                        ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + parts.get(parts.size() - 2) + "\" does not exist");
            }
            throw new SqlException(ErrorCode.UNDEFINED_TABLE, "relation \"" + given.table() + "\" does not exist");
        }
        if (found.get().kind() != CatalogKind.TABLE) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "referenced relation \"" + given.table().last() + "\" is not a table");
        }
        if (found.get().id() == child.object().id()) {
            return child;
        }
        TableDefinition before = changes.schema().table(found.get());
        changes.lock(RowStore.tableKey(before.table()), TableLockMode.SHARE_ROW_EXCLUSIVE);
        // It may have changed until it was locked.
        changes.schema().forget();
        return changes.schema()
                .table(parts)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_TABLE, "relation \"" + given.table() + "\" does not exist"));
    }

    private static List<Integer> places(TableDefinition table, List<String> names) {
        if (names.size() > MOST_COLUMNS) {
            throw new SqlException(
                    ErrorCode.TOO_MANY_COLUMNS, "cannot have more than " + MOST_COLUMNS + " keys in a foreign key");
        }
        List<Integer> places = new ArrayList<>();
        for (String name : names) {
            places.add(table.place(name)
                    .orElseThrow(() -> SystemColumn.named(name).isPresent()
                            ? new SqlException(
                                    ErrorCode.FEATURE_NOT_SUPPORTED, "system columns cannot be used in foreign keys")
                            : new SqlException(
                                    ErrorCode.UNDEFINED_COLUMN,
                                    "column \"" + name + "\" referenced in foreign key constraint does not exist")));
        }
        return places;
    }

    private static IndexDefinition primaryKey(TableDefinition parent) {
        IndexDefinition key = parent.indexes().stream()
                .filter(IndexDefinition::isPrimary)
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "there is no primary key for referenced table \"" + parent.name() + "\""));
        if (key.deferral().isDeferrable()) {
            throw new SqlException(
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "cannot use a deferrable primary key for referenced table \"" + parent.name() + "\"");
        }
        return key;
    }

    private static IndexDefinition uniqueIndex(TableDefinition parent, Definition.ForeignKey given) {
        List<Integer> columns = places(parent, given.referenced());
        if (new HashSet<>(columns).size() != columns.size()) {
            throw new SqlException(
                    ErrorCode.INVALID_FOREIGN_KEY, "foreign key referenced-columns list must not contain duplicates");
        }
        boolean deferrable = false;
        for (IndexDefinition index : parent.indexes()) {
            boolean fits = index.isDeclaredUnique()
                    && index.isValid()
                    && !index.isComputed()
                    && index.columns().size() == columns.size()
                    && index.columns().containsAll(columns);
            if (fits && !index.deferral().isDeferrable()) {
                return index;
            }
            deferrable |= fits;
        }
        if (deferrable) {
            throw new SqlException(
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "cannot use a deferrable unique constraint for referenced table \"" + parent.name() + "\"");
        }
        throw new SqlException(
                ErrorCode.INVALID_FOREIGN_KEY,
                "there is no unique constraint matching given keys for referenced table \"" + parent.name() + "\"");
    }

    private static void checkGenerated(TableDefinition child, List<Integer> columns, Definition.ForeignKey given) {
        if (columns.stream().noneMatch(place -> child.columns().get(place).isGenerated())) {
            return;
        }
        boolean updates = given.onUpdate() == Definition.ReferentialAction.SET_NULL
                || given.onUpdate() == Definition.ReferentialAction.SET_DEFAULT
                || given.onUpdate() == Definition.ReferentialAction.CASCADE;
        boolean deletes = given.onDelete() == Definition.ReferentialAction.SET_NULL
                || given.onDelete() == Definition.ReferentialAction.SET_DEFAULT;
        if (updates || deletes) {
            throw new SqlException(
                    ErrorCode.SYNTAX_ERROR,
                    "invalid " + (updates ? "ON UPDATE" : "ON DELETE")
                            + " action for foreign key constraint containing generated column");
        }
    }

    private String name(TableDefinition child, Definition.ForeignKey given) {
        String name = given.name();
        if (name == null) {
            return ConstraintNames.free(child, String.join("_", given.columns()), "fkey");
        }
        ConstraintNames.checkFree(child, name);
        return name;
    }

    /** Fails if the columns on the two sides of a foreign key cannot be compared. */
    void checkTypes(
            String name,
            TableDefinition child,
            List<Integer> columns,
            TableDefinition parent,
            List<Integer> referenced) {
        for (int i = 0; i < columns.size(); i++) {
            SqlType from = child.columns().get(columns.get(i)).type();
            SqlType to = parent.columns().get(referenced.get(i)).type();
            if (!isComparable(from, to)) {
                throw new SqlException(
                                ErrorCode.DATATYPE_MISMATCH,
                                "foreign key constraint \"" + name + "\" cannot be implemented")
                        .withDetail("Key columns \""
                                + child.columns().get(columns.get(i)).name() + "\" and \""
                                + parent.columns().get(referenced.get(i)).name() + "\" are of incompatible types: "
                                + from.nameWithoutModifier() + " and " + to.nameWithoutModifier() + ".");
            }
        }
    }

    /** What an index over the parent's type can look for: types of one family, or what becomes the parent's type by itself. */
    private boolean isComparable(SqlType from, SqlType to) {
        SqlType plain = from.withModifier(SqlType.NO_MODIFIER);
        SqlType wanted = to.withModifier(SqlType.NO_MODIFIER);
        boolean family = (isWhole(plain) && isWhole(wanted))
                || (isFloat(plain) && isFloat(wanted))
                || (isDate(plain) && isDate(wanted));
        return family || plain.sameTypeAs(wanted) || changes.expressions().canBecome(plain, wanted, Context.IMPLICIT);
    }

    private static boolean isWhole(SqlType type) {
        return type.is(BuiltInType.INT2) || type.is(BuiltInType.INT4) || type.is(BuiltInType.INT8);
    }

    private static boolean isFloat(SqlType type) {
        return type.is(BuiltInType.FLOAT4) || type.is(BuiltInType.FLOAT8);
    }

    private static boolean isDate(SqlType type) {
        return type.is(BuiltInType.DATE) || type.is(BuiltInType.TIMESTAMP) || type.is(BuiltInType.TIMESTAMPTZ);
    }

    private static String numbers(List<Integer> places) {
        return places.stream().map(place -> Integer.toString(place + 1)).collect(Collectors.joining(","));
    }

    private static String letter(Definition.ReferentialAction action) {
        ForeignKeyDefinition.Action stored = switch (action) {
            case NO_ACTION -> ForeignKeyDefinition.Action.NO_ACTION;
            case RESTRICT -> ForeignKeyDefinition.Action.RESTRICT;
            case CASCADE -> ForeignKeyDefinition.Action.CASCADE;
            case SET_NULL -> ForeignKeyDefinition.Action.SET_NULL;
            case SET_DEFAULT -> ForeignKeyDefinition.Action.SET_DEFAULT;
        };
        return Character.toString(stored.letter());
    }

    /** Says anew whether the check of a foreign key may wait for the end of the transaction. */
    void defer(TableDefinition table, Definition.AlterConstraint given) {
        String name = given.constraint();
        CatalogObject object = find(table, name).orElseThrow(() -> {
            String constraint = "constraint \"" + name + "\" of relation \"" + table.name() + "\" ";
            return ConstraintNames.isTaken(table, name)
                    ? new SqlException(ErrorCode.WRONG_OBJECT_TYPE, constraint + "is not a foreign key constraint")
                    : new SqlException(ErrorCode.UNDEFINED_OBJECT, constraint + "does not exist");
        });
        changes.replace(ConstraintNames.deferral(given.attributes()).on(object));
    }

    /** Fails if checks of rows that a constraint refers to wait for the end of the transaction. */
    void refusePendingChecks(CatalogObject constraint) {
        changes.schema()
                .object(CatalogKind.TABLE, constraint.related())
                .map(changes.schema()::table)
                .ifPresent(parent -> changes.refusePendingChecks(rows, parent, "ALTER TABLE"));
    }

    Optional<CatalogObject> find(TableDefinition table, String name) {
        return table.foreignKeys().stream()
                .filter(key -> key.name().equals(name))
                .map(ForeignKeyDefinition::object)
                .findFirst();
    }
}
