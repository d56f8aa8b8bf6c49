package org.borealisdb.expr.format;

/**
 * A number's digits, rounded to what a template has room for.
 *
 * @param digits the digits and the point, without a sign; or the Roman number
 * @param sign '+' or '-', or of a Roman number none
 * @param whole how many positions the template has before the point
 * @param fraction how many digits there are behind the point
 * @param roman whether it is a Roman number
 */
record DigitText(String digits, char sign, int whole, int fraction, boolean roman) {
    private static final int[] ROMAN_VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    private static final String[] ROMAN_SIGNS = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
    private static final char NO_SIGN = '\0';
    private static final int ROMAN_END = 4000;
    private static final int ROMAN_WIDTH = 15;

    /** Returns the Roman form of a number, and hash marks for those that have none. */
    static DigitText roman(long number) {
        if (number < 1 || number >= ROMAN_END) {
            return new DigitText("#".repeat(ROMAN_WIDTH), NO_SIGN, 0, 0, true);
        }
        StringBuilder roman = new StringBuilder();
        long left = number;
        for (int i = 0; i < ROMAN_VALUES.length; i++) {
            while (left >= ROMAN_VALUES[i]) {
                roman.append(ROMAN_SIGNS[i]);
                left -= ROMAN_VALUES[i];
            }
        }
        return new DigitText(roman.toString(), NO_SIGN, 0, 0, true);
    }

    /** Returns the digits of a written number, or hash marks if there are too many before its point. */
    static DigitText of(String written, int whole, int fraction) {
        boolean negative = written.startsWith("-");
        String digits = negative ? written.substring(1) : written;
        if (wholeLength(digits) > whole) {
            digits = "#".repeat(whole) + '.' + "#".repeat(fraction);
        }
        return new DigitText(digits, negative ? '-' : '+', whole, fraction, false);
    }

    private static int wholeLength(String digits) {
        int point = digits.indexOf('.');
        return point < 0 ? digits.length() : point;
    }

    /** Returns how many positions before the number are not used. */
    int blanks() {
        return Math.max(0, whole - wholeLength(digits));
    }
}
