package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/** Reads INSERT, UPDATE and DELETE. */
final class DataChangeParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    DataChangeParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    DataChange.Insert insert(Query.@Nullable WithClause with) {
        int position = cursor.position();
        cursor.expect(Keyword.INSERT);
        cursor.expect(Keyword.INTO);
        QualifiedName table = grammar.qualifiedName();
        String alias = cursor.accept(Keyword.AS) ? cursor.name() : null;
        List<DataChange.AssignmentTarget> columns = List.of();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS) && !grammar.queries.isQueryInParentheses()) {
            columns = grammar.parenthesized(this::target);
        }
        DataChange.Overriding overriding = DataChange.Overriding.NONE;
        if (cursor.accept(Keyword.OVERRIDING)) {
            boolean user = cursor.accept(Keyword.USER);
            if (!user) {
                cursor.expect(Keyword.SYSTEM);
            }
            cursor.expect(Keyword.VALUE);
            overriding = user ? DataChange.Overriding.USER_VALUE : DataChange.Overriding.SYSTEM_VALUE;
        }
        Query source = null;
        if (columns.isEmpty() && cursor.accept(Keyword.DEFAULT)) {
            cursor.expect(Keyword.VALUES);
        } else {
            source = grammar.query();
        }
        DataChange.OnConflict onConflict = onConflict();
        return new DataChange.Insert(
                with, table, alias, columns, overriding, source, onConflict, returning(), position);
    }

    private DataChange.@Nullable OnConflict onConflict() {
        int position = cursor.position();
        if (!cursor.accept(Keyword.ON)) {
            return null;
        }
        cursor.expect(Keyword.CONFLICT);
        List<OrderItem> columns = List.of();
        SyntaxExpression where = null;
        String constraint = null;
        int inference = cursor.position();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            columns = grammar.parenthesized(this::conflictColumn);
            where = grammar.optionalWhere();
        } else if (cursor.accept(Keyword.ON)) {
            cursor.expect(Keyword.CONSTRAINT);
            constraint = cursor.name();
        }
        cursor.expect(Keyword.DO);
        if (cursor.accept(Keyword.NOTHING)) {
            return new DataChange.OnConflict(columns, where, constraint, List.of(), null, inference, position);
        }
        cursor.expect(Keyword.UPDATE);
        cursor.expect(Keyword.SET);
        List<DataChange.Assignment> assignments = grammar.list(this::assignment);
        SyntaxExpression updateWhere = grammar.optionalWhere();
        return new DataChange.OnConflict(columns, where, constraint, assignments, updateWhere, inference, position);
    }

    private OrderItem conflictColumn() {
        return grammar.definitions.indexItem().item();
    }

    private DataChange.AssignmentTarget target() {
        int position = cursor.position();
        String column = cursor.name();
        List<SyntaxExpression> indirection = new ArrayList<>();
        if (cursor.at(TokenKind.LEFT_BRACKET) || cursor.at(TokenKind.DOT)) {
            SyntaxExpression base = new SyntaxExpression.ColumnReference(List.of(column), position);
            indirection.add(grammar.primaries.indirection(base));
        }
        return new DataChange.AssignmentTarget(column, indirection, position);
    }

    private DataChange.Assignment assignment() {
        int position = cursor.position();
        boolean row = cursor.at(TokenKind.LEFT_PARENTHESIS);
        List<DataChange.AssignmentTarget> targets = row ? grammar.parenthesized(this::target) : List.of(target());
        cursor.expectOperator("=");
        return new DataChange.Assignment(targets, row, grammar.expression(), position);
    }

    private List<Query.Target> returning() {
        return cursor.accept(Keyword.RETURNING) ? grammar.queries.targets() : List.of();
    }

    /** Reads the table that is changed; SET is a possible name, but not here without AS. */
    private FromItem.Table changedTable() {
        FromItem.Table table = grammar.from.table(false);
        boolean aliased = cursor.at(Keyword.AS) || (!cursor.at(Keyword.SET) && cursor.isName(0));
        if (!aliased) {
            return table;
        }
        cursor.accept(Keyword.AS);
        FromItem.Alias alias = new FromItem.Alias(cursor.name(), List.of());
        return new FromItem.Table(table.name(), table.only(), alias, table.position());
    }

    /** Reads a condition, or a cursor at whose row is what is to be changed: gram.y's where_or_current_clause. */
    private @Nullable SyntaxExpression whereOrCurrent() {
        if (!cursor.at(Keyword.WHERE) || cursor.keyword(1) != Keyword.CURRENT || cursor.keyword(2) != Keyword.OF) {
            return grammar.optionalWhere();
        }
        cursor.advance();
        int position = cursor.position();
        cursor.advance();
        cursor.advance();
        return new SyntaxExpression.CurrentOf(cursor.name(), position);
    }

    DataChange.Update update(Query.@Nullable WithClause with) {
        int position = cursor.position();
        cursor.expect(Keyword.UPDATE);
        FromItem.Table table = changedTable();
        cursor.expect(Keyword.SET);
        List<DataChange.Assignment> assignments = grammar.list(this::assignment);
        List<FromItem> from = cursor.accept(Keyword.FROM) ? grammar.list(grammar.from::parse) : List.of();
        SyntaxExpression where = whereOrCurrent();
        return new DataChange.Update(with, table, assignments, from, where, returning(), position);
    }

    DataChange.Delete delete(Query.@Nullable WithClause with) {
        int position = cursor.position();
        cursor.expect(Keyword.DELETE);
        cursor.expect(Keyword.FROM);
        FromItem.Table table = changedTable();
        List<FromItem> using = cursor.accept(Keyword.USING) ? grammar.list(grammar.from::parse) : List.of();
        SyntaxExpression where = whereOrCurrent();
        return new DataChange.Delete(with, table, using, where, returning(), position);
    }
}
