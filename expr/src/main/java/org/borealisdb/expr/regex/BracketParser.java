package org.borealisdb.expr.regex;

import java.util.Map;
import java.util.Optional;

/** Reads what is in brackets, from behind the opening one. Belongs to one call. */
final class BracketParser {
    private static final Map<String, Integer> NAMED_CHARACTERS = Map.ofEntries(
            Map.entry("NUL", 0),
            Map.entry("alert", 7),
            Map.entry("backspace", 8),
            Map.entry("tab", 9),
            Map.entry("newline", 10),
            Map.entry("vertical-tab", 11),
            Map.entry("form-feed", 12),
            Map.entry("carriage-return", 13),
            Map.entry("ESC", 27),
            Map.entry("space", (int) ' '),
            Map.entry("exclamation-mark", (int) '!'),
            Map.entry("quotation-mark", (int) '"'),
            Map.entry("number-sign", (int) '#'),
            Map.entry("dollar-sign", (int) '$'),
            Map.entry("percent-sign", (int) '%'),
            Map.entry("ampersand", (int) '&'),
            Map.entry("apostrophe", (int) '\''),
            Map.entry("left-parenthesis", (int) '('),
            Map.entry("right-parenthesis", (int) ')'),
            Map.entry("asterisk", (int) '*'),
            Map.entry("plus-sign", (int) '+'),
            Map.entry("comma", (int) ','),
            Map.entry("hyphen", (int) '-'),
            Map.entry("hyphen-minus", (int) '-'),
            Map.entry("period", (int) '.'),
            Map.entry("full-stop", (int) '.'),
            Map.entry("slash", (int) '/'),
            Map.entry("solidus", (int) '/'),
            Map.entry("zero", (int) '0'),
            Map.entry("one", (int) '1'),
            Map.entry("two", (int) '2'),
            Map.entry("three", (int) '3'),
            Map.entry("four", (int) '4'),
            Map.entry("five", (int) '5'),
            Map.entry("six", (int) '6'),
            Map.entry("seven", (int) '7'),
            Map.entry("eight", (int) '8'),
            Map.entry("nine", (int) '9'),
            Map.entry("colon", (int) ':'),
            Map.entry("semicolon", (int) ';'),
            Map.entry("less-than-sign", (int) '<'),
            Map.entry("equals-sign", (int) '='),
            Map.entry("greater-than-sign", (int) '>'),
            Map.entry("question-mark", (int) '?'),
            Map.entry("commercial-at", (int) '@'),
            Map.entry("left-square-bracket", (int) '['),
            Map.entry("backslash", (int) '\\'),
            Map.entry("reverse-solidus", (int) '\\'),
            Map.entry("right-square-bracket", (int) ']'),
            Map.entry("circumflex", (int) '^'),
            Map.entry("underscore", (int) '_'),
            Map.entry("low-line", (int) '_'),
            Map.entry("grave-accent", (int) '`'),
            Map.entry("left-brace", (int) '{'),
            Map.entry("vertical-line", (int) '|'),
            Map.entry("right-brace", (int) '}'),
            Map.entry("tilde", (int) '~'),
            Map.entry("DEL", 127));

    private final RegexScanner scanner;
    private final CharacterSet.Builder set = new CharacterSet.Builder();

    BracketParser(RegexScanner scanner) {
        this.scanner = scanner;
    }

    CharacterSet parse() {
        boolean negated = scanner.accept('^');
        boolean first = true;
        while (first || !scanner.isAt(']')) {
            element(first);
            first = false;
        }
        scanner.next();
        RegexOptions options = scanner.options();
        if (negated && options.newlineStops()) {
            set.add('\n', '\n');
        }
        return set.build(options.ignoreCase(), negated);
    }

    private void checkNotAtEnd() {
        if (scanner.isAtEnd()) {
            throw RegexError.BRACKETS.exception();
        }
    }

    private void element(boolean first) {
        checkNotAtEnd();
        if (scanner.isAt('[') && scanner.peek(1) == ':') {
            String name = enclosed(':');
            set.add(CharacterClass.named(name).orElseThrow(RegexError.CHARACTER_CLASS::exception));
            return;
        }
        if (scanner.isAt('[') && scanner.peek(1) == '=') {
            int c = collatingElement('=');
            set.add(c, c);
            return;
        }
        if (!first && scanner.isAt('-') && scanner.peek(1) != ']') {
            throw RegexError.RANGE.exception();
        }
        if (scanner.isAt('\\') && scanner.options().syntax() == RegexOptions.Syntax.ADVANCED && classEscape()) {
            return;
        }
        int from = endpoint();
        int to = from;
        checkNotAtEnd();
        if (scanner.isAt('-') && scanner.peek(1) != ']') {
            scanner.next();
            checkNotAtEnd();
            if (scanner.isAt('[') && (scanner.peek(1) == ':' || scanner.peek(1) == '=')) {
                throw RegexError.RANGE.exception();
            }
            to = endpoint();
        }
        if (from > to) {
            throw RegexError.RANGE.exception();
        }
        set.add(from, to);
    }

    private boolean classEscape() {
        Optional<CharacterClass> named = switch (scanner.peek(1)) {
            case 'd', 'D' -> Optional.of(CharacterClass.DIGIT);
            case 's', 'S' -> Optional.of(CharacterClass.SPACE);
            case 'w', 'W' -> Optional.of(CharacterClass.WORD);
            default -> Optional.empty();
        };
        if (named.isEmpty()) {
            return false;
        }
        CharacterClass characterClass = named.get();
        scanner.next();
        if (Character.isUpperCase(scanner.next())) {
            set.addComplement(characterClass);
        } else {
            set.add(characterClass);
        }
        return true;
    }

    private int endpoint() {
        if (scanner.isAt('[') && scanner.peek(1) == '.') {
            return collatingElement('.');
        }
        int c = scanner.next();
        if (c != '\\' || scanner.options().syntax() != RegexOptions.Syntax.ADVANCED) {
            return c;
        }
        if (scanner.escape(0) instanceof RegexScanner.Single(int escaped)) {
            return escaped;
        }
        throw RegexError.ESCAPE.exception();
    }

    private int collatingElement(char mark) {
        String name = enclosed(mark);
        if (name.codePointCount(0, name.length()) == 1) {
            return name.codePointAt(0);
        }
        Integer named = NAMED_CHARACTERS.get(name);
        if (named == null) {
            throw RegexError.COLLATING_ELEMENT.exception();
        }
        return named;
    }

    /** Reads a name between marks, as in {@code [:name:]}. */
    private String enclosed(char mark) {
        scanner.next();
        scanner.next();
        StringBuilder name = new StringBuilder();
        while (!(scanner.isAt(mark) && scanner.peek(1) == ']')) {
            checkNotAtEnd();
            name.appendCodePoint(scanner.next());
        }
        scanner.next();
        scanner.next();
        return name.toString();
    }
}
