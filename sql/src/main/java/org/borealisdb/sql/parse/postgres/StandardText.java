package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.SourceText;

/**
 * A text that means by the SQL standard's syntax of strings what another one means by the session's: strings with backslashes that are special have an E before them. Whatever is planned, compared or kept is
 * of this text; errors are about the other one.
 *
 * @param text by the standard
 * @param added where something was put in, in order: the positions that follow in code points, and how much
 * @param escapes what the escapes are by which strings begin that have no prefix; one for each string
 */
public record StandardText(String text, List<Added> added, List<Escape> escapes) {
    /** Copies the lists. */
    public StandardText {
        added = List.copyOf(added);
        escapes = List.copyOf(escapes);
    }

    /** What was put in before a position of the standard text, counted from 1. */
    public record Added(int position, int length) {}

    /** The first escape of a string. */
    public enum Escape {
        /** A quote. */
        QUOTE,
        /** A backslash. */
        BACKSLASH,
        /** Anything else. */
        OTHER
    }

    /** A string with escapes, and where it begins. */
    record Escaped(int start, Escape first) {}

    /**
     * Returns a text as it is written by the standard.
     *
     * @throws SqlException if it is no statement by the other syntax, as parsing it says
     */
    public static StandardText of(String text, StringSyntax syntax, ParseAllowance allowance) {
        Lexer lexer = Lexer.scanned(text, allowance, syntax);
        PostgresParser.parse(text, lexer.tokens(), allowance);
        StringBuilder standard = new StringBuilder(text);
        List<Added> added = new ArrayList<>();
        List<Escape> escapes = new ArrayList<>();
        int shift = 0;
        for (Escaped each : lexer.escaped()) {
            int start = each.start();
            String prefix = prefix(text, start);
            standard.insert(start + shift, prefix);
            shift += prefix.length();
            added.add(new Added(SourceText.position(standard.toString(), start + shift), prefix.length()));
            escapes.add(each.first());
        }
        return new StandardText(standard.toString(), added, escapes);
    }

    /** What comes before a string; the letter of a national one becomes its word. */
    private static String prefix(String text, int start) {
        char before = start == 0 ? ' ' : text.charAt(start - 1);
        boolean national =
                (before == 'n' || before == 'N') && (start == 1 || !Lexer.isNamePart(text.charAt(start - 2)));
        return national ? "CHAR E" : Lexer.isNamePart(before) ? " E" : "E";
    }

    /** Returns an error as it is about the text that was given. */
    public SqlException original(SqlException error) {
        if (error.position().isEmpty()) {
            return error;
        }
        int position = error.position().getAsInt();
        int less = 0;
        for (Added each : added) {
            if (each.position() <= position) {
                less += each.length();
            } else if (each.position() - each.length() <= position) {
                less += position - (each.position() - each.length());
            }
        }
        return less == 0 ? error : error.withPosition(position - less);
    }
}
