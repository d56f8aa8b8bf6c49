package org.borealisdb.sql.ast;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query: a body with what may stand around it.
 *
 * @param with the common table expressions before it
 * @param body SELECT, VALUES or a set operation
 * @param orderBy the order of the whole
 * @param limit how many rows; missing for all
 * @param offset how many to skip
 * @param withTies whether FETCH FIRST ... WITH TIES stands for the limit
 * @param locking FOR UPDATE and its like, in order
 * @param position offset of the first word
 */
public record Query(
        @Nullable WithClause with,
        Body body,
        List<OrderItem> orderBy,
        @Nullable SyntaxExpression limit,
        @Nullable SyntaxExpression offset,
        boolean withTies,
        List<LockingClause> locking,
        int position)
        implements Statement {
    /** Copies the lists. */
    public Query {
        orderBy = List.copyOf(orderBy);
        locking = List.copyOf(locking);
    }

    /** Returns whether it changes rows in its WITH. */
    public boolean changesRows() {
        return with != null && with.changesRows();
    }

    /** Returns whether it is a SELECT ... INTO. */
    public boolean makesTable() {
        Query first = this;
        while (first.body instanceof SetOperation operation) {
            first = operation.left();
        }
        return first.body instanceof Select select && select.into() != null;
    }

    /** Returns the expression of a query that is nothing but SELECT with one. */
    public Optional<SyntaxExpression> onlyExpression() {
        boolean bare = with == null && orderBy.isEmpty() && limit == null && offset == null && locking.isEmpty();
        return bare && body instanceof Select select ? select.onlyExpression() : Optional.empty();
    }

    /** Returns a body with nothing around it. */
    public static Query of(Body body, int position) {
        return new Query(null, body, List.of(), null, null, false, List.of(), position);
    }

    /** What rows a query has. */
    public sealed interface Body {}

    /** The ways to combine two queries. */
    public enum SetOperator {
        UNION,
        INTERSECT,
        EXCEPT
    }

    /** How strongly rows are locked, weakest last. */
    public enum LockStrength {
        UPDATE,
        NO_KEY_UPDATE,
        SHARE,
        KEY_SHARE
    }

    /** What to do about a row locked by another. */
    public enum LockWait {
        WAIT,
        NOWAIT,
        SKIP_LOCKED
    }

    /**
     * {@code expression [AS] label} in a SELECT list or RETURNING.
     *
     * @param expression the value
     * @param label its name, if one is given
     * @param position offset of the expression
     */
    public record Target(
            SyntaxExpression expression, @Nullable String label, int position) {}

    /** The table of SELECT INTO. */
    public record Into(QualifiedName name, Definition.Persistence persistence) {}

    /** Returns the table of SELECT INTO, which stands in the first SELECT of a set operation. */
    public Optional<Into> into() {
        return switch (body) {
            case Select select -> Optional.ofNullable(select.into());
            case SetOperation operation -> operation.left().into();
            case Values values -> Optional.empty();
        };
    }

    /** Returns the same query without INTO. */
    public Query withoutInto() {
        Body other = switch (body) {
            case Select select ->
                new Select(
                        select.distinct(),
                        select.distinctOn(),
                        select.targets(),
                        select.from(),
                        select.where(),
                        select.groupBy(),
                        select.groupDistinct(),
                        select.having(),
                        select.windows(),
                        null,
                        select.position());
            case SetOperation operation ->
                new SetOperation(
                        operation.operator(),
                        operation.all(),
                        operation.left().withoutInto(),
                        operation.right(),
                        operation.position());
            case Values values -> values;
        };
        return new Query(with, other, orderBy, limit, offset, withTies, locking, position);
    }

    /**
     * {@code SELECT ...} up to HAVING and WINDOW.
     *
     * @param distinct whether DISTINCT is given
     * @param distinctOn the expressions of DISTINCT ON
     * @param targets the select list
     * @param from the FROM items, to be cross joined
     * @param where the condition on rows
     * @param groupBy the grouping items
     * @param groupDistinct whether GROUP BY DISTINCT is given
     * @param having the condition on groups
     * @param windows the WINDOW clause
     * @param into the table of SELECT INTO
     */
    public record Select(
            boolean distinct,
            List<SyntaxExpression> distinctOn,
            List<Target> targets,
            List<FromItem> from,
            @Nullable SyntaxExpression where,
            List<SyntaxExpression> groupBy,
            boolean groupDistinct,
            @Nullable SyntaxExpression having,
            List<WindowDefinition> windows,
            @Nullable Into into,
            int position)
            implements Body {
        Optional<SyntaxExpression> onlyExpression() {
            boolean bare = !distinct
                    && distinctOn.isEmpty()
                    && targets.size() == 1
                    && from.isEmpty()
                    && where == null
                    && groupBy.isEmpty()
                    && having == null
                    && windows.isEmpty()
                    && into == null;
            return bare ? Optional.of(targets.getFirst().expression()) : Optional.empty();
        }

        /** Copies the lists. */
        public Select {
            distinctOn = List.copyOf(distinctOn);
            targets = List.copyOf(targets);
            from = List.copyOf(from);
            groupBy = List.copyOf(groupBy);
            windows = List.copyOf(windows);
        }
    }

    /** {@code VALUES (...), (...)}. */
    public record Values(List<List<SyntaxExpression>> rows, int position) implements Body {
        /** Copies the rows. */
        public Values {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** {@code left UNION [ALL] right}. */
    public record SetOperation(SetOperator operator, boolean all, Query left, Query right, int position)
            implements Body {}

    /**
     * WITH.
     *
     * @param recursive whether RECURSIVE is given
     * @param items the expressions, in order
     */
    public record WithClause(boolean recursive, List<CommonTable> items, int position) {
        /** Copies the items. */
        public WithClause {
            items = List.copyOf(items);
        }

        /** Returns whether an item changes rows. */
        public boolean changesRows() {
            return items.stream().anyMatch(item -> item.statement() instanceof DataChange);
        }
    }

    /**
     * A common table expression.
     *
     * @param name its name
     * @param columns new names of its first columns
     * @param materialized MATERIALIZED or NOT MATERIALIZED, if given
     * @param statement a query or a data change
     * @param search SEARCH of a recursive one, if given
     * @param cycle CYCLE of a recursive one, if given
     */
    public record CommonTable(
            String name,
            List<String> columns,
            @Nullable Boolean materialized,
            Statement statement,
            @Nullable Search search,
            @Nullable Cycle cycle,
            int position) {
        /** One without SEARCH and CYCLE. */
        public CommonTable(
                String name, List<String> columns, @Nullable Boolean materialized, Statement statement, int position) {
            this(name, columns, materialized, statement, null, null, position);
        }

        /** Copies the names. */
        public CommonTable {
            columns = List.copyOf(columns);
        }
    }

    /**
     * {@code SEARCH DEPTH|BREADTH FIRST BY columns SET sequence}.
     *
     * @param sequence the new column by which rows are in that order
     */
    public record Search(boolean breadthFirst, List<String> columns, String sequence, int position) {
        /** Copies the names. */
        public Search {
            columns = List.copyOf(columns);
        }
    }

    /**
     * {@code CYCLE columns SET mark TO value DEFAULT otherwise USING path}.
     *
     * @param mark the new column that says whether a row closes a cycle
     * @param path the new column with the rows on the way
     */
    public record Cycle(
            List<String> columns,
            String mark,
            SyntaxExpression value,
            SyntaxExpression otherwise,
            String path,
            int position) {
        /** Copies the names. */
        public Cycle {
            columns = List.copyOf(columns);
        }
    }

    /**
     * {@code FOR UPDATE OF tables NOWAIT}.
     *
     * @param strength how strongly
     * @param tables which tables of FROM; none for all
     * @param lockWait what to do about locked rows
     */
    public record LockingClause(LockStrength strength, List<QualifiedName> tables, LockWait lockWait, int position) {
        /** Copies the tables. */
        public LockingClause {
            tables = List.copyOf(tables);
        }
    }
}
