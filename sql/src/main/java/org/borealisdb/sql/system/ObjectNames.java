package org.borealisdb.sql.system;

import java.nio.charset.StandardCharsets;

/** Makes names for objects that were given none, cut to what an identifier may have. Stateless. */
final class ObjectNames {
    /** The longest identifier in bytes. */
    static final int MAXIMUM_BYTES = 63;

    private ObjectNames() {}

    /** Returns {@code first_second_label}, or {@code first_label} if there is no second part: what is too long is cut off the longer of both parts. */
    static String of(String first, String second, String label) {
        int room = MAXIMUM_BYTES - 1 - length(label) - (second.isEmpty() ? 0 : 1);
        int firstBytes = length(first);
        int secondBytes = length(second);
        while (firstBytes + secondBytes > room) {
            if (firstBytes > secondBytes) {
                firstBytes--;
            } else {
                secondBytes--;
            }
        }
        return cut(first, firstBytes) + (second.isEmpty() ? "" : "_" + cut(second, secondBytes)) + "_" + label;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The longest beginning of a text that has at most so many bytes, and no half character. */
    static String cut(String text, int bytes) {
        int end = text.length();
        while (length(text.substring(0, end)) > bytes) {
            end--;
        }
        boolean half = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, half ? end - 1 : end);
    }
}
