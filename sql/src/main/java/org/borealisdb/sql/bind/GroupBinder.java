package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import java.util.function.UnaryOperator;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.GroupingSets;
import org.borealisdb.sql.plan.OrderedSetCall;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Binds GROUP BY, and makes what is computed after it read the groups: keys, what GROUPING answers, and aggregates. A column that is no
 * key may be read if the primary key of its table is in every set: it becomes a key that changes nothing.
 */
final class GroupBinder {
    private static final int NO_COLUMN = Integer.MAX_VALUE;

    private final BindContext context;
    private final ExpressionBinder binder;
    private final Scope scope;
    private final List<Key> keys = new ArrayList<>();
    private final List<List<Integer>> sets = new ArrayList<>();
    private boolean grouped;
    private boolean hasSets;

    /**
     * What rows are grouped by. With grouping sets two columns of the select list are two keys even if their values are the same, for a set
     * may have one of them and not the other.
     *
     * @param column the place of the column of the select list that it is; {@link #NO_COLUMN} if it is none, or there are no sets
     */
    private record Key(Expression value, int column) {}

    GroupBinder(BindContext context, ExpressionBinder binder, Scope scope) {
        this.context = context;
        this.binder = binder;
        this.scope = scope;
    }

    /**
     * Binds the clause.
     *
     * @param values the select list, and what rows are sorted by beside it
     * @param selected finds the place in the select list that an item names or numbers; -1 if it does neither, as the name of a column of FROM
     */
    void bind(Query.Select select, List<Expression> values, ToIntBiFunction<SyntaxExpression, Boolean> selected) {
        hasSets = GroupItems.haveSets(select.groupBy());
        GroupItems items = new GroupItems(context, item -> place(key(item, values, selected), item));
        sets.addAll(items.sets(select.groupBy(), select.groupDistinct()));
        grouped = !select.groupBy().isEmpty();
    }

    List<Expression> keys() {
        return keys.stream().map(Key::value).toList();
    }

    private Expression canonical(Expression value) {
        return binder.repeatedSubqueries().canonical(value);
    }

    /** Returns the place of the key that an expression is, the one leftmost in the select list if there are several; -1 if it is none. */
    private int keyOf(Expression value) {
        Expression sought = canonical(value);
        int found = -1;
        for (int place = 0; place < keys.size(); place++) {
            Key key = keys.get(place);
            if (key.value().equals(sought)
                    && (found < 0 || key.column() < keys.get(found).column())) {
                found = place;
            }
        }
        return found;
    }

    private Key key(
            SyntaxExpression item, List<Expression> values, ToIntBiFunction<SyntaxExpression, Boolean> selected) {
        boolean isColumn = item instanceof SyntaxExpression.ColumnReference reference
                && (reference.names().size() > 1
                        || binder.findQuietly(reference).isPresent());
        int named = selected.applyAsInt(item, isColumn);
        Expression value = canonical(named >= 0 ? values.get(named) : bindKey(item));
        refuse(value, item);
        QueryBinder.checkEquality(context, value.type(), item.leftmost());
        if (!hasSets) {
            return new Key(value, NO_COLUMN);
        }
        int column = named >= 0
                ? named
                : values.stream().map(this::canonical).toList().indexOf(value);
        return new Key(value, column < 0 ? NO_COLUMN : column);
    }

    private Expression bindKey(SyntaxExpression item) {
        boolean before = binder.sets().setShared(true);
        try {
            return binder.known(binder.bindWithoutAggregates(item, "GROUP BY"));
        } finally {
            binder.sets().setShared(before);
        }
    }

    private int place(Key key, SyntaxExpression item) {
        int known = keys.indexOf(key);
        if (known >= 0) {
            return known;
        }
        if (item instanceof SyntaxExpression.ColumnReference) {
            binder.positions.putIfAbsent(key.value(), item.position());
        }
        keys.add(key);
        return keys.size() - 1;
    }

    /** Refuses aggregates, which a number or name in GROUP BY may stand for. */
    private void refuse(Expression key, SyntaxExpression item) {
        Expressions.map(key, part -> {
            int column = part instanceof Expression.ColumnReference reference ? reference.column() : 0;
            int at = binder.positions.getOrDefault(part, item.position());
            if (column >= WindowBinder.WINDOWS) {
                throw context.error(ErrorCode.WINDOWING_ERROR, "window functions are not allowed in GROUP BY", at);
            }
            if (column >= AggregateBinder.GROUPINGS && column < SetBinder.SETS) {
                throw context.error(ErrorCode.GROUPING_ERROR, "aggregate functions are not allowed in GROUP BY", at);
            }
            return null;
        });
    }

    /** Returns whether rows are grouped at all. */
    boolean isGrouped(boolean having) {
        return grouped
                || having
                || !binder.aggregates().calls().isEmpty()
                || !binder.aggregates().groupings().isEmpty();
    }

    /** Returns whether there is one group because of HAVING and nothing else, so that it does not matter which rows there are. */
    boolean isOnlyHaving() {
        return !grouped
                && binder.aggregates().calls().isEmpty()
                && binder.aggregates().groupings().isEmpty();
    }

    /** Checks that expressions read nothing but what is the same for all rows of a group, and makes keys of what is so by a primary key. */
    void check(List<Expression> values) {
        values.forEach(value -> Expressions.map(value, this::checked));
        values.forEach(this::checkSets);
        for (AggregateCall call : binder.aggregates().calls()) {
            call.orderedSet().ifPresent(set -> set.direct().forEach(value -> Expressions.map(value, this::checked)));
        }
    }

    /** Checks the arguments of the sets of groups: those that are no keys. */
    private void checkSets(Expression value) {
        Expressions.map(value, part -> {
            if (keyOf(part) >= 0) {
                return part;
            }
            if (part instanceof Expression.ColumnReference column
                    && column.column() >= SetBinder.SETS
                    && column.column() < WindowBinder.WINDOWS) {
                binder.sets()
                        .calls()
                        .get(column.column() - SetBinder.SETS)
                        .arguments()
                        .forEach(argument -> Expressions.map(argument, this::checked));
            }
            return null;
        });
    }

    private @Nullable Expression checked(Expression part) {
        if (keyOf(part) >= 0) {
            return part;
        }
        if (part instanceof Expression.Call call && SubqueryBinder.isSubquery(call)) {
            call.arguments().forEach(this::checkedInSubquery);
            return part;
        }
        if (!(part instanceof Expression.ColumnReference column) || column.column() >= AggregateBinder.GROUPINGS) {
            return null;
        }
        Optional<Expression> merged = scope.merged(column.column());
        if (merged.isPresent()) {
            checkMerged(merged.get(), part);
            return part;
        }
        ScopeColumn named = scope.columns.get(column.column());
        if (!dependsOnPrimaryKey(named)) {
            throw context.error(
                    ErrorCode.GROUPING_ERROR,
                    "column \"" + shown(named)
                            + "\" must appear in the GROUP BY clause or be used in an aggregate function",
                    binder.positions.getOrDefault(part, -1));
        }
        addKey(part);
        return part;
    }

    /** Checks what a column is of which USING makes another; errors point at that, unless it is of both sides. */
    private void checkMerged(Expression value, Expression column) {
        try {
            Expressions.map(value, this::checked);
        } catch (SqlException ungrouped) {
            throw value instanceof Expression.Coalesce
                    ? ungrouped
                    : context.at(ungrouped, binder.positions.getOrDefault(column, -1));
        }
    }

    private static String shown(ScopeColumn column) {
        return (column.table().isEmpty() ? "" : column.label() + ".") + column.name();
    }

    /** Checks what a subquery reads of the rows around it. */
    private void checkedInSubquery(Expression argument) {
        if (keyOf(argument) >= 0
                || !(argument instanceof Expression.ColumnReference column)
                || column.column() >= AggregateBinder.GROUPINGS) {
            return;
        }
        Optional<Expression> merged = scope.merged(column.column());
        if (merged.isPresent()) {
            checkMerged(merged.get(), argument);
            return;
        }
        ScopeColumn named = scope.columns.get(column.column());
        if (!dependsOnPrimaryKey(named)) {
            throw context.error(
                    ErrorCode.GROUPING_ERROR,
                    "subquery uses ungrouped column \"" + shown(named) + "\" from outer query",
                    context.positionOf(argument, -1));
        }
        addKey(argument);
    }

    /** Adds a key that changes no group. */
    private void addKey(Expression value) {
        keys.add(new Key(value, NO_COLUMN));
        int place = keys.size() - 1;
        sets.replaceAll(set -> {
            List<Integer> wider = new ArrayList<>(set);
            wider.add(place);
            return wider;
        });
    }

    private boolean dependsOnPrimaryKey(ScopeColumn named) {
        if (named.tableOid() == 0 || named.name().isEmpty()) {
            return false;
        }
        Optional<IndexDefinition> primary = context.schema()
                .object(CatalogKind.TABLE, named.tableOid())
                .map(object -> context.schema().table(object))
                .flatMap(table -> table.indexes().stream()
                        .filter(IndexDefinition::isPrimary)
                        .findFirst());
        Set<Integer> common = new HashSet<>();
        for (int key = 0; key < keys.size(); key++) {
            int place = key;
            if (keys.get(key).value() instanceof Expression.ColumnReference column
                    && column.column() < scope.columns.size()
                    && scope.columns.get(column.column()).table().equals(named.table())
                    && scope.columns.get(column.column()).tableOid() == named.tableOid()
                    && sets.stream().allMatch(set -> set.contains(place))) {
                common.add(scope.columns.get(column.column()).number());
            }
        }
        boolean depends =
                primary.isPresent() && primary.get().columns().stream().allMatch(column -> common.contains(column + 1));
        if (depends) {
            context.noteKey(primary.get());
        }
        return depends;
    }

    /** Returns the plan of the groups, once all expressions are checked. */
    Plan plan(Plan input) {
        List<List<Integer>> questions = binder.aggregates().groupings().stream()
                .map(grouping -> grouping.arguments().stream()
                        .map(argument -> askedAbout(argument, grouping))
                        .toList())
                .toList();
        List<AggregateCall> calls = binder.aggregates().calls().stream()
                .map(call -> call.withDirect(call.orderedSet().map(OrderedSetCall::direct).orElse(List.of()).stream()
                        .map(this::over)
                        .toList()))
                .toList();
        List<Expression> values = new ArrayList<>(keys());
        Plan rows = ComputedBeside.withSets(input, binder.sets().calls(), values, UnaryOperator.identity());
        return new Plan.Group(rows, values, new GroupingSets(sets, questions), calls);
    }

    /** Returns the first key of the clause that an argument is. */
    private int askedAbout(Expression argument, AggregateBinder.Grouping grouping) {
        int place = keys().indexOf(canonical(argument));
        if (place < 0) {
            int at = grouping.arguments().indexOf(argument);
            throw context.error(
                    ErrorCode.GROUPING_ERROR,
                    "arguments to GROUPING must be grouping expressions of the associated query level",
                    grouping.positions().get(at));
        }
        return place;
    }

    /** Makes the values of the select list, and what rows are sorted by beside it, read the groups. */
    void overColumns(List<Expression> values) {
        for (int column = 0; column < values.size(); column++) {
            Expression value = values.get(column);
            int own = keys.indexOf(new Key(canonical(value), column));
            values.set(column, own < 0 ? over(value) : new Expression.ColumnReference(own, value.type()));
        }
    }

    /** Returns an expression over the groups. */
    Expression over(Expression value) {
        return Expressions.map(value, part -> {
            int key = keyOf(part);
            if (key >= 0) {
                return new Expression.ColumnReference(key, part.type());
            }
            if (!(part instanceof Expression.ColumnReference column) || column.column() >= SetBinder.SETS) {
                return null;
            }
            if (column.column() < AggregateBinder.GROUPINGS) {
                return scope.merged(column.column()).map(this::over).orElse(null);
            }
            boolean aggregate = column.column() >= ExpressionBinder.AGGREGATES;
            int place = aggregate
                    ? binder.aggregates().groupings().size() + column.column() - ExpressionBinder.AGGREGATES
                    : column.column() - AggregateBinder.GROUPINGS;
            return new Expression.ColumnReference(keys.size() + place, column.type());
        });
    }
}
