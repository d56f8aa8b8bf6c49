package org.borealisdb.sql.service;

import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.parse.postgres.ParseAllowance;
import org.borealisdb.sql.parse.postgres.StandardText;
import org.borealisdb.sql.parse.postgres.StringSyntax;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SqlNotice;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a client sends into text by the standard's syntax of strings, if its settings say that they are written otherwise ({@code standard_conforming_strings}, {@code backslash_quote}): so nothing that is
 * kept of a statement depends on them. Belongs to the session's task.
 */
final class StringSettings {
    /** Encodings in which a byte of a character may be that of a backslash. */
    private static final Set<String> UNSAFE =
            Set.of("SJIS", "BIG5", "GBK", "UHC", "GB18030", "JOHAB", "SHIFT_JIS_2004");

    private final Settings settings;
    private final ParseAllowance planning;
    private final SessionClient client;
    private StringSyntax syntax = StringSyntax.STANDARD;
    private int revision = -1;
    private @Nullable StandardText last;

    StringSettings(Settings settings, ParseAllowance planning, SessionClient client) {
        this.settings = settings;
        this.planning = planning;
        this.client = client;
    }

    /** Returns a text that means by the standard what one means by the settings. */
    String standard(String text) {
        last = null;
        if (revision != settings.revision()) {
            revision = settings.revision();
            syntax = read();
        }
        if (syntax.equals(StringSyntax.STANDARD)) {
            return text;
        }
        StandardText made = StandardText.of(text, syntax, planning);
        last = made;
        if (settings.get("escape_string_warning").equals("on")) {
            made.escapes().forEach(this::warn);
        }
        return made.text();
    }

    /** Returns an error about the standard text as one about the text that it was made of. */
    SqlException original(SqlException error) {
        return last == null ? error : last.original(error);
    }

    private StringSyntax read() {
        String quotes = settings.get("backslash_quote");
        return new StringSyntax(
                settings.get("standard_conforming_strings").equals("off"),
                quotes.equals("on")
                        || (quotes.equals("safe_encoding") && !UNSAFE.contains(settings.get("client_encoding"))));
    }

    private void warn(StandardText.Escape escape) {
        String what = switch (escape) {
            case QUOTE -> "\\'";
            case BACKSLASH -> "\\\\";
            case OTHER -> "escape";
        };
        String hint = switch (escape) {
            case QUOTE -> "Use '' to write quotes in strings, or use the escape string syntax (E'...').";
            case BACKSLASH -> "Use the escape string syntax for backslashes, e.g., E'\\\\'.";
            case OTHER -> "Use the escape string syntax for escapes, e.g., E'\\r\\n'.";
        };
        client.notice(new SqlNotice(
                SqlNotice.Level.WARNING,
                ErrorCode.NONSTANDARD_USE_OF_ESCAPE_CHARACTER,
                "nonstandard use of " + what + " in a string literal",
                "",
                hint));
    }
}
