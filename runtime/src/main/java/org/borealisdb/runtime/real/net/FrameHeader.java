package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * The first bytes of a frame, as in the package's table.
 *
 * @param length bytes of the body
 * @param checksum CRC32C of the other fields and the body
 */
record FrameHeader(FrameType type, int length, int checksum, long correlation) {
    static final int BYTES = 24;

    private static final int MAGIC = 'B' | 'O' << 8 | 'R' << 16 | 'L' << 24;
    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = 12;
    private static final int CORRELATION_AT = 16;

    /** Writes the header of {@code frame} at the position of {@code target}, which is moved behind it. */
    static void encode(Frame frame, ByteBuffer target) {
        ByteBuffer header = target.slice(target.position(), BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, MAGIC);
        header.put(4, (byte) VERSION);
        header.put(5, (byte) frame.type().number());
        header.putShort(6, (short) 0);
        header.putInt(8, frame.body().remaining());
        header.putLong(CORRELATION_AT, frame.correlation());
        header.putInt(CHECKSUM_AT, checksum(header, frame.body()));
        target.position(target.position() + BYTES);
    }

    /**
     * Reads the header at the position of {@code source}, which holds all of it, and moves the position behind it.
     *
     * @throws MalformedException if it is none, or announces more than {@code maximumLength} bytes
     */
    static FrameHeader decode(ByteBuffer source, int maximumLength) {
        ByteBuffer header = source.slice(source.position(), BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != MAGIC) {
            throw new MalformedException(
                    "no frame of Borealis: it begins with " + Integer.toHexString(header.getInt(0)));
        }
        int version = header.get(4);
        if (version != VERSION) {
            throw new MalformedException("frame version " + version + " is not supported, only " + VERSION);
        }
        int type = header.get(5);
        if (header.getShort(6) != 0) {
            throw new MalformedException("frame with reserved bytes " + header.getShort(6));
        }
        int length = header.getInt(8);
        if (length < 0 || length > maximumLength) {
            throw new MalformedException("a frame of " + length + " bytes, allowed are " + maximumLength);
        }
        FrameType known = FrameType.of(type).orElseThrow(() -> new MalformedException("unknown frame type " + type));
        source.position(source.position() + BYTES);
        return new FrameHeader(known, length, header.getInt(CHECKSUM_AT), header.getLong(CORRELATION_AT));
    }

    /** The frame of this header and {@code body}, if the checksum agrees. */
    Frame with(ByteBuffer body) {
        Frame frame = new Frame(type, correlation, body);
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        encode(frame, header);
        int expected = header.order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_AT);
        if (expected != checksum) {
            throw new MalformedException("frame " + type + " of " + length + " bytes with a wrong checksum");
        }
        return frame;
    }

    private static int checksum(ByteBuffer header, ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CHECKSUM_AT));
        crc.update(header.slice(CORRELATION_AT, BYTES - CORRELATION_AT));
        crc.update(body.slice());
        return (int) crc.getValue();
    }
}
