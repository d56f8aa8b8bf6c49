package org.borealisdb.expr.format;

import java.util.Locale;
import java.util.Optional;

/** The key words of templates of numbers; of those that begin a text, the first holds. */
enum NumberKeyword {
    COMMA(","),
    POINT("."),
    ZERO("0"),
    NINE("9"),
    BLANK("B"),
    NOTHING("C"),
    LOCALE_POINT("D"),
    EXPONENT("EEEE"),
    FILL_MODE("FM"),
    GROUP("G"),
    CURRENCY("L"),
    MINUS("MI"),
    PLUS("PL"),
    BRACKETS("PR"),
    ROMAN("RN"),
    ANY_SIGN("SG"),
    SPELLED("SP"),
    LOCALE_SIGN("S"),
    ORDINAL("TH"),
    MULTIPLY("V");

    private static final NumberKeyword[] ALL = values();

    private final String upper;
    private final String lower;

    NumberKeyword(String upper) {
        this.upper = upper;
        this.lower = upper.toLowerCase(Locale.ROOT);
    }

    int length() {
        return upper.length();
    }

    /** Returns the key word that a text has at a place; its letters are all large or all small. */
    static Optional<NumberKeyword> at(String text, int place) {
        for (NumberKeyword keyword : ALL) {
            if (text.startsWith(keyword.upper, place) || text.startsWith(keyword.lower, place)) {
                return Optional.of(keyword);
            }
        }
        return Optional.empty();
    }
}
