package org.borealisdb.expr.network;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** Reads the texts of hardware addresses. Belongs to one call. */
final class HardwareAddressParser {
    /** The spellings of a short address: {@code x} is a number of any length, {@code 2} one of at most two characters. */
    private static final String[] SHORT_FORMS = {
        "x:x:x:x:x:x", "x-x-x-x-x-x", "222:222", "222-222", "22.22.22", "22-22-22", "222222"
    };

    private final String text;
    private int at;

    private HardwareAddressParser(String text) {
        this.text = text;
    }

    static long shortNumber(String text) {
        for (String form : SHORT_FORMS) {
            OptionalLong number = new HardwareAddressParser(text).inForm(form);
            if (number.isPresent()) {
                return number.getAsLong();
            }
        }
        throw invalid("macaddr", text);
    }

    private static SqlException invalid(String type, String text) {
        return new SqlException(
                ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type " + type + ": \"" + text + "\"");
    }

    private OptionalLong inForm(String form) {
        long address = 0;
        boolean fits = true;
        for (int i = 0; i < form.length(); i++) {
            char part = form.charAt(i);
            if (part == 'x' || part == '2') {
                OptionalLong octet = number(part == 'x' ? Integer.MAX_VALUE : 2);
                if (octet.isEmpty()) {
                    return octet;
                }
                fits &= octet.getAsLong() >= 0 && octet.getAsLong() <= 0xff;
                address = address << Byte.SIZE | (octet.getAsLong() & 0xff);
            } else if (peek() == part) {
                at++;
            } else {
                return OptionalLong.empty();
            }
        }
        skipSpaces();
        if (at < text.length()) {
            return OptionalLong.empty();
        }
        if (!fits) {
            throw new SqlException(
                    ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "invalid octet value in \"macaddr\" value: \"" + text + "\"");
        }
        return OptionalLong.of(address);
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private void skipSpaces() {
        while (isSpace(peek())) {
            at++;
        }
    }

    private static int digit(int c) {
        return c > 0 && c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** Reads a number as C's scanf does: after spaces, perhaps with a sign and 0x, modulo 2^32. */
    private OptionalLong number(int width) {
        skipSpaces();
        int end = (int) Math.min(text.length(), (long) at + width);
        boolean negative = peek() == '-';
        if (negative || peek() == '+') {
            at++;
        }
        if (at + 1 < end && text.charAt(at) == '0' && Character.toLowerCase(text.charAt(at + 1)) == 'x') {
            at += 2;
        }
        int start = at;
        long value = 0;
        boolean overflow = false;
        while (at < end && digit(text.charAt(at)) >= 0) {
            overflow |= value >>> (Long.SIZE - 4) != 0;
            value = value << 4 | digit(text.charAt(at));
            at++;
        }
        if (at == start) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(overflow ? -1 : (int) (negative ? -value : value));
    }

    /** Reads six or eight pairs of digits, with the same separator after any of them; a single last character does not count. */
    static HardwareAddress longAddress(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
        long address = 0;
        int count = 0;
        int separator = 0;
        while (at + 1 < bytes.length) {
            int high = digit(bytes[at]);
            int low = digit(bytes[at + 1]);
            if (high < 0 || low < 0 || count == HardwareAddress.LONG_BYTES) {
                throw invalid("macaddr8", text);
            }
            address = address << Byte.SIZE | high << 4 | low;
            count++;
            at += 2;
            int next = at < bytes.length ? bytes[at] : 0;
            if (next == ':' || next == '-' || next == '.') {
                if (separator != 0 && separator != next) {
                    throw invalid("macaddr8", text);
                }
                separator = next;
                at++;
            }
            boolean complete = count == HardwareAddress.SHORT_BYTES || count == HardwareAddress.LONG_BYTES;
            if (complete && at < bytes.length && isSpace(bytes[at])) {
                while (at < bytes.length && isSpace(bytes[at])) {
                    at++;
                }
                if (at < bytes.length) {
                    throw invalid("macaddr8", text);
                }
            }
        }
        if (count != HardwareAddress.SHORT_BYTES && count != HardwareAddress.LONG_BYTES) {
            throw invalid("macaddr8", text);
        }
        return new HardwareAddress(address, count);
    }
}
