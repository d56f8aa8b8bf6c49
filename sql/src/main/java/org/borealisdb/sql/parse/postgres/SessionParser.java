package org.borealisdb.sql.parse.postgres;

import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.SyntaxExpression.LiteralKind;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.ast.TypeName;

/** Reads statements about transactions, settings, prepared statements, cursors and notifications. */
final class SessionParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    SessionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    // Transactions.

    private void optionalTransactionWord() {
        if (!cursor.accept(Keyword.WORK)) {
            cursor.accept(Keyword.TRANSACTION);
        }
    }

    Statement begin() {
        cursor.advance();
        optionalTransactionWord();
        return new TransactionStatement.Begin(modes(), false);
    }

    Statement start() {
        cursor.advance();
        cursor.expect(Keyword.TRANSACTION);
        return new TransactionStatement.Begin(modes(), true);
    }

    Statement commit() {
        boolean isEnd = cursor.at(Keyword.END);
        cursor.advance();
        if (!isEnd && cursor.accept(Keyword.PREPARED)) {
            return new TransactionStatement.CommitPrepared(cursor.string());
        }
        optionalTransactionWord();
        return new TransactionStatement.Commit(chain());
    }

    Statement rollback() {
        boolean isAbort = cursor.at(Keyword.ABORT);
        cursor.advance();
        if (!isAbort && cursor.accept(Keyword.PREPARED)) {
            return new TransactionStatement.RollbackPrepared(cursor.string());
        }
        optionalTransactionWord();
        if (!isAbort && cursor.accept(Keyword.TO)) {
            cursor.accept(Keyword.SAVEPOINT);
            return new TransactionStatement.RollbackTo(cursor.name());
        }
        return new TransactionStatement.Rollback(chain());
    }

    private boolean chain() {
        if (!cursor.accept(Keyword.AND)) {
            return false;
        }
        boolean no = cursor.accept(Keyword.NO);
        cursor.expect(Keyword.CHAIN);
        return !no;
    }

    Statement savepoint() {
        cursor.advance();
        return new TransactionStatement.Savepoint(cursor.name());
    }

    Statement release() {
        cursor.advance();
        cursor.accept(Keyword.SAVEPOINT);
        return new TransactionStatement.Release(cursor.name());
    }

    private TransactionStatement.Modes modes() {
        TransactionStatement.Isolation isolation = null;
        Boolean readOnly = null;
        Boolean deferrable = null;
        boolean afterComma = false;
        while (true) {
            if (cursor.accept(Keyword.ISOLATION)) {
                cursor.expect(Keyword.LEVEL);
                isolation = isolation();
            } else if (cursor.accept(Keyword.READ)) {
                readOnly = cursor.accept(Keyword.ONLY);
                if (!readOnly) {
                    cursor.expect(Keyword.WRITE);
                }
            } else if (cursor.accept(Keyword.DEFERRABLE)) {
                deferrable = true;
            } else if (cursor.accept(Keyword.NOT, Keyword.DEFERRABLE)) {
                deferrable = false;
            } else if (afterComma) {
                throw cursor.unexpected();
            } else {
                break;
            }
            afterComma = cursor.accept(TokenKind.COMMA);
        }
        return new TransactionStatement.Modes(isolation, readOnly, deferrable);
    }

    private TransactionStatement.Isolation isolation() {
        if (cursor.accept(Keyword.SERIALIZABLE)) {
            return TransactionStatement.Isolation.SERIALIZABLE;
        }
        if (cursor.accept(Keyword.REPEATABLE)) {
            cursor.expect(Keyword.READ);
            return TransactionStatement.Isolation.REPEATABLE_READ;
        }
        cursor.expect(Keyword.READ);
        if (cursor.accept(Keyword.COMMITTED)) {
            return TransactionStatement.Isolation.READ_COMMITTED;
        }
        cursor.expect(Keyword.UNCOMMITTED);
        return TransactionStatement.Isolation.READ_UNCOMMITTED;
    }

    // Settings.

    Statement set() {
        cursor.advance();
        if (cursor.accept(Keyword.CONSTRAINTS)) {
            var names = cursor.accept(Keyword.ALL) ? List.<QualifiedName>of() : grammar.qualifiedNames();
            boolean deferred = cursor.accept(Keyword.DEFERRED);
            if (!deferred) {
                cursor.expect(Keyword.IMMEDIATE);
            }
            return new SessionStatement.SetConstraints(names, deferred);
        }
        boolean local = false;
        if (cursor.at(Keyword.LOCAL) || cursor.at(Keyword.SESSION)) {
            boolean isName = cursor.kind(1) == TokenKind.OPERATOR || cursor.keyword(1) == Keyword.TO;
            if (!isName && !(cursor.at(Keyword.SESSION) && cursor.keyword(1) == Keyword.AUTHORIZATION)) {
                local = cursor.at(Keyword.LOCAL);
                cursor.advance();
            }
        }
        if (!local && cursor.accept(Keyword.CHARACTERISTICS)) {
            cursor.expect(Keyword.AS);
            cursor.expect(Keyword.TRANSACTION);
            return new TransactionStatement.SetTransaction(requiredModes(), true, null);
        }
        if (cursor.at(Keyword.TRANSACTION)) {
            cursor.advance();
            if (cursor.accept(Keyword.SNAPSHOT)) {
                if (local) {
                    throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "SET LOCAL TRANSACTION SNAPSHOT is not implemented");
                }
                return new TransactionStatement.SetTransaction(TransactionStatement.Modes.NONE, false, cursor.string());
            }
            return new TransactionStatement.SetTransaction(requiredModes(), false, null);
        }
        return setVariable(local);
    }

    private TransactionStatement.Modes requiredModes() {
        TransactionStatement.Modes modes = modes();
        if (modes.equals(TransactionStatement.Modes.NONE)) {
            throw cursor.unexpected();
        }
        return modes;
    }

    /** Reads a setting and its value. */
    Statement setVariable(boolean local) {
        int position = cursor.position();
        if (cursor.accept(Keyword.TIME)) {
            cursor.expect(Keyword.ZONE);
            return new SessionStatement.Set("timezone", timeZone(), local, position);
        }
        if (cursor.accept(Keyword.NAMES)) {
            boolean none = cursor.accept(Keyword.DEFAULT) || !cursor.at(TokenKind.STRING);
            return new SessionStatement.Set(
                    "client_encoding", none ? List.of() : List.of(grammar.literalValue()), local, position);
        }
        if (cursor.accept(Keyword.SCHEMA)) {
            return new SessionStatement.Set("search_path", List.of(grammar.literalValue()), local, position);
        }
        if (cursor.at(Keyword.ROLE) && !cursor.atNext(Keyword.TO) && cursor.kind(1) != TokenKind.OPERATOR) {
            cursor.advance();
            return new SessionStatement.Set("role", List.of(nameValue()), local, position);
        }
        if (cursor.accept(Keyword.SESSION, Keyword.AUTHORIZATION)) {
            boolean reset = cursor.accept(Keyword.DEFAULT);
            return new SessionStatement.Set(
                    "session_authorization", reset ? List.of() : List.of(nameValue()), local, position);
        }
        String name = variableName();
        if (cursor.accept(Keyword.FROM)) {
            cursor.expect(Keyword.CURRENT);
            return new SessionStatement.SetFromCurrent(name);
        }
        if (!cursor.accept(Keyword.TO)) {
            cursor.expectOperator("=");
        }
        if (cursor.accept(Keyword.DEFAULT)) {
            return new SessionStatement.Set(name, List.of(), local, position);
        }
        return new SessionStatement.Set(name, grammar.list(this::value), local, position);
    }

    private List<SyntaxExpression> timeZone() {
        if (cursor.accept(Keyword.DEFAULT) || cursor.accept(Keyword.LOCAL)) {
            return List.of();
        }
        if (!cursor.at(Keyword.INTERVAL)) {
            return List.of(value());
        }
        if (cursor.kind(1) != TokenKind.STRING) {
            return List.of(grammar.primaries.parse());
        }
        int position = cursor.position();
        cursor.advance();
        SyntaxExpression text = grammar.literalValue();
        int fields = cursor.position();
        TypeName type = grammar.types.interval(position);
        if (!isClock(type)) {
            throw cursor.syntaxError("time zone interval must be HOUR or HOUR TO MINUTE", fields);
        }
        return List.of(new SyntaxExpression.Cast(text, type, position));
    }

    /** Whether an interval has no fields, or HOUR, or HOUR TO MINUTE. */
    private static boolean isClock(TypeName interval) {
        return interval.modifiers().isEmpty()
                || !(interval.modifiers().getFirst() instanceof SyntaxExpression.Literal mask)
                || (Integer.parseInt(mask.text()) & ~TypeParser.HOUR_TO_MINUTE) == 0;
    }

    private String variableName() {
        StringBuilder name = new StringBuilder(cursor.name());
        while (cursor.accept(TokenKind.DOT)) {
            name.append('.').append(cursor.name());
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private SyntaxExpression nameValue() {
        int position = cursor.position();
        if (cursor.at(TokenKind.STRING)) {
            return grammar.literalValue();
        }
        if (!cursor.isName(0, true, true)) {
            throw cursor.unexpected();
        }
        return new SyntaxExpression.Literal(LiteralKind.STRING, cursor.label(), position);
    }

    /** Reads a setting's value; a bare word is a string. */
    private SyntaxExpression value() {
        int position = cursor.position();
        if (cursor.at(Keyword.TRUE) || cursor.at(Keyword.FALSE) || cursor.at(Keyword.ON)) {
            return new SyntaxExpression.Literal(LiteralKind.STRING, cursor.label(), position);
        }
        if (cursor.isName(0, true, true)) {
            return new SyntaxExpression.Literal(LiteralKind.STRING, cursor.label(), position);
        }
        return grammar.literalValue();
    }

    private String shownName() {
        if (cursor.accept(Keyword.TIME)) {
            cursor.expect(Keyword.ZONE);
            return "timezone";
        }
        if (cursor.accept(Keyword.TRANSACTION)) {
            cursor.expect(Keyword.ISOLATION);
            cursor.expect(Keyword.LEVEL);
            return "transaction_isolation";
        }
        if (cursor.accept(Keyword.SESSION)) {
            cursor.expect(Keyword.AUTHORIZATION);
            return "session_authorization";
        }
        return cursor.accept(Keyword.ALL) ? "all" : variableName();
    }

    Statement show() {
        cursor.advance();
        return new SessionStatement.Show(shownName());
    }

    Statement reset() {
        cursor.advance();
        return new SessionStatement.Reset(shownName());
    }

    Statement discard() {
        cursor.advance();
        if (cursor.accept(Keyword.ALL)) {
            return new SessionStatement.Discard(SessionStatement.DiscardTarget.ALL);
        }
        if (cursor.accept(Keyword.PLANS)) {
            return new SessionStatement.Discard(SessionStatement.DiscardTarget.PLANS);
        }
        if (cursor.accept(Keyword.SEQUENCES)) {
            return new SessionStatement.Discard(SessionStatement.DiscardTarget.SEQUENCES);
        }
        if (!cursor.accept(Keyword.TEMP)) {
            cursor.expect(Keyword.TEMPORARY);
        }
        return new SessionStatement.Discard(SessionStatement.DiscardTarget.TEMPORARY);
    }

    // Prepared statements and cursors.

    Statement prepare() {
        cursor.advance();
        if (cursor.at(Keyword.TRANSACTION) && cursor.kind(1) == TokenKind.STRING) {
            cursor.advance();
            return new TransactionStatement.PrepareTransaction(cursor.string());
        }
        String name = cursor.name();
        List<TypeName> types =
                cursor.at(TokenKind.LEFT_PARENTHESIS) ? grammar.parenthesized(grammar.types::parse) : List.of();
        cursor.expect(Keyword.AS);
        int start = cursor.position();
        return new SessionStatement.Prepare(name, types, grammar.statements.preparable(), start);
    }

    Statement execute() {
        int position = cursor.position();
        cursor.expect(Keyword.EXECUTE);
        String name = cursor.name();
        List<SyntaxExpression> arguments =
                cursor.at(TokenKind.LEFT_PARENTHESIS) ? grammar.parenthesized(grammar::expression) : List.of();
        return new SessionStatement.Execute(name, arguments, position);
    }

    Statement deallocate() {
        cursor.advance();
        if (cursor.at(Keyword.PREPARE) && (cursor.isName(1) || cursor.atNext(Keyword.ALL))) {
            cursor.advance();
        }
        return new SessionStatement.Deallocate(cursor.accept(Keyword.ALL) ? null : cursor.name());
    }

    Statement declare() {
        cursor.advance();
        String name = cursor.name();
        boolean binary = false;
        boolean insensitive = false;
        Boolean scroll = null;
        while (!cursor.at(Keyword.CURSOR)) {
            if (cursor.accept(Keyword.NO)) {
                cursor.expect(Keyword.SCROLL);
                scroll = false;
            } else if (cursor.accept(Keyword.SCROLL)) {
                scroll = true;
            } else if (cursor.accept(Keyword.BINARY)) {
                binary = true;
            } else if (cursor.accept(Keyword.INSENSITIVE)) {
                insensitive = true;
            } else if (!cursor.accept(Keyword.ASENSITIVE)) {
                throw cursor.unexpected();
            }
        }
        cursor.advance();
        boolean hold = cursor.accept(Keyword.WITH, Keyword.HOLD);
        if (!hold) {
            cursor.accept(Keyword.WITHOUT, Keyword.HOLD);
        }
        cursor.expect(Keyword.FOR);
        return new SessionStatement.DeclareCursor(name, binary, scroll, insensitive, hold, grammar.query());
    }

    Statement fetch(boolean move) {
        cursor.advance();
        SessionStatement.Direction direction = SessionStatement.Direction.FORWARD;
        long count = 1;
        Keyword keyword = cursor.keyword();
        boolean nameFollows = cursor.kind(1) == TokenKind.END || cursor.kind(1) == TokenKind.SEMICOLON;
        if (cursor.at(TokenKind.INTEGER) || cursor.at(TokenKind.OPERATOR)) {
            count = cursor.signedInteger();
        } else if (keyword != null && !nameFollows) {
            switch (keyword) {
                case NEXT -> cursor.advance();
                case PRIOR -> {
                    cursor.advance();
                    direction = SessionStatement.Direction.BACKWARD;
                }
                case FIRST, LAST -> {
                    cursor.advance();
                    direction = SessionStatement.Direction.ABSOLUTE;
                    count = keyword == Keyword.FIRST ? 1 : -1;
                }
                case ABSOLUTE, RELATIVE -> {
                    cursor.advance();
                    direction = SessionStatement.Direction.valueOf(keyword.name());
                    count = cursor.signedInteger();
                }
                case ALL -> {
                    cursor.advance();
                    count = Long.MAX_VALUE;
                }
                case FORWARD, BACKWARD -> {
                    cursor.advance();
                    direction = SessionStatement.Direction.valueOf(keyword.name());
                    if (cursor.accept(Keyword.ALL)) {
                        count = Long.MAX_VALUE;
                    } else if (cursor.at(TokenKind.INTEGER) || cursor.at(TokenKind.OPERATOR)) {
                        count = cursor.signedInteger();
                    }
                }
                default -> {}
            }
        }
        if (!cursor.accept(Keyword.FROM)) {
            cursor.accept(Keyword.IN);
        }
        return new SessionStatement.Fetch(direction, count, cursor.name(), move);
    }

    Statement close() {
        cursor.advance();
        return new SessionStatement.Close(cursor.accept(Keyword.ALL) ? null : cursor.name());
    }

    // Notifications.

    Statement listen() {
        cursor.advance();
        return new SessionStatement.Listen(cursor.name());
    }

    Statement unlisten() {
        cursor.advance();
        return new SessionStatement.Unlisten(cursor.acceptOperator("*") ? null : cursor.name());
    }

    Statement announce() {
        cursor.advance();
        String channel = cursor.name();
        return new SessionStatement.Notify(channel, cursor.accept(TokenKind.COMMA) ? cursor.string() : "");
    }
}
