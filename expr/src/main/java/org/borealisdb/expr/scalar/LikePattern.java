package org.borealisdb.expr.scalar;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** LIKE and ILIKE: {@code %} for any text, {@code _} for one character, a backslash before what stands for itself. */
final class LikePattern {
    private LikePattern() {}

    static boolean matches(String text, String pattern, boolean ignoreCase) {
        int at = 0;
        int in = 0;
        int resumePattern = -1;
        int resumeText = 0;
        while (at < text.length()) {
            char c = in < pattern.length() ? pattern.charAt(in) : '\0';
            if (in < pattern.length() && c == '%') {
                resumePattern = ++in;
                resumeText = at;
                continue;
            }
            if (in < pattern.length() && c == '_') {
                at += Character.charCount(text.codePointAt(at));
                in++;
                continue;
            }
            boolean escaped = in < pattern.length() && c == '\\';
            if (escaped && in + 1 == pattern.length()) {
                throw new SqlException(
                        ErrorCode.INVALID_ESCAPE_SEQUENCE, "LIKE pattern must not end with escape character");
            }
            int literal = escaped ? in + 1 : in;
            if (literal < pattern.length() && same(text.charAt(at), pattern.charAt(literal), ignoreCase)) {
                at++;
                in = literal + 1;
            } else if (resumePattern >= 0) {
                // Only the last % needs another try: what an earlier one could take, this one can too.
                resumeText = next(text, resumeText, pattern, resumePattern, ignoreCase);
                if (resumeText < 0) {
                    return false;
                }
                at = resumeText;
                in = resumePattern;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '%') {
            in++;
        }
        return in == pattern.length();
    }

    /** Returns the next place behind one where what follows a % may begin; -1 if there is none. */
    private static int next(String text, int place, String pattern, int in, boolean ignoreCase) {
        int following = place + Character.charCount(text.codePointAt(place));
        if (ignoreCase || in == pattern.length()) {
            return following;
        }
        char first = pattern.charAt(in);
        boolean plain = first != '%' && first != '_' && first != '\\' && !Character.isSurrogate(first);
        return plain ? text.indexOf(first, following) : following;
    }

    private static boolean same(char a, char b, boolean ignoreCase) {
        return a == b || (ignoreCase && Character.toLowerCase(a) == Character.toLowerCase(b));
    }

    /** Rewrites a pattern with another escape character, or none, to one with a backslash. */
    static String withEscape(String pattern, String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw new SqlException(ErrorCode.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
        if (escape.equals("\\")) {
            return pattern;
        }
        StringBuilder result = new StringBuilder(pattern.length() + 4);
        int i = 0;
        while (i < pattern.length()) {
            int point = pattern.codePointAt(i);
            i += Character.charCount(point);
            if (!escape.isEmpty() && point == escape.codePointAt(0)) {
                result.append('\\');
                if (i < pattern.length()) {
                    int next = pattern.codePointAt(i);
                    result.appendCodePoint(next);
                    i += Character.charCount(next);
                }
            } else {
                result.append(point == '\\' ? "\\\\" : Character.toString(point));
            }
        }
        return result.toString();
    }
}
