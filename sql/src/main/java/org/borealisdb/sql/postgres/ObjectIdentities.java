package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserCast;
import org.borealisdb.sql.catalog.UserFunction;
import org.jspecify.annotations.Nullable;

/**
 * What objects are called, by the number of the system relation that they are in, their own, and that of a column: in messages ({@code table t}), and so that it is the same in every session
 * ({@code public.t}). Belongs to one task.
 */
final class ObjectIdentities {
    private static final int PG_TYPE = 1247;
    private static final int PG_PROC = 1255;
    private static final int PG_CLASS = 1259;
    private static final int PG_AUTHID = 1260;
    private static final int PG_DATABASE = 1262;
    private static final int PG_AM = 2601;
    private static final int PG_ATTRDEF = 2604;
    private static final int PG_CAST = 2605;
    private static final int PG_CONSTRAINT = 2606;
    private static final int PG_LANGUAGE = 2612;
    private static final int PG_NAMESPACE = 2615;
    private static final int PG_OPCLASS = 2616;
    private static final int PG_OPERATOR = 2617;
    private static final int PG_REWRITE = 2618;
    private static final int PG_EXTENSION = 3079;
    private static final int PG_STATISTIC_EXT = 3381;
    private static final int PG_COLLATION = 3456;

    /** Kinds of objects of which there are none, or none with numbers of their own. */
    private static final Map<Integer, String> NEVER_THERE = Map.ofEntries(
            Map.entry(826, "default acl"),
            Map.entry(1417, "server"),
            Map.entry(1418, "user mapping"),
            Map.entry(2328, "foreign-data wrapper"),
            Map.entry(2602, "operator of access method"),
            Map.entry(2603, "function of access method"),
            Map.entry(2607, "conversion"),
            Map.entry(2613, "large object"),
            Map.entry(2620, "trigger"),
            Map.entry(2753, "operator family"),
            Map.entry(3256, "policy"),
            Map.entry(3466, "event trigger"),
            Map.entry(3576, "transform"),
            Map.entry(3600, "text search dictionary"),
            Map.entry(3601, "text search parser"),
            Map.entry(3602, "text search configuration"),
            Map.entry(3764, "text search template"),
            Map.entry(6100, "subscription"),
            Map.entry(6104, "publication"),
            Map.entry(6106, "publication relation"),
            Map.entry(6237, "publication namespace"),
            Map.entry(6243, "parameter ACL"));

    private final CatalogSnapshot catalog;
    private final CatalogNames names;
    private final OperatorNames operatorNames;

    ObjectIdentities(CatalogSnapshot catalog, CatalogNames names) {
        this.catalog = catalog;
        this.names = names;
        this.operatorNames = new OperatorNames(() -> catalog);
    }

    /**
     * An object.
     *
     * @param type what it is
     * @param schema where it is; {@code null} if it is in none
     * @param name its name, if there is only one of it in its schema
     * @param identity its name that is the same in every session
     * @param description what messages call it
     */
    record Identity(
            String type, @Nullable String schema, @Nullable String name, String identity, String description) {}

    /**
     * Finds an object.
     *
     * @throws SqlException XX000 for a system relation that has no such objects
     */
    Optional<Identity> find(long relation, long id, long column) {
        return switch ((int) relation) {
            case PG_CLASS -> column == 0 ? relation(id).map(Related::identity) : column(id, column);
            case PG_TYPE -> type(id);
            case PG_PROC -> routine(id);
            case PG_NAMESPACE -> catalog.schemaName(id).map(name -> plain("schema", name));
            case PG_AUTHID -> catalog.roles().withId(id).map(Role::name).map(name -> plain("role", name));
            case PG_DATABASE ->
                catalog.databases().stream()
                        .filter(database -> database.id() == id)
                        .findFirst()
                        .map(database -> plain("database", database.name()));
            case PG_CONSTRAINT -> constraint(id);
            case PG_ATTRDEF -> columnDefault(id);
            case PG_REWRITE -> rule(id);
            case PG_OPERATOR -> operator(id);
            case PG_COLLATION ->
                CollationRows.named(id).map(name -> builtIn("collation", name)).or(() -> ofSchema("collation", id));
            case PG_STATISTIC_EXT -> ofSchema("statistics object", id);
            case PG_OPCLASS -> operatorClass(id);
            case PG_CAST -> cast(id);
            case PG_LANGUAGE ->
                id == 12 || id == 14 ? Optional.of(plain("language", id == 12 ? "internal" : "sql")) : Optional.empty();
            case PG_AM -> accessMethod(id).map(name -> plain("access method", name));
            case ObjectAddresses.TABLESPACES -> ObjectAddresses.tablespace(id).map(name -> plain("tablespace", name));
            case PG_EXTENSION -> ExtensionRows.name(id).map(name -> plain("extension", name));
            default -> {
                if (!NEVER_THERE.containsKey((int) relation)) {
                    throw new SqlException(ErrorCode.INTERNAL_ERROR, "unrecognized object class: " + relation);
                }
                yield Optional.empty();
            }
        };
    }

    /** Returns what an object that is not there would be. */
    String typeOfMissing(long relation, long id, long column) {
        return switch ((int) relation) {
            case PG_CLASS ->
                column == 0
                        ? "relation"
                        : relation(id)
                                .map(found -> found.identity().type() + " column")
                                .orElse("relation");
            case PG_TYPE -> "type";
            case PG_PROC -> "routine";
            case PG_NAMESPACE -> "schema";
            case PG_AUTHID -> "role";
            case PG_DATABASE -> "database";
            case PG_CONSTRAINT -> "constraint";
            case PG_ATTRDEF -> "default value";
            case PG_REWRITE -> "rule";
            case PG_OPERATOR -> "operator";
            case PG_COLLATION -> "collation";
            case PG_STATISTIC_EXT -> "statistics object";
            case PG_OPCLASS -> "operator class";
            case PG_CAST -> "cast";
            case PG_LANGUAGE -> "language";
            case PG_AM -> "access method";
            case ObjectAddresses.TABLESPACES -> "tablespace";
            case PG_EXTENSION -> "extension";
            default -> NEVER_THERE.getOrDefault((int) relation, "object");
        };
    }

    /** A relation with what it is called within descriptions of its parts. */
    private record Related(Identity identity, @Nullable List<TableColumn> columns) {}

    private static Identity plain(String type, String name) {
        String quoted = Quoting.identifier(name);
        return new Identity(type, null, quoted, quoted, type + " " + name);
    }

    private static Identity builtIn(String type, String name) {
        String quoted = Quoting.identifier(name);
        return new Identity(type, "pg_catalog", quoted, "pg_catalog." + quoted, type + " " + quoted);
    }

    private Optional<Identity> ofSchema(String type, long id) {
        return catalog.object(id).map(object -> {
            String schema = schema(object.parent());
            String quoted = Quoting.identifier(object.name());
            return new Identity(
                    type,
                    schema,
                    quoted,
                    Quoting.identifier(schema) + "." + quoted,
                    type + " " + catalog.shownObject(object));
        });
    }

    private Optional<Related> relation(long id) {
        Optional<SystemRelation> system = SystemRelations.withOid(id);
        if (system.isPresent()) {
            return Optional.of(new Related(
                    builtIn(
                            system.get().kind() == 'v' ? "view" : "table",
                            system.get().name()),
                    null));
        }
        Optional<TableDefinition> indexed = catalog.tableOfIndex(id);
        if (indexed.isPresent()) {
            CatalogObject index = catalog.index(id).orElseThrow().object();
            String schema = schema(indexed.get().object().parent());
            return Optional.of(
                    new Related(shown("index", schema, index, indexed.get().object()), null));
        }
        return catalog.classed(id)
                .map(object ->
                        new Related(shown(typeOf(object), schema(object.parent()), object, object), columns(object)));
    }

    private static String typeOf(CatalogObject object) {
        return switch (object.kind()) {
            case VIEW -> "view";
            case SEQUENCE -> "sequence";
            case TYPE -> "composite type";
            default -> "table";
        };
    }

    private Identity shown(String type, String schema, CatalogObject object, CatalogObject visible) {
        String quoted = Quoting.identifier(object.name());
        String whole = Quoting.identifier(schema) + "." + quoted;
        String described = catalog.isVisible(visible) ? quoted : whole;
        return new Identity(type, schema, quoted, whole, type + " " + described);
    }

    private String schema(long id) {
        return catalog.schemaName(id).orElse("?");
    }

    private List<TableColumn> columns(CatalogObject object) {
        return switch (object.kind()) {
            case TYPE -> catalog.types().attributes(object.id());
            case VIEW -> catalog.viewColumns(object.id());
            default -> catalog.table(object.id()).map(TableDefinition::columns).orElse(List.of());
        };
    }

    private Optional<Identity> column(long id, long number) {
        return relation(id)
                .flatMap(of -> columnName(id, of, number).map(name -> {
                    Identity whole = of.identity();
                    return new Identity(
                            whole.type() + " column",
                            whole.schema(),
                            whole.name(),
                            whole.identity() + "." + Quoting.identifier(name),
                            "column " + name + " of " + whole.description());
                }));
    }

    private static Optional<String> columnName(long id, Related of, long number) {
        List<TableColumn> columns = of.columns();
        if (columns == null) {
            return SystemRelations.withOid(id)
                    .filter(relation ->
                            number > 0 && number <= relation.columns().size())
                    .map(relation -> relation.columns().get((int) number - 1).name());
        }
        return columns.stream()
                .filter(column -> column.number() == number && !column.dropped())
                .findFirst()
                .map(TableColumn::name);
    }

    private Optional<Identity> type(long id) {
        return catalog.types().type(id).map(type -> {
            Optional<CatalogObject> made = made(id);
            Optional<SystemRelation> system = SystemRowTypes.relation(id);
            String schema = made.map(object -> schema(object.parent()))
                    .or(() -> system.map(SystemRelation::schema))
                    .orElse("pg_catalog");
            boolean array = made.filter(object -> RowTypes.has(object) && RowTypes.arrayOf(object.id()) == id)
                    .isPresent();
            String name = made.map(object -> (array ? "_" : "") + object.name())
                    .or(() -> system.map(relation -> (type instanceof ArrayType ? "_" : "") + relation.name()))
                    .orElseGet(() -> builtInName(type));
            return new Identity(
                    "type", schema, Quoting.identifier(name), qualified(type), "type " + type.displayName());
        });
    }

    /** The type that a user made, or the relation whose rows are of the type. */
    private Optional<CatalogObject> made(long id) {
        return Stream.concat(
                        catalog.types().objects().stream().filter(object -> object.id() == id),
                        catalog.relations().stream()
                                .filter(relation -> RowTypes.has(relation)
                                        && (RowTypes.of(relation.id()) == id || RowTypes.arrayOf(relation.id()) == id)))
                .findFirst();
    }

    private static String builtInName(SqlType type) {
        return type instanceof ArrayType array
                ? "_" + builtInName(array.element())
                : type.builtIn().map(BuiltInType::catalogName).orElseGet(type::displayName);
    }

    /** The name of a type with its schema, unless SQL has a word for it. */
    String qualified(SqlType type) {
        if (type instanceof ArrayType array) {
            return qualified(array.element()) + "[]";
        }
        Optional<BuiltInType> base = type.builtIn();
        if (base.isPresent()) {
            boolean word = switch (base.get()) {
                case NUMERIC, INTERVAL, BIT -> true;
                default -> !base.get().sqlName().equals(base.get().catalogName()) && base.get() != BuiltInType.CHAR;
            };
            return (word ? "" : "pg_catalog.") + base.get().sqlName();
        }
        return made(Integer.toUnsignedLong(type.oid()))
                .map(object -> Quoting.identifier(schema(object.parent())) + "." + Quoting.identifier(object.name()))
                .or(() -> SystemRowTypes.relation(Integer.toUnsignedLong(type.oid()))
                        .map(relation -> relation.schema() + "." + relation.name()))
                .orElseGet(type::displayName);
    }

    /** Returns the types of the arguments of a function. */
    List<SqlType> argumentsOf(long id) {
        return catalog.function(id)
                .map(UserFunction::inputTypes)
                .or(() -> names.argumentsOf(id))
                .orElse(List.of());
    }

    private Optional<Identity> routine(long id) {
        Optional<UserFunction> made = catalog.function(id);
        if (made.isPresent()) {
            UserFunction function = made.get();
            String schema = schema(function.object().parent());
            String kind = function.isProcedure() ? "procedure" : function.isAggregate() ? "aggregate" : "function";
            String arguments =
                    function.inputTypes().stream().map(this::qualified).collect(Collectors.joining(","));
            return names.nameOf(BuiltInType.REGPROCEDURE, id)
                    .map(shown -> new Identity(
                            kind,
                            schema,
                            null,
                            Quoting.identifier(schema) + "." + Quoting.identifier(function.name()) + "(" + arguments
                                    + ")",
                            "function " + shown));
        }
        boolean aggregate =
                KnownRoutine.withOid(id).flatMap(KnownRoutine::aggregation).isPresent();
        String kind = aggregate ? "aggregate" : "function";
        return names.argumentsOf(id)
                .flatMap(types -> names.nameOf(BuiltInType.REGPROCEDURE, id)
                        .map(shown -> new Identity(
                                kind,
                                "pg_catalog",
                                null,
                                "pg_catalog." + shown.substring(0, shown.indexOf('(')) + "("
                                        + types.stream().map(this::qualified).collect(Collectors.joining(",")) + ")",
                                "function " + shown)));
    }

    private Optional<Identity> constraint(long id) {
        Optional<TableDefinition> keyed = catalog.tableOfIndex(id);
        if (keyed.isPresent()) {
            return onTable(
                    catalog.index(id).orElseThrow().object().name(),
                    keyed.get().object().id());
        }
        return catalog.object(id)
                .filter(object -> object.kind() == CatalogKind.CONSTRAINT)
                .flatMap(object -> relation(object.parent()).isPresent()
                        ? onTable(object.name(), object.parent())
                        : ofDomain(object));
    }

    private Optional<Identity> onTable(String name, long table) {
        return relation(table)
                .map(Related::identity)
                .map(whole -> new Identity(
                        "table constraint",
                        whole.schema(),
                        null,
                        Quoting.identifier(name) + " on " + whole.identity(),
                        "constraint " + name + " on " + whole.description()));
    }

    private Optional<Identity> ofDomain(CatalogObject constraint) {
        return type(constraint.parent())
                .map(domain -> new Identity(
                        "domain constraint",
                        domain.schema(),
                        null,
                        Quoting.identifier(constraint.name()) + " on " + domain.identity(),
                        "constraint " + constraint.name()));
    }

    private Optional<Identity> columnDefault(long id) {
        return catalog.tables().stream()
                .flatMap(table -> table.columns().stream()
                        .filter(column -> column.object().id() == id && RelationRows.hasDefault(column))
                        .flatMap(column -> column(table.object().id(), column.number()).stream()))
                .findFirst()
                .map(column -> new Identity(
                        "default value",
                        null,
                        null,
                        "for " + column.identity(),
                        "default value for " + column.description()));
    }

    private Optional<Identity> rule(long id) {
        return relation(id)
                .map(Related::identity)
                .filter(view -> view.type().equals("view"))
                .map(view -> new Identity(
                        "rule",
                        null,
                        null,
                        "\"_RETURN\" on " + view.identity(),
                        "rule _RETURN on " + view.description()));
    }

    private Optional<Identity> operator(long id) {
        return OperatorTable.builtIn().all().stream()
                .filter(operator -> operator.oid() == id)
                .findFirst()
                .map(operator -> new Identity(
                        "operator",
                        "pg_catalog",
                        null,
                        "pg_catalog." + operator.name() + "("
                                + (operator.isPrefix() ? "NONE" : qualified(operator.left())) + ","
                                + qualified(operator.right()) + ")",
                        "operator " + operatorNames.shownWithTypes(id).orElseThrow()))
                .or(() -> catalog.operator(id)
                        .map(operator -> new Identity(
                                "operator",
                                operator.schema(),
                                null,
                                operator.qualifiedName() + "("
                                        + operator.left().map(this::qualified).orElse("NONE") + ","
                                        + qualified(operator.right()) + ")",
                                "operator " + operatorNames.shownWithTypes(id).orElseThrow())));
    }

    private static Optional<Identity> operatorClass(long id) {
        return OperatorClasses.all().stream()
                .filter(each -> each.oid() == id)
                .findFirst()
                .map(each -> {
                    String method = accessMethod(each.method()).orElseThrow();
                    return new Identity(
                            "operator class",
                            "pg_catalog",
                            Quoting.identifier(each.name()),
                            "pg_catalog." + Quoting.identifier(each.name()) + " USING " + method,
                            "operator class " + each.name() + " for access method " + method);
                });
    }

    static Optional<String> accessMethod(long id) {
        return Optional.ofNullable(
                switch ((int) id) {
                    case 2 -> "heap";
                    case OperatorClasses.BTREE -> "btree";
                    case OperatorClasses.GIN -> "gin";
                    case 405 -> "hash";
                    default -> null;
                });
    }

    /** Returns a cast by its number. */
    Optional<CastTable.Cast> castOf(long id) {
        return Stream.concat(
                        CastTable.builtIn().all().stream().filter(cast -> KnownCasts.oid(cast) == id),
                        catalog.cast(id).map(UserCast::cast).stream())
                .findFirst();
    }

    private Optional<Identity> cast(long id) {
        return castOf(id)
                .map(cast -> new Identity(
                        "cast",
                        null,
                        null,
                        "(" + qualified(cast.source()) + " AS " + qualified(cast.target()) + ")",
                        "cast from " + cast.source().displayName() + " to "
                                + cast.target().displayName()));
    }
}
