package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;

/** The operator classes of B-trees, hash indexes and inverted indexes, by PostgreSQL's numbers. Immutable. */
final class OperatorClasses {
    /** Number of the access method of B-trees. */
    static final int BTREE = 403;
    /** Number of the access method of hash indexes. */
    static final int HASH = 405;
    /** Number of the access method of inverted indexes. */
    static final int GIN = 2742;

    /** Place of the field that classes of other methods than B-trees have: {@code hash}, or for inverted indexes whether it is the default of its type. */
    private static final int METHOD = 5;

    private static final List<OperatorClass> ALL = ResourceLines.fields("opclasses.txt").stream()
            .map(line -> new OperatorClass(
                    Integer.parseInt(line.getFirst()),
                    line.get(1),
                    Integer.parseInt(line.get(2)),
                    line.get(3),
                    Integer.parseInt(line.get(4)),
                    line.size() <= METHOD ? BTREE : line.get(METHOD).equals("hash") ? HASH : GIN,
                    line.size() <= METHOD || !line.get(METHOD).equals("other")))
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
        SqlType of = type.is(BuiltInType.VARCHAR) ? BuiltInType.TEXT.type() : type.physical();
        SqlType operand = of instanceof EnumType
                ? BuiltInType.ANYENUM.type()
                : of instanceof ArrayType ? BuiltInType.ANYARRAY.type() : of;
        return OperatorTable.builtIn().named("=").stream()
                .filter(operator -> operator.left().oid() == operand.oid()
                        && operator.right().oid() == operand.oid())
                .mapToInt(OperatorTable.Operator::oid)
                .findFirst()
                .orElse(0);
    }

    /** Returns the number of the class that keys of a type are kept by; 0 if there is none. */
    static int of(SqlType type, int method) {
        int input = type.is(BuiltInType.VARCHAR)
                ? BuiltInType.TEXT.oid()
                : type.builtIn().filter(BuiltInType::isRegistered).isPresent()
                        ? BuiltInType.OID.oid()
                        : type.category() == TypeCategory.ARRAY ? BuiltInType.ANYARRAY.oid() : type.oid();
        Optional<OperatorClass> found = ALL.stream()
                .filter(candidate -> candidate.method() == method && candidate.input() == input)
                .findFirst();
        return found.map(OperatorClass::oid).orElse(0);
    }

    /** Returns the number of a class of inverted indexes. */
    static int inverted(String name) {
        return ALL.stream()
                .filter(candidate ->
                        candidate.method() == GIN && candidate.name().equals(name))
                .findFirst()
                .orElseThrow()
                .oid();
    }
}
