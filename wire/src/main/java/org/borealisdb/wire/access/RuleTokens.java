package org.borealisdb.wire.access;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the text of rules apart: a line has fields, which white space separates, and a field has names, which commas separate. {@code #} begins a comment, quotation marks keep a name as it is
 * (there is no way to write one within), and a backslash at its end continues a line.
 */
final class RuleTokens {
    private static final int MOST_NAMES = 10_000;

    private final String text;
    private int at;
    private int line = 1;
    private int names;

    /** A line with at least one field. */
    record Line(int number, List<List<RuleName>> fields) {}

    RuleTokens(String text) {
        this.text = text;
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        while (at < text.length()) {
            int number = line;
            List<List<RuleName>> fields = fields();
            if (!fields.isEmpty()) {
                lines.add(new Line(number, fields));
            }
        }
        return lines;
    }

    private List<List<RuleName>> fields() {
        List<List<RuleName>> fields = new ArrayList<>();
        boolean more = false;
        while (!atEndOfLine()) {
            char c = text.charAt(at);
            if (c == '#') {
                skipComment();
            } else if (isSpace(c)) {
                at++;
            } else if (c == ',') {
                at++;
                more = !fields.isEmpty();
            } else {
                if (!more) {
                    fields.add(new ArrayList<>());
                }
                fields.getLast().add(name());
                more = false;
            }
        }
        at++;
        line++;
        return fields;
    }

    /** Whether the line ends here; where it is continued, it does not. */
    private boolean atEndOfLine() {
        while (text.startsWith("\\\n", at) || text.startsWith("\\\r\n", at)) {
            at = text.indexOf('\n', at) + 1;
            line++;
        }
        return at >= text.length() || text.charAt(at) == '\n';
    }

    private void skipComment() {
        while (!atEndOfLine()) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u000b';
    }

    private RuleName name() {
        names++;
        if (names > MOST_NAMES) {
            throw new AccessRuleException(line, "more than " + MOST_NAMES + " names in all");
        }
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        boolean inside = false;
        while (!atEndOfLine()) {
            char c = text.charAt(at);
            if (!inside && (isSpace(c) || c == ',' || c == '#')) {
                break;
            }
            at++;
            if (c == '"') {
                inside = !inside;
                quoted |= name.isEmpty();
            } else {
                name.append(c);
            }
        }
        if (inside) {
            throw new AccessRuleException(line, "a quotation mark is missing");
        }
        return new RuleName(name.toString(), quoted);
    }
}
