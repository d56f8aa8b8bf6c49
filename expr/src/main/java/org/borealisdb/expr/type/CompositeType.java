package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;
import java.util.List;
import java.util.Optional;

/**
 * A row type with known fields: what {@code record} stands for where the fields are known. Values are boxed rows.
 *
 * @param fields in order
 */
@Immutable
public record CompositeType(@SuppressWarnings("Immutable") List<Field> fields) implements SqlType {
    /** Copies the fields. */
    public CompositeType {
        fields = List.copyOf(fields);
    }

    /** A field. */
    @Immutable
    public record Field(String name, SqlType type) {}

    /** Returns the place of a field, -1 if there is none of the name. */
    public int place(String name) {
        for (int place = 0; place < fields.size(); place++) {
            if (fields.get(place).name().equals(name)) {
                return place;
            }
        }
        return -1;
    }

    @Override
    public int oid() {
        return BuiltInType.RECORD.oid();
    }

    @Override
    public int arrayOid() {
        return 0;
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
        return TypeCategory.PSEUDO;
    }

    @Override
    public boolean isPreferred() {
        return false;
    }

    @Override
    public String displayName() {
        return "record";
    }

    @Override
    public CompositeType withModifier(int modifier) {
        return this;
    }

    @Override
    public Optional<BuiltInType> builtIn() {
        return Optional.of(BuiltInType.RECORD);
    }

    @Override
    public String toString() {
        return displayName();
    }
}
