package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that create, change and drop operators and casts of users. */
public sealed interface OperatorStatement extends Statement {
    /** CREATE OPERATOR. */
    record Create(QualifiedName name, List<DefinitionItem> items) implements OperatorStatement {
        /** Copies the items. */
        public Create {
            items = List.copyOf(items);
        }
    }

    /**
     * An operator by its name and the types of its operands.
     *
     * @param left {@code null} if it stands before its only operand
     * @param right {@code null} if NONE was written, which no operator has
     */
    record Signature(
            QualifiedName name,
            @Nullable TypeName left,
            @Nullable TypeName right) {}

    /** DROP OPERATOR. */
    record Drop(List<Signature> signatures, boolean ifExists, boolean cascade) implements OperatorStatement {
        /** Copies the signatures. */
        public Drop {
            signatures = List.copyOf(signatures);
        }
    }

    /** ALTER OPERATOR: the one that is not {@code null} is changed, or the items. */
    record Alter(
            Signature signature,
            @Nullable RoleName owner,
            @Nullable String schema,
            List<DefinitionItem> items) implements OperatorStatement {
        /** Copies the items. */
        public Alter {
            items = List.copyOf(items);
        }
    }

    /** Where a cast is applied without being asked for. */
    enum CastContext {
        EXPLICIT,
        ASSIGNMENT,
        IMPLICIT
    }

    /**
     * CREATE CAST.
     *
     * @param function what converts; {@code null} without one
     * @param inout whether values are converted by their texts
     */
    record CreateCast(
            TypeName source,
            TypeName target,
            FunctionStatement.@Nullable Signature function,
            boolean inout,
            CastContext context)
            implements OperatorStatement {}

    /** DROP CAST. */
    record DropCast(TypeName source, TypeName target, boolean ifExists) implements OperatorStatement {}
}
