package org.borealisdb.engine.catalog;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * What is logged of a sequence.
 *
 * @param next the next value that has not been handed out, nor reserved to be
 * @param exhausted whether there is none, since a bound was reached and the sequence does not cycle
 * @param increment step, not zero
 * @param minimum smallest value
 * @param maximum largest value
 * @param cycles whether it begins again behind its last value
 * @param cache how many values are reserved at a time
 */
public record SequenceState(
        long next, boolean exhausted, long increment, long minimum, long maximum, boolean cycles, int cache) {
    /** Most values reserved at a time. */
    public static final int MAX_CACHE = 1 << 20;

    private static final int FORMAT = 1;

    public SequenceState {
        if (increment == 0) {
            throw new IllegalArgumentException("a sequence's increment must not be zero");
        }
        if (minimum > maximum) {
            throw new IllegalArgumentException("a sequence's minimum " + minimum + " is above its maximum " + maximum);
        }
        if (next < minimum || next > maximum) {
            throw new IllegalArgumentException(
                    "a sequence's next value " + next + " is not between " + minimum + " and " + maximum);
        }
        if (cache < 1 || cache > MAX_CACHE) {
            throw new IllegalArgumentException("a sequence reserves 1 to " + MAX_CACHE + " values, not " + cache);
        }
    }

    /** A sequence that counts up from {@code start} by one. */
    public static SequenceState from(long start) {
        return new SequenceState(start, false, 1, 1, Long.MAX_VALUE, false, 32);
    }

    /** The state after {@code value} has been handed out. */
    SequenceState after(long value) {
        long stepped = value + increment;
        boolean overflowed = ((value ^ stepped) & (increment ^ stepped)) < 0;
        if (overflowed || stepped < minimum || stepped > maximum) {
            long first = increment > 0 ? minimum : maximum;
            return new SequenceState(cycles ? first : value, !cycles, increment, minimum, maximum, cycles, cache);
        }
        return new SequenceState(stepped, false, increment, minimum, maximum, cycles, cache);
    }

    /** The same sequence, which goes on with {@code value}. */
    SequenceState goingOnWith(long value) {
        return new SequenceState(value, false, increment, minimum, maximum, cycles, cache);
    }

    byte[] encode() {
        ByteBuffer bytes = new Encoder(48)
                .putByte(FORMAT)
                .putByte((exhausted ? 1 : 0) | (cycles ? 2 : 0))
                .putLong(next)
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
        if (format != FORMAT) {
            throw new MalformedException("sequence state has format " + format);
        }
        int flags = decoder.getByte();
        long next = decoder.getLong();
        long increment = decoder.getLong();
        long minimum = decoder.getLong();
        long maximum = decoder.getLong();
        int cache = decoder.getInt();
        decoder.end();
        try {
            return new SequenceState(next, (flags & 1) != 0, increment, minimum, maximum, (flags & 2) != 0, cache);
        } catch (IllegalArgumentException invalid) {
            throw new MalformedException("sequence state is not valid", invalid);
        }
    }
}
