package org.borealisdb.expr.value;

/**
 * Reads the numbers of transactions and commands. As in PostgreSQL 15 the text is never refused: the number at its start counts, with the prefixes of C for octal and hexadecimal. Stateless.
 */
final class TransactionNumberText {
    private static final String SPACES = " \t\n\u000b\f\r";
    private static final int HEXADECIMAL = 16;

    private TransactionNumberText() {}

    /** Returns the lower 32 bits of the number. */
    static long parse(String text) {
        return parseLong(text) & 0xffff_ffffL;
    }

    /** Returns the bits of the number, all of them set if it has more than 64. */
    static long parseLong(String text) {
        return parse(text, true);
    }

    /** Returns the same of a number without a prefix. */
    static long parseDecimal(String text) {
        return parse(text, false);
    }

    private static long parse(String text, boolean prefixes) {
        int at = 0;
        while (at < text.length() && SPACES.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        boolean negative = text.startsWith("-", at);
        if (negative || text.startsWith("+", at)) {
            at++;
        }
        int base = 10;
        if (prefixes && text.regionMatches(true, at, "0x", 0, 2) && isDigit(text, at + 2, HEXADECIMAL)) {
            base = HEXADECIMAL;
            at += 2;
        } else if (prefixes && text.startsWith("0", at)) {
            base = 8;
        }
        long number = 0;
        for (; isDigit(text, at, base); at++) {
            int digit = Character.digit(text.charAt(at), base);
            if (Long.compareUnsigned(number, Long.divideUnsigned(-1L - digit, base)) > 0) {
                return -1;
            }
            number = number * base + digit;
        }
        return negative ? -number : number;
    }

    private static boolean isDigit(String text, int at, int base) {
        return at < text.length() && text.charAt(at) < 0x80 && Character.digit(text.charAt(at), base) >= 0;
    }
}
