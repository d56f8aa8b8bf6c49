package org.borealisdb.sql.parse.postgres;

import java.util.Arrays;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/** The tokens of a text, in parallel arrays; the last is END or FAILURE. Filled by the {@link Lexer}, then only read. */
final class Tokens {
    private final String text;
    private TokenKind[] kinds = new TokenKind[32];
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private @Nullable String[] values = new @Nullable String[32];
    private @Nullable Keyword[] keywords = new @Nullable Keyword[32];
    private int count;
    private @Nullable SqlException failure;

    Tokens(String text) {
        this.text = text;
    }

    void add(TokenKind kind, int start, int end, @Nullable String value, @Nullable Keyword keyword) {
        if (count == kinds.length) {
            int capacity = count * 2;
            kinds = Arrays.copyOf(kinds, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            values = Arrays.copyOf(values, capacity);
            keywords = Arrays.copyOf(keywords, capacity);
        }
        kinds[count] = kind;
        starts[count] = start;
        ends[count] = end;
        values[count] = value;
        keywords[count] = keyword;
        count++;
    }

    /** Sets where the last token ends, for those whose value is read while the end is found. */
    void setLastEnd(int end) {
        ends[count - 1] = end;
    }

    /** Takes the last token back and returns its value. */
    String takeLastValue() {
        count--;
        return value(count);
    }

    void fail(SqlException error, int start) {
        failure = error;
        add(TokenKind.FAILURE, start, start, null, null);
    }

    @Nullable
    SqlException failure() {
        return failure;
    }

    String text() {
        return text;
    }

    int count() {
        return count;
    }

    TokenKind kind(int index) {
        return kinds[index];
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    /** Returns the token's value: folded, unquoted; for others their text. */
    String value(int index) {
        String value = values[index];
        return value != null ? value : text.substring(starts[index], ends[index]);
    }

    @Nullable
    Keyword keyword(int index) {
        return keywords[index];
    }
}
