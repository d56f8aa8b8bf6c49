package org.borealisdb.sql.deparse;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.WindowDefinition;
import org.jspecify.annotations.Nullable;

/** A part of an expression as PostgreSQL's parse trees have it, for parentheses depend on what is inside of what. */
sealed interface Node {
    /** A column of an item of FROM. */
    record Column(FromItem item, int number) implements Node {}

    /** A column of VALUES that stands for a query by itself. */
    record ValuesColumn(Query.Values values, int number) implements Node {}

    /** The row of an item of FROM. */
    record WholeRow(FromItem item, SqlType type) implements Node {}

    /** A value. */
    record Constant(SqlType type, @Nullable Object value) implements Node {}

    /** A parameter of a function. */
    record Parameter(int place) implements Node {}

    /** A value that is written as words: one of SQL's value functions. */
    record Words(String text) implements Node {}

    /** An operator; one before its operand has no left one. */
    record Operator(String sign, @Nullable Node left, Node right) implements Node {}

    /**
     * A call of a function.
     *
     * @param names of the arguments, empty for those that have none
     * @param variadic whether the last argument is the array of those that repeat
     */
    record Call(String function, List<String> names, List<Node> arguments, boolean variadic) implements Node {}

    /** A call for which SQL has words between the arguments. */
    record WordyCall(Expression.Call call) implements Node {}

    /** How a cast is done, which says what it looks like inside of others. */
    enum CastKind {
        /** By a function. */
        FUNCTION,
        /** In any other way. */
        OTHER
    }

    /** A cast; one that is not explicit is not always shown. */
    record Cast(Node operand, SqlType type, CastKind kind, boolean explicit) implements Node {}

    /** What joins conditions. */
    enum Logic {
        AND,
        OR,
        NOT
    }

    /** AND, OR, NOT. */
    record Logical(Logic logic, List<Node> operands) implements Node {}

    /**
     * A test behind its operand.
     *
     * @param ofTruth whether the operand is a condition
     */
    record Test(Node operand, String words, boolean ofTruth) implements Node {}

    /** {@code IS DISTINCT FROM}. */
    record Distinct(Node left, Node right) implements Node {}

    /** {@code left sign ANY (array)}, or ALL. */
    record Any(Node left, String sign, boolean all, Node array) implements Node {}

    /** A comparison of rows by their order. */
    record RowComparison(String sign, List<Node> left, List<Node> right) implements Node {}

    /** One WHEN of a CASE. */
    record When(Node condition, Node result) {}

    /** CASE. */
    record Case(@Nullable Node operand, List<When> whens, Node otherwise) implements Node {}

    /** A function with a syntax of its own and commas between its arguments, such as COALESCE. */
    record Special(String name, List<Node> operands) implements Node {}

    /** {@code ARRAY[...]}. */
    record ArrayOf(List<Node> elements, SqlType type) implements Node {}

    /** {@code ROW(...)}. */
    record Row(List<Node> fields) implements Node {}

    /** A field of a row. */
    record Field(Node operand, String name) implements Node {}

    /** A subscript, or a slice with either bound missing. */
    record Bounds(@Nullable Node lower, @Nullable Node upper, boolean isSlice) {}

    /** Subscripts. */
    record Subscripts(Node operand, List<Bounds> bounds) implements Node {}

    /** COLLATE. */
    record Collate(Node operand, String collation) implements Node {}

    /** The kinds of subqueries. */
    enum SubqueryKind {
        EXISTS,
        VALUE,
        ARRAY,
        ANY,
        ALL,
        ROW
    }

    /**
     * A subquery.
     *
     * @param left what is compared with its rows
     * @param isRow whether that is a row
     * @param sign how
     */
    record Subquery(SubqueryKind kind, List<Node> left, boolean isRow, String sign, Query query, SqlType type)
            implements Node {}

    /** One item of an order, with how it was asked for. */
    record Ordered(Node value, OrderItem item) {}

    /**
     * A call of an aggregate.
     *
     * @param withinGroup whether the order is WITHIN GROUP
     */
    record Aggregate(
            String function,
            List<Node> arguments,
            boolean star,
            boolean distinct,
            boolean variadic,
            List<Ordered> order,
            boolean withinGroup,
            @Nullable Node filter)
            implements Node {}

    /** A call over a window. */
    record Windowed(
            String function,
            List<Node> arguments,
            boolean star,
            boolean variadic,
            @Nullable Node filter,
            WindowDefinition over)
            implements Node {}
}
