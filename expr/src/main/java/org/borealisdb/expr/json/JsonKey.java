package org.borealisdb.expr.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/** The key of an object's member, in the order that jsonb keeps them in: the shorter first, then by the bytes of UTF-8. Immutable. */
public final class JsonKey implements Comparable<JsonKey> {
    private final byte[] utf8;

    private JsonKey(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Returns the key of this text. */
    public static JsonKey of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static JsonKey of(byte[] utf8) {
        if (utf8.length > JsonContainer.MAXIMUM_BYTES) {
            throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "string too long to represent as jsonb string")
                    .withDetail("Due to an implementation restriction, jsonb strings cannot exceed "
                            + JsonContainer.MAXIMUM_BYTES + " bytes.");
        }
        return new JsonKey(utf8);
    }

    /** Returns the bytes, which are not to be changed. */
    byte[] utf8() {
        return utf8;
    }

    /** Compares in the order of storage. */
    static int compare(byte[] left, int leftStart, int leftEnd, byte[] right, int rightStart, int rightEnd) {
        int order = Integer.compare(leftEnd - leftStart, rightEnd - rightStart);
        return order != 0 ? order : Arrays.compareUnsigned(left, leftStart, leftEnd, right, rightStart, rightEnd);
    }

    @Override
    public int compareTo(JsonKey other) {
        return compare(utf8, 0, utf8.length, other.utf8, 0, other.utf8.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonKey that && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
