package org.borealisdb.sql.system;

import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;

/** Finds operators by what definitions call them. Belongs to one task. */
final class OperatorNames {
    private final CatalogChanges changes;

    OperatorNames(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Returns the number of the operator of just these types. */
    Optional<Integer> exact(QualifiedName name, Optional<SqlType> left, SqlType right) {
        boolean system = name.isSimple()
                || name.parts().get(name.parts().size() - 2).equals("pg_catalog");
        return system
                ? OperatorTable.builtIn().named(name.last()).stream()
                        .filter(each -> each.isPrefix() == left.isEmpty()
                                && each.right().oid() == right.oid()
                                && left.stream().allMatch(type -> type.oid() == each.left().oid()))
                        .map(OperatorTable.Operator::oid)
                        .findFirst()
                : Optional.empty();
    }

    /** The error for an operator that there is not. */
    static SqlException missing(QualifiedName name, Optional<SqlType> left, SqlType right) {
        return new SqlException(
                ErrorCode.UNDEFINED_FUNCTION,
                "operator does not exist: "
                        + left.map(type -> type.displayName() + " ").orElse("") + name + " " + right.displayName());
    }
}
