package org.borealisdb.sql.system;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.TypeDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserType;

/**
 * Makes composite types and changes their attributes. A value keeps its fields by their numbers, so that attributes come and go without touching rows; only the type of
 * one cannot change while columns have values of it. Belongs to one task.
 */
final class CompositeDefinitions {
    private final CatalogChanges changes;
    private final TableAlterations tables;
    private final TypedTables typed;

    CompositeDefinitions(CatalogChanges changes, TableAlterations tables) {
        this.changes = changes;
        this.tables = tables;
        this.typed = new TypedTables(changes);
    }

    /** Gives a new type its number among relations, and its attributes. */
    void create(CatalogObject type, List<TypeDefinition.Attribute> attributes) {
        Set<String> names = new HashSet<>();
        changes.replace(type.with(UserType.RELATION, Long.toString(changes.newId())));
        for (TypeDefinition.Attribute attribute : attributes) {
            if (!names.add(attribute.name())) {
                throw new SqlException(
                        ErrorCode.DUPLICATE_COLUMN, "column \"" + attribute.name() + "\" specified more than once");
            }
            add(type, attribute, names.size());
        }
    }

    private void add(CatalogObject type, TypeDefinition.Attribute attribute, int number) {
        TableDefinitions.checkNumber(number);
        SqlType of = typeOf(type, attribute);
        changes.keep(of);
        CatalogObject column = CatalogObject.of(CatalogKind.COLUMN, changes.newId(), type.id(), attribute.name())
                .with(TableColumn.NUMBER, Integer.toString(number));
        changes.add(TableDefinitions.typed(column, of));
    }

    private SqlType typeOf(CatalogObject type, TypeDefinition.Attribute attribute) {
        SqlType of = TableDefinitions.typeOf(changes, attribute.type(), attribute.collation(), true);
        TableDefinitions.refusePseudo(attribute.name(), of);
        refuseOwn(of, type.id(), type.name());
        return of;
    }

    /**
     * Fails if a column of a relation would have rows of the relation itself in it.
     *
     * @throws SqlException 42P16
     */
    static void refuseRowsOfItself(SqlType of, CatalogObject relation) {
        refuseOwn(of, RowTypes.of(relation.id()), relation.name());
    }

    private static void refuseOwn(SqlType of, long type, String name) {
        if (has(of, type)) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "composite type " + name + " cannot be made a member of itself");
        }
    }

    /** Returns whether values of a type have values of another in them. */
    private static boolean has(SqlType type, long other) {
        return Integer.toUnsignedLong(type.oid()) == other
                || switch (type) {
                    case ArrayType array -> has(array.element(), other);
                    case DomainType domain -> has(domain.base(), other);
                    case CompositeType composite ->
                        composite.fields().stream().anyMatch(field -> has(field.declared(), other));
                    case ScalarType _, EnumType _ -> false;
                };
    }

    /** Fails if a column of a table has values of a type in it. */
    private void refuseUsed(UserType type) {
        refuseUsed(changes, type.object().id(), "type \"" + type.object().name() + "\"", "it");
    }

    /** Fails if a column of another table has rows of a table in it, as they are now. */
    static void refuseRows(CatalogChanges changes, TableDefinition table) {
        refuseUsed(changes, RowTypes.of(table.object().id()), "table \"" + table.name() + "\"", "its row type");
    }

    private static void refuseUsed(CatalogChanges changes, long type, String what, String used) {
        for (CatalogObject schema : changes.schema().schemas()) {
            for (CatalogObject relation : changes.schema().relations(schema)) {
                if (relation.kind() == CatalogKind.TABLE) {
                    TableDefinition table = changes.schema().table(relation);
                    for (TableColumn column : table.columns()) {
                        if (!column.dropped() && has(column.declared(), type)) {
                            throw new SqlException(
                                    ErrorCode.FEATURE_NOT_SUPPORTED,
                                    "cannot alter " + what + " because column \"" + table.name() + "." + column.name()
                                            + "\" uses " + used);
                        }
                    }
                }
            }
        }
    }

    /** Changes attributes, one after the other. */
    void alter(UserType type, TypeDefinition.AlterAttributes alter) {
        for (TypeDefinition.AttributeAction action : alter.actions()) {
            CatalogObject object = type.object();
            List<TableColumn> columns = changes.schema().columns(object);
            switch (action) {
                case TypeDefinition.AddAttribute add -> {
                    refuseTaken(object, columns, add.attribute().name());
                    refuseIndexed(changes, object.id());
                    List<CatalogObject> following = typed.following(object, add.cascade());
                    add(object, add.attribute(), columns.size() + 1);
                    changes.schema().forget();
                    TypeDefinition.Attribute made = add.attribute();
                    Definition.ColumnDefinition column = new Definition.ColumnDefinition(
                            made.name(), made.type(), null, made.collation(), List.of(), -1);
                    following.forEach(table -> tables.follow(table, new Definition.AddColumn(column, false)));
                }
                case TypeDefinition.DropAttribute drop -> {
                    Optional<TableColumn> found = named(columns, drop.attribute());
                    if (found.isEmpty() && drop.ifExists()) {
                        changes.notice(missing(object, drop.attribute()) + ", skipping");
                    } else {
                        TableColumn attribute = found.orElseThrow(() -> undefined(missing(object, drop.attribute())));
                        refuseIndexed(changes, object.id());
                        List<CatalogObject> following = typed.following(object, drop.cascade());
                        dropReaders(object, attribute, drop.cascade());
                        drop(attribute);
                        changes.schema().forget();
                        following.forEach(table -> tables.follow(
                                table, new Definition.DropColumn(drop.attribute(), false, drop.cascade())));
                    }
                }
                case TypeDefinition.ChangeAttribute change -> {
                    TableColumn column = named(columns, change.attribute().name())
                            .orElseThrow(() ->
                                    undefined(missing(object, change.attribute().name())));
                    SqlType of = typeOf(object, change.attribute());
                    refuseUsed(type);
                    refuseIndexed(changes, object.id(), "type \"" + object.name() + "\"", "it");
                    ColumnTypes.refuseReaders(
                            changes,
                            column,
                            names -> names.usedFields(object.id()).contains(column.number()));
                    ColumnTypes.refuseMentions(changes, object.id(), "type \"" + object.name() + "\"", "it");
                    changes.keep(of);
                    List<CatalogObject> following = typed.following(object, change.cascade());
                    changes.replace(TableDefinitions.typed(column.object(), of));
                    changes.schema().forget();
                    checkDomains(object);
                    Definition.AlterColumnType given = new Definition.AlterColumnType(
                            column.name(),
                            change.attribute().type(),
                            change.attribute().collation(),
                            null);
                    following.forEach(table -> tables.follow(table, given));
                }
            }
            changes.schema().forget();
        }
    }

    /** Fails if the conditions of a domain over a type can no longer be read. */
    private void checkDomains(CatalogObject type) {
        for (CatalogObject other : changes.schema().all(CatalogKind.TYPE)) {
            if (new UserType(other).isDomain()) {
                changes.schema()
                        .types()
                        .made(other.id())
                        .filter(domain -> has(domain, type.id()))
                        .ifPresent(domain -> changes.schema().types().rules(domain));
            }
        }
    }

    /** Drops what reads an attribute, or fails if something does. */
    private void dropReaders(CatalogObject type, TableColumn attribute, boolean cascade) {
        String shown = changes.schema()
                .types()
                .made(type.id())
                .map(SqlType::displayName)
                .orElse(type.name());
        String column = column(attribute, shown);
        new Dependents(changes)
                .readersOf(type.id(), attribute, column, new DependentOrder(0, List.of(), 0))
                .drop(cascade, column);
    }

    /** How messages call an attribute. */
    static String column(TableColumn attribute, String type) {
        return "column " + Quoting.identifier(attribute.name()) + " of composite type " + type;
    }

    /**
     * Fails if values of a type are in the keys of an index, which are made of all fields.
     *
     * @throws SqlException 0A000
     */
    static void refuseIndexed(CatalogChanges changes, long type) {
        for (CatalogObject schema : changes.schema().schemas()) {
            for (CatalogObject relation : changes.schema().relations(schema)) {
                if (relation.kind() == CatalogKind.TABLE) {
                    TableDefinition table = changes.schema().table(relation);
                    for (IndexDefinition index : table.indexes()) {
                        boolean has = index.parts().stream().anyMatch(part -> has(part.type(), type))
                                || index.columns().stream()
                                        .anyMatch(place -> place >= 0
                                                && has(
                                                        table.columns()
                                                                .get(place)
                                                                .declared(),
                                                        type));
                        if (has) {
                            throw SqlException.notSupported(
                                    "adding and dropping fields of values that are in the index \"" + index.name()
                                            + "\"");
                        }
                    }
                }
            }
        }
    }

    /**
     * Fails if values of a type, whose fields are to get other types, are computed for the keys of an index.
     *
     * @param what is to be altered
     * @param uses what of it the index uses
     * @throws SqlException 0A000
     */
    static void refuseIndexed(CatalogChanges changes, long type, String what, String uses) {
        for (CatalogObject schema : changes.schema().schemas()) {
            for (CatalogObject relation : changes.schema().relations(schema)) {
                if (relation.kind() == CatalogKind.TABLE) {
                    for (IndexDefinition index :
                            changes.schema().table(relation).indexes()) {
                        for (int place = 0; place < index.parts().size(); place++) {
                            if (has(index.parts().get(place).type(), type)) {
                                throw new SqlException(
                                        ErrorCode.FEATURE_NOT_SUPPORTED,
                                        "cannot alter " + what + " because column \"" + index.name() + "."
                                                + index.label(place).orElse("expr") + "\" uses " + uses);
                            }
                        }
                    }
                }
            }
        }
    }

    private static SqlException undefined(String message) {
        return new SqlException(ErrorCode.UNDEFINED_COLUMN, message);
    }

    private static String missing(CatalogObject type, String attribute) {
        return "column \"" + attribute + "\" of relation \"" + type.name() + "\" does not exist";
    }

    private static Optional<TableColumn> named(List<TableColumn> columns, String name) {
        return columns.stream()
                .filter(column -> !column.dropped() && column.name().equals(name))
                .findFirst();
    }

    private static void refuseTaken(CatalogObject type, List<TableColumn> columns, String name) {
        if (named(columns, name).isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_COLUMN,
                    "column \"" + name + "\" of relation \"" + type.name() + "\" already exists");
        }
    }

    /** Drops an attribute; its number stays taken. */
    void drop(TableColumn attribute) {
        changes.replace(DroppedColumn.of(attribute));
    }

    /** Renames an attribute. */
    void rename(UserType type, TypeDefinition.RenameAttribute rename) {
        List<TableColumn> columns = changes.schema().columns(type.object());
        TableColumn found = named(columns, rename.attribute())
                .orElseThrow(() -> undefined("column \"" + rename.attribute() + "\" does not exist"));
        List<CatalogObject> following = typed.following(type.object(), rename.cascade());
        refuseTaken(type.object(), columns, rename.newName());
        changes.replace(found.object().withName(rename.newName()));
        changes.schema().forget();
        following.forEach(
                table -> tables.follow(table, new Definition.RenameColumn(rename.attribute(), rename.newName())));
    }

    /** Removes the attributes of a type that is dropped. */
    void dropAll(CatalogObject type) {
        changes.schema().children(type, NameSpace.COLUMNS).forEach(changes::remove);
    }
}
