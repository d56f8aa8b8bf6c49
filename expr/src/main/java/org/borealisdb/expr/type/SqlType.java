package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A type with its modifier, as a column or an expression has it. */
@Immutable
public sealed interface SqlType permits ScalarType, ArrayType, CompositeType, EnumType, DomainType {
    /** The modifier that stands for "none given". */
    int NO_MODIFIER = -1;

    /** Returns the identifier in {@code pg_type}. */
    int oid();

    /** Returns the modifier as PostgreSQL packs it, or {@link #NO_MODIFIER}. */
    int modifier();

    /** Returns the identifier of the arrays of this type, 0 if there are none. */
    int arrayOid();

    /** Returns how values are carried. */
    ValueKind kind();

    /** Returns the length of the stored value in bytes, -1 if it varies ({@code typlen}). */
    int length();

    /** Returns how many bytes a value of kind LONG or DOUBLE takes in rows and keys; a time with its zone is packed. */
    default int carriedLength() {
        return is(BuiltInType.TIMETZ) ? Long.BYTES : length();
    }

    /** Returns the category that function resolution goes by. */
    TypeCategory category();

    /** Returns whether the type is preferred within its category. */
    boolean isPreferred();

    /** Returns the type with its modifier in SQL's spelling, as {@code format_type(oid, typmod)} does. */
    String displayName();

    /**
     * Returns the type in the spelling that is read back as this one: {@code character} and {@code bit} without a length would be of
     * the length 1.
     */
    default String exactName() {
        return displayName();
    }

    /** Returns whether its values are texts, or arrays of them, which have a collation. */
    default boolean isCollatable() {
        return false;
    }

    /** Returns the collation of its values. */
    default TextCollation collation() {
        return TextCollation.DEFAULT;
    }

    /** Returns the same type with another collation, if its values have one. */
    default SqlType withCollation(TextCollation collation) {
        return this;
    }

    /** Returns the same type with another modifier. */
    SqlType withModifier(int modifier);

    /** Returns the built-in type if this is one, and not an array of one. */
    Optional<BuiltInType> builtIn();

    /** Returns the type's name without modifier in SQL's spelling, as PostgreSQL's messages use it. */
    default String nameWithoutModifier() {
        return declared().withModifier(NO_MODIFIER).displayName();
    }

    /** Returns whether values can be told apart: those of json cannot, nor what is made of them. */
    default boolean hasEquality() {
        return isMadeOf(BuiltInType::hasEquality);
    }

    /** Returns whether values can be sorted, which takes more than to tell them apart. */
    default boolean isOrdered() {
        return isMadeOf(BuiltInType::isOrdered);
    }

    /** Returns whether PostgreSQL has a hash function for values; of records without a name only the values themselves say. */
    default boolean isHashed() {
        return (this instanceof CompositeType composite && !composite.isNamed())
                || isMadeOf(base -> base.hasEquality()
                        && base != BuiltInType.BIT
                        && base != BuiltInType.VARBIT
                        && base != BuiltInType.MONEY);
    }

    private boolean isMadeOf(Predicate<BuiltInType> wanted) {
        return switch (this) {
            case ScalarType scalar -> wanted.test(scalar.base());
            case ArrayType array -> array.element().isMadeOf(wanted);
            case EnumType _ -> true;
            case DomainType domain -> domain.base().isMadeOf(wanted);
            case CompositeType composite ->
                composite.fields().stream().allMatch(field -> field.type().isMadeOf(wanted));
        };
    }

    /** Returns the same type, of which nothing is written by a name that may change; see {@link EnumType#isNumbered}. */
    default SqlType numbered() {
        return this;
    }

    /** Returns the type whose values this type's are: a domain's, or that of arrays of one, is another one. */
    default SqlType physical() {
        return this;
    }

    /** Returns the domain that values of this type are known to be of, if they are. */
    default @Nullable DomainType domain() {
        return null;
    }

    /** Returns the domain that values of this type are known to be of, or the type itself: a column's, a cast's, that of a function. */
    default SqlType declared() {
        DomainType known = domain();
        return known == null ? this : known;
    }

    /** Returns the type of expressions whose values are of this one: a domain's is the type below it, of which {@link #declared} is the domain. */
    default SqlType ofValues() {
        return this;
    }

    /** Returns the type of the same values of which is not said that they are of a domain; the elements of an array may be. */
    default SqlType withoutDomain() {
        return this;
    }

    /** Returns the type of values that are of a domain. */
    SqlType in(DomainType domain);

    /** Returns whether values are known to be of a domain, or their elements. */
    default boolean isInDomain() {
        return !declared().sameTypeAs(this);
    }

    /** Returns the type that clients are told of values: that below a domain, but arrays of a domain are such. */
    default SqlType shown() {
        return withoutDomain().declared();
    }

    /** Returns whether both are the same type or domain, whatever their modifiers. */
    default boolean isDeclaredAs(SqlType other) {
        return declared().sameTypeAs(other.declared());
    }

    /** Returns the type as which values are stored within arrays: one that needs nothing of the catalog to be read. */
    default SqlType stored() {
        return this;
    }

    /** Returns whether both are the same type, whatever their modifiers. */
    default boolean sameTypeAs(SqlType other) {
        return oid() == other.oid();
    }

    /** Returns whether this is the given built-in type. */
    default boolean is(BuiltInType type) {
        return oid() == type.oid();
    }
}
