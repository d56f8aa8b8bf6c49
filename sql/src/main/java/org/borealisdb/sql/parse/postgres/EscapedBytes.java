package org.borealisdb.sql.parse.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Puts together the characters of an escape string that were written byte by byte, as in {@code E'\xc3\xa9'}.
 */
final class EscapedBytes {
    /** What a byte is marked with: U+DC00 on are lone surrogates, which no valid text contains. */
    static final int MARK = 0xdc00;

    private EscapedBytes() {}

    /** Returns the text with every run of marked bytes decoded as UTF-8. */
    static String resolve(StringBuilder value) {
        int first = 0;
        while (first < value.length() && !isMarked(value, first)) {
            first++;
        }
        if (first == value.length()) {
            return value.toString();
        }
        StringBuilder resolved = new StringBuilder(value.length());
        int i = 0;
        while (i < value.length()) {
            if (!isMarked(value, i)) {
                resolved.append(value.charAt(i++));
                continue;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (i < value.length() && isMarked(value, i)) {
                bytes.write(value.charAt(i++) - MARK);
            }
            resolved.append(decode(bytes.toByteArray()));
        }
        return resolved.toString();
    }

    private static boolean isMarked(StringBuilder value, int i) {
        char c = value.charAt(i);
        return c >= MARK + 0x80 && c <= MARK + 0xff && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
    }

    private static CharSequence decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException invalid) {
            StringBuilder list = new StringBuilder();
            for (byte b : bytes) {
                list.append(" 0x").append(Integer.toHexString((b & 0xff) | 0x100), 1, 3);
            }
            throw new SqlException(
                    ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\":" + list);
        }
    }
}
