package org.borealisdb.storage.stage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The identity of a stage, random. */
public record StageId(long high, long low) {
    /** Bytes of one. */
    public static final int BYTES = 16;

    /** The identity at {@code at} of little-endian {@code source}. */
    public static StageId read(ByteBuffer source, int at) {
        return new StageId(source.getLong(at), source.getLong(at + Long.BYTES));
    }

    /** The identity as bytes, little-endian. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(high)
                .putLong(low)
                .array();
    }
}
