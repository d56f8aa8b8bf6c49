package org.borealisdb.expr.value;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes positions in the log, as in {@code 16/B374D848}: both halves of 32 bits in hexadecimal. Stateless. */
public final class LogPositionText {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F]{1,8})/([0-9a-fA-F]{1,8})");
    private static final int HEXADECIMAL = 16;

    private LogPositionText() {}

    /** Returns the bits of the position that a text says. */
    static long parse(String text) {
        Matcher halves = FORM.matcher(text);
        if (!halves.matches()) {
            throw TextInput.syntax("pg_lsn", text);
        }
        return Long.parseLong(halves.group(1), HEXADECIMAL) << Integer.SIZE
                | Long.parseLong(halves.group(2), HEXADECIMAL);
    }

    /** Returns the text of the position with these bits. */
    public static String format(long bits) {
        return half((int) (bits >>> Integer.SIZE)) + "/" + half((int) bits);
    }

    private static String half(int bits) {
        return Integer.toHexString(bits).toUpperCase(Locale.ROOT);
    }
}
