package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.OperatorTable.Operator;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.UserOperator;

/** Operators by their signs alone, as in {@code ||/}, and with the types of their operands, as in {@code -(NONE,integer)}. Belongs to one task. */
final class OperatorNames {
    private static final String NO_OPERAND = "none";

    private final Supplier<CatalogSnapshot> catalog;

    OperatorNames(Supplier<CatalogSnapshot> catalog) {
        this.catalog = catalog;
    }

    /**
     * Returns the number of the only operator with a sign.
     *
     * @throws SqlException 42883 if there is none, 42725 if there are several, 3F000 if its schema is not there
     */
    long find(String text) {
        List<String> name = QualifiedName.parseIdentifiers(text)
                .orElseThrow(() -> new SqlException(ErrorCode.INVALID_NAME, "invalid name syntax"));
        String schema = name.size() == 1 ? "pg_catalog" : name.get(name.size() - 2);
        boolean there = schema.equals("pg_catalog")
                || schema.equals("information_schema")
                || catalog.get().schemaNamed(schema).isPresent();
        if (!there) {
            throw new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist");
        }
        List<Named> named = named(name);
        if (named.size() > 1) {
            throw new SqlException(ErrorCode.AMBIGUOUS_FUNCTION, "more than one operator named " + text);
        }
        return named.stream().findFirst().map(Named::oid).orElseThrow(() -> missing(text));
    }

    /**
     * Returns the number of the operator with a sign and operands of types.
     *
     * @param typeNumber finds a type by its name
     */
    long findWithTypes(String text, ToLongFunction<String> typeNumber) {
        RoutineNames.Written written = RoutineNames.read(text);
        List<Long> types = new ArrayList<>();
        for (String type : written.types()) {
            types.add(type.equalsIgnoreCase(NO_OPERAND) ? 0 : typeNumber.applyAsLong(type));
        }
        if (types.size() == 1) {
            throw new SqlException(ErrorCode.UNDEFINED_PARAMETER, "missing argument")
                    .withHint("Use NONE to denote the missing argument of a unary operator.");
        }
        if (types.size() != 2) {
            throw new SqlException(ErrorCode.TOO_MANY_ARGUMENTS, "too many arguments")
                    .withHint("Provide two argument types for operator.");
        }
        return named(written.name()).stream()
                .filter(operator -> operator.left() == types.getFirst() && operator.right() == types.getLast())
                .findFirst()
                .map(Named::oid)
                .orElseThrow(() -> missing(text));
    }

    /** An operator by its number, and by the numbers of the types of its operands; 0 for none. */
    private record Named(long oid, long left, long right) {
        static Named of(Operator operator) {
            return new Named(
                    operator.oid(), operator.isPrefix() ? 0 : number(operator.left()), number(operator.right()));
        }

        static Named of(UserOperator operator) {
            return new Named(
                    operator.object().id(), operator.left().map(Named::number).orElse(0L), number(operator.right()));
        }

        private static long number(SqlType type) {
            return Integer.toUnsignedLong(type.oid());
        }

        boolean hasTypesOf(Named other) {
            return left == other.left && right == other.right;
        }
    }

    /** Returns the operators that a name stands for: of those with the same operands the first on the search path. */
    private List<Named> named(List<String> name) {
        boolean system = name.size() == 1 || name.get(name.size() - 2).equals("pg_catalog");
        List<Named> found = new ArrayList<>();
        if (system) {
            OperatorTable.builtIn().named(name.getLast()).forEach(each -> found.add(Named.of(each)));
        }
        for (UserOperator each : catalog.get().operatorsNamed(name)) {
            Named operator = Named.of(each);
            if (found.stream().noneMatch(operator::hasTypesOf)) {
                found.add(operator);
            }
        }
        return found;
    }

    private static SqlException missing(String text) {
        return new SqlException(ErrorCode.UNDEFINED_FUNCTION, "operator does not exist: " + text);
    }

    private static Optional<Operator> builtIn(long oid) {
        return OperatorTable.builtIn().all().stream()
                .filter(operator -> operator.oid() == oid)
                .findFirst();
    }

    /** Returns whether an operator is found by its sign alone; those that are built in are. */
    boolean isVisible(long oid) {
        return catalog.get()
                .operator(oid)
                .map(operator -> named(List.of(operator.name())).stream().anyMatch(each -> each.oid() == oid))
                .orElse(true);
    }

    /** Returns an operator's sign, with its schema if there are several of it, or it would not be found. */
    Optional<String> shown(long oid) {
        return builtIn(oid)
                .map(operator -> shown(oid, operator.name(), "pg_catalog."))
                .or(() -> catalog.get()
                        .operator(oid)
                        .map(operator -> shown(oid, operator.name(), Quoting.identifier(operator.schema()) + ".")));
    }

    private String shown(long oid, String name, String schema) {
        List<Named> all = named(List.of(name));
        return all.size() == 1 && all.getFirst().oid() == oid ? name : schema + name;
    }

    /** Returns an operator's sign with the types of its operands, and with its schema if it would not be found. */
    Optional<String> shownWithTypes(long oid) {
        return builtIn(oid)
                .map(operator -> operator.name() + "("
                        + (operator.isPrefix() ? "NONE" : operator.left().displayName()) + ","
                        + operator.right().displayName() + ")")
                .or(() -> catalog.get()
                        .operator(oid)
                        .map(operator -> (isVisible(oid) ? "" : Quoting.identifier(operator.schema()) + ".")
                                + operator.shown()));
    }
}
