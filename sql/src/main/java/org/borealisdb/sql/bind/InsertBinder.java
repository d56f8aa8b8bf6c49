package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SetCall;
import org.borealisdb.sql.session.ResultColumn;

/** Binds INSERT. Used for one statement. */
final class InsertBinder {
    private final BindContext context;
    private final DataChangeBinder changes;
    private final AssignmentBinder assignments;

    InsertBinder(BindContext context, DataChangeBinder changes, AssignmentBinder assignments) {
        this.context = context;
        this.changes = changes;
        this.assignments = assignments;
    }

    BoundChange bind(DataChange.Insert insert) {
        FromItem.Table item = item(insert);
        ChangeTarget target = ChangeTarget.find(context, item);
        List<Integer> places = places(target, insert);
        SortedSet<Integer> assigned = new TreeSet<>(places);
        Scope scope = target.scope(context, item);
        context.namedTables().add(item.name().last(), scope);
        Rows rows = rows(target, places, insert);
        if (insert.columns().isEmpty()) {
            assigned.retainAll(places.subList(0, rows.width()));
        }
        target.needs(Privilege.INSERT, assigned);
        DataChange.OnConflict conflict = insert.onConflict();
        if (conflict != null && !conflict.doesNothing()) {
            context.namedTables().addAgain(ConflictBinder.EXCLUDED);
        }
        Optional<ConflictBinder.Bound> onConflict = Optional.ofNullable(conflict)
                .map(given -> new ConflictBinder(context, target, scope).bind(given, assignments));
        if (conflict != null && !conflict.doesNothing()) {
            target.needs(
                    Privilege.UPDATE,
                    onConflict.map(bound -> bound.assigned().keySet()).orElse(Set.of()));
        }
        onConflict.ifPresent(bound -> assigned.addAll(bound.assigned().keySet()));
        DataChangeBinder.Returning returning = changes.returning(scope, insert.returning());
        target.check(BoundChange.Kind.INSERT, assigned);
        return changes.change(
                BoundChange.Kind.INSERT,
                target,
                rows.plan(target, insert),
                Optional.empty(),
                List.of(),
                returning,
                onConflict.map(bound -> new ConflictBinder(context, target, scope).finish(bound, assignments)));
    }

    private static FromItem.Table item(DataChange.Insert insert) {
        String alias = insert.alias();
        return new FromItem.Table(
                insert.table(),
                false,
                alias == null ? null : new FromItem.Alias(alias, List.of()),
                insert.table().position());
    }

    /** The places of the columns that values are given for, in order; one whose parts are assigned may be there several times. */
    private List<Integer> places(ChangeTarget target, DataChange.Insert insert) {
        List<Integer> places = new ArrayList<>();
        if (insert.columns().isEmpty()) {
            for (int place = 0; place < target.columns().size(); place++) {
                if (!target.columns().get(place).dropped()) {
                    places.add(place);
                }
            }
            return places;
        }
        Map<Integer, Boolean> whole = new HashMap<>();
        for (DataChange.AssignmentTarget column : insert.columns()) {
            int place = assignments.place(target, column);
            boolean isWhole = column.indirection().isEmpty();
            Boolean before = whole.put(place, isWhole);
            if (before != null && (before || isWhole)) {
                throw context.error(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + column.column() + "\" specified more than once",
                        column.position() < 0 ? insert.position() : column.position());
            }
            places.add(place);
        }
        return places;
    }

    /** What is inserted, before it is known what becomes of it. */
    private interface Rows {
        /** Returns how many values are given. */
        int width();

        /** Returns rows with all columns of the table. */
        Plan plan(ChangeTarget target, DataChange.Insert insert);
    }

    private Rows rows(ChangeTarget target, List<Integer> places, DataChange.Insert insert) {
        Query source = insert.source();
        if (source == null) {
            return new GivenRows(0, List.of(new TreeMap<>()), List.of());
        }
        if (source.body() instanceof Query.Values values
                && source.orderBy().isEmpty()
                && source.limit() == null
                && source.offset() == null
                && source.with() == null) {
            return values(target, places, values, insert);
        }
        return query(target, places, source, insert);
    }

    private final class GivenRows implements Rows {
        private final int width;
        private final List<Map<Integer, Expression>> rows;
        private final List<SetCall> sets;

        /** @param sets that are read by the values of a row which is the only one */
        GivenRows(int width, List<Map<Integer, Expression>> rows, List<SetCall> sets) {
            this.width = width;
            this.rows = rows;
            this.sets = sets;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public Plan plan(ChangeTarget target, DataChange.Insert insert) {
            if (!sets.isEmpty()) {
                List<Expression> row = row(target, rows.getFirst(), insert);
                Plan beside = ComputedBeside.withSets(new Plan.Single(), sets, row, UnaryOperator.identity());
                return new Plan.Project(beside, row);
            }
            List<SqlType> types =
                    target.table().columns().stream().map(TableColumn::type).toList();
            return new Plan.Rows(
                    rows.stream().map(given -> row(target, given, insert)).toList(), types);
        }
    }

    private Rows values(ChangeTarget target, List<Integer> places, Query.Values values, DataChange.Insert insert) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        List<Map<Integer, Expression>> rows = new ArrayList<>();
        int width = 0;
        boolean single = values.rows().size() == 1;
        for (List<SyntaxExpression> written : values.rows()) {
            List<SyntaxExpression> row = TargetList.withoutStars(context, binder, written);
            if (!rows.isEmpty() && row.size() != width) {
                throw QueryBinder.differentLengths(context, row);
            }
            checkCount(row, row.size(), places.size(), insert);
            width = row.size();
            Map<Integer, Expression> given = new TreeMap<>();
            for (int i = 0; i < row.size(); i++) {
                if (row.get(i) instanceof SyntaxExpression.DefaultValue) {
                    assignments.refusePart(insert.columns(), i);
                    continue;
                }
                Expression value = single
                        ? binder.bindWithoutAggregates(row.get(i), "VALUES")
                        : binder.bindPlain(row.get(i), "VALUES");
                int position = row.get(i).leftmost();
                give(target, places, i, binder, value, position, insert, given);
            }
            rows.add(given);
        }
        return new GivenRows(width, rows, binder.sets().calls());
    }

    /** Adds a value, or the column with this part of it, to what is given of a row. */
    private void give(
            ChangeTarget target,
            List<Integer> places,
            int i,
            ExpressionBinder binder,
            Expression value,
            int position,
            DataChange.Insert insert,
            Map<Integer, Expression> given) {
        int place = places.get(i);
        TableColumn column = target.columns().get(place);
        if (insert.columns().isEmpty() || insert.columns().get(i).indirection().isEmpty()) {
            given.put(place, assignments.assigned(column, binder, value, position));
        } else {
            Expression before = given.getOrDefault(place, new Expression.Constant(column.type(), null));
            given.put(
                    place,
                    assignments.withPart(
                            column, binder, before, insert.columns().get(i), value, position));
        }
    }

    private void checkCount(List<SyntaxExpression> given, int count, int expected, DataChange.Insert insert) {
        if (count > expected) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "INSERT has more expressions than target columns",
                    given.size() > expected ? given.get(expected).position() : insert.position());
        }
        if (count < expected && !insert.columns().isEmpty()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "INSERT has more target columns than expressions",
                    insert.columns().get(count).position());
        }
    }

    private Rows query(ChangeTarget target, List<Integer> places, Query query, DataChange.Insert insert) {
        BoundQuery bound = QueryBinder.bindWithUnknown(context, query);
        int count = bound.columns().size();
        context.namedTables()
                .addRows(
                        "*SELECT*",
                        bound.columns().stream().map(ResultColumn::name).toList());
        checkCount(List.of(), count, places.size(), insert);
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        Map<Integer, Expression> given = new TreeMap<>();
        Map<Integer, Expression> literals = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Expression value =
                    new Expression.ColumnReference(i, bound.columns().get(i).type());
            Optional<Expression> literal = UnknownColumns.literal(bound, i);
            boolean whole = insert.columns().isEmpty()
                    || insert.columns().get(i).indirection().isEmpty();
            if (literal.isPresent() && whole) {
                Expression known = assignments.assigned(
                        target.columns().get(places.get(i)), binder, literal.get(), insert.position());
                literals.put(i, known);
                value = new Expression.ColumnReference(i, known.type());
            } else if (literal.isPresent()) {
                literals.put(i, new Expression.Constant(BuiltInType.TEXT.type(), null));
                value = literal.get();
            }
            give(target, places, i, binder, value, insert.position(), insert, given);
        }
        return new Rows() {
            @Override
            public int width() {
                return count;
            }

            @Override
            public Plan plan(ChangeTarget of, DataChange.Insert by) {
                return new Plan.Project(UnknownColumns.replaced(bound.plan(), literals), row(of, given, by));
            }
        };
    }

    /** A whole row of the table: the values given, and defaults for the others. */
    private List<Expression> row(ChangeTarget target, Map<Integer, Expression> given, DataChange.Insert insert) {
        TableDefinition table = target.table();
        List<Integer> places = target.places();
        List<Expression> row = new ArrayList<>();
        for (int place = 0; place < table.columns().size(); place++) {
            TableColumn column = table.columns().get(place);
            Optional<Expression> value = Optional.empty();
            for (Map.Entry<Integer, Expression> each : given.entrySet()) {
                if (places.get(each.getKey()) != place) {
                    continue;
                }
                if (value.isPresent()) {
                    throw AssignmentBinder.twice(context, column.name());
                }
                value = Optional.of(each.getValue());
            }
            if (value.isPresent() && !isIgnored(column, insert)) {
                checkGenerated(column, insert);
                row.add(value.get());
            } else {
                TableColumn defaulted = target.defaultedAt(place);
                if (defaulted.defaultText().isPresent()
                        && defaulted.object().id() != column.object().id()) {
                    checkGenerated(column, insert);
                }
                row.add(changes.defaultOf(defaulted));
            }
        }
        return row;
    }

    /** OVERRIDING USER VALUE: what is given for identity columns does not count. */
    private static boolean isIgnored(TableColumn column, DataChange.Insert insert) {
        return column.isIdentity() && insert.overriding() == DataChange.Overriding.USER_VALUE;
    }

    private void checkGenerated(TableColumn column, DataChange.Insert insert) {
        if (column.isGenerated()) {
            throw context.error(
                            ErrorCode.GENERATED_ALWAYS,
                            "cannot insert a non-DEFAULT value into column \"" + column.name() + "\"",
                            -1)
                    .withDetail("Column \"" + column.name() + "\" is a generated column.");
        }
        if (column.isAlwaysGenerated() && insert.overriding() != DataChange.Overriding.SYSTEM_VALUE) {
            throw context.error(
                            ErrorCode.GENERATED_ALWAYS,
                            "cannot insert a non-DEFAULT value into column \"" + column.name() + "\"",
                            -1)
                    .withDetail("Column \"" + column.name() + "\" is an identity column defined as GENERATED ALWAYS.")
                    .withHint("Use OVERRIDING SYSTEM VALUE to override.");
        }
    }
}
