package org.borealisdb.expr.scalar;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/** Text functions; characters are code points. */
final class TextMath {
    private TextMath() {}

    static String text(@Nullable Object[] arguments, int index) {
        return (String) NumericMath.value(arguments, index);
    }

    static long length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Returns the text from a character on, counted from 1; a start before 1 counts from there. */
    static String substring(String text, int start) {
        return start <= 1 ? text : text.substring(offset(text, start - 1L));
    }

    static String substring(String text, int start, int count) {
        if (count < 0) {
            throw new SqlException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        long end = (long) start + count;
        long first = Math.max(1, start);
        return end <= first ? "" : text.substring(offset(text, first - 1), offset(text, end - 1));
    }

    /** Returns the index after so many characters, or the text's end. */
    private static int offset(String text, long characters) {
        return characters >= length(text) ? text.length() : text.offsetByCodePoints(0, (int) characters);
    }

    static long position(String text, String part) {
        int found = text.indexOf(part);
        return found < 0 ? 0 : text.codePointCount(0, found) + 1L;
    }

    static String trimmed(String text, String characters, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && characters.indexOf(text.codePointAt(start)) >= 0) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && characters.indexOf(text.codePointBefore(end)) >= 0) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    static String replaced(String text, String from, String to) {
        return from.isEmpty() ? text : text.replace(from, to);
    }

    static String left(String text, int count) {
        return text.substring(0, offset(text, count >= 0 ? count : Math.max(0, length(text) + count)));
    }

    static String right(String text, int count) {
        long length = length(text);
        return text.substring(offset(text, count >= 0 ? Math.max(0, length - count) : Math.min(length, -(long) count)));
    }

    private static void checkSize(long length) {
        if (length * 4 > ByteSink.MAXIMUM_SIZE) {
            throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
        }
    }

    static String repeated(String text, int count) {
        checkSize((long) text.length() * Math.max(0, count));
        return text.repeat(Math.max(0, count));
    }

    static String part(String text, String delimiter, int field) {
        if (field == 0) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "field position must not be zero");
        }
        if (delimiter.isEmpty()) {
            return field == 1 || field == -1 ? text : "";
        }
        if (field > 0) {
            int start = 0;
            for (int i = 1; i < field; i++) {
                int next = text.indexOf(delimiter, start);
                if (next < 0) {
                    return "";
                }
                start = next + delimiter.length();
            }
            int end = text.indexOf(delimiter, start);
            return end < 0 ? text.substring(start) : text.substring(start, end);
        }
        long fields = 1;
        for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + delimiter.length())) {
            fields++;
        }
        long wanted = fields + 1 + field;
        return wanted < 1 ? "" : part(text, delimiter, (int) wanted);
    }

    static String padded(String text, int length, String fill, boolean left) {
        long missing = Math.max(0, length) - length(text);
        if (missing <= 0) {
            return left(text, Math.max(0, length));
        }
        if (fill.isEmpty()) {
            return text;
        }
        checkSize(length);
        StringBuilder padding = new StringBuilder();
        int at = 0;
        for (long i = 0; i < missing; i++) {
            int point = fill.codePointAt(at);
            padding.appendCodePoint(point);
            at += Character.charCount(point);
            at = at >= fill.length() ? 0 : at;
        }
        return left ? padding.append(text).toString() : text + padding;
    }

    static String character(int point) {
        if (point == 0) {
            throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
        }
        if (point < 0) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "character number must be positive");
        }
        if (point > Character.MAX_CODE_POINT) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED, "requested character too large for encoding: " + point);
        }
        if (point >= 0xd800 && point <= 0xdfff) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED, "requested character not valid for encoding: " + point);
        }
        return Character.toString(point);
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has MD5", impossible);
        }
    }
}
