package org.borealisdb.runtime.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A value in a frame that tells what it is and whether it is whole: {@code u32 magic, u16 version, u16 0, u32 length of all, u32 CRC32C of the content}, then the content.
 * Little-endian.
 */
public final class Framed {
    private static final int HEADER_BYTES = 16;

    private Framed() {}

    /** The content between 0 and the length of {@code content}, in a frame. */
    public static byte[] encode(int magic, int version, Encoder content) {
        ByteBuffer body = content.finish();
        byte[] framed = new byte[HEADER_BYTES + body.remaining()];
        ByteBuffer out = ByteBuffer.wrap(framed).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(magic).putShort((short) version).putShort((short) 0).putInt(framed.length);
        out.putInt(Checksum.of(body, 0, body.remaining())).put(body);
        return framed;
    }

    /**
     * The version that a frame says it has, for whoever reads several; {@link #decode} checks it.
     *
     * @throws MalformedException if there is less than that
     */
    public static int version(ByteBuffer framed, String what) {
        Decoder in = new Decoder(framed, what);
        in.getInt();
        return in.getShort();
    }

    /**
     * Reads the content of a frame.
     *
     * @param what for messages
     * @throws MalformedException if it is no frame of that magic and version, or damaged
     */
    public static Decoder decode(int magic, int version, ByteBuffer framed, String what) {
        Decoder in = new Decoder(framed, what);
        int length = framed.remaining();
        if (in.getInt() != magic || in.getShort() != version || in.getShort() != 0 || in.getInt() != length) {
            throw new MalformedException(what + ": wrong magic, version or length");
        }
        if (in.getInt() != Checksum.of(framed, framed.position() + HEADER_BYTES, length - HEADER_BYTES)) {
            throw new MalformedException(what + ": checksum does not match");
        }
        return in;
    }
}
