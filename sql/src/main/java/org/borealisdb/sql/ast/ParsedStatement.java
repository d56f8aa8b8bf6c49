package org.borealisdb.sql.ast;

import java.util.List;

/**
 * One statement of a query string.
 *
 * @param statement the statement
 * @param start offset of its first character
 * @param end offset after its last character, before the semicolon
 * @param literals the numbers and strings in its expressions, in the order of the text
 * @param longNames the names that say a database
 * @param own what its text says but for the values of its constants
 */
public record ParsedStatement(
        Statement statement,
        int start,
        int end,
        List<LiteralSite> literals,
        List<LongName> longNames,
        StatementText own) {
    /** Checks the range. */
    public ParsedStatement {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("range " + start + " to " + end);
        }
        literals = List.copyOf(literals);
        longNames = List.copyOf(longNames);
    }

    /** Returns the statement's own text. */
    public String text(String source) {
        return source.substring(start, end);
    }
}
