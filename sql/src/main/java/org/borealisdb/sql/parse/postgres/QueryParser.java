package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;
import org.jspecify.annotations.Nullable;

/** Reads queries: SELECT, VALUES, TABLE, set operations and what stands around them. */
final class QueryParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    QueryParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** Returns whether here is an opening parenthesis, or several, with a query inside. */
    boolean isQueryInParentheses() {
        int ahead = 0;
        while (cursor.kind(ahead) == TokenKind.LEFT_PARENTHESIS) {
            ahead++;
        }
        return ahead > 0 && isQueryStart(cursor.keyword(ahead)) && closesAroundQuery(ahead);
    }

    /**
     * {@code ((SELECT 1) + 2)} is an expression, {@code ((SELECT 1) UNION SELECT 2)} a query: with several parentheses the
     * token after the innermost pair decides, and so on outwards.
     */
    private boolean closesAroundQuery(int opened) {
        if (opened == 1) {
            return true;
        }
        int depth = opened;
        int lowest = opened;
        int ahead = opened;
        while (depth > 0) {
            TokenKind kind = cursor.kind(ahead);
            if (kind == TokenKind.END || kind == TokenKind.FAILURE) {
                return true;
            }
            if (kind == TokenKind.LEFT_PARENTHESIS) {
                depth++;
            } else if (kind == TokenKind.RIGHT_PARENTHESIS) {
                depth--;
                if (depth > 0 && depth < lowest && !continuesQuery(ahead + 1)) {
                    return false;
                }
                lowest = Math.min(lowest, depth);
            }
            ahead++;
        }
        return true;
    }

    private boolean continuesQuery(int ahead) {
        if (cursor.kind(ahead) == TokenKind.RIGHT_PARENTHESIS) {
            return true;
        }
        Keyword keyword = cursor.keyword(ahead);
        return keyword != null
                && switch (keyword) {
                    case UNION, INTERSECT, EXCEPT, ORDER, LIMIT, OFFSET, FETCH, FOR -> true;
                    default -> false;
                };
    }

    static boolean isQueryStart(@Nullable Keyword keyword) {
        return keyword == Keyword.SELECT
                || keyword == Keyword.WITH
                || keyword == Keyword.VALUES
                || keyword == Keyword.TABLE;
    }

    /** Reads {@code (query)}. */
    Query parenthesized() {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        Query query = parse();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return query;
    }

    /** Reads a query. */
    Query parse() {
        cursor.enter();
        Query.WithClause with = cursor.at(Keyword.WITH) ? withClause() : null;
        Query query = parse(with);
        cursor.leave();
        return query;
    }

    /** Reads a query whose WITH was read before. */
    Query parse(Query.@Nullable WithClause with) {
        int position = cursor.position();
        Query operand = setExpression(1);
        List<OrderItem> orderBy = cursor.at(Keyword.ORDER) ? orderBy(this::placedItem) : List.of();
        Tail tail = new Tail();
        tail.read();
        boolean bare = orderBy.isEmpty() && tail.isEmpty();
        if (bare && with == null) {
            return operand;
        }
        if (hasTail(operand)) {
            if (bare) {
                return new Query(
                        with,
                        operand.body(),
                        operand.orderBy(),
                        operand.limit(),
                        operand.offset(),
                        operand.withTies(),
                        operand.locking(),
                        position);
            }
            checkOnce(operand, orderBy, tail);
        }
        return new Query(
                with,
                operand.body(),
                orderBy.isEmpty() ? operand.orderBy() : orderBy,
                tail.limit == null ? operand.limit() : tail.limit,
                tail.offset == null ? operand.offset() : tail.offset,
                tail.withTies || operand.withTies(),
                tail.locking.isEmpty() ? operand.locking() : tail.locking,
                position);
    }

    private static boolean hasTail(Query query) {
        return query.with() != null
                || !query.orderBy().isEmpty()
                || query.limit() != null
                || query.offset() != null
                || !query.locking().isEmpty();
    }

    private void checkOnce(Query inner, List<OrderItem> orderBy, Tail tail) {
        if (!orderBy.isEmpty() && !inner.orderBy().isEmpty()) {
            throw cursor.syntaxError(
                    "multiple ORDER BY clauses not allowed", orderBy.getFirst().position());
        }
        if (tail.offset != null && inner.offset() != null) {
            throw cursor.syntaxError("multiple OFFSET clauses not allowed", tail.offset.position());
        }
        if (tail.limit != null && inner.limit() != null) {
            throw cursor.syntaxError("multiple LIMIT clauses not allowed", tail.limit.position());
        }
    }

    Query.WithClause withClause() {
        int position = cursor.position();
        cursor.expect(Keyword.WITH);
        boolean recursive = cursor.accept(Keyword.RECURSIVE);
        return new Query.WithClause(recursive, grammar.list(this::commonTable), position);
    }

    private Query.CommonTable commonTable() {
        int position = cursor.position();
        String name = cursor.name();
        List<String> columns = grammar.optionalNameList();
        cursor.expect(Keyword.AS);
        Boolean materialized = null;
        if (cursor.accept(Keyword.MATERIALIZED)) {
            materialized = true;
        } else if (cursor.accept(Keyword.NOT, Keyword.MATERIALIZED)) {
            materialized = false;
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        Statement statement = grammar.statements.preparable();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        Query.Search search = cursor.at(Keyword.SEARCH) ? search() : null;
        Query.Cycle cycle = cursor.at(Keyword.CYCLE) ? cycle() : null;
        return new Query.CommonTable(name, columns, materialized, statement, search, cycle, position);
    }

    private Query.Search search() {
        int position = cursor.position();
        cursor.advance();
        boolean breadth = cursor.accept(Keyword.BREADTH);
        if (!breadth) {
            cursor.expect(Keyword.DEPTH);
        }
        cursor.expect(Keyword.FIRST);
        cursor.expect(Keyword.BY);
        List<String> columns = grammar.list(cursor::name);
        cursor.expect(Keyword.SET);
        return new Query.Search(breadth, columns, cursor.name(), position);
    }

    private Query.Cycle cycle() {
        int position = cursor.position();
        cursor.advance();
        List<String> columns = grammar.list(cursor::name);
        cursor.expect(Keyword.SET);
        String mark = cursor.name();
        SyntaxExpression value = new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.TRUE, "true", position);
        SyntaxExpression otherwise =
                new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.FALSE, "false", position);
        if (cursor.accept(Keyword.TO)) {
            value = grammar.primaries.parse();
            cursor.expect(Keyword.DEFAULT);
            otherwise = grammar.primaries.parse();
        }
        cursor.expect(Keyword.USING);
        return new Query.Cycle(columns, mark, value, otherwise, cursor.name(), position);
    }

    /** Reads operands of UNION and EXCEPT (level 1) or of INTERSECT, which binds tighter (level 2). */
    private Query setExpression(int level) {
        int around = cursor.height().begin();
        Query left = level == 2 ? primary() : setExpression(2);
        while (true) {
            Query.SetOperator operator = setOperator(level);
            if (operator == null) {
                cursor.height().end(around);
                return left;
            }
            int position = cursor.position();
            cursor.advance();
            boolean all = cursor.accept(Keyword.ALL);
            if (!all) {
                cursor.accept(Keyword.DISTINCT);
            }
            Query right = level == 2 ? primary() : setExpression(2);
            left = Query.of(new Query.SetOperation(operator, all, left, right, position), left.position());
            cursor.height().grow();
        }
    }

    private Query.@Nullable SetOperator setOperator(int level) {
        Keyword keyword = cursor.keyword();
        if (level == 2) {
            return keyword == Keyword.INTERSECT ? Query.SetOperator.INTERSECT : null;
        }
        return keyword == Keyword.UNION
                ? Query.SetOperator.UNION
                : keyword == Keyword.EXCEPT ? Query.SetOperator.EXCEPT : null;
    }

    private Query primary() {
        int position = cursor.position();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return parenthesized();
        }
        if (cursor.at(Keyword.SELECT)) {
            return Query.of(select(position), position);
        }
        if (cursor.accept(Keyword.VALUES)) {
            List<List<SyntaxExpression>> rows = grammar.list(() -> grammar.parenthesized(grammar::expression));
            return Query.of(new Query.Values(rows, position), position);
        }
        if (cursor.accept(Keyword.TABLE)) {
            FromItem.Table table = grammar.from.table(false);
            Query.Target all = new Query.Target(new SyntaxExpression.Star(List.of(), position), null, position);
            return Query.of(
                    new Query.Select(
                            false,
                            List.of(),
                            List.of(all),
                            List.of(table),
                            null,
                            List.of(),
                            false,
                            null,
                            List.of(),
                            null,
                            position),
                    position);
        }
        throw cursor.unexpected();
    }

    private Query.Select select(int position) {
        cursor.expect(Keyword.SELECT);
        boolean distinct = false;
        List<SyntaxExpression> distinctOn = List.of();
        if (!cursor.accept(Keyword.ALL) && cursor.accept(Keyword.DISTINCT)) {
            distinct = true;
            if (cursor.accept(Keyword.ON)) {
                distinctOn = grammar.parenthesized(this::placed);
            }
        }
        // DISTINCT has something to tell rows apart by.
        List<Query.Target> targets = distinct || atTargets() ? targets() : List.of();
        Query.Into into = cursor.accept(Keyword.INTO) ? into() : null;
        List<FromItem> from = cursor.accept(Keyword.FROM) ? grammar.from.parseAll() : List.of();
        SyntaxExpression where = grammar.optionalWhere();
        boolean groupDistinct = false;
        List<SyntaxExpression> groupBy = List.of();
        if (cursor.accept(Keyword.GROUP)) {
            cursor.expect(Keyword.BY);
            if (!cursor.accept(Keyword.ALL)) {
                groupDistinct = cursor.accept(Keyword.DISTINCT);
            }
            groupBy = grammar.list(this::groupItem);
        }
        SyntaxExpression having = cursor.accept(Keyword.HAVING) ? grammar.expression() : null;
        List<WindowDefinition> windows = cursor.accept(Keyword.WINDOW) ? grammar.list(this::namedWindow) : List.of();
        return new Query.Select(
                distinct, distinctOn, targets, from, where, groupBy, groupDistinct, having, windows, into, position);
    }

    /** Reads {@code [TEMPORARY | UNLOGGED] [TABLE] name}. */
    private Query.Into into() {
        boolean scoped = cursor.accept(Keyword.LOCAL) || cursor.accept(Keyword.GLOBAL);
        boolean temporary = cursor.accept(Keyword.TEMPORARY) || cursor.accept(Keyword.TEMP);
        if (scoped && !temporary) {
            throw cursor.unexpected();
        }
        boolean unlogged = !temporary && cursor.accept(Keyword.UNLOGGED);
        cursor.accept(Keyword.TABLE);
        return new Query.Into(
                grammar.qualifiedName(),
                temporary
                        ? Definition.Persistence.TEMPORARY
                        : unlogged ? Definition.Persistence.UNLOGGED : Definition.Persistence.PERMANENT);
    }

    /** PostgreSQL allows SELECT without any target. */
    private boolean atTargets() {
        return switch (cursor.kind()) {
            case END, SEMICOLON, RIGHT_PARENTHESIS -> false;
            case KEYWORD ->
                !(cursor.at(Keyword.FROM)
                        || cursor.at(Keyword.WHERE)
                        || cursor.at(Keyword.INTO)
                        || cursor.at(Keyword.GROUP)
                        || cursor.at(Keyword.HAVING)
                        || cursor.at(Keyword.WINDOW)
                        || cursor.at(Keyword.UNION)
                        || cursor.at(Keyword.INTERSECT)
                        || cursor.at(Keyword.EXCEPT)
                        || cursor.at(Keyword.ORDER)
                        || cursor.at(Keyword.LIMIT)
                        || cursor.at(Keyword.OFFSET)
                        || cursor.at(Keyword.FETCH)
                        || cursor.at(Keyword.FOR));
            default -> true;
        };
    }

    /** Reads a SELECT list, or that of RETURNING. */
    List<Query.Target> targets() {
        return grammar.list(this::target);
    }

    private Query.Target target() {
        int position = cursor.position();
        if (cursor.acceptOperator("*")) {
            return new Query.Target(new SyntaxExpression.Star(List.of(), position), null, position);
        }
        SyntaxExpression expression = grammar.expression();
        String label = null;
        if (cursor.accept(Keyword.AS)) {
            label = cursor.label();
        } else if (cursor.at(TokenKind.IDENTIFIER)) {
            label = cursor.label();
        } else {
            Keyword keyword = cursor.keyword();
            if (keyword != null && keyword.isBareLabel()) {
                label = cursor.label();
            }
        }
        return new Query.Target(expression, label, position);
    }

    private SyntaxExpression groupItem() {
        int position = cursor.position();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS) && cursor.kind(1) == TokenKind.RIGHT_PARENTHESIS) {
            cursor.advance();
            cursor.advance();
            return new SyntaxExpression.GroupingSet(SyntaxExpression.GroupingKind.EMPTY, List.of(), position);
        }
        if (cursor.at(Keyword.GROUPING, Keyword.SETS)) {
            cursor.advance();
            cursor.advance();
            cursor.enter();
            List<SyntaxExpression> items = grammar.parenthesized(this::groupItem);
            cursor.leave();
            return new SyntaxExpression.GroupingSet(SyntaxExpression.GroupingKind.SETS, items, position);
        }
        boolean rollup = cursor.at(Keyword.ROLLUP);
        if ((rollup || cursor.at(Keyword.CUBE)) && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
            cursor.advance();
            return new SyntaxExpression.GroupingSet(
                    rollup ? SyntaxExpression.GroupingKind.ROLLUP : SyntaxExpression.GroupingKind.CUBE,
                    grammar.parenthesized(grammar::expression),
                    position);
        }
        return placed();
    }

    /** Reads an expression, or the place of a column in the result, whose number says what is done. */
    private SyntaxExpression placed() {
        int before = cursor.constants().count();
        SyntaxExpression expression = grammar.expression();
        if (expression instanceof SyntaxExpression.Literal literal
                && literal.kind() == SyntaxExpression.LiteralKind.INTEGER) {
            cursor.constants().forget(before);
        }
        return expression;
    }

    private WindowDefinition namedWindow() {
        String name = cursor.name();
        cursor.expect(Keyword.AS);
        return window(name);
    }

    /** Reads a window in parentheses. */
    WindowDefinition window(@Nullable String name) {
        return new WindowParser(grammar).parse(name);
    }

    /** Reads ORDER BY and its items. */
    List<OrderItem> orderBy() {
        return orderBy(() -> orderItem(grammar::expression));
    }

    private List<OrderItem> orderBy(Supplier<OrderItem> item) {
        cursor.expect(Keyword.ORDER);
        cursor.expect(Keyword.BY);
        return grammar.list(item);
    }

    private OrderItem placedItem() {
        return orderItem(this::placed);
    }

    private OrderItem orderItem(Supplier<SyntaxExpression> reader) {
        int position = cursor.position();
        SyntaxExpression expression = reader.get();
        QualifiedName using = null;
        if (cursor.accept(Keyword.USING)) {
            using = cursor.at(Keyword.OPERATOR)
                    ? grammar.expressions.qualifiedOperator()
                    : grammar.expressions.anyOperator(cursor.position());
        }
        return direction(expression, using, position);
    }

    /** Reads ASC or DESC and NULLS FIRST or LAST after an expression. */
    OrderItem direction(SyntaxExpression expression, @Nullable QualifiedName using, int position) {
        boolean descending = false;
        if (using == null && !cursor.accept(Keyword.ASC)) {
            descending = cursor.accept(Keyword.DESC);
        }
        Boolean nullsFirst = null;
        if (cursor.accept(Keyword.NULLS, Keyword.FIRST)) {
            nullsFirst = true;
        } else if (cursor.accept(Keyword.NULLS, Keyword.LAST)) {
            nullsFirst = false;
        }
        return new OrderItem(expression, descending, nullsFirst, using, position);
    }

    /** LIMIT, OFFSET, FETCH and FOR, which may come in several orders. */
    private final class Tail {
        private @Nullable SyntaxExpression limit;
        private @Nullable SyntaxExpression offset;
        private boolean withTies;
        private boolean sawLimit;
        private boolean sawOffset;
        private final List<Query.LockingClause> locking = new ArrayList<>();

        boolean isEmpty() {
            return !sawLimit && !sawOffset && locking.isEmpty();
        }

        void read() {
            while (true) {
                if (cursor.at(Keyword.LIMIT) && !sawLimit) {
                    int position = cursor.position();
                    cursor.advance();
                    sawLimit = true;
                    if (cursor.at(Keyword.ALL)) {
                        cursor.constants().note(cursor.index());
                    }
                    int all = cursor.position();
                    limit = cursor.accept(Keyword.ALL)
                            ? new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.NULL, "", all)
                            : grammar.expression();
                    if (cursor.at(TokenKind.COMMA)) {
                        throw cursor.syntaxError("LIMIT #,# syntax is not supported", position)
                                .withHint("Use separate LIMIT and OFFSET clauses.");
                    }
                } else if (cursor.at(Keyword.OFFSET) && !sawOffset) {
                    cursor.advance();
                    sawOffset = true;
                    offset = grammar.expression();
                    if (!cursor.accept(Keyword.ROW)) {
                        cursor.accept(Keyword.ROWS);
                    }
                } else if (cursor.at(Keyword.FETCH) && !sawLimit) {
                    fetch();
                } else if (cursor.at(Keyword.FOR)) {
                    lock();
                } else {
                    return;
                }
            }
        }

        private void fetch() {
            sawLimit = true;
            int position = cursor.position();
            cursor.advance();
            if (!cursor.accept(Keyword.FIRST)) {
                cursor.expect(Keyword.NEXT);
            }
            if (cursor.at(Keyword.ROW) || cursor.at(Keyword.ROWS)) {
                limit = new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.INTEGER, "1", position);
            } else {
                limit = cursor.atOperator("-") || cursor.atOperator("+")
                        ? grammar.literalValue()
                        : grammar.primaries.parse();
            }
            if (!cursor.accept(Keyword.ROW)) {
                cursor.expect(Keyword.ROWS);
            }
            if (!cursor.accept(Keyword.ONLY)) {
                cursor.expect(Keyword.WITH);
                cursor.expect(Keyword.TIES);
                withTies = true;
            }
        }

        private void lock() {
            int position = cursor.position();
            cursor.advance();
            if (cursor.accept(Keyword.READ)) {
                cursor.expect(Keyword.ONLY);
                return;
            }
            Query.LockStrength strength;
            if (cursor.accept(Keyword.UPDATE)) {
                strength = Query.LockStrength.UPDATE;
            } else if (cursor.accept(Keyword.SHARE)) {
                strength = Query.LockStrength.SHARE;
            } else if (cursor.accept(Keyword.NO)) {
                cursor.expect(Keyword.KEY);
                cursor.expect(Keyword.UPDATE);
                strength = Query.LockStrength.NO_KEY_UPDATE;
            } else {
                cursor.expect(Keyword.KEY);
                cursor.expect(Keyword.SHARE);
                strength = Query.LockStrength.KEY_SHARE;
            }
            List<QualifiedName> tables = cursor.accept(Keyword.OF) ? grammar.qualifiedNames() : List.of();
            Query.LockWait lockWait = Query.LockWait.WAIT;
            if (cursor.accept(Keyword.NOWAIT)) {
                lockWait = Query.LockWait.NOWAIT;
            } else if (cursor.accept(Keyword.SKIP, Keyword.LOCKED)) {
                lockWait = Query.LockWait.SKIP_LOCKED;
            }
            locking.add(new Query.LockingClause(strength, tables, lockWait, position));
        }
    }
}
