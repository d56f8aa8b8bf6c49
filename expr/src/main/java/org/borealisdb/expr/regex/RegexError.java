package org.borealisdb.expr.regex;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** What can be wrong with an expression. */
enum RegexError {
    BAD_PATTERN("invalid regexp (reg version 0.8)"),
    COLLATING_ELEMENT("invalid collating element"),
    CHARACTER_CLASS("invalid character class"),
    ESCAPE("invalid escape \\ sequence"),
    BACK_REFERENCE("invalid backreference number"),
    BRACKETS("brackets [] not balanced"),
    PARENTHESES("parentheses () not balanced"),
    BRACES("braces {} not balanced"),
    REPETITION("invalid repetition count(s)"),
    RANGE("invalid character range"),
    QUANTIFIER("quantifier operand invalid"),
    OPTION("invalid embedded option"),
    ARGUMENT("invalid argument to regex function"),
    TOO_COMPLEX("regular expression is too complex");

    private final String text;

    RegexError(String text) {
        this.text = text;
    }

    SqlException exception() {
        return new SqlException(ErrorCode.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + text);
    }
}
