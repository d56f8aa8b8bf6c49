package org.borealisdb.expr.format;

import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** The English endings of ordinal numbers. */
final class Ordinals {
    private Ordinals() {}

    /** Returns the ending, in small letters, of a number. */
    static String ending(String number) {
        char last = number.isEmpty() ? ' ' : number.charAt(number.length() - 1);
        if (last < '0' || last > '9') {
            throw new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "\"" + number + "\" is not a number");
        }
        if (number.length() > 1 && number.charAt(number.length() - 2) == '1') {
            return "th";
        }
        return switch (last) {
            case '1' -> "st";
            case '2' -> "nd";
            case '3' -> "rd";
            default -> "th";
        };
    }

    /** Returns a number with its ending. */
    static String with(String number, DateTimeTemplate.Ordinal ordinal) {
        return switch (ordinal) {
            case NONE -> number;
            case UPPER -> number + ending(number).toUpperCase(Locale.ROOT);
            case LOWER -> number + ending(number);
        };
    }
}
