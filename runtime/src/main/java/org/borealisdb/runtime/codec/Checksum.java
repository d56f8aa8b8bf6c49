package org.borealisdb.runtime.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C (Castagnoli), the checksum of all formats. */
public final class Checksum {
    private Checksum() {}

    /** Checksum of {@code length} bytes from absolute index {@code from}; position and limit do not change. */
    public static int of(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, length));
        return (int) crc.getValue();
    }

    /** Checksum of {@code length} bytes of {@code bytes} from {@code from}. */
    public static int of(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
