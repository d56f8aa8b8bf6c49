package org.borealisdb.expr.scalar;

import java.util.function.IntUnaryOperator;

/** Upper and lower case of text, character by character as the C library maps them: none becomes two, none goes by its neighbours. */
final class CaseMapping {
    private CaseMapping() {}

    static String upper(String text) {
        return mapped(text, Character::toUpperCase);
    }

    static String lower(String text) {
        return mapped(text, Character::toLowerCase);
    }

    private static String mapped(String text, IntUnaryOperator mapping) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().map(mapping).forEach(result::appendCodePoint);
        return result.toString();
    }

    /** Returns the text with the first character of each word in upper case, and the others in lower case. */
    static String capitalized(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            result.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inWord = Character.isAlphabetic(c) || Character.isDigit(c);
        }
        return result.toString();
    }
}
