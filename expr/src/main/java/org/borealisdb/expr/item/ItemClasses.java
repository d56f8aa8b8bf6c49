package org.borealisdb.expr.item;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** The operator classes of inverted indexes, by PostgreSQL's names. Stateless. */
public final class ItemClasses {
    /** Of arrays. */
    public static final String ARRAY = "array_ops";
    /** Of jsonb, by keys and scalars. */
    public static final String JSONB = "jsonb_ops";
    /** Of jsonb, by paths. */
    public static final String JSONB_PATH = "jsonb_path_ops";

    private static final List<String> NAMES = List.of(ARRAY, JSONB, JSONB_PATH);

    private ItemClasses() {}

    /** Returns whether there is a class of a name. */
    public static boolean exists(String name) {
        return NAMES.contains(name);
    }

    /** Returns the name of the class that a type has if none is named; empty if it has none. */
    public static Optional<String> defaultOf(SqlType type) {
        if (type instanceof ArrayType array) {
            return array.element().isOrdered() ? Optional.of(ARRAY) : Optional.empty();
        }
        return type.is(BuiltInType.JSONB) ? Optional.of(JSONB) : Optional.empty();
    }

    /** Returns a class for values of a type; empty if it does not take them. */
    public static Optional<ItemClass> of(String name, SqlType type) {
        Optional<String> usual = defaultOf(type);
        return switch (name) {
            case ARRAY -> usual.filter(ARRAY::equals).map(any -> new ArrayItems(((ArrayType) type).element()));
            case JSONB -> usual.filter(JSONB::equals).map(any -> new JsonbItems());
            case JSONB_PATH -> usual.filter(JSONB::equals).map(any -> new JsonbPathItems());
            default -> Optional.empty();
        };
    }
}
