package org.borealisdb.sql.spill;

import java.util.UUID;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.jsonpath.JsonPath;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TransactionSnapshot;
import org.jspecify.annotations.Nullable;

/** Estimates how many bytes of memory rows and values take. */
public final class RowSize {
    /** What a list needs to refer to a row, with room to grow. */
    public static final int REFERENCE_BYTES = 8;

    /** The tree of a path has about an object for every other character, of which most are small. */
    private static final long PATH_OBJECTS_OF_A_CHARACTER = 2;

    private static final int OBJECT_BYTES = 16;
    private static final int BOXED_BYTES = 24;

    private RowSize() {}

    /** Returns the bytes of a row. */
    public static long of(BoxedRow row) {
        long bytes = 2 * OBJECT_BYTES + REFERENCE_BYTES;
        for (int i = 0; i < row.size(); i++) {
            bytes += row.isNull(i) ? REFERENCE_BYTES / 2 : REFERENCE_BYTES / 2 + of(row.objectAt(i));
        }
        return bytes;
    }

    /** Returns the bytes of a row's values. */
    public static long of(@Nullable Object[] values) {
        long bytes = OBJECT_BYTES;
        for (Object value : values) {
            bytes += REFERENCE_BYTES / 2 + of(value);
        }
        return bytes;
    }

    /** Returns the bytes of a boxed value, none for NULL. */
    public static long of(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Boolean flag -> 0;
            case Long number -> BOXED_BYTES;
            case Double number -> BOXED_BYTES;
            case String text -> 3 * OBJECT_BYTES + (long) text.length();
            case byte[] bytes -> OBJECT_BYTES + (long) bytes.length;
            case BitString bits -> 3 * OBJECT_BYTES + (long) bits.length() / Byte.SIZE;
            case Numeric number -> number.memoryBytes();
            case Jsonb json -> 5 * OBJECT_BYTES + (long) json.storedBytes();
            case JsonPath path ->
                PATH_OBJECTS_OF_A_CHARACTER * OBJECT_BYTES * path.toString().length();
            case Interval interval -> 2 * OBJECT_BYTES;
            case UUID uuid -> 2 * OBJECT_BYTES;
            case TransactionSnapshot snapshot ->
                4 * OBJECT_BYTES + (long) snapshot.running().size() * BOXED_BYTES;
            case ArrayValue array -> {
                long bytes = 6 * OBJECT_BYTES;
                for (Object element : array.elements()) {
                    bytes += REFERENCE_BYTES / 2 + of(element);
                }
                yield bytes;
            }
            case BoxedRow row -> of(row);
            default -> 4 * OBJECT_BYTES;
        };
    }
}
