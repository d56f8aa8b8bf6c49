package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.collation.Collations;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.InitialSettings;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.SystemPrivileges;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.UserCast;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserOperator;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.statistics.ColumnStatistics;
import org.borealisdb.sql.statistics.JointStatistics;
import org.borealisdb.sql.statistics.TableStatistics;
import org.jspecify.annotations.Nullable;

/** The catalog of a database as one view has it: everything, read at once. Immutable but for what is computed from it. */
final class CatalogSnapshot {
    /** The schema of the system catalogs. */
    static final long PG_CATALOG = 11;

    /** The schema of the SQL standard's views. */
    static final long INFORMATION_SCHEMA = 13_207;

    /** Property of a comment with its text. */
    static final String COMMENT_TEXT = "text";

    private static final long PG_CLASS = 1259;
    private static final long PG_AUTHID = 1260;
    private static final long PG_DATABASE = 1262;
    private static final long PG_TYPE = 1247;
    private static final long PG_PROC = 1255;
    private static final long PG_CONSTRAINT = 2606;
    private static final long PG_CAST = 2605;
    private static final long PG_OPERATOR = 2617;
    private static final long PG_NAMESPACE = 2615;
    private static final long PG_STATISTIC_EXT = 3381;
    private static final long PG_COLLATION = 3456;

    private final List<CatalogObject> databases;
    private final List<CatalogObject> storedRoles;
    private final Roles roles;
    private final List<InitialSettings> initialSettings;
    private final List<CatalogObject> defaultPrivileges;
    private final Map<ObjectAddress, AccessList> systemAccess = new HashMap<>();
    private final List<CatalogObject> schemas;
    private final Map<Long, CatalogObject> relations = new LinkedHashMap<>();
    private final Map<Long, CatalogObject> byId = new HashMap<>();
    private final Map<Long, TableDefinition> tables = new LinkedHashMap<>();
    private final Map<Long, List<TableColumn>> viewColumns = new HashMap<>();
    private final Map<Long, List<CatalogObject>> constraints = new HashMap<>();
    private final Map<Long, TableDefinition> tableOfIndex = new HashMap<>();
    private final Map<Commented, String> comments = new LinkedHashMap<>();
    private final Map<Long, Map<String, CatalogObject>> statistics = new HashMap<>();
    private final SnapshotTypes types = new SnapshotTypes(this);
    private final Map<Long, UserFunction> functions = new TreeMap<>();
    private final Map<Long, CatalogObject> objects = new TreeMap<>();
    private final Map<Long, UserOperator> operators = new TreeMap<>();
    private final Map<Long, UserCast> casts = new TreeMap<>();
    private final List<String> searchPath;
    private final String temporarySchema;

    private final String databaseName;

    /** Reads the whole catalog. */
    CatalogSnapshot(SchemaReader schema) {
        this.databaseName = schema.object(CatalogKind.DATABASE, schema.databaseId())
                .map(CatalogObject::name)
                .orElse("");
        Comparator<CatalogObject> byNumber = Comparator.comparingLong(CatalogObject::id);
        this.databases =
                schema.all(CatalogKind.DATABASE).stream().sorted(byNumber).toList();
        this.storedRoles = schema.all(CatalogKind.ROLE);
        this.roles = new Roles(new KnownRoles(
                storedRoles,
                schema.all(CatalogKind.MEMBERSHIP),
                databases.stream()
                        .filter(each -> each.id() == schema.databaseId())
                        .findFirst()));
        this.initialSettings = schema.all(CatalogKind.SETTING).stream()
                .map(InitialSettings::of)
                .filter(each -> each.database() != InitialSettings.SYSTEM)
                .sorted(Comparator.comparingLong(InitialSettings::database).thenComparingLong(InitialSettings::role))
                .toList();
        this.defaultPrivileges = schema.all(CatalogKind.PRIVILEGE).stream()
                .filter(each -> each.parent() == schema.databaseId() && !SystemPrivileges.is(each))
                .sorted(byNumber)
                .toList();
        schema.privileges()
                .forEach(kept -> systemAccess.put(
                        SystemPrivileges.address(kept),
                        AccessList.parse(kept.property(AccessList.ACCESS).orElse(""))));
        this.schemas = schema.schemas().stream().sorted(byNumber).toList();
        this.searchPath = schema.lookupPath();
        this.temporarySchema = schema.temporary().isUsed() ? schema.temporary().schema() : "";
        for (CatalogObject parent : schemas) {
            byId.put(parent.id(), parent);
            for (CatalogObject type : schema.children(parent, NameSpace.TYPES)) {
                byId.put(type.id(), type);
                types.add(type, schema);
            }
            for (NameSpace nameSpace : List.of(NameSpace.COLLATIONS, NameSpace.EXTENDED_STATISTICS)) {
                schema.children(parent, nameSpace).forEach(object -> {
                    byId.put(object.id(), object);
                    objects.put(object.id(), object);
                });
            }
            for (CatalogObject function : schema.children(parent, NameSpace.FUNCTIONS)) {
                byId.put(function.id(), function);
                UserFunction.of(function, schema).ifPresent(read -> functions.put(function.id(), read));
            }
            for (CatalogObject operator : schema.children(parent, NameSpace.OPERATORS)) {
                byId.put(operator.id(), operator);
                UserOperator.of(operator, schema).ifPresent(read -> operators.put(operator.id(), read));
            }
            for (CatalogObject relation :
                    schema.relations(parent).stream().sorted(byNumber).toList()) {
                relations.put(relation.id(), relation);
                byId.put(relation.id(), relation);
                types.addRows(relation, schema);
                if (relation.kind() == CatalogKind.TABLE) {
                    tables.put(relation.id(), schema.table(relation));
                }
                if (relation.kind() == CatalogKind.VIEW) {
                    viewColumns.put(relation.id(), schema.columns(relation));
                }
            }
        }
        for (UserCast cast : schema.userCasts()) {
            byId.put(cast.object().id(), cast.object());
            casts.put(cast.object().id(), cast);
        }
        for (TableDefinition table : tables.values()) {
            table.indexes().forEach(index -> tableOfIndex.put(index.object().id(), table));
        }
        for (CatalogObject constraint : schema.all(CatalogKind.CONSTRAINT)) {
            byId.put(constraint.id(), constraint);
            constraints
                    .computeIfAbsent(constraint.parent(), any -> new ArrayList<>())
                    .add(constraint);
        }
        for (CatalogObject known : schema.all(CatalogKind.STATISTICS)) {
            statistics.computeIfAbsent(known.parent(), any -> new HashMap<>()).put(known.name(), known);
        }
        for (CatalogObject comment : schema.all(CatalogKind.COMMENT)) {
            comments.put(
                    commented(comment, schema.databaseId()),
                    comment.property(COMMENT_TEXT).orElse(""));
        }
        schemaNamed("public")
                .ifPresent(object ->
                        comments.putIfAbsent(new Commented(object.id(), PG_NAMESPACE, 0), "standard public schema"));
    }

    /** What a comment is about: see {@code sql.system.Comments}. */
    private Commented commented(CatalogObject comment, long database) {
        String[] address = comment.name().split(":", -1);
        long part = Long.parseLong(address[address.length - 1]);
        if (address.length == 3) {
            // Those on what is built in are of one database.
            long relation = comment.parent() == database ? Long.parseLong(address[0]) : -1;
            return new Commented(Long.parseLong(address[1]), relation, part);
        }
        if (address.length == 2) {
            return new Commented(comment.parent(), Long.parseLong(address[0]), part);
        }
        return part != 0 && types.isComposite(comment.parent())
                ? new Commented(types.composite(comment.parent()).relation(), PG_CLASS, part)
                : new Commented(comment.parent(), relationOf(comment.parent()), part);
    }

    private long relationOf(long id) {
        CatalogObject object = byId.get(id);
        if (object == null && types.compositeOf(id).isPresent()) {
            return PG_CLASS;
        }
        if (object == null) {
            return databases.stream().anyMatch(database -> database.id() == id) ? PG_DATABASE : PG_AUTHID;
        }
        return switch (object.kind()) {
            case SCHEMA -> PG_NAMESPACE;
            case CONSTRAINT -> PG_CONSTRAINT;
            case TYPE -> PG_TYPE;
            case FUNCTION -> PG_PROC;
            case COLLATION -> PG_COLLATION;
            case EXTENDED_STATISTICS -> PG_STATISTIC_EXT;
            case OPERATOR -> PG_OPERATOR;
            case CAST -> PG_CAST;
            default -> PG_CLASS;
        };
    }

    /** Returns what is known of a table. */
    Optional<TableStatistics> statistics(TableDefinition table) {
        return statisticsOf(table, TableStatistics.NAME).flatMap(TableStatistics::of);
    }

    /** Returns what is known of a column. */
    Optional<ColumnStatistics> statistics(TableDefinition table, TableColumn column) {
        return statisticsOf(table, Integer.toString(column.number())).flatMap(ColumnStatistics::of);
    }

    /** Returns what is known by extended statistics. */
    Optional<JointStatistics> joint(long extended) {
        return Optional.ofNullable(statistics.getOrDefault(extended, Map.of()).get(ExtendedStatistics.FOUND))
                .flatMap(JointStatistics::of);
    }

    private Optional<CatalogObject> statisticsOf(TableDefinition table, String name) {
        return Optional.ofNullable(
                statistics.getOrDefault(table.object().id(), Map.of()).get(name));
    }

    List<CatalogObject> databases() {
        return databases;
    }

    /** Returns the stored objects of roles; those that are predefined have none. */
    List<CatalogObject> storedRoles() {
        return storedRoles;
    }

    Roles roles() {
        return roles;
    }

    /** Returns the settings that sessions begin with. */
    List<InitialSettings> initialSettings() {
        return initialSettings;
    }

    /** Returns what ALTER DEFAULT PRIVILEGES has set in this database, as it is stored. */
    List<CatalogObject> defaultPrivileges() {
        return defaultPrivileges;
    }

    List<CatalogObject> schemas() {
        return schemas;
    }

    List<CatalogObject> relations() {
        return List.copyOf(relations.values());
    }

    List<TableDefinition> tables() {
        return List.copyOf(tables.values());
    }

    Optional<CatalogObject> relation(long id) {
        return Optional.ofNullable(relations.get(id));
    }

    Optional<CatalogObject> object(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<TableDefinition> table(long id) {
        return Optional.ofNullable(tables.get(id));
    }

    /** Returns the columns of a table or view; of other relations none. */
    List<TableColumn> columns(long id) {
        return table(id).map(TableDefinition::columns).orElseGet(() -> viewColumns(id));
    }

    List<TableColumn> viewColumns(long id) {
        return viewColumns.getOrDefault(id, List.of());
    }

    Optional<TableDefinition> tableOfIndex(long indexId) {
        return Optional.ofNullable(tableOfIndex.get(indexId));
    }

    Optional<IndexDefinition> index(long id) {
        return tableOfIndex(id)
                .flatMap(table -> table.indexes().stream()
                        .filter(index -> index.object().id() == id)
                        .findFirst());
    }

    /** Returns the constraints of a table that are no keys. */
    List<CatalogObject> constraints(long tableId) {
        return constraints.getOrDefault(tableId, List.of());
    }

    /** Returns the comment of an object, or of a column of it if the number is not 0. */
    Optional<String> comment(long objectId, long column) {
        return Optional.ofNullable(comments.get(new Commented(objectId, relationOf(objectId), column)));
    }

    /** Returns the comment of an object that is in a system relation. */
    Optional<String> comment(long relation, long objectId, long column) {
        return Optional.ofNullable(comments.get(new Commented(objectId, relation, column)));
    }

    Map<Commented, String> comments() {
        return Collections.unmodifiableMap(comments);
    }

    /** Returns who may do what with an object, as a system relation shows it; NULL if nobody has said anything. */
    @Nullable
    ArrayValue access(CatalogObject object) {
        return object.property(AccessList.ACCESS)
                .map(text -> shown(AccessList.parse(text)))
                .orElse(null);
    }

    /** Returns an access list as a system relation shows it. */
    ArrayValue shown(AccessList list) {
        return ArrayValue.of(BuiltInType.ACLITEM.type(), list.shown(roles::nameOf));
    }

    /** Returns the access list of something built in that everybody may read or use. */
    ArrayValue builtInAccess(Privilege.ObjectClass kind, Privilege everybody) {
        return shown(new AccessList(List.of(
                new AccessList.Item(owner(), owner(), Privilege.on(kind), Set.of()),
                new AccessList.Item(AccessList.PUBLIC, owner(), Set.of(everybody), Set.of()))));
    }

    /** Returns who may do what with something built in, if somebody has said so. */
    Optional<AccessList> systemAccess(int ofClass, long id, int part) {
        return Optional.ofNullable(systemAccess.get(new ObjectAddress(ofClass, id, part)));
    }

    /** Returns who may call a function that is built in; empty if that is everybody, and nobody has said anything. */
    Optional<AccessList> accessToFunction(long oid) {
        return systemAccess(ObjectAddress.FUNCTIONS, oid, 0)
                .or(() -> SystemPrivileges.isGuardedFunction(oid)
                        ? Optional.of(SystemPrivileges.initial(Privilege.ObjectClass.FUNCTION, owner(), Set.of()))
                        : Optional.empty());
    }

    /** Returns who may do what with a system relation. */
    AccessList accessTo(SystemRelation relation) {
        return systemAccess(ObjectAddress.RELATIONS, relation.oid(), 0)
                .orElseGet(() -> SystemCatalog.initialAccess(relation, owner()));
    }

    /** Returns the role that owns what is built in. */
    long owner() {
        return roles.first();
    }

    /** Returns the role that owns an object. */
    long owner(CatalogObject object) {
        if (object.kind() == CatalogKind.INDEX) {
            return Optional.ofNullable(relations.get(object.related()))
                    .map(roles::ownerOf)
                    .orElseGet(this::owner);
        }
        return roles.ownerOf(object);
    }

    /** Returns the name of the database that this is the catalog of. */
    String databaseName() {
        return databaseName;
    }

    /** Returns the schemas that names are looked for in, that of the session's temporary tables included. */
    List<String> searchPath() {
        return searchPath;
    }

    /** Returns the schemas that a name is looked for in: the one that it has, or else the search path. */
    List<String> path(List<String> name) {
        if (name.size() == 1) {
            return searchPath;
        }
        String schema = name.get(name.size() - 2);
        return List.of(schema.equals(TemporaryObjects.ALIAS) ? temporarySchema : schema);
    }

    /** Returns the name of the schema that the session's temporary tables are in; empty if it has none. */
    String temporarySchema() {
        return temporarySchema;
    }

    Optional<CatalogObject> schemaNamed(String name) {
        return schemas.stream().filter(schema -> schema.name().equals(name)).findFirst();
    }

    /** Returns whether there is a schema, {@code pg_catalog} and the like included. */
    boolean hasSchema(String name) {
        return name.equals("pg_catalog")
                || name.equals("information_schema")
                || schemaNamed(name).isPresent();
    }

    /** Returns the name of a schema, {@code pg_catalog} and the like included. */
    Optional<String> schemaName(long id) {
        if (id == PG_CATALOG) {
            return Optional.of("pg_catalog");
        }
        if (id == INFORMATION_SCHEMA) {
            return Optional.of("information_schema");
        }
        return schemas.stream()
                .filter(schema -> schema.id() == id)
                .map(CatalogObject::name)
                .findFirst();
    }

    /** Returns the functions of users, in the order of their numbers. */
    Collection<UserFunction> functions() {
        return Collections.unmodifiableCollection(functions.values());
    }

    /** Returns a function of a user. */
    Optional<UserFunction> function(long oid) {
        return Optional.ofNullable(functions.get(oid));
    }

    /** Returns the operators that users made, in the order of their numbers. */
    Collection<UserOperator> operators() {
        return operators.values();
    }

    /** Returns an operator that a user made. */
    Optional<UserOperator> operator(long oid) {
        return Optional.ofNullable(operators.get(oid));
    }

    /** Returns the operators of users that a sign stands for: those of a schema, or of the search path, in its order. */
    List<UserOperator> operatorsNamed(List<String> name) {
        return path(name).stream()
                .flatMap(schema -> operators.values().stream()
                        .filter(each ->
                                each.schema().equals(schema) && each.name().equals(name.getLast())))
                .toList();
    }

    /** Returns the casts that users made, in the order of their numbers. */
    Collection<UserCast> casts() {
        return casts.values();
    }

    /** Returns a cast that a user made. */
    Optional<UserCast> cast(long oid) {
        return Optional.ofNullable(casts.get(oid));
    }

    /** Returns whether a function is found by its name alone; those that are built in are. */
    boolean isFunctionVisible(long oid) {
        UserFunction function = functions.get(oid);
        if (function == null) {
            return true;
        }
        for (String name : searchPath) {
            Optional<UserFunction> first = functions.values().stream()
                    .filter(each -> each.schema().equals(name)
                            && each.object().name().equals(function.object().name()))
                    .findFirst();
            if (first.isPresent()) {
                return first.get().oid() == function.oid();
            }
        }
        return false;
    }

    /** Returns the functions of users that a name stands for. */
    List<UserFunction> functionsNamed(List<String> name) {
        List<String> path = path(name);
        return functions.values().stream()
                .filter(each -> each.name().equals(name.getLast()) && path.contains(each.schema()))
                .toList();
    }

    /** Returns the collations, or the extended statistics, that users made, in the order of their numbers. */
    List<CatalogObject> objects(CatalogKind kind) {
        return objects.values().stream().filter(object -> object.kind() == kind).toList();
    }

    /** Returns whether a collation, or extended statistics, are found by their name alone; those that are built in are. */
    boolean isObjectVisible(long oid) {
        CatalogObject object = objects.get(oid);
        return object == null
                || (!(object.kind() == CatalogKind.COLLATION
                                && Collations.named(object.name()).isPresent())
                        && findObject(object.kind(), List.of(object.name()))
                                .filter(found -> found.id() == oid)
                                .isPresent());
    }

    /** Returns a collation, or extended statistics, that a user made by name, as a search finds them. */
    Optional<CatalogObject> findObject(CatalogKind kind, List<String> name) {
        return path(name).stream()
                .flatMap(schema -> schemaNamed(schema).stream())
                .flatMap(schema -> objects(kind).stream()
                        .filter(object ->
                                object.parent() == schema.id() && object.name().equals(name.getLast())))
                .findFirst();
    }

    /** Returns the name of a collation, or of extended statistics, as they are found by it, in quotes if it needs them. */
    String shownObject(CatalogObject object) {
        String name = Quoting.identifier(object.name());
        return isObjectVisible(object.id())
                ? name
                : schemaName(object.parent()).map(Quoting::identifier).orElse("?") + "." + name;
    }

    /** Returns the types of this catalog. */
    SnapshotTypes types() {
        return types;
    }

    /** Returns what has a number among relations, composite types included. */
    Optional<CatalogObject> classed(long id) {
        return relation(id).or(() -> types.compositeOf(id).map(UserType::object));
    }

    /** Returns whether a system relation is found by its name alone. */
    boolean isVisible(SystemRelation relation) {
        return !relation.schema().equals(SystemRelation.STANDARD)
                || (searchPath.contains(SystemRelation.STANDARD)
                        && SystemRelations.named(relation.name()).isEmpty());
    }

    /** Returns the name of a system relation as it is found by it. */
    String shown(SystemRelation relation) {
        return isVisible(relation) ? relation.name() : relation.schema() + "." + relation.name();
    }

    /** Returns whether a relation is found by its name alone. */
    boolean isVisible(CatalogObject relation) {
        for (String name : searchPath) {
            Optional<CatalogObject> schema = schemaNamed(name);
            if (schema.isPresent()) {
                long id = schema.get().id();
                if (id == relation.parent()) {
                    return SystemRelations.named(relation.name()).isEmpty();
                }
                if (relations.values().stream()
                        .anyMatch(other -> other.parent() == id && other.name().equals(relation.name()))) {
                    return false;
                }
            }
        }
        return false;
    }

    /** Returns a relation by name, as a search for it finds it. */
    Optional<CatalogObject> find(List<String> name) {
        for (String schemaName : path(name)) {
            Optional<CatalogObject> found = schemaNamed(schemaName)
                    .flatMap(schema -> relations.values().stream()
                            .filter(relation -> relation.parent() == schema.id()
                                    && relation.name().equals(name.getLast()))
                            .findFirst());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
