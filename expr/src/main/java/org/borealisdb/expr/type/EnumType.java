package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A type whose values are listed. A value is carried as its label's code, which is all that comparing, sorting, hashing and storing need; labels
 * are for reading and writing.
 *
 * <p>It is the type as one view of the catalog has it: labels that were added or renamed since are in another object. Two are equal if they are the same type of
 * the catalog, also if the values of one are known to be of a domain.
 */
@Immutable
public final class EnumType implements SqlType {
    /** Bytes of a code in rows and keys; {@code typlen} is 4, for PostgreSQL keeps an identifier. */
    private static final int CODE_BYTES = Long.BYTES;

    private final int oid;
    private final int arrayOid;
    private final String displayName;

    @SuppressWarnings("Immutable") // never changed after the constructor
    private final Map<String, EnumLabel> byText;

    @SuppressWarnings("Immutable") // never changed after the constructor
    private final TreeMap<Long, EnumLabel> byCode;

    private final boolean numbered;
    private final @Nullable DomainType domain;

    /**
     * Makes the type.
     *
     * @param oid its identifier in {@code pg_type}
     * @param arrayOid that of the arrays of it
     * @param displayName its name as it is found by where it was looked up
     * @param labels in any order
     */
    public EnumType(int oid, int arrayOid, String displayName, List<EnumLabel> labels) {
        this.oid = oid;
        this.arrayOid = arrayOid;
        this.displayName = displayName;
        this.byText = new LinkedHashMap<>();
        this.byCode = new TreeMap<>();
        this.numbered = false;
        this.domain = null;
        labels.stream().sorted(Comparator.comparingLong(EnumLabel::code)).forEach(label -> {
            byText.put(label.text(), label);
            byCode.put(label.code(), label);
        });
    }

    private EnumType(EnumType type, boolean numbered, @Nullable DomainType domain) {
        this.oid = type.oid;
        this.arrayOid = type.arrayOid;
        this.displayName = type.displayName;
        this.byText = type.byText;
        this.byCode = type.byCode;
        this.numbered = numbered;
        this.domain = domain;
    }

    /** Returns the labels in the order of the values. */
    public List<EnumLabel> labels() {
        return List.copyOf(byCode.values());
    }

    /** Returns the value that is written so. */
    public Optional<EnumLabel> labelled(String text) {
        return Optional.ofNullable(byText.get(text));
    }

    /** Returns the label of a value; empty if it was added after the catalog was read. */
    public Optional<EnumLabel> withCode(long code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** Returns whether values are written as their codes. */
    public boolean isNumbered() {
        return numbered;
    }

    @Override
    public EnumType numbered() {
        return numbered ? this : new EnumType(this, true, domain);
    }

    @Override
    public @Nullable DomainType domain() {
        return domain;
    }

    @Override
    public EnumType in(DomainType of) {
        return new EnumType(this, numbered, of);
    }

    @Override
    public EnumType withoutDomain() {
        return domain == null ? this : new EnumType(this, numbered, null);
    }

    @Override
    public EnumType physical() {
        return withoutDomain();
    }

    @Override
    public SqlType stored() {
        return BuiltInType.INT8.type();
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
        return ValueKind.LONG;
    }

    @Override
    public int length() {
        return Integer.BYTES;
    }

    @Override
    public int carriedLength() {
        return CODE_BYTES;
    }

    @Override
    public TypeCategory category() {
        return TypeCategory.ENUM;
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
    public EnumType withModifier(int modifier) {
        return this;
    }

    @Override
    public Optional<BuiltInType> builtIn() {
        return Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EnumType that && oid == that.oid && numbered == that.numbered;
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
