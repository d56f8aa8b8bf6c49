package org.borealisdb.expr.jsonpath;

/**
 * A token of a path.
 *
 * @param kind what it is
 * @param text of a string, name, variable or number its value; of a symbol the characters
 * @param shown what an error shows of it: PostgreSQL's scanner reads on to the end of a name, so it is what follows that is shown; nothing at the end
 */
record PathToken(Kind kind, String text, String shown) {
    /** The kinds of tokens. */
    enum Kind {
        SYMBOL,
        NAME,
        STRING,
        VARIABLE,
        INTEGER,
        NUMBER,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Returns whether it is a key word, which may be written in upper case but for literals. */
    boolean isWord(String word) {
        return kind == Kind.NAME && text.equalsIgnoreCase(word);
    }

    boolean isExactly(String word) {
        return kind == Kind.NAME && text.equals(word);
    }
}
