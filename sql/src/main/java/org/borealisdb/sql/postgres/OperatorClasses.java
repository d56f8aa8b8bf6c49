package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.OptionalInt;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.KeyClasses;

/** The operator classes of B-trees, hash indexes and inverted indexes, by PostgreSQL's numbers. Immutable. */
final class OperatorClasses {
    /** Number of the access method of B-trees. */
    static final int BTREE = 403;
    /** Number of the access method of hash indexes. */
    static final int HASH = 405;
    /** Number of the access method of inverted indexes. */
    static final int GIN = 2742;

    /** Place of the name of the access method; behind it stands {@code other} if a type has the class only if it is named. */
    private static final int METHOD = 5;

    private static final List<OperatorClass> ALL = ResourceLines.fields("opclasses.txt").stream()
            .map(line -> new OperatorClass(
                    Integer.parseInt(line.getFirst()),
                    line.get(1),
                    Integer.parseInt(line.get(2)),
                    line.get(3),
                    Integer.parseInt(line.get(4)),
                    method(line.get(METHOD)),
                    line.size() == METHOD + 1))
            .toList();

    private OperatorClasses() {}

    /**
     * An operator class.
     *
     * @param input number of the type
     * @param method number of the access method
     * @param usual whether it is the one that the type has if none is named
     */
    record OperatorClass(int oid, String name, int family, String familyName, int input, int method, boolean usual) {}

    static List<OperatorClass> all() {
        return ALL;
    }

    /** Returns the number of an access method. */
    static int method(String name) {
        return switch (name) {
            case "gin" -> GIN;
            case "hash" -> HASH;
            default -> BTREE;
        };
    }

    /** Returns the number of the operator by which values of a type are equal; 0 if there is none. */
    static int equality(SqlType type) {
        return operator(operand(type), operand(type)).orElse(0);
    }

    /** Returns the number of the operator by which a value of a type equals one of another, in whose type the first is if there is none. */
    static int equality(SqlType type, SqlType other) {
        return operator(operand(type), operand(other)).orElseGet(() -> equality(type));
    }

    private static SqlType operand(SqlType type) {
        SqlType of = type.is(BuiltInType.VARCHAR) ? BuiltInType.TEXT.type() : type.physical();
        return of instanceof EnumType
                ? BuiltInType.ANYENUM.type()
                : of instanceof ArrayType ? BuiltInType.ANYARRAY.type() : of;
    }

    private static OptionalInt operator(SqlType left, SqlType right) {
        return OperatorTable.builtIn().named("=").stream()
                .filter(operator ->
                        operator.left().oid() == left.oid() && operator.right().oid() == right.oid())
                .mapToInt(OperatorTable.Operator::oid)
                .findFirst();
    }

    /** Returns the number of the class that keys of a type are kept by if none is named; 0 if there is none. */
    static int of(SqlType type, int method) {
        String name = KeyClasses.usual(type);
        return ALL.stream()
                .filter(candidate ->
                        candidate.method() == method && candidate.name().equals(name))
                .mapToInt(OperatorClass::oid)
                .findFirst()
                .orElse(0);
    }

    /** Returns the number of the class of a name that an index keeps. */
    static int named(String name, int method) {
        return ALL.stream()
                .filter(candidate ->
                        candidate.method() == method && candidate.name().equals(name))
                .findFirst()
                .orElseThrow()
                .oid();
    }
}
