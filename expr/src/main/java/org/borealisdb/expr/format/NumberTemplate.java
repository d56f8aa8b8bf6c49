package org.borealisdb.expr.format;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** A template of numbers, read and checked. Immutable once made. */
final class NumberTemplate {
    /** A piece of a template. */
    sealed interface Item {}

    /**
     * A key word.
     *
     * @param keyword which one
     * @param lower whether its letters are small
     */
    record Pattern(NumberKeyword keyword, boolean lower) implements Item {}

    /** A character that stands for itself. */
    record Literal(int character) implements Item {}

    /** Where a sign of the locale (S) goes. */
    enum SignPlace {
        NONE,
        BEFORE,
        AFTER
    }

    private final List<Item> items = new ArrayList<>();
    private final Set<NumberKeyword> flags = EnumSet.noneOf(NumberKeyword.class);
    private int whole;
    private int fraction;
    private int multiplied;
    private int firstZero;
    private int lastZero;
    private SignPlace signPlace = SignPlace.NONE;
    private int digitsBeforeSign;

    private NumberTemplate() {}

    static NumberTemplate parse(String text) {
        NumberTemplate template = new NumberTemplate();
        int at = 0;
        while (at < text.length()) {
            Optional<NumberKeyword> keyword = NumberKeyword.at(text, at);
            if (keyword.isPresent()) {
                template.add(keyword.get());
                template.items.add(new Pattern(keyword.get(), Character.isLowerCase(text.charAt(at))));
                at += keyword.get().length();
            } else if (text.charAt(at) == '"') {
                at = template.quoted(text, at + 1);
            } else {
                at += text.startsWith("\\\"", at) ? 1 : 0;
                at = template.literal(text, at);
            }
        }
        return template;
    }

    private int literal(String text, int at) {
        int c = text.codePointAt(at);
        items.add(new Literal(c));
        return at + Character.charCount(c);
    }

    private int quoted(String text, int from) {
        int at = from;
        while (at < text.length()) {
            if (text.charAt(at) == '"') {
                return at + 1;
            }
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            at = literal(text, at);
        }
        return at;
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.SYNTAX_ERROR, message);
    }

    private void add(NumberKeyword keyword) {
        if (has(NumberKeyword.EXPONENT) && keyword != NumberKeyword.EXPONENT) {
            throw invalid("\"EEEE\" must be the last pattern used");
        }
        switch (keyword) {
            case NINE -> digit("9");
            case ZERO -> {
                boolean first = !has(NumberKeyword.ZERO) && !has(NumberKeyword.POINT);
                digit("0");
                if (first) {
                    flags.add(NumberKeyword.ZERO);
                    firstZero = whole - 1;
                }
                lastZero = whole + fraction;
            }
            case BLANK -> {
                if (whole == 0 && fraction == 0 && !has(NumberKeyword.ZERO)) {
                    flags.add(keyword);
                }
            }
            case POINT, LOCALE_POINT -> {
                if (has(NumberKeyword.POINT)) {
                    throw invalid("multiple decimal points");
                }
                if (has(NumberKeyword.MULTIPLY)) {
                    throw invalid("cannot use \"V\" and decimal point together");
                }
                flags.add(NumberKeyword.POINT);
            }
            case LOCALE_SIGN -> localeSign();
            case MINUS, PLUS, ANY_SIGN -> {
                if (has(NumberKeyword.LOCALE_SIGN)) {
                    String name = keyword == NumberKeyword.MINUS ? "MI" : keyword == NumberKeyword.PLUS ? "PL" : "SG";
                    throw invalid("cannot use \"S\" and \"" + name + "\" together");
                }
                addSigns(keyword);
            }
            case BRACKETS -> {
                if (has(NumberKeyword.LOCALE_SIGN) || has(NumberKeyword.PLUS) || has(NumberKeyword.MINUS)) {
                    throw invalid("cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
                }
                flags.add(keyword);
            }
            case MULTIPLY -> {
                if (has(NumberKeyword.POINT)) {
                    throw invalid("cannot use \"V\" and decimal point together");
                }
                flags.add(keyword);
            }
            case EXPONENT -> exponent();
            case FILL_MODE, ROMAN -> flags.add(keyword);
            case COMMA, GROUP, CURRENCY, SPELLED, ORDINAL, NOTHING -> {}
        }
    }

    private void digit(String name) {
        if (has(NumberKeyword.BRACKETS)) {
            throw invalid("\"" + name + "\" must be ahead of \"PR\"");
        }
        if (has(NumberKeyword.POINT)) {
            fraction++;
        } else if (has(NumberKeyword.MULTIPLY) && name.equals("9")) {
            multiplied++;
        } else {
            whole++;
        }
    }

    private void addSigns(NumberKeyword keyword) {
        if (keyword == NumberKeyword.ANY_SIGN) {
            flags.add(NumberKeyword.PLUS);
            flags.add(NumberKeyword.MINUS);
        } else {
            flags.add(keyword);
        }
    }

    private void localeSign() {
        if (has(NumberKeyword.LOCALE_SIGN)) {
            throw invalid("cannot use \"S\" twice");
        }
        if (has(NumberKeyword.PLUS) || has(NumberKeyword.MINUS) || has(NumberKeyword.BRACKETS)) {
            throw invalid("cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
        }
        if (has(NumberKeyword.POINT)) {
            signPlace = SignPlace.AFTER;
        } else {
            signPlace = SignPlace.BEFORE;
            digitsBeforeSign = whole;
        }
        flags.add(NumberKeyword.LOCALE_SIGN);
    }

    private void exponent() {
        if (has(NumberKeyword.EXPONENT)) {
            throw invalid("cannot use \"EEEE\" twice");
        }
        Set<NumberKeyword> others = EnumSet.copyOf(flags.isEmpty() ? EnumSet.of(NumberKeyword.POINT) : flags);
        others.removeAll(EnumSet.of(NumberKeyword.POINT, NumberKeyword.ZERO));
        if (!others.isEmpty()) {
            throw invalid("\"EEEE\" is incompatible with other formats")
                    .withDetail("\"EEEE\" may only be used together with digit and decimal point patterns.");
        }
        flags.add(NumberKeyword.EXPONENT);
    }

    List<Item> items() {
        return items;
    }

    boolean has(NumberKeyword keyword) {
        return flags.contains(keyword);
    }

    /** How many digits there are before the point. */
    int whole() {
        return whole;
    }

    /** How many digits there are after the point. */
    int fraction() {
        return fraction;
    }

    /** By how many powers of ten numbers are multiplied (V). */
    int multiplied() {
        return multiplied;
    }

    /** Which digit the first 0 is, from 0. */
    int firstZero() {
        return firstZero;
    }

    /** How many digits there are up to the last 0. */
    int lastZero() {
        return lastZero;
    }

    /** Where the template wants the locale's sign. */
    SignPlace signPlace() {
        return signPlace;
    }

    /** Where a writer with so many positions before the point puts it: an S that none follows is behind them. */
    SignPlace signPlace(int positions) {
        return signPlace == SignPlace.BEFORE && positions == digitsBeforeSign ? SignPlace.AFTER : signPlace;
    }
}
