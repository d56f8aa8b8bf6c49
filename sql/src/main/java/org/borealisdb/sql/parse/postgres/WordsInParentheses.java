package org.borealisdb.sql.parse.postgres;

/** Compares what stands in parentheses in a text by its words: spaces, comments and letter case do not count. The text is cut into words once. Belongs to one task. */
public final class WordsInParentheses {
    private final Tokens tokens;

    /** Cuts a text that was parsed. */
    public WordsInParentheses(String text) {
        this.tokens = Lexer.scan(text);
    }

    /**
     * Returns whether the same words follow two offsets, each up to the end of the parentheses that it is in.
     *
     * @param literals whether numbers and strings may be among them
     */
    public boolean areSame(int one, int other, boolean literals) {
        int left = startingAt(one);
        int right = startingAt(other);
        int depth = 0;
        while (left < tokens.count() && right < tokens.count()) {
            TokenKind kind = tokens.kind(left);
            if (kind == TokenKind.END
                    || kind != tokens.kind(right)
                    || !tokens.value(left).equals(tokens.value(right))
                    || (!literals && isLiteral(kind))) {
                return false;
            }
            if (kind == TokenKind.LEFT_PARENTHESIS) {
                depth++;
            } else if (kind == TokenKind.RIGHT_PARENTHESIS) {
                depth--;
            }
            if (depth < 0) {
                return true;
            }
            left++;
            right++;
        }
        return false;
    }

    private int startingAt(int offset) {
        int low = 0;
        int high = tokens.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tokens.start(middle) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean isLiteral(TokenKind kind) {
        return kind == TokenKind.INTEGER || kind == TokenKind.NUMBER || kind == TokenKind.STRING;
    }
}
