package org.borealisdb.sql.parse.postgres;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;
import org.borealisdb.sql.ast.WindowDefinition.BoundKind;
import org.jspecify.annotations.Nullable;

/** Reads window specifications. */
final class WindowParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    WindowParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    WindowDefinition parse(@Nullable String name) {
        int position = cursor.position();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        String base = null;
        boolean clause = cursor.at(Keyword.PARTITION)
                || cursor.at(Keyword.RANGE)
                || cursor.at(Keyword.ROWS)
                || cursor.at(Keyword.GROUPS);
        if (!clause && cursor.isName(0)) {
            base = cursor.name();
        }
        List<SyntaxExpression> partitionBy = List.of();
        if (cursor.accept(Keyword.PARTITION)) {
            cursor.expect(Keyword.BY);
            partitionBy = grammar.expressionList();
        }
        List<OrderItem> orderBy = cursor.at(Keyword.ORDER) ? grammar.queries.orderBy() : List.of();
        WindowDefinition.Frame frame = frame();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new WindowDefinition(name, base, false, partitionBy, orderBy, frame, position);
    }

    private WindowDefinition.@Nullable Frame frame() {
        WindowDefinition.Mode mode;
        if (cursor.accept(Keyword.RANGE)) {
            mode = WindowDefinition.Mode.RANGE;
        } else if (cursor.accept(Keyword.ROWS)) {
            mode = WindowDefinition.Mode.ROWS;
        } else if (cursor.accept(Keyword.GROUPS)) {
            mode = WindowDefinition.Mode.GROUPS;
        } else {
            return null;
        }
        WindowDefinition.Bound end = new WindowDefinition.Bound(BoundKind.CURRENT_ROW, null);
        boolean between = cursor.accept(Keyword.BETWEEN);
        int position = cursor.position();
        WindowDefinition.Bound start = bound();
        int endPosition = position;
        if (between) {
            cursor.expect(Keyword.AND);
            endPosition = cursor.position();
            end = bound();
        }
        check(start, end, between, position, endPosition);
        return new WindowDefinition.Frame(mode, start, end, between, exclusion());
    }

    private void check(
            WindowDefinition.Bound start, WindowDefinition.Bound end, boolean between, int startAt, int endAt) {
        if (start.kind() == BoundKind.UNBOUNDED_FOLLOWING) {
            throw cursor.error(ErrorCode.WINDOWING_ERROR, "frame start cannot be UNBOUNDED FOLLOWING", startAt);
        }
        if (end.kind() == BoundKind.UNBOUNDED_PRECEDING) {
            throw cursor.error(ErrorCode.WINDOWING_ERROR, "frame end cannot be UNBOUNDED PRECEDING", endAt);
        }
        if (start.kind() == BoundKind.FOLLOWING && !between) {
            throw cursor.error(
                    ErrorCode.WINDOWING_ERROR,
                    "frame starting from following row cannot end with current row",
                    startAt);
        }
        if (start.kind() == BoundKind.CURRENT_ROW && end.kind() == BoundKind.PRECEDING) {
            throw cursor.error(
                    ErrorCode.WINDOWING_ERROR, "frame starting from current row cannot have preceding rows", endAt);
        }
        boolean backwards = end.kind() == BoundKind.PRECEDING || end.kind() == BoundKind.CURRENT_ROW;
        if (start.kind() == BoundKind.FOLLOWING && backwards) {
            throw cursor.error(
                    ErrorCode.WINDOWING_ERROR, "frame starting from following row cannot have preceding rows", endAt);
        }
    }

    private WindowDefinition.Bound bound() {
        if (cursor.accept(Keyword.CURRENT, Keyword.ROW)) {
            return new WindowDefinition.Bound(BoundKind.CURRENT_ROW, null);
        }
        boolean unbounded = cursor.accept(Keyword.UNBOUNDED);
        SyntaxExpression offset = unbounded ? null : grammar.expression();
        boolean preceding = cursor.accept(Keyword.PRECEDING);
        if (!preceding) {
            cursor.expect(Keyword.FOLLOWING);
        }
        if (unbounded) {
            return new WindowDefinition.Bound(
                    preceding ? BoundKind.UNBOUNDED_PRECEDING : BoundKind.UNBOUNDED_FOLLOWING, null);
        }
        return new WindowDefinition.Bound(preceding ? BoundKind.PRECEDING : BoundKind.FOLLOWING, offset);
    }

    private WindowDefinition.Exclusion exclusion() {
        if (!cursor.accept(Keyword.EXCLUDE)) {
            return WindowDefinition.Exclusion.NO_OTHERS;
        }
        if (cursor.accept(Keyword.CURRENT, Keyword.ROW)) {
            return WindowDefinition.Exclusion.CURRENT_ROW;
        }
        if (cursor.accept(Keyword.GROUP)) {
            return WindowDefinition.Exclusion.GROUP;
        }
        if (cursor.accept(Keyword.TIES)) {
            return WindowDefinition.Exclusion.TIES;
        }
        cursor.expect(Keyword.NO);
        cursor.expect(Keyword.OTHERS);
        return WindowDefinition.Exclusion.NO_OTHERS;
    }
}
