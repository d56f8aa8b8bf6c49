package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A built-in type with its modifier. Two are equal also if the values of one are known to be of a domain.
 *
 * @param base the built-in type
 * @param modifier as PostgreSQL packs it, or {@link SqlType#NO_MODIFIER}
 * @param collation of texts
 * @param domain that the values are known to be of, if they are
 */
@Immutable
public record ScalarType(
        BuiltInType base,
        int modifier,
        TextCollation collation,
        @Nullable DomainType domain) implements SqlType {
    /** Checks the modifier. */
    public ScalarType {
        if (modifier < NO_MODIFIER) {
            throw new IllegalArgumentException("type modifier " + modifier);
        }
    }

    /** A type with the default collation. */
    public ScalarType(BuiltInType base, int modifier) {
        this(base, modifier, TextCollation.DEFAULT, null);
    }

    @Override
    public ScalarType in(DomainType of) {
        return new ScalarType(base, modifier, collation, of);
    }

    @Override
    public ScalarType withoutDomain() {
        return domain == null ? this : new ScalarType(base, modifier, collation, null);
    }

    @Override
    public ScalarType physical() {
        return withoutDomain();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScalarType that
                && base == that.base
                && modifier == that.modifier
                && collation.equals(that.collation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, modifier, collation);
    }

    @Override
    public boolean isCollatable() {
        return base == BuiltInType.TEXT || base == BuiltInType.VARCHAR || base == BuiltInType.BPCHAR;
    }

    @Override
    public ScalarType withCollation(TextCollation other) {
        return !isCollatable() || other.equals(collation) ? this : new ScalarType(base, modifier, other, domain);
    }

    @Override
    public int oid() {
        return base.oid();
    }

    @Override
    public int arrayOid() {
        return base.arrayOid();
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
    public TypeCategory category() {
        return base.category();
    }

    @Override
    public boolean isPreferred() {
        return base.isPreferred();
    }

    @Override
    public ScalarType withModifier(int newModifier) {
        return newModifier == modifier ? this : new ScalarType(base, newModifier, collation, domain);
    }

    @Override
    public Optional<BuiltInType> builtIn() {
        return Optional.of(base);
    }

    @Override
    public String displayName() {
        if (modifier == NO_MODIFIER) {
            return base.sqlName();
        }
        return switch (base) {
            case VARCHAR, BPCHAR -> base.sqlName() + "(" + TypeModifier.length(modifier) + ")";
            case BIT, VARBIT -> base.sqlName() + "(" + modifier + ")";
            case NUMERIC -> "numeric(" + TypeModifier.precision(modifier) + "," + TypeModifier.scale(modifier) + ")";
            case TIME -> "time(" + modifier + ") without time zone";
            case TIMETZ -> "time(" + modifier + ") with time zone";
            case TIMESTAMP -> "timestamp(" + modifier + ") without time zone";
            case TIMESTAMPTZ -> "timestamp(" + modifier + ") with time zone";
            case INTERVAL -> base.sqlName() + TypeModifier.intervalText(modifier);
            default -> base.sqlName();
        };
    }

    @Override
    public String exactName() {
        boolean defaultLength = modifier == NO_MODIFIER && (base == BuiltInType.BPCHAR || base == BuiltInType.BIT);
        return !defaultLength ? displayName() : base == BuiltInType.BIT ? "\"bit\"" : base.catalogName();
    }

    @Override
    public String toString() {
        return displayName();
    }
}
