package org.borealisdb.expr.scalar;

import java.util.function.IntFunction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/** The pattern of format(): {@code %[position$][-][width]type} with the types s, I and L (manual 9.4.1). Used once. */
final class FormatPattern {
    private static final int MAXIMUM_WIDTH = 1 << 20;

    private final String pattern;
    private final int count;
    private final IntFunction<@Nullable String> arguments;
    private int at;
    private int next;

    /**
     * Makes a pattern.
     *
     * @param arguments gives the text of an argument by its place from 0, {@code null} for NULL
     */
    FormatPattern(String pattern, int count, IntFunction<@Nullable String> arguments) {
        this.pattern = pattern;
        this.count = count;
        this.arguments = arguments;
    }

    String apply() {
        StringBuilder result = new StringBuilder();
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c != '%') {
                result.append(c);
            } else if (at < pattern.length() && pattern.charAt(at) == '%') {
                result.append('%');
                at++;
            } else {
                specifier(result);
            }
        }
        return result.toString();
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    private static SqlException numberOutOfRange() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "number is out of range");
    }

    private char peek() {
        if (at >= pattern.length()) {
            throw invalid("unterminated format() type specifier").withHint("For a single \"%\" use \"%%\".");
        }
        return pattern.charAt(at);
    }

    private int number() {
        long number = 0;
        while (Character.isDigit(peek())) {
            number = number * 10 + (peek() - '0');
            if (number > Integer.MAX_VALUE) {
                throw numberOutOfRange();
            }
            at++;
        }
        return (int) number;
    }

    private void specifier(StringBuilder result) {
        int start = at;
        int position = -1;
        if (Character.isDigit(peek())) {
            int number = number();
            if (peek() == '$') {
                at++;
                position = place(number);
            } else {
                at = start;
            }
        }
        boolean left = false;
        while (peek() == '-') {
            left = true;
            at++;
        }
        int width = 0;
        if (peek() == '*') {
            at++;
            width = givenWidth();
            left |= width < 0;
            width = Math.abs(width);
        } else if (Character.isDigit(peek())) {
            width = number();
        }
        if (width > MAXIMUM_WIDTH) {
            throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "format() width " + width + " is too large");
        }
        char type = peek();
        at++;
        if (type != 's' && type != 'I' && type != 'L') {
            throw invalid("unrecognized format() type specifier \"" + type + "\"")
                    .withHint("For a single \"%\" use \"%%\".");
        }
        pad(result, converted(type, argument(position)), width, left);
    }

    private int place(int number) {
        if (number == 0) {
            throw invalid("format specifies argument 0, but arguments are numbered from 1");
        }
        return number - 1;
    }

    /** Returns the width that an argument gives, the next one or that of a number and {@code $}. */
    private int givenWidth() {
        int position = -1;
        if (Character.isDigit(peek())) {
            int number = number();
            if (peek() != '$') {
                throw invalid("width argument position must be ended by \"$\"");
            }
            at++;
            position = place(number);
        }
        String given = argument(position);
        if (given == null) {
            return 0;
        }
        int width =
                (int) Values.unboxLong(new TextInput(SessionFormat.DEFAULT, 0).parse(BuiltInType.INT4.type(), given));
        if (width == Integer.MIN_VALUE) {
            throw numberOutOfRange();
        }
        return width;
    }

    private @Nullable String argument(int position) {
        int place = position < 0 ? next : position;
        next = place + 1;
        if (place >= count) {
            throw invalid("too few arguments for format()");
        }
        return arguments.apply(place);
    }

    private static String converted(char type, @Nullable String value) {
        if (value == null) {
            return switch (type) {
                case 's' -> "";
                case 'L' -> "NULL";
                default ->
                    throw new SqlException(
                            ErrorCode.NULL_VALUE_NOT_ALLOWED, "null values cannot be formatted as an SQL identifier");
            };
        }
        return type == 's' ? value : type == 'I' ? Quoting.identifier(value) : Quoting.literal(value);
    }

    private static void pad(StringBuilder result, String text, int width, boolean left) {
        int missing = Math.max(0, width - (int) TextMath.length(text));
        if (!left) {
            result.repeat(' ', missing);
        }
        result.append(text);
        if (left) {
            result.repeat(' ', missing);
        }
    }
}
