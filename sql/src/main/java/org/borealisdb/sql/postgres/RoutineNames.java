package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.plan.RowFunction;

/** Functions by their names with the types of their arguments, as in {@code lower(text)}. Belongs to one task. */
final class RoutineNames {
    private final Supplier<CatalogSnapshot> catalog;
    private final Supplier<Collection<ScalarFunction>> sessionFunctions;
    private final Supplier<Collection<RowFunction>> rowFunctions;

    RoutineNames(
            Supplier<CatalogSnapshot> catalog,
            Supplier<Collection<ScalarFunction>> sessionFunctions,
            Supplier<Collection<RowFunction>> rowFunctions) {
        this.catalog = catalog;
        this.sessionFunctions = sessionFunctions;
        this.rowFunctions = rowFunctions;
    }

    private Stream<ScalarFunction> builtIn() {
        return Stream.concat(FunctionCatalog.builtIn().all().stream(), sessionFunctions.get().stream());
    }

    /** Returns whether a number is that of a function that is built in. */
    boolean isBuiltIn(long oid) {
        return builtIn().anyMatch(function -> function.oid() == oid)
                || rowFunctions.get().stream().anyMatch(function -> function.oid() == oid)
                || KnownRoutine.withOid(oid).isPresent()
                || InputOutputFunction.withOid(oid).isPresent();
    }

    /** A name and the types of arguments, each as it was written. */
    record Written(List<String> name, List<String> types) {}

    /**
     * Returns the number of a function.
     *
     * @param typeNumber finds a type by its name
     * @throws SqlException 42883 if there is none, 3F000 if its schema is not there, 22P02 if the text names none
     */
    long find(String text, ToLongFunction<String> typeNumber) {
        Written written = read(text);
        List<Long> types = written.types().stream().map(typeNumber::applyAsLong).toList();
        String name = written.name().getLast();
        String schema = written.name().size() == 1
                ? "pg_catalog"
                : written.name().get(written.name().size() - 2);
        boolean system = schema.equals("pg_catalog");
        boolean known = system
                || schema.equals("information_schema")
                || catalog.get().schemaNamed(schema).isPresent();
        if (!known) {
            throw new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist");
        }
        Optional<Long> found = system
                ? builtIn()
                        .filter(function -> function.name().equals(name)
                                && oids(function.arguments()).equals(types))
                        .map(function -> (long) function.oid())
                        .findFirst()
                        .or(() -> rowFunctions.get().stream()
                                .filter(function -> function.functionName().equals(name)
                                        && oids(function.arguments().stream()
                                                        .map(CompositeType.Field::type)
                                                        .toList())
                                                .equals(types))
                                .map(function -> (long) function.oid())
                                .findFirst())
                        .or(() -> KnownRoutine.named(name).stream()
                                .filter(routine -> oids(routine.argumentTypes()).equals(types))
                                .map(routine -> (long) routine.oid())
                                .findFirst())
                        .or(() -> InputOutputFunction.named(name)
                                .filter(function -> oids(function.arguments()).equals(types))
                                .map(function -> (long) function.oid())
                                .findFirst())
                : Optional.empty();
        return found.or(() -> ofUser(written.name(), types))
                .orElseThrow(() ->
                        new SqlException(ErrorCode.UNDEFINED_FUNCTION, "function \"" + text + "\" does not exist"));
    }

    private Optional<Long> ofUser(List<String> name, List<Long> types) {
        List<UserFunction> fitting = catalog.get().functionsNamed(name).stream()
                .filter(function -> oids(function.inputTypes()).equals(types))
                .toList();
        return fitting.stream()
                .filter(function -> name.size() > 1
                        || catalog.get().isFunctionVisible(function.object().id()))
                .findFirst()
                .map(function -> function.object().id());
    }

    private static List<Long> oids(List<SqlType> types) {
        return types.stream().map(type -> Integer.toUnsignedLong(type.oid())).toList();
    }

    /** Returns a function as it is written: with its schema if it would not be found without. */
    Optional<String> shown(long oid) {
        return builtIn()
                .filter(function -> function.oid() == oid)
                .findFirst()
                .map(function -> shown(Quoting.identifier(function.name()), function.arguments()))
                .or(() -> rowFunctions.get().stream()
                        .filter(function -> function.oid() == oid)
                        .findFirst()
                        .map(function -> shown(
                                Quoting.identifier(function.functionName()),
                                function.arguments().stream()
                                        .map(CompositeType.Field::type)
                                        .toList())))
                .or(() -> KnownRoutine.withOid(oid)
                        .map(routine -> shown(Quoting.identifier(routine.name()), routine.argumentTypes())))
                .or(() -> InputOutputFunction.withOid(oid)
                        .map(function -> shown(Quoting.identifier(function.name()), function.arguments())))
                .or(() -> catalog.get().function(oid).map(function -> {
                    String name = Quoting.identifier(function.name());
                    return shown(
                            catalog.get().isFunctionVisible(oid) ? name : function.qualifiedName(),
                            function.inputTypes());
                }));
    }

    /** Returns the types of the arguments of a function that is built in. */
    Optional<List<SqlType>> argumentsOf(long oid) {
        return builtIn()
                .filter(function -> function.oid() == oid)
                .findFirst()
                .map(ScalarFunction::arguments)
                .or(() -> rowFunctions.get().stream()
                        .filter(function -> function.oid() == oid)
                        .findFirst()
                        .map(function -> function.arguments().stream()
                                .map(CompositeType.Field::type)
                                .toList()))
                .or(() -> KnownRoutine.withOid(oid).map(KnownRoutine::argumentTypes))
                .or(() -> InputOutputFunction.withOid(oid).map(InputOutputFunction::arguments));
    }

    private static String shown(String name, List<SqlType> types) {
        return name + types.stream().map(SqlType::displayName).collect(Collectors.joining(",", "(", ")"));
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, message);
    }

    /** Reads a name with types in parentheses. */
    static Written read(String text) {
        int open = indexOf(text, '(', 0);
        if (open < 0) {
            throw invalid("expected a left parenthesis");
        }
        List<String> name = QualifiedName.parseIdentifiers(text.substring(0, open))
                .orElseThrow(() -> new SqlException(ErrorCode.INVALID_NAME, "invalid name syntax"));
        String rest = text.substring(open + 1).stripTrailing();
        if (!rest.endsWith(")")) {
            throw invalid("expected a right parenthesis");
        }
        String inside = rest.substring(0, rest.length() - 1);
        List<String> types = new ArrayList<>();
        int start = 0;
        while (!inside.isBlank() && start <= inside.length()) {
            int comma = indexOf(inside, ',', start);
            int end = comma < 0 ? inside.length() : comma;
            String type = inside.substring(start, end).strip();
            if (type.isEmpty()) {
                throw invalid("expected a type name");
            }
            types.add(type);
            start = end + 1;
        }
        return new Written(name, types);
    }

    /** Returns where a character stands first outside of quotes, and of parentheses after the start; negative if it does not. */
    private static int indexOf(String text, char wanted, int start) {
        boolean quoted = false;
        int depth = 0;
        for (int at = start; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each == '"') {
                quoted = !quoted;
            } else if (!quoted && depth == 0 && each == wanted) {
                return at;
            } else if (!quoted && (each == '(' || each == '[')) {
                depth++;
            } else if (!quoted && (each == ')' || each == ']')) {
                depth--;
            }
        }
        return -1;
    }
}
