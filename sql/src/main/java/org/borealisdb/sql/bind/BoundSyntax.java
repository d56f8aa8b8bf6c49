package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.SetCall;
import org.borealisdb.sql.plan.WindowCall;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a statement were bound to, noted while that was done: so the statement can be written anew with what its names, operators and
 * literals stand for. Parts are told apart by identity, SELECT and VALUES by where they stand. Belongs to one task.
 */
public final class BoundSyntax {
    /** What an item of FROM reads. */
    public sealed interface Source {}

    /** An item of WITH. */
    public record Common(String name) implements Source {}

    /** A relation that users made. */
    public record Stored(CatalogObject relation) implements Source {}

    /** A relation that is built in, by its name as it is written. */
    public record OfSystem(List<String> name) implements Source {
        /** Copies the name. */
        public OfSystem {
            name = List.copyOf(name);
        }
    }

    /**
     * The rows of calls.
     *
     * @param calls each with one set of rows
     * @param lateral whether they read what stands before them
     */
    public record Rows(List<FromItem.Called> calls, List<SetCall> sets, boolean lateral) implements Source {
        /** Copies the calls. */
        public Rows {
            calls = List.copyOf(calls);
            sets = List.copyOf(sets);
        }
    }

    /** What a call stands for that is computed beside the rows. */
    public sealed interface Computed {}

    /** A call of an aggregate. */
    public record OfAggregate(AggregateCall call) implements Computed {}

    /** A call over a window. */
    public record OfWindow(WindowCall call) implements Computed {}

    /** A call of a function that returns a set. */
    public record OfSet(SetCall call) implements Computed {}

    /**
     * The columns that a join compares by name.
     *
     * @param names as they stand for columns of both sides
     * @param computed whether some of them are neither side's own
     */
    public record Using(List<String> names, boolean computed) {
        /** Copies the names. */
        public Using {
            names = List.copyOf(names);
        }
    }

    /**
     * A select list with its stars expanded.
     *
     * @param names of its columns
     */
    public record Targets(List<Expression> values, List<String> names) {
        /** Copies the lists. */
        public Targets {
            values = List.copyOf(values);
            names = List.copyOf(names);
        }
    }

    private final IdentityHashMap<Expression, SyntaxExpression> syntax = new IdentityHashMap<>();
    private final IdentityHashMap<SyntaxExpression, Expression> bound = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, List<SyntaxExpression>> around = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, ScopeColumn.Origin> columns = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, FromItem> rows = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Expression> others = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Computed> computed = new IdentityHashMap<>();
    private final IdentityHashMap<SyntaxExpression.Cast, SqlType> types = new IdentityHashMap<>();
    private final IdentityHashMap<FromItem, Source> sources = new IdentityHashMap<>();
    private final IdentityHashMap<FromItem, NavigableMap<Integer, String>> labels = new IdentityHashMap<>();
    private final IdentityHashMap<FromItem, Using> using = new IdentityHashMap<>();
    private final Map<Integer, Targets> targets = new HashMap<>();
    private final Map<Integer, List<List<Expression>>> values = new HashMap<>();

    BoundSyntax() {}

    /** What is bound to the same as a part of it, as a number with a plus sign is, stands around that part. */
    void bound(SyntaxExpression part, Expression expression) {
        if (syntax.putIfAbsent(expression, part) != null) {
            around.computeIfAbsent(expression, any -> new ArrayList<>()).add(part);
        }
        bound.put(part, expression);
    }

    void column(Expression reference, ScopeColumn column) {
        ScopeColumn.@Nullable Origin origin = column.origin();
        if (origin != null) {
            columns.put(reference, origin);
        }
    }

    void row(Expression whole, Scope scope, String table) {
        scope.columns.stream()
                .filter(column -> column.table().equals(table))
                .map(ScopeColumn::origin)
                .filter(origin -> origin != null)
                .findFirst()
                .ifPresent(origin -> rows.put(whole, origin.item()));
    }

    /** What an expression of a subquery reads outside, or a literal became once its type was known. */
    void standsFor(Expression expression, Expression other) {
        others.put(expression, other);
    }

    void call(Expression value, Computed call) {
        computed.put(value, call);
    }

    void type(SyntaxExpression.Cast cast, SqlType type) {
        types.put(cast, type);
    }

    void source(FromItem item, Source source) {
        sources.put(item, source);
    }

    /** An item reads a relation that users made, or else one that is built in. */
    void source(FromItem item, Optional<CatalogObject> relation, List<String> name) {
        source(item, relation.<Source>map(Stored::new).orElseGet(() -> new OfSystem(name)));
    }

    void labels(FromItem item, Scope scope) {
        NavigableMap<Integer, String> names = new TreeMap<>();
        for (int place = 0; place < scope.columns.size(); place++) {
            ScopeColumn column = scope.columns.get(place);
            if (!column.isSystem() && !column.name().isEmpty() && !column.isInternal()) {
                names.put(place + 1, column.name());
            }
        }
        labels.put(item, names);
    }

    void using(FromItem.Join join, List<String> names, boolean someComputed) {
        using.put(join, new Using(names, someComputed));
    }

    void targets(Query.Select select, List<Expression> list, List<ResultColumn> named) {
        targets.put(
                select.position(),
                new Targets(list, named.stream().map(ResultColumn::name).toList()));
    }

    void rows(Query.Values syntaxOfRows, List<List<Expression>> converted) {
        values.put(
                syntaxOfRows.position(),
                new ArrayList<>(converted.stream().map(List::copyOf).toList()));
    }

    /** Returns the name that a value has where it gets none: that of a column, or of the rows of a call in FROM. */
    public static String nameOf(SyntaxExpression value) {
        return TargetList.nameOf(value);
    }

    /** Returns the part that was bound to an expression. */
    public Optional<SyntaxExpression> syntax(Expression expression) {
        return Optional.ofNullable(syntax.get(expression));
    }

    /** Returns the parts that stand around the one that was bound to an expression and change nothing of it, innermost first. */
    public List<SyntaxExpression> around(Expression expression) {
        return around.getOrDefault(expression, List.of());
    }

    /** Returns what a part was bound to. */
    public Optional<Expression> bound(SyntaxExpression part) {
        return Optional.ofNullable(bound.get(part));
    }

    /** Returns which column an expression reads. */
    public Optional<ScopeColumn.Origin> column(Expression expression) {
        return Optional.ofNullable(columns.get(expression));
    }

    /** Returns the item of FROM whose whole row an expression is. */
    public Optional<FromItem> row(Expression expression) {
        return Optional.ofNullable(rows.get(expression));
    }

    /** Returns what stands for an expression: a value of the query around, or a literal with its type. */
    public Optional<Expression> other(Expression expression) {
        return Optional.ofNullable(others.get(expression));
    }

    /** Returns the call that an expression has the value of, if that is computed beside the rows. */
    public Optional<Computed> call(Expression expression) {
        return Optional.ofNullable(computed.get(expression));
    }

    /** Returns the type of a cast. */
    public Optional<SqlType> type(SyntaxExpression.Cast cast) {
        return Optional.ofNullable(types.get(cast));
    }

    /** Returns what an item of FROM reads; empty for a subquery or a join. */
    public Optional<Source> source(FromItem item) {
        return Optional.ofNullable(sources.get(item));
    }

    /** Returns the names that the columns of an item of FROM, which is no join, have in the statement, by their numbers. */
    public NavigableMap<Integer, String> labels(FromItem item) {
        return labels.getOrDefault(item, new TreeMap<>());
    }

    /** Returns the columns that a join compares by name. */
    public Optional<Using> using(FromItem.Join join) {
        return Optional.ofNullable(using.get(join));
    }

    /** Returns the select list of a SELECT. */
    public Optional<Targets> targets(Query.Select select) {
        return Optional.ofNullable(targets.get(select.position()));
    }

    /** Returns the rows of VALUES in the types of its columns. */
    public Optional<List<List<Expression>>> rows(Query.Values syntaxOfRows) {
        return Optional.ofNullable(values.get(syntaxOfRows.position()));
    }
}
