package org.borealisdb.sql.postgres;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ObjectNames;
import org.borealisdb.sql.ast.LongName;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.CollationNames;
import org.borealisdb.sql.catalog.Estimators;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.TypeNames;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.RowFunction;

/** The names of a session's catalog. Belongs to the session's task. */
final class CatalogNames implements ObjectNames {
    /** What is put before the name of a type to read it as a statement's. */
    private static final String CAST = "NULL::";

    private final Supplier<CatalogSnapshot> catalog;

    /** Those beside the built-in ones. */
    private final Supplier<Collection<ScalarFunction>> sessionFunctions;

    private final Supplier<Collection<RowFunction>> rowFunctions;

    private final RoutineNames routines;
    private final OperatorNames operators;

    CatalogNames(
            Supplier<CatalogSnapshot> catalog,
            Supplier<Collection<ScalarFunction>> sessionFunctions,
            Supplier<Collection<RowFunction>> rowFunctions) {
        this.catalog = catalog;
        this.sessionFunctions = sessionFunctions;
        this.rowFunctions = rowFunctions;
        this.operators = new OperatorNames(catalog);
        this.routines = new RoutineNames(catalog, sessionFunctions, rowFunctions);
    }

    @Override
    public Optional<String> nameOf(BuiltInType type, long oid) {
        return switch (type) {
            case REGCLASS ->
                SystemRelations.withOid(oid)
                        .map(catalog.get()::shown)
                        .or(() -> catalog.get()
                                .classed(oid)
                                .map(relation -> new ObjectText(catalog.get()).relation(relation)));
            case REGTYPE -> catalog.get().types().type(oid).map(SqlType::displayName);
            case REGNAMESPACE -> catalog.get().schemaName(oid).map(Quoting::identifier);
            case REGROLE -> catalog.get().roles().withId(oid).map(role -> Quoting.identifier(role.name()));
            case REGPROC ->
                FunctionCatalog.builtIn()
                        .withOid((int) oid)
                        .or(() -> sessionFunctions.get().stream()
                                .filter(function -> function.oid() == oid)
                                .findFirst())
                        .map(ScalarFunction::name)
                        .or(() -> rowFunctions.get().stream()
                                .filter(function -> function.oid() == oid)
                                .map(RowFunction::functionName)
                                .findFirst())
                        .or(() -> KnownRoutine.withOid(oid).map(KnownRoutine::name))
                        .map(this::shownBuiltIn)
                        .or(() -> catalog.get().function(oid).map(this::shown))
                        .or(() -> Estimators.name(oid))
                        .or(() -> InputOutputFunction.withOid(oid).map(InputOutputFunction::name));
            case REGPROCEDURE -> routines.shown(oid).or(() -> Estimators.shown(oid));
            case REGOPER -> operators.shown(oid);
            case REGOPERATOR -> operators.shownWithTypes(oid);
            case REGCOLLATION ->
                CollationRows.named(oid)
                        .map(Quoting::identifier)
                        .or(() -> catalog.get().types().collation(oid).map(Collation::displayName));
            default -> Optional.empty();
        };
    }

    @Override
    public OptionalLong find(BuiltInType type, String text) {
        checkDatabase(text, type == BuiltInType.REGCLASS);
        return OptionalLong.of(
                switch (type) {
                    case REGCLASS -> relation(text).orElseThrow(() -> noRelation(text));
                    case REGTYPE -> type(text);
                    case REGNAMESPACE -> schema(text);
                    case REGROLE -> role(text);
                    case REGPROC -> function(text);
                    case REGPROCEDURE -> routines.find(text, this::type);
                    case REGOPER -> operators.find(text);
                    case REGOPERATOR -> operators.findWithTypes(text, this::type);
                    case REGCOLLATION -> collation(text);
                    default -> throw new IllegalArgumentException("no names of " + type);
                });
    }

    /** Fails if a name, behind which types may be written, is one of another database. */
    private void checkDatabase(String text, boolean relation) {
        int types = text.indexOf('(');
        if (text.indexOf('.') != text.lastIndexOf('.')) {
            QualifiedName.parseIdentifiers(types < 0 ? text : text.substring(0, types))
                    .filter(name -> name.size() > 2)
                    .ifPresent(name -> new LongName(new QualifiedName(name, -1), false, relation)
                            .check(catalog.get().databaseName(), ""));
        }
    }

    private static List<String> parts(String text) {
        return QualifiedName.parseIdentifiers(text)
                .orElseThrow(() -> new SqlException(ErrorCode.INVALID_NAME, "invalid name syntax"));
    }

    /** Reads a name that has no schema. */
    private static String single(String text) {
        List<String> parts = parts(text);
        if (parts.size() != 1) {
            throw new SqlException(ErrorCode.INVALID_NAME, "invalid name syntax");
        }
        return parts.getFirst();
    }

    /**
     * Returns the number of an object.
     *
     * @param missing the errors that mean that there is none, for which the result is empty
     * @throws SqlException for any other error
     */
    Optional<Long> known(BuiltInType type, String text, Set<ErrorCode> missing) {
        try {
            return Optional.of(find(type, text).getAsLong());
        } catch (SqlException error) {
            if (missing.contains(error.code())) {
                return Optional.empty();
            }
            throw error;
        }
    }

    /** Returns the number of a relation by its name as it is written in SQL. */
    Optional<Long> relation(String text) {
        checkDatabase(text, true);
        List<String> parts = parts(text);
        Optional<SystemRelation> found =
                SystemRelations.named(parts.size() == 1 ? "pg_catalog" : parts.get(parts.size() - 2), parts.getLast());
        return found.map(relation -> (long) relation.oid())
                .or(() -> catalog.get().find(parts).map(CatalogObject::id))
                .or(() -> catalog.get()
                        .types()
                        .find(parts)
                        .map(UserType::new)
                        .filter(UserType::isComposite)
                        .map(UserType::relation));
    }

    private SqlException noRelation(String text) {
        List<String> parts = parts(text);
        checkSchema(parts);
        return new SqlException(
                ErrorCode.UNDEFINED_TABLE, "relation \"" + String.join(".", parts) + "\" does not exist");
    }

    private void checkSchema(List<String> parts) {
        String schema = parts.size() == 1 ? "pg_catalog" : parts.get(parts.size() - 2);
        boolean own = schema.equals(TemporaryObjects.ALIAS);
        if (!own && !catalog.get().hasSchema(schema)) {
            throw new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist");
        }
    }

    private long type(String text) {
        if (!text.isBlank() && cast(text) instanceof SyntaxExpression.Cast cast) {
            checkSchema(cast.type().name().parts());
            return TypeNames.resolve(cast.type(), catalog.get().types()).oid();
        }
        throw new SqlException(ErrorCode.SYNTAX_ERROR, "invalid type name \"" + text + "\"");
    }

    /** Reads a cast to a type; positions of errors are those in the type's name. */
    private static SyntaxExpression cast(String type) {
        try {
            return PostgresParser.parseExpression(CAST + type);
        } catch (SqlException invalid) {
            OptionalInt position = invalid.position();
            throw position.isPresent()
                    ? invalid.withPosition(Math.max(1, position.getAsInt() - CAST.length()))
                    : invalid;
        }
    }

    /** Returns the number of a function by its name and the types of its arguments, or by its number. */
    long routine(String text) {
        return text.matches("[0-9]{1,10}") ? Long.parseLong(text) : routines.find(text, this::type);
    }

    /** Returns the types of the arguments of a function that is built in. */
    Optional<List<SqlType>> argumentsOf(long oid) {
        return routines.argumentsOf(oid);
    }

    /** Returns whether a number is that of a function that is built in. */
    boolean isBuiltInFunction(long oid) {
        return routines.isBuiltIn(oid);
    }

    private long schema(String text) {
        String name = single(text);
        return switch (name) {
            case "pg_catalog" -> CatalogSnapshot.PG_CATALOG;
            case "information_schema" -> CatalogSnapshot.INFORMATION_SCHEMA;
            default ->
                catalog.get()
                        .schemaNamed(name)
                        .map(CatalogObject::id)
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist"));
        };
    }

    private long collation(String text) {
        List<String> parts = parts(text);
        checkSchema(parts);
        return CollationRows.oid(
                CollationNames.find(new QualifiedName(parts, -1), catalog.get().types()));
    }

    private long role(String text) {
        String name = single(text);
        return catalog.get()
                .roles()
                .named(name)
                .map(Role::id)
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist"));
    }

    private long function(String text) {
        List<String> parts = parts(text);
        if (parts.size() > 1) {
            String schema = parts.get(parts.size() - 2);
            // Fails if there is none.
            if (schema(Quoting.identifier(schema)) != CatalogSnapshot.PG_CATALOG) {
                List<UserFunction> theirs = catalog.get().functionsNamed(parts);
                if (theirs.size() > 1) {
                    throw new SqlException(
                            ErrorCode.AMBIGUOUS_FUNCTION, "more than one function named \"" + text + "\"");
                }
                return theirs.stream()
                        .findFirst()
                        .map(found -> found.object().id())
                        .orElseThrow(() -> noFunction(text));
            }
        }
        String name = parts.getLast();
        List<Integer> theirs = parts.size() > 1
                ? List.of()
                : catalog.get().functionsNamed(parts).stream()
                        .map(UserFunction::oid)
                        .toList();
        List<Integer> found =
                Stream.concat(builtInNamed(name).stream(), theirs.stream()).toList();
        if (found.size() > 1) {
            throw new SqlException(ErrorCode.AMBIGUOUS_FUNCTION, "more than one function named \"" + text + "\"");
        }
        if (!found.isEmpty()) {
            return found.getFirst();
        }
        return InputOutputFunction.named(name)
                .mapToLong(InputOutputFunction::oid)
                .findFirst()
                .orElseThrow(() -> noFunction(text));
    }

    /** Returns the numbers of the built-in functions of a name. */
    private List<Integer> builtInNamed(String name) {
        return Stream.of(
                        FunctionCatalog.builtIn().named(name).stream().map(ScalarFunction::oid),
                        sessionFunctions.get().stream()
                                .filter(function -> function.name().equals(name))
                                .map(ScalarFunction::oid),
                        rowFunctions.get().stream()
                                .filter(function -> function.functionName().equals(name))
                                .map(RowFunction::oid),
                        KnownRoutine.named(name).stream().map(KnownRoutine::oid))
                .flatMap(numbers -> numbers)
                .toList();
    }

    /** The name of a built-in function, with its schema if there are several, one of which may be a user's. */
    private String shownBuiltIn(String name) {
        int all = builtInNamed(name).size()
                + catalog.get().functionsNamed(List.of(name)).size();
        return (all > 1 ? "pg_catalog." : "") + Quoting.identifier(name);
    }

    /** A function's name, with its schema if the name alone would not mean it. */
    private String shown(UserFunction function) {
        List<UserFunction> named = catalog.get().functionsNamed(List.of(function.name()));
        boolean only = named.size() == 1
                && named.getFirst().oid() == function.oid()
                && builtInNamed(function.name()).isEmpty();
        return only ? Quoting.identifier(function.name()) : function.qualifiedName();
    }

    private static SqlException noFunction(String text) {
        return new SqlException(ErrorCode.UNDEFINED_FUNCTION, "function \"" + text + "\" does not exist");
    }
}
