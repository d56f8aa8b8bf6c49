package org.borealisdb.expr.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * A template of dates, times and intervals, read.
 *
 * @param items what it consists of, in order
 */
record DateTimeTemplate(List<Item> items) {
    private static final String STANDARD_SEPARATORS = "-./,':; ";

    DateTimeTemplate {
        items = List.copyOf(items);
    }

    /** A piece of a template. */
    sealed interface Item {}

    /**
     * A key word with what modifies it.
     *
     * @param keyword the key word
     * @param plain whether FM is before it, or TM and it is a name: no padding
     * @param ordinal what follows its number
     */
    record Field(DateTimeKeyword keyword, boolean plain, Ordinal ordinal) implements Item {}

    /** A character that stands for itself when written; when read, for any one. */
    record Literal(int character) implements Item {}

    /** A character outside of quotes that is neither a letter nor a digit nor a space. */
    record Separator(int character) implements Item {}

    /** A space outside of quotes. */
    record Space(int character) implements Item {}

    /** What is written after a number. */
    enum Ordinal {
        NONE,
        /** As in {@code 1ST}. */
        UPPER,
        /** As in {@code 1st}. */
        LOWER
    }

    static boolean isSeparator(int c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    }

    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** Reads a template. Any text is one. */
    static DateTimeTemplate parse(String text) {
        return parse(text, false);
    }

    /** Reads a template of the SQL standard, which has certain separators only, and other characters in quotes. */
    static DateTimeTemplate parseStandard(String text) {
        return parse(text, true);
    }

    private static DateTimeTemplate parse(String text, boolean standard) {
        List<Item> items = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            boolean plain = startsWithEither(text, at, "FM", "fm");
            boolean translated = startsWithEither(text, at, "TM", "tm");
            at += plain || translated ? 2 : 0;
            if (at >= text.length()) {
                break;
            }
            Optional<DateTimeKeyword> keyword = DateTimeKeyword.at(text, at);
            if (keyword.isPresent()) {
                at += keyword.get().name().length();
                Ordinal ordinal = text.startsWith("TH", at)
                        ? Ordinal.UPPER
                        : text.startsWith("th", at) ? Ordinal.LOWER : Ordinal.NONE;
                at += ordinal != Ordinal.NONE || text.startsWith("SP", at) ? 2 : 0;
                DateTimeField field = keyword.get().field();
                boolean name = field == DateTimeField.MONTH_NAME || field == DateTimeField.DAY_NAME;
                items.add(new Field(keyword.get(), plain || (translated && name), ordinal));
            } else if (text.charAt(at) == '"') {
                at = quoted(text, at + 1, items);
            } else if (standard) {
                items.add(standardSeparator(text.codePointAt(at)));
                at++;
            } else {
                at += text.startsWith("\\\"", at) ? 1 : 0;
                int c = text.codePointAt(at);
                items.add(isSeparator(c) ? new Separator(c) : isSpace(c) ? new Space(c) : new Literal(c));
                at += Character.charCount(c);
            }
        }
        return new DateTimeTemplate(items);
    }

    private static Item standardSeparator(int c) {
        if (STANDARD_SEPARATORS.indexOf(c) < 0) {
            throw new SqlException(
                    ErrorCode.INVALID_DATETIME_FORMAT,
                    "invalid datetime format separator: \"" + Character.toString(c) + "\"");
        }
        return c == ' ' ? new Space(c) : new Separator(c);
    }

    private static boolean startsWithEither(String text, int at, String first, String second) {
        return text.startsWith(first, at) || text.startsWith(second, at);
    }

    /** Reads up to a closing quote; answers the place behind it. */
    private static int quoted(String text, int from, List<Item> items) {
        int at = from;
        while (at < text.length()) {
            if (text.charAt(at) == '"') {
                return at + 1;
            }
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            int c = text.codePointAt(at);
            items.add(new Literal(c));
            at += Character.charCount(c);
        }
        return at;
    }

    /** Whether a number at a place may be of any length, as what follows cannot be mistaken for its digits. */
    boolean endsNumber(int place) {
        if (items.get(place) instanceof Field field && field.ordinal() != Ordinal.NONE) {
            return true;
        }
        if (place + 1 >= items.size()) {
            return true;
        }
        return switch (items.get(place + 1)) {
            case Field field -> !field.keyword().field().isDigits();
            case Literal literal -> literal.character() < '0' || literal.character() > '9';
            case Separator _, Space _ -> true;
        };
    }
}
