package org.borealisdb.expr.value;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Reads a row literal: {@code (1,"two words",)}, where nothing at all is NULL (manual 8.16.6). One object reads one text, once. */
final class CompositeParser {
    private final String text;
    private final CompositeType type;
    private final TextInput input;
    private int at;

    CompositeParser(String text, CompositeType type, TextInput input) {
        this.text = text;
        this.type = type;
        this.input = input;
    }

    /**
     * Returns the row.
     *
     * @throws SqlException 22P02 if the text is no row of so many fields
     */
    BoxedRow parse() {
        if (type.fields().isEmpty() && !type.isNamed()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "input of anonymous composite types is not implemented");
        }
        skipSpace();
        if (at == text.length() || text.charAt(at) != '(') {
            throw malformed("Missing left parenthesis.");
        }
        at++;
        List<@Nullable Object> values = new ArrayList<>();
        for (CompositeType.Field field : type.fields()) {
            if (!values.isEmpty()) {
                if (at == text.length() || text.charAt(at) != ',') {
                    throw malformed("Too few columns.");
                }
                at++;
            }
            values.add(value(field.type()));
        }
        if (at == text.length() || text.charAt(at) != ')') {
            throw malformed("Too many columns.");
        }
        at++;
        skipSpace();
        if (at != text.length()) {
            throw malformed("Junk after right parenthesis.");
        }
        return BoxedRow.of(values);
    }

    private @Nullable Object value(SqlType field) {
        if (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ')')) {
            return null;
        }
        Object parsed = input.parse(field.withModifier(SqlType.NO_MODIFIER), fieldText());
        return TypeModifiers.fit(field, parsed, field.is(BuiltInType.BIT));
    }

    private String fieldText() {
        StringBuilder read = new StringBuilder();
        boolean quoted = false;
        while (quoted || at == text.length() || (text.charAt(at) != ',' && text.charAt(at) != ')')) {
            if (at == text.length()) {
                throw malformed("Unexpected end of input.");
            }
            char c = text.charAt(at++);
            if (c == '\\') {
                if (at == text.length()) {
                    throw malformed("Unexpected end of input.");
                }
                read.append(text.charAt(at++));
            } else if (c == '"') {
                if (quoted && at < text.length() && text.charAt(at) == '"') {
                    read.append('"');
                    at++;
                } else {
                    quoted = !quoted;
                }
            } else {
                read.append(c);
            }
        }
        return read.toString();
    }

    private void skipSpace() {
        while (at < text.length() && TextInput.isSpace(text.charAt(at))) {
            at++;
        }
    }

    private SqlException malformed(String detail) {
        return new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "malformed record literal: \"" + text + "\"")
                .withDetail(detail);
    }
}
