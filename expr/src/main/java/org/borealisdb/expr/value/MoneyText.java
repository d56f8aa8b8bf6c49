package org.borealisdb.expr.value;

import java.math.BigInteger;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Reads and writes amounts of money, which are carried in cents: as in the locales C and en_US, {@code -$1,234.50}. Reading takes the sign before or after the currency, parentheses for a negative
 * amount, separators anywhere, and rounds what is less than a cent. Belongs to one text.
 */
final class MoneyText {
    private static final char CURRENCY = '$';
    private static final int DECIMALS = 2;
    private static final int GROUP = 3;

    private final String text;
    private int at;
    private boolean negative;
    /** The amount so far, below zero, since the smallest one has no positive counterpart. */
    private long value;

    private MoneyText(String text) {
        this.text = text;
    }

    /** Returns the cents of the amount that a text says. */
    static long parse(String text) {
        return new MoneyText(text).read();
    }

    private long read() {
        skipSpaces();
        skip(CURRENCY);
        skipSpaces();
        if (skip('-') || skip('(')) {
            negative = true;
        } else {
            skip('+');
        }
        skipSpaces();
        skip(CURRENCY);
        skipSpaces();
        readDigits();
        readEnd();
        if (negative) {
            return value;
        }
        if (value == Long.MIN_VALUE) {
            throw outOfRange();
        }
        return -value;
    }

    private void readDigits() {
        boolean point = false;
        int decimals = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isDigit(c) && decimals < DECIMALS) {
                append(c - '0');
                decimals += point ? 1 : 0;
            } else if (c == '.' && !point) {
                point = true;
            } else if (c != ',') {
                break;
            }
        }
        boolean up = at < text.length() && isDigit(text.charAt(at)) && text.charAt(at) >= '5';
        if (up && value == Long.MIN_VALUE) {
            throw outOfRange();
        }
        value -= up ? 1 : 0;
        for (; decimals < DECIMALS; decimals++) {
            append(0);
        }
    }

    private void append(int digit) {
        if (value < (Long.MIN_VALUE + digit) / 10) {
            throw outOfRange();
        }
        value = value * 10 - digit;
    }

    /** After the digits that count only others may follow, then spaces, a closing parenthesis, a sign and the currency. */
    private void readEnd() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '-') {
                negative = true;
            } else if (!TextInput.isSpace(c) && c != ')' && c != '+' && c != CURRENCY) {
                throw TextInput.syntax("money", text);
            }
        }
    }

    private void skipSpaces() {
        while (at < text.length() && TextInput.isSpace(text.charAt(at))) {
            at++;
        }
    }

    private boolean skip(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private SqlException outOfRange() {
        return new SqlException(
                ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "value \"" + text + "\" is out of range for type money");
    }

    /** Returns the text of an amount in cents. */
    static String format(long cents) {
        String digits = BigInteger.valueOf(cents).abs().toString();
        StringBuilder out = new StringBuilder("0".repeat(Math.max(0, DECIMALS + 1 - digits.length())) + digits);
        int whole = out.length() - DECIMALS;
        out.insert(whole, '.');
        for (int place = whole - GROUP; place > 0; place -= GROUP) {
            out.insert(place, ',');
        }
        return (cents < 0 ? "-" : "") + CURRENCY + out;
    }
}
