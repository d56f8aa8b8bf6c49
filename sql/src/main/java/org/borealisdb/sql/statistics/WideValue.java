package org.borealisdb.sql.statistics;

import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.sql.spill.RowSize;

/**
 * What a sample keeps of a value that is too long to be looked at.
 *
 * @param bytes how long it is
 */
public record WideValue(int bytes) {
    /** Returns a value as a sample keeps it. */
    public static Object kept(SqlType type, Object value) {
        if (RowSize.of(value) <= TableSample.MOST_BYTES) {
            return value;
        }
        int length = length(type, value);
        return length > TableSample.MOST_BYTES ? new WideValue(length) : value;
    }

    /** Returns the bytes of a value of varying length. */
    static int length(SqlType type, Object value) {
        return switch (value) {
            case String text -> text.getBytes(StandardCharsets.UTF_8).length;
            case byte[] bytes -> bytes.length;
            case Jsonb json -> json.storedBytes();
            default -> BinaryOutput.toBytes(type, value).length;
        };
    }
}
