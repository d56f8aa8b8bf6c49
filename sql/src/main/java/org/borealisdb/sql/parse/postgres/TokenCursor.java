package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.LiteralSite;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/** A place in the tokens of a text, with the questions and errors that all parsers need. Belongs to one parse. */
final class TokenCursor {
    /** How deep statements, queries and expressions may nest: far above what people write, far below the stack's end. */
    static final int MAXIMUM_DEPTH = 400;

    private static final int TOKENS_BETWEEN_CHECKS = 1024;

    private final Tokens tokens;
    private final ParseAllowance allowance;
    private final List<LiteralSite> literals = new ArrayList<>();
    private final ConstantSites constants;
    private final TreeHeight height = new TreeHeight();
    private int index;
    private int depth;

    /** Begins a parse of tokens that is always allowed. */
    TokenCursor(Tokens tokens) {
        this(tokens, ParseAllowance.UNBOUNDED);
    }

    TokenCursor(Tokens tokens, ParseAllowance allowance) {
        this.tokens = tokens;
        this.allowance = allowance;
        this.constants = new ConstantSites(tokens);
    }

    int index() {
        return index;
    }

    /** Notes a number of an expression, whose digits begin at {@code offset}, or a string, whose quote stands there. */
    void note(SyntaxExpression.Literal literal, int offset) {
        literals.add(new LiteralSite(literal, offset, false));
    }

    /** Notes that the number noted last became another, by a sign. */
    // The node itself is meant: equal ones may stand elsewhere.
    @SuppressWarnings("ReferenceEquality")
    void noteNegated(SyntaxExpression.Literal before, SyntaxExpression.Literal after) {
        LiteralSite last = literals.isEmpty() ? null : literals.getLast();
        if (last != null && last.literal() == before) {
            literals.set(literals.size() - 1, new LiteralSite(after, last.offset(), !last.negated()));
        }
    }

    /** Returns the literals noted since it was last asked: those of a statement that has been read. */
    List<LiteralSite> takeLiterals() {
        List<LiteralSite> taken = List.copyOf(literals);
        literals.clear();
        height.clear();
        return taken;
    }

    /** Returns how high the tree has become. */
    TreeHeight height() {
        return height;
    }

    /** Returns the constants of the statement that is being read. */
    ConstantSites constants() {
        return constants;
    }

    Tokens tokens() {
        return tokens;
    }

    TokenKind kind() {
        return tokens.kind(index);
    }

    TokenKind kind(int ahead) {
        return tokens.kind(Math.min(index + ahead, tokens.count() - 1));
    }

    /** Returns the key word here, or {@code null} if here is something else. */
    @Nullable
    Keyword keyword() {
        return tokens.keyword(index);
    }

    @Nullable
    Keyword keyword(int ahead) {
        return tokens.keyword(Math.min(index + ahead, tokens.count() - 1));
    }

    /** Returns the offset of this token. */
    int position() {
        return tokens.start(index);
    }

    /** Returns the offset after the token before this one. */
    int previousEnd() {
        return index == 0 ? 0 : tokens.end(index - 1);
    }

    String value() {
        return tokens.value(index);
    }

    String value(int ahead) {
        return tokens.value(Math.min(index + ahead, tokens.count() - 1));
    }

    void advance() {
        if (++index % TOKENS_BETWEEN_CHECKS == 0) {
            allowance.step();
        }
    }

    boolean at(TokenKind kind) {
        return tokens.kind(index) == kind;
    }

    boolean at(Keyword keyword) {
        return tokens.keyword(index) == keyword;
    }

    boolean atNext(Keyword keyword) {
        return keyword(1) == keyword;
    }

    boolean at(Keyword first, Keyword second) {
        return tokens.keyword(index) == first && keyword(1) == second;
    }

    boolean atOperator(String operator) {
        return at(TokenKind.OPERATOR) && value().equals(operator);
    }

    boolean accept(TokenKind kind) {
        if (tokens.kind(index) == kind) {
            index++;
            return true;
        }
        return false;
    }

    boolean accept(Keyword keyword) {
        if (tokens.keyword(index) == keyword) {
            index++;
            return true;
        }
        return false;
    }

    boolean accept(Keyword first, Keyword second) {
        if (at(first, second)) {
            index += 2;
            return true;
        }
        return false;
    }

    boolean acceptOperator(String operator) {
        if (atOperator(operator)) {
            index++;
            return true;
        }
        return false;
    }

    void expect(TokenKind kind) {
        if (!accept(kind)) {
            throw unexpected();
        }
    }

    void expect(Keyword keyword) {
        if (!accept(keyword)) {
            throw unexpected();
        }
    }

    void expectOperator(String operator) {
        if (!acceptOperator(operator)) {
            throw unexpected();
        }
    }

    /** Goes one level deeper; every call is paired with {@link #leave()} unless an error ends the parse. */
    void enter() {
        if (++depth > MAXIMUM_DEPTH) {
            throw TreeHeight.exceeded("Statements may nest " + MAXIMUM_DEPTH + " levels deep.");
        }
    }

    void leave() {
        depth--;
    }

    /** Returns the error for a token that does not fit here. */
    SqlException unexpected() {
        SqlException failure = tokens.failure();
        if (at(TokenKind.FAILURE) && failure != null) {
            return failure;
        }
        if (at(TokenKind.END)) {
            return error(
                    ErrorCode.SYNTAX_ERROR,
                    "syntax error at end of input",
                    tokens.text().length());
        }
        String near = tokens.text().substring(tokens.start(index), tokens.end(index));
        return error(ErrorCode.SYNTAX_ERROR, "syntax error at or near \"" + near + "\"", position());
    }

    SqlException error(ErrorCode code, String message, int offset) {
        return new SqlException(code, message).withPosition(SourceText.position(tokens.text(), offset));
    }

    SqlException syntaxError(String message, int offset) {
        return error(ErrorCode.SYNTAX_ERROR, message, offset);
    }

    SqlException notSupported(String feature, int offset) {
        return error(ErrorCode.FEATURE_NOT_SUPPORTED, feature + " is not supported yet", offset);
    }

    /** Reads the name of a column, table or other object: gram.y's ColId. */
    String name() {
        return name(true, false);
    }

    /** Reads a name where any key word may stand: gram.y's ColLabel. */
    String label() {
        if (!at(TokenKind.IDENTIFIER) && !at(TokenKind.KEYWORD)) {
            throw unexpected();
        }
        String label = value();
        index++;
        return label;
    }

    /** Reads the name of a type or function. */
    String typeOrFunctionName() {
        return name(false, true);
    }

    private String name(boolean columnNames, boolean typeNames) {
        if (!isName(0, columnNames, typeNames)) {
            throw unexpected();
        }
        String name = value();
        index++;
        return name;
    }

    boolean isName(int ahead) {
        return isName(ahead, true, false);
    }

    boolean isName(int ahead, boolean columnNames, boolean typeNames) {
        if (kind(ahead) == TokenKind.IDENTIFIER) {
            return true;
        }
        Keyword keyword = keyword(ahead);
        return keyword != null
                && switch (keyword.category()) {
                    case UNRESERVED -> true;
                    case COLUMN_NAME -> columnNames;
                    case TYPE_OR_FUNCTION -> typeNames;
                    case RESERVED -> false;
                };
    }

    /** Reads the value of a string literal. */
    String string() {
        if (!at(TokenKind.STRING)) {
            throw unexpected();
        }
        String string = value();
        index++;
        return string;
    }

    /** Reads a whole number with an optional sign. */
    int signedInteger() {
        boolean negative = acceptOperator("-");
        if (!negative) {
            acceptOperator("+");
        }
        if (!at(TokenKind.INTEGER)) {
            throw unexpected();
        }
        int number = Integer.parseInt(value());
        index++;
        return negative ? -number : number;
    }
}
