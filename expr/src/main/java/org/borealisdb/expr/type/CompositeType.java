package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row type with known fields: one that the catalog has a name for, or what {@code record} stands for where the fields are known. Values are boxed rows, with the
 * fields in this order. Two are equal also if the values of one are known to be of a domain.
 *
 * @param oid its identifier in {@code pg_type}; that of {@code record} if it has no name
 * @param arrayOid that of the arrays of it
 * @param displayName its name as it is found by where it was looked up
 * @param fields in order
 * @param isStored whether values are as within stored rows: see {@link #stored}
 * @param ofType the type that a table is of which these are the rows, which are values of it, too; 0 if it is of none
 * @param domain that the values are known to be of, if they are
 */
@Immutable
public record CompositeType(
        int oid,
        int arrayOid,
        String displayName,
        @SuppressWarnings("Immutable") List<Field> fields,
        boolean isStored,
        int ofType,
        @Nullable DomainType domain)
        implements SqlType {
    /** What the names of fields in stored expressions begin with, before the numbers of the type and the field. */
    public static final String STORED_FIELD = "pg_field.";

    /** Copies the fields. */
    public CompositeType {
        fields = List.copyOf(fields);
    }

    /** Makes a type that has no name. */
    public CompositeType(List<Field> fields) {
        this(BuiltInType.RECORD.oid(), BuiltInType.RECORD.arrayOid(), "record", fields, false, 0, null);
    }

    /** Makes a type that has a name. */
    public CompositeType(int oid, int arrayOid, String displayName, List<Field> fields) {
        this(oid, arrayOid, displayName, fields, false, 0, null);
    }

    /** Returns the type of the rows of a table of a type. */
    public CompositeType ofType(int type) {
        return new CompositeType(oid, arrayOid, displayName, fields, isStored, type, domain);
    }

    @Override
    public CompositeType in(DomainType of) {
        return new CompositeType(oid, arrayOid, displayName, fields, isStored, ofType, of);
    }

    @Override
    public CompositeType withoutDomain() {
        return domain == null ? this : new CompositeType(oid, arrayOid, displayName, fields, isStored, ofType, null);
    }

    @Override
    public CompositeType physical() {
        return withoutDomain();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CompositeType that
                && oid == that.oid
                && arrayOid == that.arrayOid
                && displayName.equals(that.displayName)
                && fields.equals(that.fields)
                && isStored == that.isStored
                && ofType == that.ofType;
    }

    @Override
    public int hashCode() {
        return Objects.hash(oid, fields, isStored, ofType);
    }

    /** Returns whether its values, as they are, are such of another type: of that which their table is of. */
    public boolean isRowOf(SqlType other) {
        return ofType != 0 && ofType == other.oid();
    }

    /**
     * A field.
     *
     * @param declared its type; it may be a domain
     * @param number its place among all fields that the type ever had, from 1: that of stored values, which never changes
     */
    @Immutable
    public record Field(String name, SqlType declared, int number) {
        /** Keeps the domain that values are known to be of. */
        public Field {
            declared = declared.declared();
        }

        /** Makes a field of a type that has no name. */
        public Field(String name, SqlType declared) {
            this(name, declared, 0);
        }

        /** Returns the type with modifier of its values: that which a domain is over. */
        public SqlType type() {
            return declared.ofValues();
        }
    }

    /** Returns whether the catalog has a name for it. */
    public boolean isNamed() {
        return oid != BuiltInType.RECORD.oid();
    }

    /** Returns the name of a field in stored expressions, where it is written by number, so that it may be renamed. */
    public String storedName(int place) {
        return storedName(oid, fields.get(place).number());
    }

    /** Returns the name in stored expressions of the field of a number, of the type of a number. */
    public static String storedName(int oid, int number) {
        return STORED_FIELD + Integer.toUnsignedString(oid) + "." + number;
    }

    /** Returns the place of a field, -1 if there is none of the name. */
    public int place(String name) {
        if (isNamed() && name.startsWith(STORED_FIELD)) {
            return IntStream.range(0, fields.size())
                    .filter(place -> storedName(place).equals(name))
                    .findFirst()
                    .orElse(-1);
        }
        for (int place = 0; place < fields.size(); place++) {
            if (fields.get(place).name().equals(name)) {
                return place;
            }
        }
        return -1;
    }

    @Override
    public CompositeType stored() {
        return isStored ? this : new CompositeType(oid, arrayOid, displayName, fields, true, ofType, null);
    }

    @Override
    public CompositeType numbered() {
        List<Field> numbered = fields.stream()
                .map(field -> new Field(field.name(), field.type().numbered(), field.number()))
                .toList();
        return new CompositeType(oid, arrayOid, displayName, numbered, isStored, ofType, domain);
    }

    @Override
    public int modifier() {
        return NO_MODIFIER;
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
        return isNamed() ? TypeCategory.COMPOSITE : TypeCategory.PSEUDO;
    }

    @Override
    public boolean isPreferred() {
        return false;
    }

    @Override
    public CompositeType withModifier(int modifier) {
        return this;
    }

    @Override
    public Optional<BuiltInType> builtIn() {
        return isNamed() ? Optional.empty() : Optional.of(BuiltInType.RECORD);
    }

    @Override
    public String toString() {
        return displayName();
    }
}
