package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.StatementText;
import org.borealisdb.sql.ast.SyntaxExpression;

/** The entrance: PostgreSQL's syntax from text to trees. Stateless; any thread may call it. */
public final class PostgresParser {
    /** The longest text that is parsed, in UTF-16 units: far above what clients send, below what makes offsets overflow. */
    public static final int MAXIMUM_LENGTH = 256 << 20;

    private PostgresParser() {}

    /**
     * Parses all statements of a text; empty ones between semicolons are left out.
     *
     * @throws SqlException 42601 with the position of what does not fit, 0A000 for a statement that is not supported yet, 54001
     *     for too deep nesting
     */
    public static List<ParsedStatement> parse(String text) {
        return parse(text, ParseAllowance.UNBOUNDED);
    }

    /**
     * Parses all statements of a text, as long as it is allowed.
     *
     * @throws SqlException as {@link #parse(String)} says, and what the allowance throws
     */
    public static List<ParsedStatement> parse(String text, ParseAllowance allowance) {
        if (text.length() > MAXIMUM_LENGTH) {
            throw new SqlException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "statement text is too long");
        }
        return parse(text, Lexer.scan(text, allowance), allowance);
    }

    static List<ParsedStatement> parse(String text, Tokens tokens, ParseAllowance allowance) {
        TokenCursor cursor = new TokenCursor(tokens, allowance);
        Grammar grammar = new Grammar(cursor);
        List<ParsedStatement> statements = new ArrayList<>(1);
        int begin = 0;
        while (true) {
            while (cursor.accept(TokenKind.SEMICOLON)) {
                begin = cursor.previousEnd();
            }
            if (cursor.at(TokenKind.END)) {
                return statements;
            }
            int start = cursor.position();
            int first = cursor.index();
            var statement = grammar.statements.parse();
            if (!cursor.at(TokenKind.SEMICOLON) && !cursor.at(TokenKind.END)) {
                throw cursor.unexpected();
            }
            StatementText own = textOf(statement, cursor, first, begin);
            statements.add(new ParsedStatement(
                    statement, start, cursor.previousEnd(), cursor.takeLiterals(), grammar.takeLongNames(), own));
        }
    }

    /** Commands are told apart by all that they say; what PREPARE names is as if it were not prepared. */
    private static StatementText textOf(Statement statement, TokenCursor cursor, int first, int begin) {
        int compared = statement instanceof SessionStatement.Prepare prepare ? prepare.start() : begin;
        boolean constants = statement instanceof Query
                || statement instanceof DataChange
                || statement instanceof SessionStatement.Prepare;
        return cursor.constants().take(first, cursor.index(), begin, compared, constants);
    }

    /** Returns the first parameter in a part of a text, if there is one. */
    public static Optional<SyntaxExpression.Parameter> firstParameter(String text, int start, int end) {
        Tokens tokens = Lexer.scan(text);
        for (int i = 0; i < tokens.count(); i++) {
            boolean inside = tokens.start(i) >= start && tokens.start(i) < end;
            if (inside && tokens.kind(i) == TokenKind.PARAMETER) {
                return Optional.of(new SyntaxExpression.Parameter(Integer.parseInt(tokens.value(i)), tokens.start(i)));
            }
        }
        return Optional.empty();
    }

    /** Parses a text that is one expression and nothing else, such as a stored default or check. */
    public static SyntaxExpression parseExpression(String text) {
        TokenCursor cursor = new TokenCursor(Lexer.scan(text));
        SyntaxExpression expression = new Grammar(cursor).expression();
        if (!cursor.at(TokenKind.END)) {
            throw cursor.unexpected();
        }
        return expression;
    }
}
