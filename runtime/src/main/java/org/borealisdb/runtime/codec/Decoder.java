package org.borealisdb.runtime.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads little-endian values, never beyond the end, and never trusts a length. Used by one task. */
public final class Decoder {
    private final ByteBuffer bytes;
    private final String what;

    /** A decoder of the bytes between position and limit; {@code what} names them in errors. */
    public Decoder(ByteBuffer source, String what) {
        this.bytes = source.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.what = what;
    }

    public int remaining() {
        return bytes.remaining();
    }

    public int position() {
        return bytes.position();
    }

    public int getByte() {
        need(Byte.BYTES);
        return bytes.get();
    }

    public int getShort() {
        need(Short.BYTES);
        return bytes.getShort();
    }

    public int getInt() {
        need(Integer.BYTES);
        return bytes.getInt();
    }

    public long getLong() {
        need(Long.BYTES);
        return bytes.getLong();
    }

    /** An LSN or another number that is never negative. */
    public long getPositiveLong() {
        long value = getLong();
        if (value < 0) {
            throw new MalformedException(what + ": negative number " + value);
        }
        return value;
    }

    /** A number of elements that need at least {@code minimumBytes} each, so it can't be larger than what is left. */
    public int getCount(int minimumBytes) {
        int count = getInt();
        if (count < 0 || (long) count * minimumBytes > bytes.remaining()) {
            throw new MalformedException(
                    what + ": count " + count + " does not fit into " + bytes.remaining() + " bytes");
        }
        return count;
    }

    /** The next {@code length} bytes as a read-only view. */
    public ByteBuffer getBytes(int length) {
        if (length < 0) {
            throw new MalformedException(what + ": negative length " + length);
        }
        need(length);
        ByteBuffer view =
                bytes.slice(bytes.position(), length).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return view;
    }

    public String getString() {
        int length = getCount(1);
        byte[] utf8 = new byte[length];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A list: its count (32 bits), then the elements, of at least {@code minimumBytes} each. */
    public <T> List<T> getList(int minimumBytes, Function<Decoder, T> element) {
        int count = getCount(minimumBytes);
        List<T> list = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            list.add(element.apply(this));
        }
        return list;
    }

    /** Fails unless everything was read. */
    public void end() {
        if (bytes.hasRemaining()) {
            throw new MalformedException(what + ": " + bytes.remaining() + " bytes too many");
        }
    }

    private void need(int count) {
        if (bytes.remaining() < count) {
            throw new MalformedException(
                    what + " is cut off: " + bytes.remaining() + " bytes left, " + count + " needed");
        }
    }
}
