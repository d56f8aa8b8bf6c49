package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.SyntaxExpression.LiteralKind;

/** Reads EXPLAIN, COPY, VACUUM, ANALYZE, TRUNCATE, LOCK, COMMENT and their like. */
final class MaintenanceParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    MaintenanceParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    Statement explain() {
        cursor.advance();
        List<OptionItem> options = new ArrayList<>();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS) && !grammar.queries.isQueryInParentheses()) {
            options.addAll(grammar.options(false));
        } else {
            if (cursor.at(Keyword.ANALYZE) || cursor.at(Keyword.ANALYSE)) {
                options.add(flag("analyze"));
            }
            if (cursor.at(Keyword.VERBOSE)) {
                options.add(flag("verbose"));
            }
        }
        return new Maintenance.Explain(options, grammar.statements.explainable());
    }

    private OptionItem flag(String name) {
        int position = cursor.position();
        cursor.advance();
        return new OptionItem(name, null, position);
    }

    Statement vacuum() {
        cursor.advance();
        List<OptionItem> options = new ArrayList<>();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            options.addAll(grammar.options(false));
        } else {
            if (cursor.at(Keyword.FULL)) {
                options.add(flag("full"));
            }
            if (cursor.at(Keyword.FREEZE)) {
                options.add(flag("freeze"));
            }
            if (cursor.at(Keyword.VERBOSE)) {
                options.add(flag("verbose"));
            }
            if (cursor.at(Keyword.ANALYZE) || cursor.at(Keyword.ANALYSE)) {
                options.add(flag("analyze"));
            }
        }
        return new Maintenance.Vacuum(options, tables());
    }

    Statement analyze() {
        cursor.advance();
        List<OptionItem> options = new ArrayList<>();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            options.addAll(grammar.options(false));
        } else if (cursor.at(Keyword.VERBOSE)) {
            options.add(flag("verbose"));
        }
        return new Maintenance.Analyze(options, tables());
    }

    private List<Maintenance.TargetTable> tables() {
        if (!cursor.isName(0)) {
            return List.of();
        }
        return grammar.list(() -> new Maintenance.TargetTable(grammar.qualifiedName(), grammar.optionalNameList()));
    }

    Statement truncate() {
        cursor.advance();
        cursor.accept(Keyword.TABLE);
        List<FromItem.Table> names = grammar.list(() -> grammar.from.table(false));
        boolean restart = cursor.accept(Keyword.RESTART);
        if (restart || cursor.accept(Keyword.CONTINUE)) {
            cursor.expect(Keyword.IDENTITY);
        }
        return new Maintenance.Truncate(names, restart, grammar.cascade());
    }

    Statement lock() {
        cursor.advance();
        cursor.accept(Keyword.TABLE);
        List<FromItem.Table> names = grammar.list(() -> grammar.from.table(false));
        Maintenance.LockMode mode = Maintenance.LockMode.ACCESS_EXCLUSIVE;
        if (cursor.accept(Keyword.IN)) {
            mode = lockMode();
            cursor.expect(Keyword.MODE);
        }
        return new Maintenance.LockTable(names, mode, cursor.accept(Keyword.NOWAIT));
    }

    private Maintenance.LockMode lockMode() {
        if (cursor.accept(Keyword.ACCESS)) {
            if (cursor.accept(Keyword.SHARE)) {
                return Maintenance.LockMode.ACCESS_SHARE;
            }
            cursor.expect(Keyword.EXCLUSIVE);
            return Maintenance.LockMode.ACCESS_EXCLUSIVE;
        }
        if (cursor.accept(Keyword.ROW)) {
            if (cursor.accept(Keyword.SHARE)) {
                return Maintenance.LockMode.ROW_SHARE;
            }
            cursor.expect(Keyword.EXCLUSIVE);
            return Maintenance.LockMode.ROW_EXCLUSIVE;
        }
        if (cursor.accept(Keyword.SHARE)) {
            if (cursor.accept(Keyword.UPDATE)) {
                cursor.expect(Keyword.EXCLUSIVE);
                return Maintenance.LockMode.SHARE_UPDATE_EXCLUSIVE;
            }
            if (cursor.accept(Keyword.ROW)) {
                cursor.expect(Keyword.EXCLUSIVE);
                return Maintenance.LockMode.SHARE_ROW_EXCLUSIVE;
            }
            return Maintenance.LockMode.SHARE;
        }
        cursor.expect(Keyword.EXCLUSIVE);
        return Maintenance.LockMode.EXCLUSIVE;
    }

    Statement comment() {
        cursor.advance();
        cursor.expect(Keyword.ON);
        Keyword keyword = cursor.keyword();
        if (keyword == Keyword.FUNCTION
                || keyword == Keyword.PROCEDURE
                || keyword == Keyword.ROUTINE
                || keyword == Keyword.AGGREGATE) {
            return grammar.functions.comment(keyword);
        }
        CommentedParser.Commented object = new CommentedParser(grammar).parse();
        cursor.expect(Keyword.IS);
        String text = cursor.accept(Keyword.NULL) ? null : cursor.string();
        return new Maintenance.Comment(object.type(), object.names(), object.arguments(), text);
    }

    Statement checkpoint() {
        cursor.advance();
        return new Maintenance.Checkpoint();
    }

    Statement cluster() {
        cursor.advance();
        List<OptionItem> options = new ArrayList<>();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            options.addAll(grammar.options(false));
        } else if (cursor.at(Keyword.VERBOSE)) {
            options.add(flag("verbose"));
        }
        if (cursor.at(TokenKind.END) || cursor.at(TokenKind.SEMICOLON)) {
            return new Maintenance.Cluster(options, null, null);
        }
        QualifiedName name = grammar.qualifiedName();
        if (cursor.accept(Keyword.ON)) {
            return new Maintenance.Cluster(options, grammar.qualifiedName(), name.last());
        }
        return new Maintenance.Cluster(options, name, cursor.accept(Keyword.USING) ? cursor.name() : null);
    }

    Statement reindex() {
        cursor.advance();
        List<OptionItem> options = new ArrayList<>();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            options.addAll(grammar.options(false));
        }
        Maintenance.ReindexKind kind = reindexKind();
        if (cursor.at(Keyword.CONCURRENTLY)) {
            options.add(flag("concurrently"));
        }
        return new Maintenance.Reindex(kind, grammar.qualifiedName(), options);
    }

    private Maintenance.ReindexKind reindexKind() {
        for (Maintenance.ReindexKind kind : Maintenance.ReindexKind.values()) {
            if (cursor.accept(Keyword.valueOf(kind.name()))) {
                return kind;
            }
        }
        throw cursor.unexpected();
    }

    Statement call() {
        cursor.advance();
        if (!(grammar.primaries.parse() instanceof SyntaxExpression.FunctionCall function)) {
            throw cursor.unexpected();
        }
        return new Maintenance.Call(function);
    }

    Statement copy() {
        int position = cursor.position();
        cursor.advance();
        List<OptionItem> options = new ArrayList<>();
        if (cursor.at(Keyword.BINARY)) {
            options.add(word("format", "binary"));
        }
        QualifiedName table = null;
        Statement query = null;
        List<String> columns = List.of();
        if (cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            query = grammar.statements.preparable();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        } else {
            table = grammar.qualifiedName();
            columns = grammar.optionalNameList();
        }
        boolean from = query == null && cursor.accept(Keyword.FROM);
        if (!from) {
            cursor.expect(Keyword.TO);
        }
        Maintenance.CopyEnd end = Maintenance.CopyEnd.CLIENT;
        String path = null;
        if (cursor.accept(Keyword.PROGRAM)) {
            end = Maintenance.CopyEnd.PROGRAM;
            path = cursor.string();
        } else if (cursor.at(TokenKind.STRING)) {
            end = Maintenance.CopyEnd.FILE;
            path = cursor.string();
        } else if (!cursor.accept(Keyword.STDIN)) {
            cursor.expect(Keyword.STDOUT);
        }
        copyOptions(options);
        if (table != null && !from && cursor.at(Keyword.WHERE)) {
            throw cursor.error(ErrorCode.SYNTAX_ERROR, "WHERE clause not allowed with COPY TO", cursor.position());
        }
        SyntaxExpression where = from ? grammar.optionalWhere() : null;
        return new Maintenance.Copy(table, query, columns, from, end, path, options, where, position);
    }

    private OptionItem word(String name, String value) {
        int position = cursor.position();
        cursor.advance();
        return new OptionItem(name, new SyntaxExpression.ColumnReference(List.of(value), position), position);
    }

    private void copyOptions(List<OptionItem> options) {
        if (cursor.at(Keyword.USING) || cursor.at(Keyword.DELIMITERS)) {
            cursor.accept(Keyword.USING);
            cursor.expect(Keyword.DELIMITERS);
            options.add(string("delimiter"));
        }
        boolean with = cursor.accept(Keyword.WITH);
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            options.addAll(grammar.options(false));
            return;
        }
        int before = cursor.index();
        while (oldCopyOption(options)) {
            before = -1;
        }
        if (with && before >= 0 && !cursor.at(TokenKind.END) && !cursor.at(TokenKind.SEMICOLON)) {
            throw cursor.unexpected();
        }
    }

    private OptionItem string(String name) {
        int position = cursor.position();
        return new OptionItem(
                name, new SyntaxExpression.Literal(LiteralKind.STRING, cursor.string(), position), position);
    }

    /** Reads one option of the syntax before PostgreSQL 9.0, in the newer's terms. */
    private boolean oldCopyOption(List<OptionItem> options) {
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            return false;
        }
        switch (keyword) {
            case BINARY, CSV -> options.add(word("format", keyword.word()));
            case FREEZE, HEADER -> options.add(flag(keyword.word()));
            case DELIMITER, NULL, QUOTE, ESCAPE -> {
                cursor.advance();
                cursor.accept(Keyword.AS);
                options.add(string(keyword.word()));
            }
            case ENCODING -> {
                cursor.advance();
                options.add(string("encoding"));
            }
            case FORCE -> {
                int position = cursor.position();
                cursor.advance();
                String name = "force_" + cursor.label().toLowerCase(Locale.ROOT);
                if (name.equals("force_not")) {
                    cursor.expect(Keyword.NULL);
                    name = "force_not_null";
                }
                if (cursor.acceptOperator("*")) {
                    options.add(new OptionItem(name, new SyntaxExpression.Star(List.of(), position), position));
                } else {
                    List<SyntaxExpression> columns =
                            grammar.list(() -> new SyntaxExpression.ColumnReference(List.of(cursor.name()), position));
                    options.add(
                            new OptionItem(name, new SyntaxExpression.ArrayConstructor(columns, position), position));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
