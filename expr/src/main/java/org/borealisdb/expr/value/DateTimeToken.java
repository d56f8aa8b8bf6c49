package org.borealisdb.expr.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One part of the text of a date, time or interval.
 *
 * @param kind what it looks like
 * @param text its characters, letters in lower case
 */
record DateTimeToken(Kind kind, String text) {
    private static final int MAXIMUM_TOKENS = 25;
    private static final int MAXIMUM_CHARACTERS = 153;

    /** What a token looks like before its neighbours are known. */
    enum Kind {
        /** Digits with a fraction or not. */
        NUMBER,
        /** A word. */
        WORD,
        /** Several parts with separators: a date, or the name of a zone. */
        DATE,
        /** Digits with colons. */
        TIME,
        /** A sign and digits. */
        SIGNED,
        /** A sign and letters. */
        SIGNED_WORD
    }

    /** Returns the tokens of a text; empty if it holds characters that no date, time or interval has, or too many of them. */
    static Optional<List<DateTimeToken>> split(String text) {
        return new Splitter(text).split();
    }

    /** Splits one text, once. */
    private static final class Splitter {
        private final String text;
        private final List<DateTimeToken> tokens = new ArrayList<>();
        private int at;
        private int characters;

        Splitter(String text) {
            this.text = text;
        }

        Optional<List<DateTimeToken>> split() {
            while (at < text.length()) {
                char c = text.charAt(at);
                int start = at;
                if (c == ' ' || (c >= '\t' && c <= '\r')) {
                    at++;
                    continue;
                }
                Optional<Kind> kind = Optional.empty();
                if (isDigit(c)) {
                    kind = Optional.of(number());
                } else if (c == '.') {
                    at++;
                    skipDigits();
                    kind = Optional.of(Kind.NUMBER);
                } else if (isLetter(c)) {
                    kind = Optional.of(word());
                } else if (c == '+' || c == '-') {
                    kind = signed();
                    if (kind.isEmpty()) {
                        return Optional.empty();
                    }
                } else if (c > ' ' && c < 0x7f) {
                    at++;
                    continue;
                } else {
                    return Optional.empty();
                }
                String part = (c == '+' || c == '-')
                        ? c + text.substring(start + 1, at).strip()
                        : text.substring(start, at);
                characters += part.length() + 1;
                if (tokens.size() == MAXIMUM_TOKENS || characters > MAXIMUM_CHARACTERS) {
                    return Optional.empty();
                }
                tokens.add(new DateTimeToken(kind.get(), lowerCase(part)));
            }
            return Optional.of(tokens);
        }

        private Kind number() {
            skipDigits();
            char separator = peek();
            if (separator == ':') {
                at++;
                while (isDigit(peek()) || peek() == ':' || peek() == '.') {
                    at++;
                }
                return Kind.TIME;
            }
            if (separator != '-' && separator != '/' && separator != '.') {
                return Kind.NUMBER;
            }
            at++;
            if (isDigit(peek())) {
                skipDigits();
                if (peek() == separator) {
                    at++;
                    while (isDigit(peek()) || peek() == separator) {
                        at++;
                    }
                    return Kind.DATE;
                }
                return separator == '.' ? Kind.NUMBER : Kind.DATE;
            }
            while (isDigit(peek()) || isLetter(peek()) || peek() == separator) {
                at++;
            }
            return Kind.DATE;
        }

        private Kind word() {
            int start = at;
            while (isLetter(peek())) {
                at++;
            }
            char next = peek();
            boolean date = next == '-'
                    || next == '/'
                    || next == '.'
                    || ((next == '+' || isDigit(next))
                            && DateTimeWord.find(lowerCase(text.substring(start, at)))
                                    .isEmpty());
            if (!date) {
                return Kind.WORD;
            }
            while (isDigit(peek()) || isLetter(peek()) || (peek() != 0 && "+-/_.:".indexOf(peek()) >= 0)) {
                at++;
            }
            return Kind.DATE;
        }

        private Optional<Kind> signed() {
            at++;
            while (peek() == ' ' || (peek() >= '\t' && peek() <= '\r')) {
                at++;
            }
            if (isDigit(peek())) {
                while (isDigit(peek()) || (peek() != 0 && ":.-".indexOf(peek()) >= 0)) {
                    at++;
                }
                return Optional.of(Kind.SIGNED);
            }
            if (isLetter(peek())) {
                while (isLetter(peek())) {
                    at++;
                }
                return Optional.of(Kind.SIGNED_WORD);
            }
            return Optional.empty();
        }

        private void skipDigits() {
            while (isDigit(peek())) {
                at++;
            }
        }

        /** Returns the next character, 0 at the end. */
        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static String lowerCase(String ascii) {
        StringBuilder lower = new StringBuilder(ascii);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + 32));
            }
        }
        return lower.toString();
    }
}
