package org.borealisdb.sql.parse.postgres;

/** The kinds of tokens. */
enum TokenKind {
    /** The end of the text. */
    END,
    /** A name; its value is folded to lower case unless it was quoted. */
    IDENTIFIER,
    /** A key word; its value is the word in lower case. */
    KEYWORD,
    /** Digits that fit a 32-bit integer. */
    INTEGER,
    /** Any other number. */
    NUMBER,
    /** A string; its value is without quotes and escapes. */
    STRING,
    /** {@code B'...'}. */
    BIT_STRING,
    /** {@code X'...'}. */
    HEXADECIMAL_STRING,
    /** {@code $1}; its value is the number. */
    PARAMETER,
    /** One or more operator characters; its value is the operator. */
    OPERATOR,
    LEFT_PARENTHESIS,
    RIGHT_PARENTHESIS,
    LEFT_BRACKET,
    RIGHT_BRACKET,
    COMMA,
    SEMICOLON,
    DOT,
    COLON,
    DOUBLE_COLON,
    COLON_EQUALS,
    EQUALS_GREATER,
    /** Not a token: what is wrong stands in {@link Tokens#failure()}. Always the last. */
    FAILURE
}
