package org.borealisdb.expr.value;

/**
 * Reads the numbers of transactions and commands. As in PostgreSQL 15 the text is never refused: the number at its start counts, with the prefixes of C for octal and hexadecimal, and of it the
 * lower 32 bits. Stateless.
 */
final class TransactionNumberText {
    private static final String SPACES = " \t\n\u000b\f\r";
    private static final int HEXADECIMAL = 16;

    private TransactionNumberText() {}

    static long parse(String text) {
        int at = 0;
        while (at < text.length() && SPACES.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        boolean negative = text.startsWith("-", at);
        if (negative || text.startsWith("+", at)) {
            at++;
        }
        int base = 10;
        if (text.regionMatches(true, at, "0x", 0, 2) && isDigit(text, at + 2, HEXADECIMAL)) {
            base = HEXADECIMAL;
            at += 2;
        } else if (text.startsWith("0", at)) {
            base = 8;
        }
        long number = 0;
        for (; isDigit(text, at, base); at++) {
            int digit = Character.digit(text.charAt(at), base);
            if (Long.compareUnsigned(number, Long.divideUnsigned(-1L - digit, base)) > 0) {
                return 0xffff_ffffL;
            }
            number = number * base + digit;
        }
        return (negative ? -number : number) & 0xffff_ffffL;
    }

    private static boolean isDigit(String text, int at, int base) {
        return at < text.length() && text.charAt(at) < 0x80 && Character.digit(text.charAt(at), base) >= 0;
    }
}
