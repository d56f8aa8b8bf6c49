package org.borealisdb.sql.postgres;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.LongName;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.CollationNames;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserType;

/** Finds objects of all kinds by their types and names, as {@code pg_get_object_address} and COMMENT name them (PostgreSQL's objectaddress.c). Belongs to one task. */
final class ObjectAddresses {
    private static final int OPERATOR_CLASSES = 2616;
    private static final int OPERATORS = 2617;
    private static final int OPERATOR_FAMILIES = 2753;
    private static final int LANGUAGES = 2612;
    private static final int DEFAULTS = 2604;
    private static final int EXTENSIONS = 3079;
    private static final int COLLATIONS = 3456;
    private static final int STATISTICS = 3381;
    static final int TABLESPACES = 1213;

    private static final Map<String, Integer> LANGUAGE_NUMBERS = Map.of("internal", 12, "sql", 14);
    private static final Map<String, Integer> METHODS = Map.of("heap", 2, "btree", 403, "hash", 405, "gin", 2742);
    private static final Map<String, Integer> TABLESPACE_NUMBERS = Map.of("pg_default", 1663, "pg_global", 1664);

    /** Kinds of which there are no objects, with what errors call one. */
    private static final Map<String, String> NONE = Map.ofEntries(
            Map.entry("conversion", "conversion"),
            Map.entry("event trigger", "event trigger"),
            Map.entry("foreign-data wrapper", "foreign-data wrapper"),
            Map.entry("server", "server"),
            Map.entry("publication", "publication"),
            Map.entry("subscription", "subscription"),
            Map.entry("text search parser", "text search parser"),
            Map.entry("text search dictionary", "text search dictionary"),
            Map.entry("text search template", "text search template"),
            Map.entry("text search configuration", "text search configuration"));

    private static final Map<String, String> RELATIONS = Map.of(
            "table", "a table",
            "index", "an index",
            "sequence", "a sequence",
            "view", "a view",
            "materialized view", "a materialized view",
            "foreign table", "a foreign table");

    private static final Set<String> ON_RELATIONS = Set.of("rule", "trigger", "policy", "table constraint");

    private final CatalogSnapshot catalog;
    private final CatalogNames names;
    private final Map<String, Finder> finders = new HashMap<>();

    /** Finds an object of one kind. */
    @FunctionalInterface
    private interface Finder {
        ObjectAddress find(List<String> name, List<String> arguments);
    }

    ObjectAddresses(CatalogSnapshot catalog, CatalogNames names) {
        this.catalog = catalog;
        this.names = names;
        RELATIONS.keySet().forEach(type -> finders.put(type, (name, _) -> relation(type, name)));
        Stream.of("column", "table column", "view column", "foreign table column", "index column", "sequence column")
                .forEach(type -> finders.put(type, (name, _) -> column(name)));
        NONE.forEach((type, word) -> finders.put(type, (name, _) -> {
            throw missing(word, String.join(".", name));
        }));
        finders.put("default value", (name, _) -> defaultValue(name));
        finders.put("type", (name, _) -> type(name.getFirst()));
        finders.put("domain", (name, _) -> domain(name.getFirst()));
        finders.put("domain constraint", (name, given) -> domainConstraint(name.getFirst(), given.getFirst()));
        Stream.of("function", "aggregate", "procedure", "routine")
                .forEach(type -> finders.put(type, (name, given) -> routine(type, name, given)));
        finders.put("operator", this::operator);
        finders.put("cast", (name, given) -> cast(name.getFirst(), given.getFirst()));
        finders.put("operator class", (name, _) -> operatorClass(name, false));
        finders.put("operator family", (name, _) -> operatorClass(name, true));
        finders.put("collation", (name, _) -> collation(name));
        finders.put("statistics object", (name, _) -> statistics(name));
        finders.put("schema", (name, _) -> schema(name.getFirst()));
        finders.put("role", (name, _) -> role(name.getFirst()));
        finders.put("database", (name, _) -> database(name.getFirst()));
        finders.put("extension", (name, _) -> numbered(EXTENSIONS, "extension", name, ExtensionRows.numbers()));
        finders.put("language", (name, _) -> numbered(LANGUAGES, "language", name, LANGUAGE_NUMBERS));
        finders.put(
                "access method", (name, _) -> numbered(ObjectAddress.ACCESS_METHODS, "access method", name, METHODS));
        finders.put("tablespace", (name, _) -> numbered(TABLESPACES, "tablespace", name, TABLESPACE_NUMBERS));
        ON_RELATIONS.forEach(type -> finders.put(type, (name, _) -> onRelation(type, name)));
        finders.put("transform", (name, given) -> {
            throw new SqlException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "transform for type " + typeOf(name.getFirst()).displayName() + " language \"" + given.getFirst()
                            + "\" does not exist");
        });
        finders.put("large object", (name, _) -> {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "large object " + name.getFirst() + " does not exist");
        });
    }

    /** Returns the name of a tablespace. */
    static Optional<String> tablespace(long id) {
        return TABLESPACE_NUMBERS.entrySet().stream()
                .filter(each -> each.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Returns whether there are objects of a kind that can be found here. */
    boolean knows(String type) {
        return finders.containsKey(type);
    }

    /**
     * Finds an object.
     *
     * @param type of the object
     * @param arguments types, or what else tells it from others of the name
     * @throws SqlException 42704 and its like if there is none
     */
    ObjectAddress find(String type, List<String> name, List<String> arguments) {
        Finder finder = finders.get(type);
        if (finder == null) {
            throw SqlException.notSupported("an object of the type " + type);
        }
        return finder.find(name, arguments);
    }

    private static SqlException missing(String word, String name) {
        return new SqlException(ErrorCode.UNDEFINED_OBJECT, word + " \"" + name + "\" does not exist");
    }

    private static String joined(List<String> name) {
        return String.join(".", name);
    }

    /** A relation, with what errors call it; the object is empty if it is built in. */
    private record Found(long id, Optional<CatalogObject> object) {}

    private Found relation(List<String> name) {
        if (name.size() > 2) {
            new LongName(new QualifiedName(name, -1), false, true).check(catalog.databaseName(), "");
        }
        checkSchema(name);
        String quoted = name.stream().map(Quoting::identifier).collect(Collectors.joining("."));
        long id = names.relation(quoted)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_TABLE, "relation \"" + joined(name) + "\" does not exist"));
        return new Found(id, catalog.classed(id));
    }

    /** Fails if a name is in a schema that is not there. */
    private void checkSchema(List<String> name) {
        if (name.size() > 1) {
            schema(name.get(name.size() - 2));
        }
    }

    private ObjectAddress relation(String type, List<String> name) {
        Found found = relation(name);
        String is = found.object()
                .map(object -> switch (object.kind()) {
                    case TABLE -> "table";
                    case INDEX -> "index";
                    case SEQUENCE -> "sequence";
                    case VIEW -> "view";
                    default -> "composite type";
                })
                .orElseGet(() -> SystemRelations.withOid(found.id())
                                .filter(system -> system.kind() == 'v')
                                .isPresent()
                        ? "view"
                        : "table");
        if (!is.equals(type)) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE, "\"" + name.getLast() + "\" is not " + RELATIONS.get(type));
        }
        return new ObjectAddress(ObjectAddress.RELATIONS, found.id(), 0);
    }

    private ObjectAddress column(List<String> name) {
        if (name.size() < 2) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "column name must be qualified");
        }
        List<String> of = name.subList(0, name.size() - 1);
        Found found = relation(of);
        return new ObjectAddress(ObjectAddress.RELATIONS, found.id(), number(found, of, name.getLast()));
    }

    private int number(Found found, List<String> of, String column) {
        Optional<Integer> number = found.object()
                .map(object -> columns(object).stream()
                        .filter(each -> !each.dropped() && each.name().equals(column))
                        .map(TableColumn::number)
                        .findFirst())
                .orElseGet(() -> SystemRelations.withOid(found.id()).flatMap(system -> {
                    List<String> all = system.columns().stream()
                            .map(SystemRelation.Column::name)
                            .toList();
                    return Optional.of(all.indexOf(column) + 1).filter(place -> place > 0);
                }));
        return number.orElseThrow(() -> new SqlException(
                ErrorCode.UNDEFINED_COLUMN,
                "column \"" + column + "\" of relation \"" + joined(of) + "\" does not exist"));
    }

    private List<TableColumn> columns(CatalogObject object) {
        return switch (object.kind()) {
            case TYPE -> catalog.types().attributes(object.id());
            case VIEW -> catalog.viewColumns(object.id());
            default -> catalog.table(object.id()).map(TableDefinition::columns).orElse(List.of());
        };
    }

    private ObjectAddress defaultValue(List<String> name) {
        ObjectAddress column = column(name);
        return catalog.table(column.id())
                .map(table -> table.columns().get(column.part() - 1))
                .filter(RelationRows::hasDefault)
                .map(found -> new ObjectAddress(DEFAULTS, found.object().id(), 0))
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "default value for column \"" + name.getLast() + "\" of relation \""
                                + joined(name.subList(0, name.size() - 1)) + "\" does not exist"));
    }

    private SqlType typeOf(String text) {
        long oid = names.find(BuiltInType.REGTYPE, text).getAsLong();
        return catalog.types().type(oid).orElseThrow(() -> missing("type", text));
    }

    private static long number(SqlType type) {
        return Integer.toUnsignedLong(type.oid());
    }

    private ObjectAddress type(String text) {
        return new ObjectAddress(ObjectAddress.TYPES, number(typeOf(text)), 0);
    }

    private ObjectAddress domain(String text) {
        SqlType type = typeOf(text);
        boolean domain = catalog.object(number(type))
                .filter(object -> object.kind() == CatalogKind.TYPE && new UserType(object).isDomain())
                .isPresent();
        if (!domain) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + text + "\" is not a domain");
        }
        return new ObjectAddress(ObjectAddress.TYPES, number(type), 0);
    }

    private ObjectAddress domainConstraint(String text, String constraint) {
        ObjectAddress domain = domain(text);
        return catalog.constraints(domain.id()).stream()
                .filter(each -> each.name().equals(constraint))
                .findFirst()
                .map(each -> new ObjectAddress(ObjectAddress.CONSTRAINTS, each.id(), 0))
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "constraint \"" + constraint + "\" for domain "
                                + typeOf(text).displayName() + " does not exist"));
    }

    private ObjectAddress routine(String type, List<String> name, List<String> arguments) {
        String quoted = name.stream().map(Quoting::identifier).collect(Collectors.joining("."));
        List<SqlType> types = arguments.stream().map(this::typeOf).toList();
        String text = quoted + "(" + types.stream().map(SqlType::displayName).collect(Collectors.joining(",")) + ")";
        String shown =
                joined(name) + "(" + types.stream().map(SqlType::displayName).collect(Collectors.joining(", ")) + ")";
        long id = names.known(
                        BuiltInType.REGPROCEDURE,
                        text,
                        Set.of(ErrorCode.UNDEFINED_FUNCTION, ErrorCode.INVALID_SCHEMA_NAME))
                .orElseThrow(() ->
                        new SqlException(ErrorCode.UNDEFINED_FUNCTION, noRoutine(type, joined(name), types, shown)));
        Optional<UserFunction> user = catalog.function(id);
        boolean procedure = user.filter(UserFunction::isProcedure).isPresent();
        boolean aggregate =
                KnownRoutine.withOid(id).flatMap(KnownRoutine::aggregation).isPresent()
                        || user.filter(UserFunction::isAggregate).isPresent();
        boolean fits = switch (type) {
            case "aggregate" -> aggregate;
            case "procedure" -> procedure;
            case "function" -> !procedure;
            default -> true;
        };
        if (!fits) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    type.equals("aggregate")
                            ? "function " + shown + " is not an aggregate"
                            : shown + " is not a " + type);
        }
        return new ObjectAddress(ObjectAddress.FUNCTIONS, id, 0);
    }

    private static String noRoutine(String type, String name, List<SqlType> types, String shown) {
        return type.equals("aggregate") && types.isEmpty()
                ? "aggregate " + name + "(*) does not exist"
                : (type.equals("routine") ? "function" : type) + " " + shown + " does not exist";
    }

    private ObjectAddress operator(List<String> name, List<String> arguments) {
        Optional<SqlType> left = Optional.of(arguments.getFirst())
                .filter(text -> !text.equals("-"))
                .map(this::typeOf);
        Optional<SqlType> right = Optional.of(arguments.getLast())
                .filter(text -> !text.equals("-"))
                .map(this::typeOf);
        String schema = name.size() > 1 ? name.get(name.size() - 2) + "." : "";
        String text =
                schema + name.getLast() + "(" + left.map(SqlType::displayName).orElse("NONE") + ","
                        + right.map(SqlType::displayName).orElse("NONE") + ")";
        long id = names.known(BuiltInType.REGOPERATOR, text, Set.of(ErrorCode.UNDEFINED_FUNCTION))
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_FUNCTION,
                        "operator does not exist: "
                                + left.map(type -> type.displayName() + " ").orElse("")
                                + schema + name.getLast()
                                + right.map(type -> " " + type.displayName()).orElse("")));
        return new ObjectAddress(OPERATORS, id, 0);
    }

    private ObjectAddress cast(String from, String to) {
        SqlType source = typeOf(from);
        SqlType target = typeOf(to);
        LongStream builtIn = CastTable.builtIn().all().stream()
                .filter(cast ->
                        cast.source().oid() == source.oid() && cast.target().oid() == target.oid())
                .mapToLong(KnownCasts::oid);
        LongStream made = catalog.casts().stream()
                .filter(cast ->
                        cast.source().oid() == source.oid() && cast.target().oid() == target.oid())
                .mapToLong(cast -> cast.object().id());
        long id = LongStream.concat(builtIn, made)
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "cast from type " + source.displayName() + " to type " + target.displayName()
                                + " does not exist"));
        return new ObjectAddress(ObjectAddress.CASTS, id, 0);
    }

    private ObjectAddress operatorClass(List<String> name, boolean family) {
        ObjectAddress method =
                numbered(ObjectAddress.ACCESS_METHODS, "access method", List.of(name.getFirst()), METHODS);
        List<String> of = name.subList(1, name.size());
        boolean system = of.size() == 1 || of.get(of.size() - 2).equals("pg_catalog");
        return OperatorClasses.all().stream()
                .filter(each -> system
                        && each.method() == method.id()
                        && (family ? each.familyName() : each.name()).equals(of.getLast()))
                .findFirst()
                .map(each -> family
                        ? new ObjectAddress(OPERATOR_FAMILIES, each.family(), 0)
                        : new ObjectAddress(OPERATOR_CLASSES, each.oid(), 0))
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "operator " + (family ? "family" : "class") + " \"" + joined(of)
                                + "\" does not exist for access method \"" + name.getFirst() + "\""));
    }

    private ObjectAddress collation(List<String> name) {
        checkSchema(name);
        return new ObjectAddress(
                COLLATIONS, CollationRows.oid(CollationNames.find(new QualifiedName(name, -1), catalog.types())), 0);
    }

    private ObjectAddress statistics(List<String> name) {
        checkSchema(name);
        return catalog.findObject(CatalogKind.EXTENDED_STATISTICS, name)
                .map(found -> new ObjectAddress(STATISTICS, found.id(), 0))
                .orElseThrow(() -> missing("statistics object", joined(name)));
    }

    private ObjectAddress schema(String name) {
        return new ObjectAddress(
                ObjectAddress.SCHEMAS,
                names.find(BuiltInType.REGNAMESPACE, Quoting.identifier(name)).getAsLong(),
                0);
    }

    private ObjectAddress role(String name) {
        return catalog.roles()
                .named(name)
                .map(Role::id)
                .map(id -> new ObjectAddress(ObjectAddress.ROLES, id, 0))
                .orElseThrow(() -> missing("role", name));
    }

    private ObjectAddress database(String name) {
        return catalog.databases().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(each -> new ObjectAddress(ObjectAddress.DATABASES, each.id(), 0))
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_CATALOG_NAME, "database \"" + name + "\" does not exist"));
    }

    private static ObjectAddress numbered(int relation, String word, List<String> name, Map<String, Integer> all) {
        Integer number = all.get(name.getFirst());
        if (number == null) {
            throw missing(word, name.getFirst());
        }
        return new ObjectAddress(relation, number, 0);
    }

    private ObjectAddress onRelation(String type, List<String> name) {
        if (name.size() < 2) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "must specify relation and object name");
        }
        List<String> of = name.subList(0, name.size() - 1);
        Found found = relation(of);
        String part = name.getLast();
        boolean view = found.object()
                .filter(object -> object.kind() == CatalogKind.VIEW)
                .isPresent();
        if (type.equals("rule") && view && part.equals("_RETURN")) {
            return new ObjectAddress(ObjectAddress.RULES, found.id(), 0);
        }
        Optional<Long> constraint = type.equals("table constraint") ? constraint(found, part) : Optional.empty();
        return constraint
                .map(id -> new ObjectAddress(ObjectAddress.CONSTRAINTS, id, 0))
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        (type.equals("table constraint") ? "constraint" : type) + " \"" + part + "\" for "
                                + (type.equals("rule") ? "relation" : "table") + " \"" + of.getLast()
                                + "\" does not exist"));
    }

    private Optional<Long> constraint(Found found, String name) {
        return catalog.table(found.id())
                .flatMap(table -> Stream.concat(
                                catalog.constraints(found.id()).stream(),
                                table.indexes().stream()
                                        .filter(index -> index.object()
                                                .property(IndexDefinition.CONSTRAINT)
                                                .isPresent())
                                        .map(IndexDefinition::object))
                        .filter(each -> each.name().equals(name))
                        .map(CatalogObject::id)
                        .findFirst());
    }
}
