package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.SourceText;
import org.jspecify.annotations.Nullable;

/** The escapes that a {@link Lexer} meets in strings without a prefix, and what settings say of escapes. Belongs to one lexer. */
final class PlainEscapes {
    private final String text;
    private final StringSyntax syntax;
    private final List<StandardText.Escaped> found = new ArrayList<>();
    private StandardText.@Nullable Escape first;

    PlainEscapes(String text, StringSyntax syntax) {
        this.text = text;
        this.syntax = syntax;
    }

    /** Returns whether strings without a prefix have escapes. */
    boolean areRead() {
        return syntax.backslashesAreSpecial();
    }

    /** Returns the strings that have some. */
    List<StandardText.Escaped> found() {
        return found;
    }

    /** A string begins. */
    void begin() {
        first = null;
    }

    /** The string that begins at an offset has ended. */
    void end(int start) {
        if (first != null) {
            found.add(new StandardText.Escaped(start, first));
        }
    }

    /**
     * A backslash stands before a character of the string that begins at an offset.
     *
     * @throws SqlException 22P06 if that is a quote which it must not stand before
     */
    void met(char c, int start) {
        if (c == '\'' && !syntax.quotesAreEscaped()) {
            throw new SqlException(
                            ErrorCode.NONSTANDARD_USE_OF_ESCAPE_CHARACTER, "unsafe use of \\' in a string literal")
                    .withHint("Use '' to write quotes in strings. \\' is insecure in client-only encodings.")
                    .withPosition(SourceText.position(text, start));
        }
        if (first == null) {
            first = c == '\''
                    ? StandardText.Escape.QUOTE
                    : c == '\\' ? StandardText.Escape.BACKSLASH : StandardText.Escape.OTHER;
        }
    }

    /**
     * Passes if a string may have Unicode escapes, which begin with backslashes of their own.
     *
     * @throws SqlException 0A000 if it may not
     */
    void refuseUnicode(int start) {
        if (syntax.backslashesAreSpecial()) {
            throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "unsafe use of string constant with Unicode escapes")
                    .withDetail("String constants with Unicode escapes cannot be used when"
                            + " standard_conforming_strings is off.")
                    .withPosition(SourceText.position(text, start));
        }
    }
}
