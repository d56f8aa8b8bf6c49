package org.borealisdb.expr.value;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Reads an array literal: {@code [0:1]={{a,"b c"},{NULL,d}}}. One object reads one text, once. */
final class ArrayParser {
    private final String text;
    private final SqlType elementType;
    private final TextInput input;
    private final List<@Nullable Object> elements = new ArrayList<>();
    private final List<Integer> declaredLower = new ArrayList<>();
    private final List<Integer> declaredLengths = new ArrayList<>();
    private int at;

    ArrayParser(String text, SqlType elementType, TextInput input) {
        this.text = text;
        this.elementType = elementType;
        this.input = input;
    }

    ArrayValue parse() {
        readBounds();
        boolean declared = !declaredLower.isEmpty();
        if (peek() != '{') {
            throw malformed(
                    text,
                    declared
                            ? "Array contents must start with \"{\"."
                            : "Array value must start with \"{\" or dimension information.");
        }
        List<Integer> lengths = new ArrayLiteralShape(text, at).lengths();
        if (declared && !lengths.equals(declaredLengths)) {
            throw malformed(text, "Specified array dimensions do not match array contents.");
        }
        if (lengths.isEmpty()) {
            return ArrayValue.of(elementType, List.of());
        }
        readElements();
        int[] shape = new int[lengths.size()];
        int[] bounds = new int[lengths.size()];
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = lengths.get(i);
            bounds[i] = declared ? declaredLower.get(i) : 1;
            count *= shape[i];
        }
        if (count != elements.size()) {
            throw malformed(text, ArrayLiteralShape.UNEQUAL);
        }
        return ArrayValue.ofDimensions(elementType, shape, bounds, elements);
    }

    private void readBounds() {
        skipSpace();
        while (peek() == '[') {
            if (declaredLower.size() == ArrayValue.MAXIMUM_DIMENSIONS) {
                throw ArrayLiteralShape.tooDeep();
            }
            at++;
            int first = bound("\"[\" must introduce explicitly-specified array dimensions.");
            int lower = 1;
            int upper = first;
            if (peek() == ':') {
                at++;
                lower = first;
                upper = bound("Missing array dimension value.");
            }
            if (peek() != ']') {
                throw malformed(text, "Missing \"]\" after array dimensions.");
            }
            at++;
            if (upper < lower) {
                throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound");
            }
            declaredLower.add(lower);
            declaredLengths.add(Math.toIntExact(Math.min((long) upper - lower + 1, Integer.MAX_VALUE)));
            skipSpace();
        }
        if (!declaredLower.isEmpty()) {
            if (peek() != '=') {
                throw malformed(text, "Missing \"=\" after array dimensions.");
            }
            at++;
            skipSpace();
        }
    }

    private int bound(String missing) {
        int start = at;
        while (Character.isDigit(peek()) || peek() == '-' || peek() == '+') {
            at++;
        }
        if (at == start) {
            throw malformed(text, missing);
        }
        try {
            return (int) Long.parseLong(text.substring(start, at));
        } catch (NumberFormatException notANumber) {
            throw malformed(text, "\"[\" must introduce explicitly-specified array dimensions.");
        }
    }

    /** The character that comes next, NUL at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    /** Reads what the shape is known of: between braces and commas there is nothing but elements. */
    private void readElements() {
        int depth = 0;
        do {
            char c = peek();
            if (c == '{' || c == '}') {
                depth += c == '{' ? 1 : -1;
                at++;
            } else if (c == ',' || TextInput.isSpace(c)) {
                at++;
            } else {
                elements.add(readElement());
            }
        } while (depth > 0);
    }

    private @Nullable Object readElement() {
        StringBuilder value = new StringBuilder();
        if (peek() == '"') {
            for (at++; peek() != '"'; at++) {
                value.append(unescaped());
            }
            at++;
            return input.parse(elementType, value.toString());
        }
        boolean escapes = false;
        int kept = 0;
        for (; peek() != ',' && peek() != '}'; at++) {
            char c = peek();
            boolean escape = c == '\\';
            escapes |= escape;
            value.append(unescaped());
            if (escape || !TextInput.isSpace(c)) {
                kept = value.length();
            }
        }
        value.setLength(kept);
        String word = value.toString();
        return !escapes && input.format().arrayNulls() && word.equalsIgnoreCase("null")
                ? null
                : input.parse(elementType, word);
    }

    private char unescaped() {
        if (peek() == '\\') {
            at++;
        }
        return peek();
    }

    private void skipSpace() {
        while (at < text.length() && TextInput.isSpace(text.charAt(at))) {
            at++;
        }
    }

    static SqlException malformed(String text, String detail) {
        return new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "malformed array literal: \"" + text + "\"")
                .withDetail(detail);
    }
}
