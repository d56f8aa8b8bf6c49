package org.borealisdb.engine.undo;

import java.util.Arrays;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * The keys of a {@link UndoKind#RANGE} record: all rows that its change inserted are between them. There may be other rows between them, of other
 * changes; those of this one name it in their headers.
 */
public final class UndoRange {
    private static final byte[] NONE = {};

    /** All keys there are. */
    public static final UndoRange ALL = new UndoRange(NONE, NONE);

    private final byte[] low;
    private final byte[] high;

    /**
     * A range.
     *
     * @param low the lowest key
     * @param high the highest; empty if there is no bound
     */
    public UndoRange(byte[] low, byte[] high) {
        this.low = low;
        this.high = high;
    }

    /** The lowest key; not to be changed. */
    public byte[] low() {
        return low;
    }

    /** As it stands in the place of the record's key. */
    public byte[] encode() {
        byte[] encoded = new byte[Short.BYTES + low.length + high.length];
        encoded[0] = (byte) low.length;
        encoded[1] = (byte) (low.length >> 8);
        System.arraycopy(low, 0, encoded, Short.BYTES, low.length);
        System.arraycopy(high, 0, encoded, Short.BYTES + low.length, high.length);
        return encoded;
    }

    /**
     * Reads it from the place of a record's key.
     *
     * @throws MalformedException if it is none
     */
    public static UndoRange decode(byte[] encoded) {
        int length = encoded.length < Short.BYTES ? -1 : (encoded[0] & 0xff) | ((encoded[1] & 0xff) << 8);
        if (length < 0 || length > encoded.length - Short.BYTES) {
            throw new MalformedException(
                    "an undo record has a range of " + encoded.length + " bytes whose lowest key has " + length);
        }
        return new UndoRange(
                Arrays.copyOfRange(encoded, Short.BYTES, Short.BYTES + length),
                Arrays.copyOfRange(encoded, Short.BYTES + length, encoded.length));
    }

    /** True if a key is above the highest. */
    public boolean isBelow(byte[] key, int length) {
        return high.length > 0 && Arrays.compareUnsigned(high, 0, high.length, key, 0, length) < 0;
    }
}
