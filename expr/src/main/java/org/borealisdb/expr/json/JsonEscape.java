package org.borealisdb.expr.json;

import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.value.ByteSink;

/** Writes strings as JSON: in quotes, with control characters, quotes and backslashes escaped, as PostgreSQL does. Stateless. */
public final class JsonEscape {
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonEscape() {}

    /** Appends a text. */
    static void append(ByteSink out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        append(out, utf8, 0, utf8.length);
    }

    /** Appends a text that is at hand as UTF-8. */
    static void append(ByteSink out, byte[] utf8, int start, int end) {
        out.putByte('"');
        int written = start;
        for (int at = start; at < end; at++) {
            int c = utf8[at];
            if ((c >= 0 && c < ' ') || c == '"' || c == '\\') {
                out.putBytes(utf8, written, at - written);
                written = at + 1;
                out.putByte('\\');
                switch (c) {
                    case '\b' -> out.putByte('b');
                    case '\f' -> out.putByte('f');
                    case '\n' -> out.putByte('n');
                    case '\r' -> out.putByte('r');
                    case '\t' -> out.putByte('t');
                    case '"', '\\' -> out.putByte(c);
                    default -> out.putText("u00").putByte(HEXADECIMAL[c >> 4]).putByte(HEXADECIMAL[c & 15]);
                }
            }
        }
        out.putBytes(utf8, written, end - written).putByte('"');
    }

    /** Returns a text as JSON. */
    public static String of(String text) {
        ByteSink out = new ByteSink(text.length() + 16);
        append(out, text);
        return out.toText();
    }
}
