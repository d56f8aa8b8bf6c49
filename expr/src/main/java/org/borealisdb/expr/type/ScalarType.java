package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.Optional;

/**
 * A built-in type with its modifier.
 *
 * @param base the built-in type
 * @param modifier as PostgreSQL packs it, or {@link SqlType#NO_MODIFIER}
 * @param collation of texts
 */
@Immutable
public record ScalarType(BuiltInType base, int modifier, TextCollation collation) implements SqlType {
    /** Checks the modifier. */
    public ScalarType {
        if (modifier < NO_MODIFIER) {
            throw new IllegalArgumentException("type modifier " + modifier);
        }
    }

    /** A type with the default collation. */
    public ScalarType(BuiltInType base, int modifier) {
        this(base, modifier, TextCollation.DEFAULT);
    }

    @Override
    public boolean isCollatable() {
        return base == BuiltInType.TEXT || base == BuiltInType.VARCHAR || base == BuiltInType.BPCHAR;
    }

    @Override
    public ScalarType withCollation(TextCollation other) {
        return !isCollatable() || other.equals(collation) ? this : new ScalarType(base, modifier, other);
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
        return newModifier == modifier ? this : new ScalarType(base, newModifier, collation);
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
