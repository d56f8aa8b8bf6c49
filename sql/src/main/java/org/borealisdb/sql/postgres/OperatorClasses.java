package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;

/** The operator classes of B-trees, by PostgreSQL's numbers. Immutable. */
final class OperatorClasses {
    private static final List<OperatorClass> ALL = ResourceLines.fields("opclasses.txt").stream()
            .map(line -> new OperatorClass(
                    Integer.parseInt(line.getFirst()),
                    line.get(1),
                    Integer.parseInt(line.get(2)),
                    line.get(3),
                    Integer.parseInt(line.get(4))))
            .toList();

    private OperatorClasses() {}

    /**
     * An operator class.
     *
     * @param input number of the type
     */
    record OperatorClass(int oid, String name, int family, String familyName, int input) {}

    static List<OperatorClass> all() {
        return ALL;
    }

    /** Returns the number of the class that keys of a type are ordered by; 0 if there is none. */
    static int of(SqlType type) {
        int input = type.is(BuiltInType.VARCHAR)
                ? BuiltInType.TEXT.oid()
                : type.category() == TypeCategory.ARRAY ? BuiltInType.ANYARRAY.oid() : type.oid();
        Optional<OperatorClass> found =
                ALL.stream().filter(candidate -> candidate.input() == input).findFirst();
        return found.map(OperatorClass::oid).orElse(0);
    }
}
