package org.borealisdb.sql.parse.postgres;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Where names, and what belongs to them, end in a text that can be parsed. Belongs to one task. */
public final class NamePlaces {
    private final Tokens tokens;
    private final Map<Integer, Integer> indexes = new HashMap<>();

    /** Cuts a text into tokens. */
    public NamePlaces(String text) {
        this.tokens = Lexer.scan(text);
        for (int index = 0; index < tokens.count(); index++) {
            indexes.put(tokens.start(index), index);
        }
    }

    /** Returns where the token at an offset ends; empty if none begins there. */
    public OptionalInt tokenEnd(int offset) {
        Integer index = indexes.get(offset);
        return index == null ? OptionalInt.empty() : OptionalInt.of(tokens.end(index));
    }

    /** Returns whether the token at an offset is a string. */
    public boolean isString(int offset) {
        Integer index = indexes.get(offset);
        return index != null && tokens.kind(index) == TokenKind.STRING;
    }

    /** Returns whether the token at an offset is an operator. */
    public boolean isOperator(int offset) {
        Integer index = indexes.get(offset);
        return index != null && tokens.kind(index) == TokenKind.OPERATOR;
    }

    /** Returns where the name at an offset ends, with all of its parts; empty if there is none. */
    public OptionalInt nameEnd(int offset) {
        Integer index = indexes.get(offset);
        return index == null ? OptionalInt.empty() : OptionalInt.of(tokens.end(lastOfName(index)));
    }

    /** Returns where the name begins that stands after the dot at an offset, or last of the names there; empty if there is none. */
    public OptionalInt lastName(int offset) {
        Integer index = indexes.get(offset);
        if (index == null) {
            return OptionalInt.empty();
        }
        boolean dot = tokens.kind(index) == TokenKind.DOT;
        return OptionalInt.of(tokens.start(dot ? index + 1 : lastOfName(index)));
    }

    /** Returns what stands before the dot at an offset: an expression in parentheses, with its subscripts and fields; empty if there is none. */
    public String before(int offset) {
        Integer dot = indexes.get(offset);
        if (dot == null) {
            return "";
        }
        int depth = 0;
        int first = dot;
        do {
            first--;
            TokenKind kind = tokens.kind(first);
            boolean closes = kind == TokenKind.RIGHT_PARENTHESIS || kind == TokenKind.RIGHT_BRACKET;
            boolean opens = kind == TokenKind.LEFT_PARENTHESIS || kind == TokenKind.LEFT_BRACKET;
            depth += closes ? 1 : opens ? -1 : 0;
        } while (first > 0 && (depth > 0 || tokens.kind(first) != TokenKind.LEFT_PARENTHESIS));
        return tokens.text().substring(tokens.start(first), offset);
    }

    private int lastOfName(int first) {
        int last = first;
        while (tokens.kind(last + 1) == TokenKind.DOT) {
            last += 2;
        }
        return last;
    }

    /** Returns where the alias of the relation whose name is at an offset ends, with its columns; empty if there is none. */
    public OptionalInt aliasEnd(int offset) {
        Integer index = indexes.get(offset);
        if (index == null) {
            return OptionalInt.empty();
        }
        int at = lastOfName(index) + 1;
        if (tokens.text().startsWith("*", tokens.start(at))) {
            at++;
        }
        if (tokens.keyword(at) == Keyword.AS) {
            at++;
        }
        if (tokens.kind(at + 1) == TokenKind.LEFT_PARENTHESIS) {
            at++;
            while (tokens.kind(at) != TokenKind.RIGHT_PARENTHESIS) {
                at++;
            }
        }
        return OptionalInt.of(tokens.end(at));
    }
}
