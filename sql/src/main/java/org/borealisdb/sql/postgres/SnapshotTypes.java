package org.borealisdb.sql.postgres;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TypeLookup;
import org.borealisdb.sql.catalog.UserCollation;
import org.borealisdb.sql.catalog.UserType;

/** The types of a catalog that was read at once, those of the rows of relations included, and how names find them. Filled by its snapshot, then immutable. */
final class SnapshotTypes implements TypeLookup {
    private final CatalogSnapshot catalog;
    private final Map<Long, CatalogObject> objects = new LinkedHashMap<>();
    private final Map<Long, SqlType> types = new HashMap<>();
    private final Map<Long, List<TableColumn>> attributes = new LinkedHashMap<>();

    SnapshotTypes(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Adds a type that a user made. */
    void add(CatalogObject type, SchemaReader schema) {
        objects.put(type.id(), type);
        schema.types().made(type.id()).ifPresent(made -> types.put(type.id(), made));
        if (new UserType(type).isComposite()) {
            attributes.put(type.id(), schema.columns(type));
        }
    }

    /** Adds the type of a relation's rows and that of arrays of them, if it has them. */
    void addRows(CatalogObject relation, SchemaReader schema) {
        if (RowTypes.has(relation)) {
            for (long oid : List.of(RowTypes.of(relation.id()), RowTypes.arrayOf(relation.id()))) {
                schema.types().made(oid).ifPresent(made -> types.put(oid, made));
            }
        }
    }

    /** Returns the types that users made, in the order of their numbers. */
    List<CatalogObject> objects() {
        return objects.values().stream()
                .sorted(Comparator.comparingLong(CatalogObject::id))
                .toList();
    }

    /** Returns a type, built in or not. */
    Optional<SqlType> type(long oid) {
        return BuiltInType.typeWithOid((int) oid).or(() -> made(Integer.toUnsignedLong((int) oid)));
    }

    /** Returns whether a type is composite, and no table's. */
    boolean isComposite(long type) {
        return attributes.containsKey(type);
    }

    /** Returns a composite type that a user made. */
    UserType composite(long type) {
        return new UserType(Objects.requireNonNull(objects.get(type), "no such type"));
    }

    /** Returns the composite types that users made, in the order of their numbers. */
    List<UserType> composites() {
        return attributes.keySet().stream().sorted().map(this::composite).toList();
    }

    /** Returns the composite type that has a number among relations. */
    Optional<UserType> compositeOf(long relation) {
        return composites().stream().filter(type -> type.relation() == relation).findFirst();
    }

    /** Returns the attributes of a composite type, dropped ones included. */
    List<TableColumn> attributes(long type) {
        return attributes.getOrDefault(type, List.of());
    }

    /** Returns whether a type is found by its name alone; those that are built in are. */
    boolean isVisible(long oid) {
        Optional<SystemRelation> system = SystemRowTypes.relation(oid);
        if (system.isPresent()) {
            return catalog.isVisible(system.get());
        }
        return Optional.ofNullable(objects.get(oid))
                .map(object -> find(List.of(object.name()))
                        .filter(found -> found.id() == oid)
                        .isPresent())
                .orElse(true);
    }

    /** Returns a type that a user made by name, as a search for it finds it. */
    Optional<CatalogObject> find(List<String> name) {
        for (String schemaName : catalog.path(name)) {
            Optional<CatalogObject> found = catalog.schemaNamed(schemaName)
                    .flatMap(schema -> objects.values().stream()
                            .filter(type ->
                                    type.parent() == schema.id() && type.name().equals(name.getLast()))
                            .findFirst());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Returns the number of the type of the rows of a table or view by its name, or of arrays of them. */
    private Optional<Long> findRows(List<String> name) {
        String last = name.getLast();
        return catalog.path(name).stream()
                .flatMap(schemaName -> catalog.schemaNamed(schemaName).stream())
                .flatMap(schema -> rowsOf(schema, last)
                        .map(RowTypes::of)
                        .or(() -> last.startsWith("_")
                                ? rowsOf(schema, last.substring(1)).map(RowTypes::arrayOf)
                                : Optional.empty())
                        .stream())
                .findFirst();
    }

    /** Returns the number of a relation of a schema that has a type of its rows. */
    private Optional<Long> rowsOf(CatalogObject schema, String name) {
        return catalog.relations().stream()
                .filter(relation -> RowTypes.has(relation)
                        && relation.parent() == schema.id()
                        && relation.name().equals(name))
                .map(CatalogObject::id)
                .findFirst();
    }

    @Override
    public Optional<Collation> collation(long number) {
        return catalog.object(number)
                .filter(object -> object.kind() == CatalogKind.COLLATION)
                .map(this::collation);
    }

    @Override
    public Optional<Collation> collation(List<String> name) {
        return catalog.findObject(CatalogKind.COLLATION, name).map(this::collation);
    }

    private Collation collation(CatalogObject object) {
        return new UserCollation(object).collation(catalog.shownObject(object));
    }

    @Override
    public Optional<SqlType> made(long oid) {
        return Optional.ofNullable(types.get(oid)).or(() -> SystemRowTypes.withOid(oid));
    }

    @Override
    public Optional<SqlType> made(List<String> name) {
        return find(name)
                .map(CatalogObject::id)
                .or(() -> findRows(name))
                .flatMap(this::made)
                .or(() -> systemRows(name));
    }

    /** Returns the type of the rows of a system relation by its name, or of arrays of them; those of {@code pg_catalog} are found without it. */
    private Optional<SqlType> systemRows(List<String> name) {
        return (name.size() == 1 ? List.of("pg_catalog") : catalog.path(name))
                .stream()
                        .flatMap(schema -> SystemRowTypes.named(schema, name.getLast()).stream())
                        .findFirst();
    }
}
