package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.OperatorStatement;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.catalog.UserOperator;

/** Finds operators by what definitions call them. Belongs to one task. */
final class OperatorNames {
    private final CatalogChanges changes;
    private final FunctionNames types;

    OperatorNames(CatalogChanges changes) {
        this.changes = changes;
        this.types = new FunctionNames(changes);
    }

    /** The types of an operator's operands; the left one is missing if it stands before its only one. */
    record Operands(Optional<SqlType> left, SqlType right) {
        boolean areOf(OperatorTable.Operator operator) {
            return operator.isPrefix() == left.isEmpty()
                    && operator.right().oid() == right.oid()
                    && left.stream()
                            .allMatch(type -> type.oid() == operator.left().oid());
        }

        boolean areOf(UserOperator operator) {
            return operator.right().oid() == right.oid()
                    && operator.left().map(SqlType::oid).equals(left.map(SqlType::oid));
        }
    }

    private static boolean isSystem(QualifiedName name) {
        return name.isSimple() || name.parts().get(name.parts().size() - 2).equals("pg_catalog");
    }

    /** Returns the operator that is built in of just these types. */
    Optional<OperatorTable.Operator> builtIn(QualifiedName name, Operands operands) {
        return isSystem(name)
                ? OperatorTable.builtIn().named(name.last()).stream()
                        .filter(operands::areOf)
                        .findFirst()
                : Optional.empty();
    }

    /** Returns the operator of a user of just these types, be it a shell. */
    Optional<UserOperator> made(QualifiedName name, Operands operands) {
        return changes.schema().operators(name.parts()).stream()
                .filter(operands::areOf)
                .findFirst();
    }

    /** Returns the number of the operator of just these types, unless it is a shell. */
    Optional<Integer> exact(QualifiedName name, Operands operands) {
        return builtIn(name, operands)
                .map(OperatorTable.Operator::oid)
                .or(() -> made(name, operands).filter(each -> !each.isShell()).map(UserOperator::oid));
    }

    /** Returns the types that a statement names. */
    Operands operands(OperatorStatement.Signature signature) {
        TypeName left = signature.left();
        TypeName right = signature.right();
        if (right == null) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "postfix operators are not supported");
        }
        return new Operands(Optional.ofNullable(left).map(this::type), type(right));
    }

    private SqlType type(TypeName name) {
        return types.type(name, "\"" + name.name() + "\"");
    }

    /**
     * Returns the operator that a statement names.
     *
     * @throws SqlException 42883 if there is none, 42501 for one that is built in
     */
    UserOperator needed(OperatorStatement.Signature signature) {
        Operands operands = operands(signature);
        if (builtIn(signature.name(), operands).isPresent()) {
            throw builtIn(signature.name());
        }
        return made(signature.name(), operands)
                .filter(each -> !each.isShell())
                .orElseThrow(() -> missing(signature.name(), operands));
    }

    private SqlException builtIn(QualifiedName name) {
        return changes.schema().currentRole().isSuperuser()
                ? new SqlException(
                        ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                        "cannot change operator " + name + " because it is required by the database system")
                : RoleDefinitions.denied("must be owner of operator " + name);
    }

    /** The error for an operator that there is not. */
    static SqlException missing(QualifiedName name, Operands operands) {
        return new SqlException(ErrorCode.UNDEFINED_FUNCTION, "operator does not exist: " + signature(name, operands));
    }

    /** Returns an operator between the types of its operands. */
    static String signature(QualifiedName name, Operands operands) {
        return operands.left().map(type -> type.displayName() + " ").orElse("") + name + " "
                + operands.right().displayName();
    }

    /** How messages call an operator. */
    static String name(CatalogChanges changes, CatalogObject object) {
        Optional<UserOperator> operator = UserOperator.of(object, changes.schema());
        boolean visible = changes.schema().operators(List.of(UserOperator.nameOf(object))).stream()
                .filter(other -> other.object().name().equals(object.name()))
                .findFirst()
                .filter(first -> first.object().id() == object.id())
                .isPresent();
        return "operator "
                + operator.map(each -> (visible ? "" : Quoting.identifier(each.schema()) + ".") + each.shown())
                        .orElseGet(() -> UserOperator.nameOf(object));
    }
}
