package org.borealisdb.sql.ast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A name of an object, with what it is qualified by: {@code database.schema.table}, {@code schema.function}.
 *
 * @param parts at least one, the object's own name last
 * @param position offset of the first part
 */
public record QualifiedName(List<String> parts, int position) {
    /** Checks that there is a part. */
    public QualifiedName {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a name without parts");
        }
    }

    /** Returns an unqualified name. */
    public static QualifiedName of(String name, int position) {
        return new QualifiedName(List.of(name), position);
    }

    /** Returns the parts of a name as it is written in SQL, unquoted parts in lower case; empty if it is no name. */
    public static Optional<List<String>> parseIdentifiers(String text) {
        List<String> parts = new ArrayList<>();
        int at = behindSpace(text, 0);
        while (true) {
            StringBuilder part = new StringBuilder();
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            if (quoted) {
                at++;
                while (true) {
                    if (at >= text.length()) {
                        return Optional.empty();
                    }
                    char c = text.charAt(at++);
                    if (c == '"' && (at >= text.length() || text.charAt(at) != '"')) {
                        break;
                    }
                    at += c == '"' ? 1 : 0;
                    part.append(c);
                }
            } else {
                while (at < text.length() && text.charAt(at) != '.' && !isSpace(text.charAt(at))) {
                    part.append(Character.toLowerCase(text.charAt(at++)));
                }
                if (part.isEmpty()) {
                    return Optional.empty();
                }
            }
            parts.add(part.toString());
            at = behindSpace(text, at);
            if (at >= text.length()) {
                return Optional.of(parts);
            }
            if (text.charAt(at) != '.') {
                return Optional.empty();
            }
            at = behindSpace(text, at + 1);
        }
    }

    private static int behindSpace(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r' && c != '\u000b');
    }

    /** Returns the object's own name. */
    public String last() {
        return parts.getLast();
    }

    /** Returns whether it is only the object's own name. */
    public boolean isSimple() {
        return parts.size() == 1;
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
