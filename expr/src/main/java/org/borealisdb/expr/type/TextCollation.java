package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.Optional;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.collation.Collations;

/**
 * The collation of a value, with how it came to it (manual 24.2.1): functions and operators on texts go by the one that their arguments
 * have in common.
 *
 * @param rival what contradicts it, if it is indeterminate
 */
@Immutable
public record TextCollation(Collation collation, Derivation derivation, Optional<Collation> rival) {
    /** What values have that nobody gave another. */
    public static final TextCollation DEFAULT = new TextCollation(Collations.DEFAULT, Derivation.IMPLICIT);

    /** A collation that nothing contradicts. */
    public TextCollation(Collation collation, Derivation derivation) {
        this(collation, derivation, Optional.empty());
    }

    /** How a value came to its collation. */
    public enum Derivation {
        /** By its type or column. */
        IMPLICIT,
        /** By two that contradict each other: what needs one fails. */
        INDETERMINATE,
        /** By COLLATE. */
        EXPLICIT
    }

    /** Returns a collation as a column has it. */
    public static TextCollation ofColumn(Collation collation) {
        return new TextCollation(collation, Derivation.IMPLICIT);
    }

    /** Returns whether it is the database's own, not given by COLLATE. */
    public boolean isDefault() {
        return derivation == Derivation.IMPLICIT && isDefaultCollation();
    }

    private boolean isDefaultCollation() {
        return collation.equals(Collations.DEFAULT);
    }

    /** Returns the same as a column has it that holds such values. */
    public TextCollation implicit() {
        return switch (derivation) {
            case IMPLICIT -> this;
            case INDETERMINATE -> DEFAULT;
            case EXPLICIT -> ofColumn(collation);
        };
    }

    /** Returns whether both were given by COLLATE, and differ. */
    public boolean contradicts(TextCollation other) {
        return derivation == Derivation.EXPLICIT
                && other.derivation == Derivation.EXPLICIT
                && !collation.equals(other.collation);
    }

    /** Returns what a function goes by whose arguments have these two, which do not contradict each other. */
    public TextCollation with(TextCollation other) {
        if (derivation != other.derivation) {
            return derivation.compareTo(other.derivation) > 0 ? this : other;
        }
        if (derivation != Derivation.IMPLICIT || collation.equals(other.collation) || other.isDefaultCollation()) {
            return this;
        }
        return isDefaultCollation()
                ? other
                : new TextCollation(collation, Derivation.INDETERMINATE, Optional.of(other.collation));
    }
}
