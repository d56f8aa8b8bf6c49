package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** The operators, by name. Immutable once made. */
public final class OperatorTable {
    private static final OperatorTable BUILT_IN = new OperatorTable();

    private final Map<String, List<Operator>> byName = new LinkedHashMap<>();
    private final Map<String, List<Operator>> prefix = new HashMap<>();
    private final Map<String, List<Operator>> infix = new HashMap<>();

    private OperatorTable() {
        OperatorDeclarations.declare(this);
    }

    /**
     * An operator, as {@code pg_operator} lists it.
     *
     * @param oid PostgreSQL's identifier
     * @param name the sign
     * @param left the left operand's type, VOID for a prefix operator
     * @param right the right operand's type
     * @param function the function's oid
     * @param commutator the operator with sides exchanged, 0 if there is none
     * @param negator the operator with the opposite answer, 0 if there is none
     */
    public record Operator(
            int oid, String name, SqlType left, SqlType right, int function, int commutator, int negator) {
        /** Returns whether it stands before its only operand. */
        public boolean isPrefix() {
            return left.is(BuiltInType.VOID);
        }
    }

    /** Returns the operators of this module. */
    public static OperatorTable builtIn() {
        return BUILT_IN;
    }

    void add(int oid, String name, BuiltInType left, BuiltInType right, int function, int commutator, int negator) {
        add(oid, name, left.type(), right.type(), function, commutator, negator);
    }

    void add(int oid, String name, SqlType left, SqlType right, int function, int commutator, int negator) {
        Operator operator = new Operator(oid, name, left, right, function, commutator, negator);
        byName.computeIfAbsent(name, key -> new ArrayList<>()).add(operator);
        (operator.isPrefix() ? prefix : infix)
                .computeIfAbsent(name, key -> new ArrayList<>())
                .add(operator);
    }

    /** Returns all operators of a name. */
    public List<Operator> named(String name) {
        return Collections.unmodifiableList(byName.getOrDefault(name, List.of()));
    }

    /** Returns the operators of a name that stand before their only operand. */
    public List<Operator> prefix(String name) {
        return Collections.unmodifiableList(prefix.getOrDefault(name, List.of()));
    }

    /** Returns the operators of a name that stand between two operands. */
    public List<Operator> infix(String name) {
        return Collections.unmodifiableList(infix.getOrDefault(name, List.of()));
    }

    /** Returns all operators. */
    public List<Operator> all() {
        return byName.values().stream().flatMap(List::stream).toList();
    }
}
