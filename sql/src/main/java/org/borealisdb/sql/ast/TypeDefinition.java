package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that create and change types. They are dropped by {@link Definition.Drop}. */
public sealed interface TypeDefinition extends Statement {
    /** CREATE TYPE ... AS ENUM. */
    record CreateEnum(QualifiedName name, List<String> labels) implements TypeDefinition {
        /** Copies the labels. */
        public CreateEnum {
            labels = List.copyOf(labels);
        }
    }

    /** CREATE TYPE ... AS with attributes. */
    record CreateComposite(QualifiedName name, List<Attribute> attributes) implements TypeDefinition {
        /** Copies the attributes. */
        public CreateComposite {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * An attribute of a composite type.
     *
     * @param collation that is named, if any
     */
    record Attribute(String name, TypeName type, @Nullable QualifiedName collation) {}

    /**
     * CREATE DOMAIN.
     *
     * @param collation that is named, if any
     */
    record CreateDomain(
            QualifiedName name,
            TypeName type,
            @Nullable QualifiedName collation,
            List<Definition.Constraint> constraints)
            implements TypeDefinition {
        /** Copies the constraints. */
        public CreateDomain {
            constraints = List.copyOf(constraints);
        }
    }

    /**
     * ALTER TYPE or ALTER DOMAIN.
     *
     * @param kind which of them
     */
    record Alter(Definition.ObjectKind kind, QualifiedName name, Action action) implements TypeDefinition {}

    /** What ALTER does. */
    sealed interface Action {}

    /**
     * ADD VALUE.
     *
     * @param neighbour the value that it comes before or after; last of all if there is none
     */
    record AddValue(
            String value, boolean ifNotExists, @Nullable String neighbour, boolean before) implements Action {}

    /** RENAME VALUE. */
    record RenameValue(String value, String newValue) implements Action {}

    /** What ALTER does to the attributes of a composite type, in order. */
    record AlterAttributes(List<AttributeAction> actions) implements Action {
        /** Copies the actions. */
        public AlterAttributes {
            actions = List.copyOf(actions);
        }
    }

    /** RENAME ATTRIBUTE. */
    record RenameAttribute(String attribute, String newName, boolean cascade) implements Action {}

    /** What happens to one attribute. */
    sealed interface AttributeAction {}

    /** ADD ATTRIBUTE. */
    record AddAttribute(Attribute attribute, boolean cascade) implements AttributeAction {}

    /** DROP ATTRIBUTE. */
    record DropAttribute(String attribute, boolean ifExists, boolean cascade) implements AttributeAction {}

    /** ALTER ATTRIBUTE ... TYPE. */
    record ChangeAttribute(Attribute attribute, boolean cascade) implements AttributeAction {}

    /** RENAME TO. */
    record Rename(String newName) implements Action {}

    /** SET SCHEMA. */
    record SetSchema(String schema) implements Action {}

    /** OWNER TO. */
    record ChangeOwner(RoleName owner) implements Action {}

    /** SET DEFAULT, or DROP DEFAULT without a value. */
    record SetDefault(@Nullable SyntaxExpression value) implements Action {}

    /** SET or DROP NOT NULL. */
    record SetNotNull(boolean notNull) implements Action {}

    /** ADD CONSTRAINT. */
    record AddConstraint(Definition.Constraint constraint) implements Action {}

    /** DROP CONSTRAINT. */
    record DropConstraint(String constraint, boolean ifExists) implements Action {}

    /** RENAME CONSTRAINT. */
    record RenameConstraint(String constraint, String newName) implements Action {}

    /** VALIDATE CONSTRAINT. */
    record ValidateConstraint(String constraint) implements Action {}
}
