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
    private final int[] lengths = new int[ArrayValue.MAXIMUM_DIMENSIONS];
    private final List<Integer> declaredLower = new ArrayList<>();
    private final List<Integer> declaredUpper = new ArrayList<>();
    private int dimensions;
    private int at;

    ArrayParser(String text, SqlType elementType, TextInput input) {
        this.text = text;
        this.elementType = elementType;
        this.input = input;
    }

    ArrayValue parse() {
        skipSpace();
        readBounds();
        skipSpace();
        if (at == text.length() || text.charAt(at) != '{') {
            throw malformed("Array value must start with \"{\" or dimension information.");
        }
        readDimension(0);
        skipSpace();
        if (at != text.length()) {
            throw malformed("Junk after closing right brace.");
        }
        if (elements.isEmpty()) {
            return ArrayValue.of(elementType, List.of());
        }
        int[] shape = new int[dimensions];
        int[] bounds = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            shape[i] = lengths[i];
            bounds[i] = declaredLower.isEmpty() ? 1 : declaredLower.get(Math.min(i, declaredLower.size() - 1));
            boolean matches = declaredLower.isEmpty()
                    || (declaredLower.size() == dimensions && declaredUpper.get(i) - bounds[i] + 1 == shape[i]);
            if (!matches) {
                throw malformed("Specified array dimensions do not match array contents.");
            }
        }
        return ArrayValue.ofDimensions(elementType, shape, bounds, elements);
    }

    private void readBounds() {
        while (at < text.length() && text.charAt(at) == '[') {
            int close = text.indexOf(']', at);
            int colon = text.indexOf(':', at);
            if (close < 0 || declaredLower.size() == ArrayValue.MAXIMUM_DIMENSIONS) {
                throw malformed("Missing \"]\" after array dimensions.");
            }
            boolean both = colon > 0 && colon < close;
            declaredLower.add(both ? bound(text.substring(at + 1, colon)) : 1);
            declaredUpper.add(bound(text.substring(both ? colon + 1 : at + 1, close)));
            at = close + 1;
        }
        if (!declaredLower.isEmpty()) {
            skipSpace();
            if (at == text.length() || text.charAt(at) != '=') {
                throw malformed("Missing \"=\" after array dimensions.");
            }
            at++;
        }
    }

    private int bound(String digits) {
        try {
            return Integer.parseInt(digits.trim());
        } catch (NumberFormatException notANumber) {
            throw malformed("\"[\" must introduce explicitly-specified array dimensions.");
        }
    }

    private void readDimension(int depth) {
        if (depth == ArrayValue.MAXIMUM_DIMENSIONS) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "number of array dimensions exceeds the maximum allowed (" + ArrayValue.MAXIMUM_DIMENSIONS + ")");
        }
        at++;
        skipSpace();
        if (at < text.length() && text.charAt(at) == '}') {
            at++;
            if (depth > 0) {
                checkLength(depth, 0);
            }
            return;
        }
        int count = 0;
        while (true) {
            skipSpace();
            if (at == text.length()) {
                throw malformed("Unexpected end of input.");
            }
            if (text.charAt(at) == '{') {
                checkLeaf(depth, false);
                readDimension(depth + 1);
            } else {
                checkLeaf(depth, true);
                elements.add(readElement());
            }
            count++;
            skipSpace();
            if (at == text.length()) {
                throw malformed("Unexpected end of input.");
            }
            char c = text.charAt(at++);
            if (c == '}') {
                break;
            }
            if (c != ',') {
                throw malformed("Unexpected array element.");
            }
        }
        checkLength(depth, count);
    }

    private void checkLeaf(int depth, boolean leaf) {
        if (leaf && dimensions == 0) {
            dimensions = depth + 1;
        }
        if (dimensions != 0 && (leaf ? depth + 1 != dimensions : depth + 1 >= dimensions)) {
            throw malformed("Multidimensional arrays must have sub-arrays with matching dimensions.");
        }
    }

    private void checkLength(int depth, int count) {
        if (lengths[depth] == 0) {
            lengths[depth] = count;
        } else if (lengths[depth] != count) {
            throw malformed("Multidimensional arrays must have sub-arrays with matching dimensions.");
        }
    }

    private @Nullable Object readElement() {
        StringBuilder value = new StringBuilder();
        if (text.charAt(at) == '"') {
            at++;
            while (true) {
                if (at == text.length()) {
                    throw malformed("Unexpected end of input.");
                }
                char c = text.charAt(at++);
                if (c == '"') {
                    return input.parse(elementType, value.toString());
                }
                value.append(c == '\\' ? escaped() : c);
            }
        }
        boolean escapes = false;
        int kept = 0;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '}') {
            char c = text.charAt(at++);
            if (c == '"' || c == '{') {
                at--;
                throw malformed("Unexpected \"" + c + "\" character.");
            }
            boolean escape = c == '\\';
            escapes |= escape;
            value.append(escape ? escaped() : c);
            if (escape || !TextInput.isSpace(c)) {
                kept = value.length();
            }
        }
        value.setLength(kept);
        if (kept == 0) {
            throw malformed("Unexpected \"" + (at < text.length() ? text.charAt(at) : '}') + "\" character.");
        }
        String word = value.toString();
        return !escapes && word.equalsIgnoreCase("null") ? null : input.parse(elementType, word);
    }

    private char escaped() {
        if (at == text.length()) {
            throw malformed("Unexpected end of input.");
        }
        return text.charAt(at++);
    }

    private void skipSpace() {
        while (at < text.length() && TextInput.isSpace(text.charAt(at))) {
            at++;
        }
    }

    private SqlException malformed(String detail) {
        return new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "malformed array literal: \"" + text + "\"")
                .withDetail(detail);
    }
}
