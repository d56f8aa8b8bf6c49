package org.borealisdb.expr.value;

import java.util.OptionalDouble;

/**
 * The integer that a text has at some place, which may be none.
 *
 * @param value the number; 0 if there are no digits
 * @param end where the text goes on after it
 * @param fits whether the number is in the range that was asked for
 */
record LeadingNumber(long value, int end, boolean fits) {
    /** Reads a number of 32 bits, with a sign or without. */
    static LeadingNumber ofInt(String text, int from) {
        LeadingNumber wide = ofLong(text, from);
        return new LeadingNumber(wide.value, wide.end, wide.fits && wide.value == (int) wide.value);
    }

    /** Reads a number of 64 bits, with a sign or without. */
    static LeadingNumber ofLong(String text, int from) {
        int at = from;
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (negative || (at < text.length() && text.charAt(at) == '+')) {
            at++;
        }
        int start = at;
        long sum = 0;
        boolean fits = true;
        while (at < text.length() && DateTimeToken.isDigit(text.charAt(at))) {
            int digit = text.charAt(at++) - '0';
            if (fits && sum < (Long.MIN_VALUE + digit) / 10) {
                fits = false;
            } else {
                sum = sum * 10 - digit;
            }
        }
        if (at == start) {
            return new LeadingNumber(0, from, true);
        }
        if (!negative && sum == Long.MIN_VALUE) {
            fits = false;
        }
        return new LeadingNumber(negative ? sum : -sum, at, fits);
    }

    /** Reads a point and the digits behind it, to the end of the text; empty if something else is there. */
    static OptionalDouble fraction(String text, int point) {
        for (int i = point + 1; i < text.length(); i++) {
            if (!DateTimeToken.isDigit(text.charAt(i))) {
                return OptionalDouble.empty();
            }
        }
        return OptionalDouble.of(point + 1 == text.length() ? 0 : Double.parseDouble(text.substring(point)));
    }
}
