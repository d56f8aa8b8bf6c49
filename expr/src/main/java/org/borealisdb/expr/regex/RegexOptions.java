package org.borealisdb.expr.regex;

import java.util.Optional;

/**
 * How an expression is read and matched; functions take it as letters, expressions begin with it.
 *
 * @param syntax what is special in it
 * @param ignoreCase whether case does not matter
 * @param expanded whether white space and comments in it are nothing
 * @param newlineStops whether . and complemented sets do not match a new line
 * @param newlineAnchors whether ^ and $ match beside a new line
 */
public record RegexOptions(
        Syntax syntax, boolean ignoreCase, boolean expanded, boolean newlineStops, boolean newlineAnchors) {
    /** Advanced syntax, and nothing else. */
    public static final RegexOptions DEFAULT = new RegexOptions(Syntax.ADVANCED, false, false, false, false);

    /** What is special in an expression. */
    public enum Syntax {
        /** PostgreSQL's own. */
        ADVANCED,
        /** Of POSIX: no escapes but before what is special, none of (?, nothing that prefers short matches. */
        EXTENDED,
        /** Of POSIX in its older form, of which no expression is read here. */
        BASIC,
        /** Nothing. */
        LITERAL
    }

    /** Returns the same with or without regard to case. */
    public RegexOptions withIgnoreCase(boolean ignored) {
        return new RegexOptions(syntax, ignored, expanded, newlineStops, newlineAnchors);
    }

    RegexOptions withSyntax(Syntax other) {
        return new RegexOptions(other, ignoreCase, expanded, newlineStops, newlineAnchors);
    }

    RegexOptions withExpanded(boolean now) {
        return new RegexOptions(syntax, ignoreCase, now, newlineStops, newlineAnchors);
    }

    RegexOptions withNewlines(boolean stop, boolean anchor) {
        return new RegexOptions(syntax, ignoreCase, expanded, stop, anchor);
    }

    /** Returns these options with what a letter changes, if it is one of them. */
    public Optional<RegexOptions> with(int letter) {
        return switch (letter) {
            case 'c' -> Optional.of(withIgnoreCase(false));
            case 'e' -> Optional.of(withSyntax(Syntax.EXTENDED));
            case 'i' -> Optional.of(withIgnoreCase(true));
            case 'm', 'n' -> Optional.of(withNewlines(true, true));
            case 'p' -> Optional.of(withNewlines(true, false));
            case 'q' -> Optional.of(withSyntax(Syntax.LITERAL));
            case 's' -> Optional.of(withNewlines(false, false));
            case 't' -> Optional.of(withExpanded(false));
            case 'w' -> Optional.of(withNewlines(false, true));
            case 'x' -> Optional.of(withExpanded(true));
            case 'b' -> Optional.of(withSyntax(Syntax.BASIC));
            default -> Optional.empty();
        };
    }
}
