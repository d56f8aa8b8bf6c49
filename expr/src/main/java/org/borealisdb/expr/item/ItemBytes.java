package org.borealisdb.expr.item;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.borealisdb.expr.value.ByteSink;

/** The bytes of items; see the package. Stateless. */
final class ItemBytes {
    static final int NO_ITEMS = 1;
    static final int LONG = 2;
    static final int ELEMENT = 3;
    static final int KEY = 4;
    static final int STRING = 5;
    static final int NUMBER = 6;
    static final int FALSE = 7;
    static final int TRUE = 8;
    static final int NULL = 9;
    static final int PATH = 10;

    private static final int MOST_BYTES = 255;
    private static final int HASH_BYTES = 16;

    private ItemBytes() {}

    /** The item of values that have none. */
    static byte[] none() {
        return new byte[] {NO_ITEMS};
    }

    static byte[] text(int kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] item = Arrays.copyOf(new byte[] {(byte) kind}, bytes.length + 2);
        System.arraycopy(bytes, 0, item, 1, bytes.length);
        return limited(item);
    }

    /** The item itself, or what stands for it if it is long. */
    static byte[] limited(byte[] item) {
        return item.length <= MOST_BYTES ? item : hashed(LONG, item);
    }

    static byte[] limited(ByteSink item) {
        return limited(item.toBytes());
    }

    static byte[] hashed(int kind, byte[] bytes) {
        byte[] item = new byte[1 + HASH_BYTES];
        item[0] = (byte) kind;
        System.arraycopy(sha256(bytes), 0, item, 1, HASH_BYTES);
        return item;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
