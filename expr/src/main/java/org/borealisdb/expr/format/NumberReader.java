package org.borealisdb.expr.format;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Reads a text by a template of numbers: to_number. Belongs to one call.
 *
 * <p>Each key word takes what it fits in the text, and nothing if the text goes on with other parts of a number; any other
 * character of the template takes one of the text. Where signs may be follows from the template, but those of a text are found
 * beside its digits, too.
 */
final class NumberReader {
    private static final String NUMBER_CHARACTERS = "0123456789.,+-";

    private final NumberTemplate template;
    private final String text;
    private final StringBuilder digits = new StringBuilder();
    private char sign = ' ';
    private int at;
    private int wholeDigits;
    private int fractionDigits;
    private boolean pointRead;

    NumberReader(NumberTemplate template, String text) {
        this.template = template;
        this.text = text;
    }

    /** Returns the number as text, and a space before it if there is no sign. */
    String read() {
        if (template.has(NumberKeyword.EXPONENT)) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "\"EEEE\" not supported for input");
        }
        if (template.has(NumberKeyword.ROMAN)) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "\"RN\" not supported for input");
        }
        for (NumberTemplate.Item item : template.items()) {
            if (isAtEnd()) {
                break;
            }
            switch (item) {
                case NumberTemplate.Literal _ -> skipCharacter();
                case NumberTemplate.Pattern(NumberKeyword keyword, boolean _) -> read(keyword);
            }
        }
        if (!digits.isEmpty() && digits.charAt(digits.length() - 1) == '.') {
            digits.setLength(digits.length() - 1);
        }
        return sign + digits.toString();
    }

    /** Returns how many digits behind the point were read. */
    int fractionDigits() {
        return fractionDigits;
    }

    private boolean isAtEnd() {
        return at >= text.length();
    }

    private char current() {
        return text.charAt(at);
    }

    private void skipCharacter() {
        at += Character.charCount(text.codePointAt(at));
    }

    private void read(NumberKeyword keyword) {
        switch (keyword) {
            case NINE, ZERO, POINT, LOCALE_POINT -> {
                part(keyword);
                at++;
            }
            case COMMA, GROUP -> at += current() == ',' && !template.has(NumberKeyword.FILL_MODE) ? 1 : 0;
            case CURRENCY -> skipOthers(1);
            case ORDINAL -> {
                if (sign != '-' && !template.has(NumberKeyword.POINT)) {
                    skipOthers(2);
                }
            }
            case MINUS -> {
                if (current() == '-') {
                    sign = '-';
                    at++;
                } else {
                    skipOthers(1);
                }
            }
            case PLUS -> {
                if (current() == '+') {
                    sign = '+';
                    at++;
                } else {
                    skipOthers(1);
                }
            }
            case ANY_SIGN -> {
                if (current() == '-' || current() == '+') {
                    sign = current();
                    at++;
                } else {
                    skipOthers(1);
                }
            }
            case BLANK, EXPONENT, FILL_MODE, BRACKETS, ROMAN, SPELLED, LOCALE_SIGN, MULTIPLY, NOTHING -> {}
        }
    }

    /** Skips characters up to the first that may be part of a number. */
    private void skipOthers(int count) {
        for (int i = 0; i < count && !isAtEnd() && NUMBER_CHARACTERS.indexOf(current()) < 0; i++) {
            skipCharacter();
        }
    }

    /** Reads a digit or the point, and a sign beside it; stays on the last character it took. */
    private void part(NumberKeyword keyword) {
        if (current() == ' ') {
            at++;
        }
        if (isAtEnd()) {
            return;
        }
        boolean digitWanted = keyword == NumberKeyword.NINE || keyword == NumberKeyword.ZERO;
        if (sign == ' ' && digitWanted && wholeDigits + fractionDigits == 0) {
            signBefore();
        }
        if (isAtEnd()) {
            return;
        }
        boolean read = false;
        char c = current();
        if (c >= '0' && c <= '9') {
            if (pointRead && fractionDigits == template.fraction()) {
                return;
            }
            digits.append(c);
            wholeDigits += pointRead ? 0 : 1;
            fractionDigits += pointRead ? 1 : 0;
            read = true;
        } else if (c == '.' && template.has(NumberKeyword.POINT) && !pointRead) {
            digits.append('.');
            pointRead = true;
            read = true;
        }
        if (sign == ' ' && wholeDigits + fractionDigits > 0) {
            signBehind(read);
        }
    }

    private void signBefore() {
        boolean locale = template.signPlace() == NumberTemplate.SignPlace.BEFORE;
        char c = current();
        if (c == '-' || (c == '<' && !locale && template.has(NumberKeyword.BRACKETS))) {
            sign = '-';
            at++;
        } else if (c == '+') {
            sign = '+';
            at++;
        }
    }

    private void signBehind(boolean read) {
        boolean localeSign = template.has(NumberKeyword.LOCALE_SIGN);
        if (localeSign && read && at + 1 < text.length()) {
            char next = text.charAt(at + 1);
            if (next == '-' || next == '+') {
                sign = next;
                at++;
            }
        } else if (!read
                && !localeSign
                && (template.has(NumberKeyword.PLUS) || template.has(NumberKeyword.MINUS))
                && (current() == '-' || current() == '+')) {
            sign = current();
        }
    }
}
