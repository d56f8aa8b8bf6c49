package org.borealisdb.expr.format;

import java.util.Locale;

/**
 * Writes the digits of a number by a template: to_char. Belongs to one call.
 *
 * <p>Each 9, 0 or point of the template is a position. Positions that the number does not reach are blank, from the first 0 on
 * zeros; the sign goes before the first position that is not blank. In fill mode the zeros that end a fraction are left out.
 */
final class NumberWriter {
    private static final int NO_LAST_DIGIT = -1;
    private static final int ROMAN_WIDTH = 15;

    private final NumberTemplate template;
    private final DigitText number;
    private final StringBuilder text = new StringBuilder();
    private final boolean fill;
    private final boolean zeros;
    private final boolean brackets;
    private final boolean point;
    private final char sign;
    private final int blanks;
    private boolean signWritten;
    private int count;
    private int lastDigit = NO_LAST_DIGIT;
    private boolean inNumber;
    private int position;
    private int at;

    NumberWriter(NumberTemplate template, DigitText number) {
        this.template = template;
        this.number = number;
        this.fill = template.has(NumberKeyword.FILL_MODE);
        boolean roman = number.roman();
        this.zeros = template.has(NumberKeyword.ZERO) && !roman;
        this.point = template.has(NumberKeyword.POINT) && !roman;
        this.sign = number.sign();
        this.blanks = roman ? 0 : number.blanks();
        this.brackets = template.has(NumberKeyword.BRACKETS) && !(fill && sign != '-') && !roman;
        prepare();
    }

    private boolean hasLocaleSign() {
        return template.has(NumberKeyword.LOCALE_SIGN);
    }

    private void prepare() {
        boolean plus = template.has(NumberKeyword.PLUS);
        boolean minus = template.has(NumberKeyword.MINUS);
        signWritten = (plus || minus) ? minus : (sign == '+' && fill && !hasLocaleSign());
        count = number.fraction() + number.whole() - 1;
        if (fill && point) {
            lastDigit = lastRelevantDigit();
        }
        if (!signWritten && blanks == 0) {
            count++;
        }
    }

    /** Returns where the last digit is that fill mode keeps: the point, if all behind it are zeros that no 0 asks for. */
    private int lastRelevantDigit() {
        String digits = number.digits();
        int pointAt = digits.indexOf('.');
        if (pointAt < 0) {
            return NO_LAST_DIGIT;
        }
        int last = pointAt;
        for (int i = pointAt + 1; i < digits.length(); i++) {
            last = digits.charAt(i) == '0' ? last : i;
        }
        if (template.lastZero() > blanks) {
            last = Math.max(last, Math.min(digits.length() - 1, template.lastZero() - blanks));
        }
        return last;
    }

    String write() {
        for (NumberTemplate.Item item : template.items()) {
            switch (item) {
                case NumberTemplate.Literal(int c) -> text.appendCodePoint(c);
                case NumberTemplate.Pattern(NumberKeyword keyword, boolean lower) -> write(keyword, lower);
            }
        }
        // A position behind the number's end ends the text, as one of C's strings.
        int end = text.indexOf("\0");
        return end < 0 ? text.toString() : text.substring(0, end);
    }

    private void write(NumberKeyword keyword, boolean lower) {
        switch (keyword) {
            case NINE, ZERO, POINT, LOCALE_POINT -> position(keyword);
            case COMMA, GROUP -> {
                if (inNumber || !fill) {
                    text.append(inNumber ? ',' : ' ');
                }
            }
            case CURRENCY -> text.append(' ');
            case ROMAN -> {
                String digits = number.digits();
                text.repeat(' ', fill ? 0 : Math.max(0, ROMAN_WIDTH - digits.length()))
                        .append(lower ? digits.toLowerCase(Locale.ROOT) : digits);
            }
            case ORDINAL -> {
                if (!number.roman() && !number.digits().startsWith("#") && sign != '-' && !point) {
                    String ending = Ordinals.ending(number.digits());
                    text.append(lower ? ending : ending.toUpperCase(Locale.ROOT));
                }
            }
            case MINUS -> writeIf('-');
            case PLUS -> writeIf('+');
            case ANY_SIGN -> text.append(sign);
            case BLANK, EXPONENT, FILL_MODE, BRACKETS, SPELLED, LOCALE_SIGN, MULTIPLY, NOTHING -> {}
        }
    }

    private void writeIf(char wanted) {
        if (sign == wanted) {
            text.append(wanted);
        } else if (!fill) {
            text.append(' ');
        }
    }

    private char current() {
        return at < number.digits().length() ? number.digits().charAt(at) : '\0';
    }

    /** Whether the next digit is the only one before the point, a zero that is not shown. */
    private boolean isHiddenZero() {
        return !zeros && at == 0 && current() == '0' && number.fraction() != 0;
    }

    private boolean endsAtPoint() {
        return lastDigit != NO_LAST_DIGIT && number.digits().charAt(lastDigit) == '.';
    }

    private void position(NumberKeyword keyword) {
        if (number.roman()) {
            return;
        }
        inNumber = false;
        boolean fromZero = zeros && template.firstZero() <= position;
        boolean begins = position >= blanks || (zeros && template.firstZero() == position);
        if (!signWritten && begins && (!isHiddenZero() || endsAtPoint())) {
            signBefore();
        }
        if (position < blanks) {
            if (fromZero) {
                text.append('0');
                inNumber = true;
            } else if (!fill) {
                text.append(' ');
            }
        } else {
            digit(keyword);
            at = Math.min(number.digits().length(), at + 1);
        }
        int end = count + (blanks > 0 ? 1 : 0) + (point ? 1 : 0);
        if (lastDigit != NO_LAST_DIGIT && lastDigit == at) {
            end = position;
        }
        if (position + 1 == end) {
            signBehind();
        }
        position++;
    }

    private void signBefore() {
        if (hasLocaleSign()) {
            if (template.signPlace(number.whole()) == NumberTemplate.SignPlace.BEFORE) {
                text.append(sign == '-' ? '-' : '+');
                signWritten = true;
            }
        } else if (brackets) {
            text.append(sign == '+' ? ' ' : '<');
            signWritten = true;
        } else if (sign == '+') {
            text.append(fill ? "" : " ");
            signWritten = true;
        } else if (sign == '-') {
            text.append('-');
            signWritten = true;
        }
    }

    private void digit(NumberKeyword keyword) {
        char c = current();
        if (c == '.') {
            if (!endsAtPoint() || fill) {
                text.append('.');
            }
        } else if (lastDigit != NO_LAST_DIGIT && at > lastDigit && keyword != NumberKeyword.ZERO) {
            return;
        } else if (isHiddenZero()) {
            if (!fill) {
                text.append(' ');
            } else if (endsAtPoint()) {
                text.append('0');
            }
        } else {
            text.append(c);
            inNumber = true;
        }
    }

    private void signBehind() {
        if (signWritten && brackets) {
            text.append(sign == '+' ? ' ' : '>');
        } else if (hasLocaleSign() && template.signPlace(number.whole()) == NumberTemplate.SignPlace.AFTER) {
            text.append(sign == '-' ? '-' : '+');
        }
    }
}
