package org.borealisdb.engine.catalog;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * What is logged of a sequence.
 *
 * @param last the value that was handed out or reserved last, or is the first
 * @param called whether it was handed out or reserved, so that the one after it is the next
 * @param increment step, not zero
 * @param minimum smallest value
 * @param maximum largest value
 * @param cycles whether it begins again behind its last value
 * @param cache how many values are reserved at a time
 */
public record SequenceState(
        long last, boolean called, long increment, long minimum, long maximum, boolean cycles, int cache) {
    /** Most values reserved at a time. */
    public static final int MAX_CACHE = 1 << 20;

    private static final int FORMAT = 2;
    /** States of this format have the next value, and {@link #EXHAUSTED} if there is none. */
    private static final int FORMAT_OF_NEXT = 1;

    private static final int EXHAUSTED = 1;
    private static final int CYCLES = 2;
    private static final int CALLED = 4;

    public SequenceState {
        if (increment == 0) {
            throw new IllegalArgumentException("a sequence's increment must not be zero");
        }
        if (minimum > maximum) {
            throw new IllegalArgumentException("a sequence's minimum " + minimum + " is above its maximum " + maximum);
        }
        if (last < minimum || last > maximum) {
            throw new IllegalArgumentException(
                    "a sequence's last value " + last + " is not between " + minimum + " and " + maximum);
        }
        if (cache < 1 || cache > MAX_CACHE) {
            throw new IllegalArgumentException("a sequence reserves 1 to " + MAX_CACHE + " values, not " + cache);
        }
    }

    /** A sequence that counts up from {@code start} by one. */
    public static SequenceState from(long start) {
        return new SequenceState(start, false, 1, 1, Long.MAX_VALUE, false, 32);
    }

    /** The next value that has not been handed out, nor reserved to be; the last one if there is none. */
    public long next() {
        if (!called || exhausted()) {
            return last;
        }
        if (isAtBound()) {
            return increment > 0 ? minimum : maximum;
        }
        return last + increment;
    }

    /** Whether there is no next value, since a bound was reached and the sequence does not cycle. */
    public boolean exhausted() {
        return called && !cycles && isAtBound();
    }

    private boolean isAtBound() {
        long stepped = last + increment;
        boolean overflowed = ((last ^ stepped) & (increment ^ stepped)) < 0;
        return overflowed || stepped < minimum || stepped > maximum;
    }

    /** The state after {@code value} has been handed out. */
    SequenceState after(long value) {
        return new SequenceState(value, true, increment, minimum, maximum, cycles, cache);
    }

    /** The same sequence, which goes on with {@code value}. */
    SequenceState goingOnWith(long value) {
        return new SequenceState(value, false, increment, minimum, maximum, cycles, cache);
    }

    byte[] encode() {
        ByteBuffer bytes = new Encoder(48)
                .putByte(FORMAT)
                .putByte((called ? CALLED : 0) | (cycles ? CYCLES : 0))
                .putLong(last)
                .putLong(increment)
                .putLong(minimum)
                .putLong(maximum)
                .putInt(cache)
                .finish();
        byte[] encoded = new byte[bytes.remaining()];
        bytes.get(encoded);
        return encoded;
    }

    static SequenceState decode(byte[] bytes, int length) {
        Decoder decoder = new Decoder(ByteBuffer.wrap(bytes, 0, length), "sequence state");
        int format = decoder.getByte();
        if (format != FORMAT && format != FORMAT_OF_NEXT) {
            throw new MalformedException("sequence state has format " + format);
        }
        int flags = decoder.getByte();
        long last = decoder.getLong();
        long increment = decoder.getLong();
        long minimum = decoder.getLong();
        long maximum = decoder.getLong();
        int cache = decoder.getInt();
        decoder.end();
        try {
            return new SequenceState(
                    last,
                    (flags & (CALLED | EXHAUSTED)) != 0,
                    increment,
                    minimum,
                    maximum,
                    (flags & CYCLES) != 0,
                    cache);
        } catch (IllegalArgumentException invalid) {
            throw new MalformedException("sequence state is not valid", invalid);
        }
    }
}
