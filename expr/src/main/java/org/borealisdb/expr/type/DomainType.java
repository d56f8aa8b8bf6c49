package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another type's values under another name, with rules of their own. It is the type of columns and the target of casts, never that of an expression: values are those of
 * the {@link #physical} type, which may know that they are of the domain ({@link #ofValues}), and whoever makes them of this type checks the rules.
 */
@Immutable
public final class DomainType implements SqlType {
    private final int oid;
    private final int arrayOid;
    private final String displayName;
    private final SqlType base;

    /**
     * Makes the type.
     *
     * @param oid its identifier in {@code pg_type}
     * @param arrayOid that of the arrays of it; 0 if there are none
     * @param displayName its name as it is found by where it was looked up
     * @param base the type that it is over, with its modifier; it may be a domain
     */
    public DomainType(int oid, int arrayOid, String displayName, SqlType base) {
        this.oid = oid;
        this.arrayOid = arrayOid;
        this.displayName = displayName;
        this.base = base;
    }

    /** Returns the type that it is over. */
    public SqlType base() {
        return base;
    }

    @Override
    public SqlType physical() {
        return base.physical();
    }

    @Override
    public SqlType ofValues() {
        return base.ofValues().in(this);
    }

    @Override
    public SqlType in(DomainType domain) {
        return base.in(domain);
    }

    @Override
    public SqlType stored() {
        return base.stored();
    }

    @Override
    public SqlType numbered() {
        return physical().numbered();
    }

    @Override
    public int oid() {
        return oid;
    }

    @Override
    public int arrayOid() {
        return arrayOid;
    }

    @Override
    public int modifier() {
        return NO_MODIFIER;
    }

    @Override
    public ValueKind kind() {
        return base.kind();
    }

    @Override
    public int length() {
        return base.length();
    }

    @Override
    public int carriedLength() {
        return base.carriedLength();
    }

    @Override
    public TypeCategory category() {
        return base.category();
    }

    @Override
    public boolean isPreferred() {
        return false;
    }

    @Override
    public String displayName() {
        return displayName;
    }

    @Override
    public DomainType withModifier(int modifier) {
        return this;
    }

    @Override
    public Optional<BuiltInType> builtIn() {
        return Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DomainType that && oid == that.oid;
    }

    @Override
    public int hashCode() {
        return oid;
    }

    @Override
    public String toString() {
        return displayName;
    }
}
