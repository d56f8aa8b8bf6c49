package org.borealisdb.controlplane.store;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/** What an entry of the replicated log does to the keys. */
sealed interface LogOperation {
    /** Nothing: a new leader's first entry, by which it learns what is committed, and what fills the log up to its next snapshot. */
    record Nothing() implements LogOperation {}

    /**
     * A compare-and-set.
     *
     * @param request  copies with the same number get the outcome of the first
     * @param expected version that the key must have; 0: it does not exist
     * @param value    read-only, from position 0
     */
    record Set(RequestId request, String key, long expected, ByteBuffer value) implements LogOperation {
        public Set {
            value = copy(value);
        }

        @Override
        public String toString() {
            return "Set[" + key + " after version " + expected + ", " + value.remaining() + " bytes]";
        }
    }

    /** Puts a key as another metadata log has it, if it is not there. */
    record Copy(RequestId request, String key, long version, ByteBuffer value) implements LogOperation {
        public Copy {
            value = copy(value);
        }

        @Override
        public String toString() {
            return "Copy[" + key + " at version " + version + ", " + value.remaining() + " bytes]";
        }
    }

    /** About the room that it takes in a log. */
    static int bytes(LogOperation operation) {
        return switch (operation) {
            case Nothing() -> 1;
            case Set set -> 64 + 2 * set.key().length() + set.value().remaining();
            case Copy copied -> 64 + 2 * copied.key().length() + copied.value().remaining();
        };
    }

    /** A copy, for the buffer that a message came in has much else. */
    private static ByteBuffer copy(ByteBuffer value) {
        return ByteBuffer.allocate(value.remaining())
                .put(value.duplicate())
                .flip()
                .asReadOnlyBuffer();
    }

    /** The type (8 bits), then what it has. */
    static void encode(LogOperation operation, Encoder out) {
        switch (operation) {
            case Nothing() -> out.putByte(1);
            case Set set -> {
                out.putByte(2);
                set.request().encode(out);
                out.putString(set.key()).putLong(set.expected());
                out.putInt(set.value().remaining()).putBytes(set.value());
            }
            case Copy copied -> {
                out.putByte(3);
                copied.request().encode(out);
                out.putString(copied.key()).putLong(copied.version());
                out.putInt(copied.value().remaining()).putBytes(copied.value());
            }
        }
    }

    static LogOperation decode(Decoder in) {
        int type = in.getByte();
        return switch (type) {
            case 1 -> new Nothing();
            case 2 -> new Set(RequestId.decode(in), in.getString(), in.getPositiveLong(), in.getBytes(in.getCount(1)));
            case 3 -> new Copy(RequestId.decode(in), in.getString(), in.getPositiveLong(), in.getBytes(in.getCount(1)));
            default -> throw new MalformedException("operation of the metadata log: type " + type);
        };
    }
}
