package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.sql.ast.SyntaxExpression.Literal;
import org.borealisdb.sql.ast.SyntaxExpression.LiteralKind;
import org.jspecify.annotations.Nullable;

/**
 * Lifts the literals out of a statement, by its tokens alone, to make a key for the plan cache.
 *
 * <p>Two texts with equal keys parse to trees that differ only in the values of literals of the same kinds at the same places.
 * Where a value decides the plan or the result's shape it stays in the key: after LIMIT, in ORDER BY and GROUP BY (where a
 * number names a column), in a type's modifier ({@code numeric(10,2)}, {@code interval '1' day} keeps its type words), after
 * a type's name, and strings in statements other than SELECT, INSERT, UPDATE, DELETE and VALUES, which have no key.
 */
public final class StatementNormalizer {
    /**
     * A statement without its literals.
     *
     * @param key the tokens, canonical, with a mark of its kind for each literal
     * @param literals what was lifted out, in order, with their offsets
     */
    public record Normalized(String key, List<Literal> literals) {
        /** Copies the literals. */
        public Normalized {
            literals = List.copyOf(literals);
        }
    }

    private StatementNormalizer() {}

    /** Returns the key and literals of a single query or data change; nothing for any other text. */
    public static Optional<Normalized> normalize(String text) {
        Tokens tokens = Lexer.scan(text);
        if (tokens.failure() != null || !isCacheable(tokens.keyword(0))) {
            return Optional.empty();
        }
        StringBuilder key = new StringBuilder(text.length());
        List<Literal> literals = new ArrayList<>();
        boolean keep = false;
        int keepDepth = 0;
        int depth = 0;
        for (int i = 0; i < tokens.count() - 1; i++) {
            TokenKind kind = tokens.kind(i);
            switch (kind) {
                case SEMICOLON -> {
                    return i == tokens.count() - 2
                            ? Optional.of(new Normalized(key.toString(), literals))
                            : Optional.empty();
                }
                case LEFT_PARENTHESIS -> depth++;
                case RIGHT_PARENTHESIS -> {
                    depth--;
                    keep &= depth >= keepDepth;
                }
                case KEYWORD -> {
                    Keyword keyword = tokens.keyword(i);
                    if (keyword == Keyword.BY
                            || keyword == Keyword.LIMIT
                            || keyword == Keyword.OFFSET
                            || keyword == Keyword.FETCH) {
                        keep = true;
                        keepDepth = depth;
                    } else if (keep && depth == keepDepth && endsKeeping(keyword)) {
                        keep = false;
                    }
                }
                default -> {}
            }
            LiteralKind literal = keep || isTyped(tokens, i) ? null : literalKind(kind);
            if (literal != null) {
                key.append('\u0001').append(literal.name()).append(' ');
                literals.add(new Literal(literal, tokens.value(i), tokens.start(i)));
            } else {
                appendToken(key, tokens, i);
            }
        }
        return Optional.of(new Normalized(key.toString(), literals));
    }

    /** Appends a token so that no two sequences of tokens look the same: names and strings carry their lengths. */
    private static void appendToken(StringBuilder key, Tokens tokens, int i) {
        switch (tokens.kind(i)) {
            case IDENTIFIER -> appendSized(key, 'i', tokens.value(i));
            case STRING -> appendSized(key, 's', tokens.value(i));
            case BIT_STRING -> appendSized(key, 'b', tokens.value(i));
            case HEXADECIMAL_STRING -> appendSized(key, 'x', tokens.value(i));
            case PARAMETER -> key.append('$').append(tokens.value(i)).append(' ');
            default -> key.append(tokens.value(i)).append(' ');
        }
    }

    private static void appendSized(StringBuilder key, char mark, String value) {
        key.append('\u0002').append(mark).append(value.length()).append(':').append(value);
    }

    private static boolean isCacheable(@Nullable Keyword keyword) {
        return keyword == Keyword.SELECT
                || keyword == Keyword.INSERT
                || keyword == Keyword.UPDATE
                || keyword == Keyword.DELETE
                || keyword == Keyword.VALUES
                || keyword == Keyword.WITH;
    }

    private static boolean endsKeeping(@Nullable Keyword keyword) {
        return keyword == Keyword.HAVING
                || keyword == Keyword.WINDOW
                || keyword == Keyword.UNION
                || keyword == Keyword.INTERSECT
                || keyword == Keyword.EXCEPT
                || keyword == Keyword.RETURNING
                || keyword == Keyword.SELECT;
    }

    /** Returns whether a literal belongs to a type: a string after a name, or a number in parentheses after a cast's type. */
    private static boolean isTyped(Tokens tokens, int i) {
        if (i == 0) {
            return false;
        }
        TokenKind before = tokens.kind(i - 1);
        if (tokens.kind(i) == TokenKind.STRING) {
            Keyword keyword = tokens.keyword(i - 1);
            boolean word = keyword != null && keyword.category() != Keyword.Category.RESERVED;
            return before == TokenKind.IDENTIFIER || word || isModifierEnd(tokens, i - 1);
        }
        return tokens.kind(i) == TokenKind.INTEGER
                && (before == TokenKind.LEFT_PARENTHESIS || before == TokenKind.COMMA)
                && isInTypeModifier(tokens, i);
    }

    private static boolean isModifierEnd(Tokens tokens, int i) {
        return tokens.kind(i) == TokenKind.RIGHT_PARENTHESIS;
    }

    /** Looks back from a number over numbers and commas to a parenthesis, and from there over a type's words to :: or AS. */
    private static boolean isInTypeModifier(Tokens tokens, int i) {
        int at = i - 1;
        while (at > 0 && (tokens.kind(at) == TokenKind.COMMA || tokens.kind(at) == TokenKind.INTEGER)) {
            at--;
        }
        if (tokens.kind(at) != TokenKind.LEFT_PARENTHESIS) {
            return false;
        }
        at--;
        while (at > 0
                && (tokens.kind(at) == TokenKind.IDENTIFIER
                        || tokens.kind(at) == TokenKind.DOT
                        || (tokens.kind(at) == TokenKind.KEYWORD && tokens.keyword(at) != Keyword.AS))) {
            at--;
        }
        return at >= 0 && (tokens.kind(at) == TokenKind.DOUBLE_COLON || tokens.keyword(at) == Keyword.AS);
    }

    private static @Nullable LiteralKind literalKind(TokenKind kind) {
        return switch (kind) {
            case INTEGER -> LiteralKind.INTEGER;
            case NUMBER -> LiteralKind.NUMBER;
            case STRING -> LiteralKind.STRING;
            default -> null;
        };
    }
}
