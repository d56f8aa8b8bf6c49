package org.borealisdb.sql.ast;

/**
 * One statement of a query string.
 *
 * @param statement the statement
 * @param start offset of its first character
 * @param end offset after its last character, before the semicolon
 */
public record ParsedStatement(Statement statement, int start, int end) {
    /** Checks the range. */
    public ParsedStatement {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("range " + start + " to " + end);
        }
    }

    /** Returns the statement's own text. */
    public String text(String source) {
        return source.substring(start, end);
    }
}
