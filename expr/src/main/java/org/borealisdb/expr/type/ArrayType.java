package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An array over an element type; arrays of any number of dimensions have the same type, as in PostgreSQL. Two are equal also if the values of one are known to be
 * of a domain.
 *
 * @param element the type of the elements, whose modifier applies to each of them
 * @param domain over arrays that the values are known to be of, if they are
 */
@Immutable
public record ArrayType(SqlType element, @Nullable DomainType domain) implements SqlType {
    /** Checks that the element has an array type. */
    public ArrayType {
        if (element.arrayOid() == 0) {
            throw new IllegalArgumentException("no array of " + element);
        }
    }

    /** Makes a type of arrays. */
    public ArrayType(SqlType element) {
        this(element, null);
    }

    @Override
    public SqlType declared() {
        if (domain != null) {
            return domain;
        }
        SqlType of = element.declared();
        return of.sameTypeAs(element) ? this : new ArrayType(of);
    }

    @Override
    public SqlType ofValues() {
        return element instanceof DomainType || element instanceof ArrayType
                ? new ArrayType(element.ofValues(), domain)
                : this;
    }

    @Override
    public ArrayType in(DomainType of) {
        return new ArrayType(element, of);
    }

    @Override
    public ArrayType withoutDomain() {
        return domain == null ? this : new ArrayType(element);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrayType that && element.equals(that.element);
    }

    @Override
    public int hashCode() {
        return element.hashCode() + 1;
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
        return collation.equals(element.collation()) ? this : new ArrayType(element.withCollation(collation), domain);
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
        return physical.equals(element) && !isInDomain() ? this : new ArrayType(physical);
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
        return modifier == element.modifier() ? this : new ArrayType(element.withModifier(modifier), domain);
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
