package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.Optional;

/**
 * An array over an element type; arrays of any number of dimensions have the same type, as in PostgreSQL.
 *
 * @param element the type of the elements, whose modifier applies to each of them
 */
@Immutable
public record ArrayType(SqlType element) implements SqlType {
    /** Checks that the element has an array type. */
    public ArrayType {
        if (element.arrayOid() == 0) {
            throw new IllegalArgumentException("no array of " + element);
        }
    }

    @Override
    public boolean isCollatable() {
        return element.isCollatable();
    }

    @Override
    public TextCollation collation() {
        return element.collation();
    }

    @Override
    public ArrayType withCollation(TextCollation collation) {
        return collation.equals(element.collation()) ? this : new ArrayType(element.withCollation(collation));
    }

    @Override
    public int oid() {
        return element.arrayOid();
    }

    @Override
    public int arrayOid() {
        return 0;
    }

    @Override
    public SqlType numbered() {
        return new ArrayType(element.numbered());
    }

    @Override
    public SqlType physical() {
        SqlType physical = element.physical();
        return physical.equals(element) ? this : new ArrayType(physical);
    }

    @Override
    public SqlType stored() {
        return new ArrayType(element.stored());
    }

    @Override
    public int modifier() {
        return element.modifier();
    }

    @Override
    public ValueKind kind() {
        return ValueKind.OBJECT;
    }

    @Override
    public int length() {
        return -1;
    }

    @Override
    public TypeCategory category() {
        return TypeCategory.ARRAY;
    }

    @Override
    public boolean isPreferred() {
        return false;
    }

    @Override
    public String displayName() {
        return element.displayName() + "[]";
    }

    @Override
    public String exactName() {
        return element.exactName() + "[]";
    }

    @Override
    public ArrayType withModifier(int modifier) {
        return new ArrayType(element.withModifier(modifier));
    }

    @Override
    public Optional<BuiltInType> builtIn() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return displayName();
    }
}
