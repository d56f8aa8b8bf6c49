package org.borealisdb.expr.json;

import org.borealisdb.expr.value.Numeric;

/** A value that jsonb holds: a scalar, or an array or object in the bytes of one. */
public sealed interface JsonItem extends JsonNode
        permits JsonItem.Nothing, JsonItem.Truth, JsonItem.Text, JsonItem.Decimal, JsonContainer {
    /** JSON's null, which is not SQL's. */
    record Nothing() implements JsonItem {
        /** The only one. */
        public static final Nothing VALUE = new Nothing();
    }

    /** A boolean. */
    record Truth(boolean value) implements JsonItem {}

    /** A string. */
    record Text(String value) implements JsonItem {}

    /** A number, which is finite. */
    record Decimal(Numeric value) implements JsonItem {}

    /** Returns what {@code json_typeof} calls it. */
    default String typeName() {
        return switch (this) {
            case Nothing _ -> "null";
            case Truth _ -> "boolean";
            case Text _ -> "string";
            case Decimal _ -> "number";
            case JsonContainer container -> container.isObject() ? "object" : "array";
        };
    }
}
