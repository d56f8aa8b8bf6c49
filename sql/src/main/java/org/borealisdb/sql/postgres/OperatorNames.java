package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.OperatorTable.Operator;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;

/** Operators by their signs alone, as in {@code ||/}, and with the types of their operands, as in {@code -(NONE,integer)}. All of them are in pg_catalog. Belongs to one task. */
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
        List<Operator> named = named(name);
        if (named.size() > 1) {
            throw new SqlException(ErrorCode.AMBIGUOUS_FUNCTION, "more than one operator named " + text);
        }
        return named.stream().findFirst().map(Operator::oid).orElseThrow(() -> missing(text));
    }

    /**
     * Returns the number of the operator with a sign and operands of types.
     *
     * @param typeNumber finds a type by its name
     */
    static long findWithTypes(String text, ToLongFunction<String> typeNumber) {
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
                .filter(operator -> left(operator) == types.getFirst() && right(operator) == types.getLast())
                .findFirst()
                .map(Operator::oid)
                .orElseThrow(() -> missing(text));
    }

    private static long left(Operator operator) {
        return operator.isPrefix() ? 0 : Integer.toUnsignedLong(operator.left().oid());
    }

    private static long right(Operator operator) {
        return Integer.toUnsignedLong(operator.right().oid());
    }

    private static List<Operator> named(List<String> name) {
        boolean system = name.size() == 1 || name.get(name.size() - 2).equals("pg_catalog");
        return system ? OperatorTable.builtIn().named(name.getLast()) : List.of();
    }

    private static SqlException missing(String text) {
        return new SqlException(ErrorCode.UNDEFINED_FUNCTION, "operator does not exist: " + text);
    }

    private static Optional<Operator> first(Predicate<Operator> wanted) {
        return OperatorTable.builtIn().all().stream().filter(wanted).findFirst();
    }

    /** Returns an operator's sign, with its schema if there are several of it. */
    static Optional<String> shown(long oid) {
        return first(operator -> operator.oid() == oid).map(Operator::name).map(name -> {
            boolean only = OperatorTable.builtIn().named(name).size() == 1;
            return only ? name : "pg_catalog." + name;
        });
    }

    /** Returns an operator's sign with the types of its operands. */
    static Optional<String> shownWithTypes(long oid) {
        return first(operator -> operator.oid() == oid)
                .map(operator -> operator.name() + "(" + (operator.isPrefix() ? "NONE" : name(operator.left())) + ","
                        + name(operator.right()) + ")");
    }

    private static String name(SqlType type) {
        return type.displayName();
    }
}
