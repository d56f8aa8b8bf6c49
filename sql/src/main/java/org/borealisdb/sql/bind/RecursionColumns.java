package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * The columns that SEARCH and CYCLE add to a recursive query (manual 7.8.2): they are computed along with its rows, from those that a row came from. These
 * reach the step under names that stars leave out ({@link ScopeColumn#INTERNAL}).
 *
 * <p>SEARCH DEPTH FIRST gathers the rows on the way in an array; BREADTH FIRST has the number of steps before the row's columns; CYCLE gathers the way and marks the row that was on it before,
 * from which no step goes on.
 */
final class RecursionColumns {
    private static final String OWN = "row ";

    private final BindContext context;
    private final Query.CommonTable item;
    private final Query.@Nullable Search search;
    private final Query.@Nullable Cycle cycle;
    private final List<ResultColumn> columns;
    private final List<ResultColumn> added = new ArrayList<>();

    /** @param columns of the rows that the recursion begins with */
    RecursionColumns(BindContext context, Query.CommonTable item, List<ResultColumn> columns) {
        this.context = context;
        this.item = item;
        this.search = item.search();
        this.cycle = item.cycle();
        this.columns = List.copyOf(columns);
        check();
    }

    private void check() {
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(column.name()));
        if (search != null) {
            checkListed("search", search.columns(), names, search.position());
            checkNew("search sequence column name", search.sequence(), names, search.position());
        }
        if (cycle != null) {
            checkListed("cycle", cycle.columns(), names, cycle.position());
            checkNew("cycle mark column name", cycle.mark(), names, cycle.position());
            checkNew("cycle path column name", cycle.path(), names, cycle.position());
            if (cycle.mark().equals(cycle.path())) {
                throw error("cycle mark column name and cycle path column name are the same", cycle.position());
            }
        }
        if (search != null && cycle != null) {
            checkDiffer(search.sequence(), cycle.mark(), "mark");
            checkDiffer(search.sequence(), cycle.path(), "path");
        }
    }

    private void checkListed(String clause, List<String> listed, Set<String> names, int position) {
        Set<String> seen = new HashSet<>();
        for (String name : listed) {
            if (!names.contains(name)) {
                throw error(clause + " column \"" + name + "\" not in WITH query column list", position);
            }
            if (!seen.add(name)) {
                throw context.error(
                        ErrorCode.DUPLICATE_COLUMN,
                        clause + " column \"" + name + "\" specified more than once",
                        position);
            }
        }
    }

    private void checkNew(String what, String name, Set<String> names, int position) {
        if (names.contains(name)) {
            throw error(what + " \"" + name + "\" already used in WITH query column list", position);
        }
    }

    private void checkDiffer(String sequence, String name, String what) {
        if (sequence.equals(name)) {
            throw error(
                    "search sequence column name and cycle " + what + " column name are the same",
                    search == null ? -1 : search.position());
        }
    }

    private SqlException error(String message, int position) {
        return context.error(ErrorCode.SYNTAX_ERROR, message, position);
    }

    /** Returns the rows that the recursion begins with, and their new columns. */
    Plan begin(Plan first) {
        Scope scope = new Scope(Optional.empty());
        addOwn(scope);
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        List<Expression> values = own();
        if (search != null) {
            Expression value = binder.bind(
                    search.breadthFirst()
                            ? row(search.columns(), Optional.of(start(search.position())), search.position())
                            : array(search.columns(), search.position()));
            add(search.sequence(), value, values);
        }
        if (cycle != null) {
            add(cycle.mark(), mark(binder, cycle, cycle.otherwise()), values);
            add(cycle.path(), binder.bind(array(cycle.columns(), cycle.position())), values);
        }
        return new Plan.Project(first, values);
    }

    private void add(String name, Expression value, List<Expression> values) {
        values.add(value);
        added.add(ResultColumn.computed(name, value.type()));
    }

    private List<Expression> own() {
        List<Expression> values = new ArrayList<>();
        for (ResultColumn column : columns) {
            values.add(new Expression.ColumnReference(values.size(), column.type()));
        }
        return values;
    }

    private void addOwn(Scope scope) {
        for (int i = 0; i < columns.size(); i++) {
            scope.add(new ScopeColumn("", OWN + i, columns.get(i).type(), 0, 0, false));
        }
    }

    private static SyntaxExpression start(int position) {
        return new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.INTEGER, "0", position);
    }

    private Expression mark(ExpressionBinder binder, Query.Cycle marked, SyntaxExpression value) {
        Expression bound = binder.bind(value);
        Expression first = binder.bind(marked.value());
        Expression second = binder.bind(marked.otherwise());
        SqlType type = binder.coercion()
                .common(List.of(first, second), "CYCLE", marked.otherwise().leftmost());
        return binder.coercion().cast(bound, type, Context.IMPLICIT, marked.position());
    }

    private SyntaxExpression ref(String name, int position) {
        int place = 0;
        while (!columns.get(place).name().equals(name)) {
            place++;
        }
        return new SyntaxExpression.ColumnReference(List.of(OWN + place), position);
    }

    private SyntaxExpression row(List<String> names, Optional<SyntaxExpression> before, int position) {
        List<SyntaxExpression> elements = new ArrayList<>();
        before.ifPresent(elements::add);
        names.forEach(name -> elements.add(ref(name, position)));
        return new SyntaxExpression.RowConstructor(elements, true, position);
    }

    private SyntaxExpression array(List<String> names, int position) {
        return new SyntaxExpression.ArrayConstructor(List.of(row(names, Optional.empty(), position)), position);
    }

    /** Returns what the step sees of the rows that it goes on from: behind their columns the new ones. */
    List<ResultColumn> working() {
        List<ResultColumn> all = new ArrayList<>(columns);
        for (int i = 0; i < added.size(); i++) {
            all.add(ResultColumn.computed(internal(i), added.get(i).type()));
        }
        return all;
    }

    private String internal(int number) {
        return ScopeColumn.INTERNAL + added.get(number).name();
    }

    /** Returns the step with the new columns of the rows that it went on from behind its own. */
    Query carrying(Query step) {
        if (!(step.body() instanceof Query.Select select)) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "with a SEARCH or CYCLE clause, the right side of the UNION must be a SELECT",
                    -1);
        }
        if (select.from().stream().noneMatch(this::readsItself)) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "with a SEARCH or CYCLE clause, the recursive reference to WITH query \"" + item.name()
                            + "\" must be at the top level of its right-hand SELECT",
                    -1);
        }
        List<Query.Target> targets = new ArrayList<>(select.targets());
        for (int i = 0; i < added.size(); i++) {
            targets.add(new Query.Target(
                    new SyntaxExpression.ColumnReference(List.of(internal(i)), item.position()),
                    null,
                    item.position()));
        }
        Query.Select wider = new Query.Select(
                select.distinct(),
                select.distinctOn(),
                targets,
                select.from(),
                select.where(),
                select.groupBy(),
                select.groupDistinct(),
                select.having(),
                select.windows(),
                select.into(),
                select.position());
        return new Query(
                step.with(),
                wider,
                step.orderBy(),
                step.limit(),
                step.offset(),
                step.withTies(),
                step.locking(),
                step.position());
    }

    private boolean readsItself(FromItem from) {
        return switch (from) {
            case FromItem.Table table ->
                table.name().isSimple() && table.name().last().equals(item.name());
            case FromItem.Join join -> readsItself(join.left()) || readsItself(join.right());
            default -> false;
        };
    }

    /**
     * Returns the rows of a step with their new columns.
     *
     * @param step its rows, as wide as the first ones, with the new columns of those that they came from behind
     */
    Plan next(Plan step) {
        Scope scope = new Scope(Optional.empty());
        addOwn(scope);
        for (int i = 0; i < added.size(); i++) {
            scope.add(new ScopeColumn("", internal(i), added.get(i).type(), 0, 0, false));
        }
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        List<Expression> values = own();
        int place = 0;
        if (search != null) {
            SyntaxExpression before = old(place, search.position());
            if (search.breadthFirst()) {
                values.add(deeper(binder, search, place));
            } else {
                values.add(binder.bind(joined(before, search.columns(), search.position())));
            }
            place++;
        }
        if (cycle == null) {
            return new Plan.Project(step, values);
        }
        int position = cycle.position();
        SyntaxExpression met = new SyntaxExpression.QuantifiedArray(
                QualifiedName.of("=", position),
                SyntaxExpression.Quantifier.ANY,
                row(cycle.columns(), Optional.empty(), position),
                old(place + 1, position),
                position);
        values.add(mark(
                binder,
                cycle,
                new SyntaxExpression.Case(
                        null, List.of(new SyntaxExpression.When(met, cycle.value())), cycle.otherwise(), position)));
        values.add(binder.bind(joined(old(place + 1, position), cycle.columns(), position)));
        Expression goesOn = binder.bind(new SyntaxExpression.Binary(
                QualifiedName.of("<>", position), old(place, position), cycle.value(), position));
        return new Plan.Project(new Plan.Filter(step, goesOn), values);
    }

    private SyntaxExpression old(int number, int position) {
        return new SyntaxExpression.ColumnReference(List.of(internal(number)), position);
    }

    private SyntaxExpression joined(SyntaxExpression before, List<String> names, int position) {
        return new SyntaxExpression.Binary(QualifiedName.of("||", position), before, array(names, position), position);
    }

    /** The row with the number of steps, one more than that of the row before. */
    private Expression deeper(ExpressionBinder binder, Query.Search asked, int number) {
        Expression before = binder.bind(old(number, asked.position()));
        Expression depth = binder.calls()
                .call(
                        "+",
                        new Expression.Field(before, 0, BuiltInType.INT4.type()),
                        new Expression.Constant(BuiltInType.INT4.type(), 1L),
                        asked.position());
        List<Expression> fields = new ArrayList<>();
        fields.add(depth);
        asked.columns().forEach(name -> fields.add(binder.bind(ref(name, asked.position()))));
        return new Expression.RowOf(fields, before.type());
    }

    /** Returns the columns of the whole. */
    List<ResultColumn> all() {
        List<ResultColumn> all = new ArrayList<>(columns);
        all.addAll(added);
        return all;
    }

    /** Returns how many columns are added. */
    int count() {
        return added.size();
    }
}
