package org.borealisdb.sql.parse.postgres;

/**
 * How strings are written, as far as settings say it.
 *
 * @param backslashesAreSpecial whether strings without a prefix have escapes, too: {@code standard_conforming_strings} is off
 * @param quotesAreEscaped whether a backslash may stand before a quote ({@code backslash_quote})
 */
public record StringSyntax(boolean backslashesAreSpecial, boolean quotesAreEscaped) {
    /** The SQL standard's. */
    public static final StringSyntax STANDARD = new StringSyntax(false, true);
}
