package org.borealisdb.expr.json;

import java.util.Arrays;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.ValueOrder;

/**
 * The order of jsonb, and keys of bytes that are in the same order. PostgreSQL compares two values from their beginnings on:
 * null, strings, numbers, booleans, arrays and objects in this order, containers by their size before their contents, members
 * key by key in the order of storage, keys as texts. At the root a scalar is an array of one element, below such an array.
 */
public final class JsonOrder {
    private static final int NULL = 0;
    private static final int STRING = 1;
    private static final int NUMBER = 2;
    private static final int TRUTH = 3;
    private static final int ARRAY = 0x10;
    private static final int OBJECT = 0x11;
    private static final KeyColumn TEXT_KEY = KeyColumn.ascending(BuiltInType.TEXT.type());
    private static final KeyColumn NUMBER_KEY = KeyColumn.ascending(BuiltInType.NUMERIC.type());

    private JsonOrder() {}

    /** Compares two values. */
    public static int compare(Jsonb left, Jsonb right) {
        return compare(left.container(), right.container());
    }

    private static int rank(JsonItem item) {
        return switch (item) {
            case JsonItem.Nothing _ -> NULL;
            case JsonItem.Text _ -> STRING;
            case JsonItem.Decimal _ -> NUMBER;
            case JsonItem.Truth _ -> TRUTH;
            case JsonContainer container -> container.isObject() ? OBJECT : ARRAY;
        };
    }

    private static int compare(JsonItem left, JsonItem right) {
        if (left instanceof JsonContainer a && right instanceof JsonContainer b) {
            return compare(a, b);
        }
        int order = Integer.compare(rank(left), rank(right));
        return order != 0 ? order : compareScalars(left, right);
    }

    /** Compares two scalars of one kind. */
    static int compareScalars(JsonItem left, JsonItem right) {
        return switch (left) {
            case JsonItem.Text text -> ValueOrder.compareText(text.value(), ((JsonItem.Text) right).value());
            case JsonItem.Decimal number -> number.value().compareTo(((JsonItem.Decimal) right).value());
            case JsonItem.Truth truth -> Boolean.compare(truth.value(), ((JsonItem.Truth) right).value());
            case JsonItem.Nothing _, JsonContainer _ -> 0;
        };
    }

    /** Returns whether two scalars are equal. */
    static boolean equalScalars(JsonItem left, JsonItem right) {
        return rank(left) == rank(right) && compareScalars(left, right) == 0;
    }

    private static int compare(JsonContainer left, JsonContainer right) {
        int order = Boolean.compare(left.isObject(), right.isObject());
        if (order == 0) {
            order = Integer.compare(left.size(), right.size());
        }
        if (order == 0) {
            order = Boolean.compare(right.isScalar(), left.isScalar());
        }
        for (int i = 0; order == 0 && i < left.size(); i++) {
            if (left.isObject()) {
                order = compareKeys(left, right, i);
            }
            order = order == 0 ? compare(left.value(i), right.value(i)) : order;
        }
        return order;
    }

    private static int compareKeys(JsonContainer left, JsonContainer right, int place) {
        return Arrays.compareUnsigned(
                left.bytes(),
                left.contentStart(place),
                left.contentEnd(place),
                right.bytes(),
                right.contentStart(place),
                right.contentEnd(place));
    }

    /**
     * Appends bytes whose order is that of the values: of a container 0x10 or 0x11, its size, of an array 0 if it stands for a
     * scalar or else 1, then its contents; of a scalar a byte of its kind, then the bytes of a key of text or numeric.
     */
    public static void appendKey(ByteSink out, Jsonb value) {
        appendContainer(out, value.container());
    }

    private static void appendContainer(ByteSink out, JsonContainer container) {
        out.putByte(container.isObject() ? OBJECT : ARRAY).putInt(container.size());
        if (container.isArray()) {
            out.putByte(container.isScalar() ? 0 : 1);
        }
        for (int i = 0; i < container.size(); i++) {
            if (container.isObject()) {
                KeyEncoder.append(out, TEXT_KEY, container.key(i).toString());
            }
            append(out, container.value(i));
        }
    }

    private static void append(ByteSink out, JsonItem item) {
        switch (item) {
            case JsonContainer container -> appendContainer(out, container);
            case JsonItem.Nothing _ -> out.putByte(NULL);
            case JsonItem.Text text -> KeyEncoder.append(out.putByte(STRING), TEXT_KEY, text.value());
            case JsonItem.Decimal number -> KeyEncoder.append(out.putByte(NUMBER), NUMBER_KEY, number.value());
            case JsonItem.Truth truth -> out.putByte(TRUTH).putByte(truth.value() ? 1 : 0);
        }
    }
}
