package org.borealisdb.redo.volume;

import java.util.HexFormat;

/** The name of a data key: 128 random bits, so that no two keys have the same one, whatever volumes and regions they are of. */
public record DataKeyId(long high, long low) {
    /** The bytes that it takes. */
    public static final int BYTES = 16;

    /** In files: what lies there is not sealed. */
    public static final DataKeyId NONE = new DataKeyId(0, 0);

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
