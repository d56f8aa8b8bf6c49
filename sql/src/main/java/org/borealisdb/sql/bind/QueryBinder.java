package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/** Binds queries to plans. */
public final class QueryBinder {
    private final BindContext context;
    private final Optional<SubqueryBoundary> boundary;
    private boolean keepsUnknown;
    private boolean isSide;

    QueryBinder(BindContext context, Optional<SubqueryBoundary> boundary) {
        this.context = context;
        this.boundary = boundary;
    }

    /** Binds a query that stands for itself. */
    public static BoundQuery bind(BindContext context, Query query) {
        return new QueryBinder(context, Optional.empty()).bind(query);
    }

    /** Binds a query whose literals get their types of what is made with its rows. */
    static BoundQuery bindWithUnknown(BindContext context, Query query) {
        QueryBinder binder = new QueryBinder(context, Optional.empty());
        binder.keepsUnknown = true;
        return binder.bind(query);
    }

    BoundQuery bind(Query query) {
        if (query.with() == null) {
            return bindBody(query);
        }
        Map<String, BoundQuery> before = context.commonTables().all();
        try {
            new CommonTableBinder(context, boundary).bind(query.with());
            return bindBody(query);
        } finally {
            context.commonTables().set(before);
        }
    }

    private BoundQuery bindBody(Query query) {
        if (query.withTies() && query.orderBy().isEmpty()) {
            throw context.error(ErrorCode.SYNTAX_ERROR, "WITH TIES cannot be specified without ORDER BY clause", -1);
        }
        if (query.withTies()
                && query.limit() instanceof SyntaxExpression.Literal literal
                && literal.kind() == SyntaxExpression.LiteralKind.NULL) {
            throw context.error(
                    ErrorCode.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE,
                    "row count cannot be null in FETCH FIRST ... WITH TIES clause",
                    -1);
        }
        if (query.withTies()
                && query.locking().stream().anyMatch(clause -> clause.lockWait() == Query.LockWait.SKIP_LOCKED)) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR, "SKIP LOCKED and WITH TIES options cannot be used together", -1);
        }
        if (!query.locking().isEmpty() && query.body() instanceof Query.SetOperation) {
            throw LockingBinder.refused(context, query, "is not allowed with UNION/INTERSECT/EXCEPT");
        }
        if (!query.locking().isEmpty() && query.body() instanceof Query.Values) {
            throw LockingBinder.refused(context, query, "cannot be applied to VALUES");
        }
        BoundQuery body = switch (query.body()) {
            case Query.Select select -> within(() -> select(select, query));
            case Query.Values values -> ordered(values(values), query);
            case Query.SetOperation operation ->
                isSide ? combine(operation) : within(() -> ordered(combine(operation), query));
        };
        if (query.limit() == null && query.offset() == null) {
            return body;
        }
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(boundary));
        Optional<Expression> count = number(binder, query.limit(), "LIMIT");
        Optional<Expression> offset = number(binder, query.offset(), "OFFSET");
        Plan limited = query.withTies()
                ? tied(body.plan(), count, offset, query.orderBy().size())
                : new Plan.Limit(body.plan(), count, offset, List.of());
        return new BoundQuery(limited, body.columns());
    }

    /** Binds what has tables of its own. */
    private BoundQuery within(Supplier<BoundQuery> body) {
        context.namedTables().begin();
        try {
            return body.get();
        } finally {
            context.namedTables().end();
        }
    }

    /** Limits the rows where the columns that they are sorted by are still there. */
    private static Plan tied(Plan plan, Optional<Expression> count, Optional<Expression> offset, int keys) {
        if (plan instanceof Plan.Project project) {
            return new Plan.Project(tied(project.input(), count, offset, keys), project.values());
        }
        Plan sorted = plan;
        while (!(sorted instanceof Plan.Sort)) {
            sorted = Plans.inputs(sorted).getFirst();
        }
        return new Plan.Limit(plan, count, offset, ((Plan.Sort) sorted).keys().subList(0, keys));
    }

    private static Optional<Expression> number(
            ExpressionBinder binder, @Nullable SyntaxExpression syntax, String clause) {
        return Optional.ofNullable(syntax)
                .map(given -> binder.coercion()
                        .cast(
                                binder.bindPlain(given, clause),
                                BuiltInType.INT8.type(),
                                Context.ASSIGNMENT,
                                given.position()));
    }

    /** The order of a query whose columns are all that can be named. */
    private BoundQuery ordered(BoundQuery body, Query query) {
        if (query.orderBy().isEmpty()) {
            return body;
        }
        List<SortKey> keys = new ArrayList<>();
        for (OrderItem item : query.orderBy()) {
            SyntaxExpression wanted =
                    query.body() instanceof Query.Values ? ofValues(item.expression()) : item.expression();
            int place = outputPlace(wanted, body.columns(), List.of(), "ORDER BY");
            if (place < 0
                    && item.expression() instanceof SyntaxExpression.ColumnReference column
                    && column.names().size() == 1) {
                throw context.namedTables()
                        .missingColumn(
                                context, new Scope(boundary), "", column.names().getFirst(), column.position());
            }
            if (place < 0) {
                throw context.error(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "invalid UNION/INTERSECT/EXCEPT ORDER BY clause",
                                item.expression().leftmost())
                        .withDetail("Only result column names can be used, not expressions or functions.")
                        .withHint("Add the expression/function to every SELECT, or move the UNION into a FROM"
                                + " clause.");
            }
            keys.add(sortKey(context, item, place, body.columns().get(place).type()));
        }
        return new BoundQuery(new Plan.Sort(body.plan(), keys), body.columns());
    }

    static SortKey sortKey(BindContext context, OrderItem item, int place, SqlType type) {
        if (item.using() != null) {
            return OrderingOperator.sortKey(context, item.using(), item, place, type);
        }
        if (!type.isOrdered()) {
            throw context.error(
                            ErrorCode.UNDEFINED_FUNCTION,
                            "could not identify an ordering operator for type " + type.nameWithoutModifier(),
                            item.expression().leftmost())
                    .withHint("Use an explicit ordering operator or modify the query.");
        }
        CollationBinder.checkSortable(type);
        Boolean nullsFirst = item.nullsFirst();
        return new SortKey(place, item.descending(), nullsFirst == null ? item.descending() : nullsFirst);
    }

    /** Refuses values that cannot be told apart. */
    static void checkEquality(BindContext context, SqlType type, int position) {
        CollationBinder.checkSortable(type);
        if (!type.hasEquality()) {
            throw context.error(
                    ErrorCode.UNDEFINED_FUNCTION,
                    "could not identify an equality operator for type " + type.nameWithoutModifier(),
                    position);
        }
    }

    /** The output column that an item of ORDER BY or GROUP BY names or numbers; -1 if it is an expression. The values tell columns of the same name apart. */
    private int outputPlace(SyntaxExpression item, List<ResultColumn> columns, List<Expression> values, String clause) {
        if (item instanceof SyntaxExpression.Literal literal
                && literal.kind() != SyntaxExpression.LiteralKind.INTEGER) {
            throw context.error(ErrorCode.SYNTAX_ERROR, "non-integer constant in " + clause, literal.position());
        }
        if (item instanceof SyntaxExpression.Literal literal) {
            int place = literal.text().length() < 6 ? Integer.parseInt(literal.text()) - 1 : -1;
            if (place < 0 || place >= columns.size()) {
                throw context.error(
                        ErrorCode.INVALID_COLUMN_REFERENCE,
                        clause + " position " + literal.text() + " is not in select list",
                        literal.position());
            }
            return place;
        }
        if (item instanceof SyntaxExpression.ColumnReference reference
                && reference.names().size() == 1) {
            return named(reference, columns, values, clause);
        }
        return -1;
    }

    /** The first output column of a name; others may have it, too, if they have the same values. */
    private int named(
            SyntaxExpression.ColumnReference reference,
            List<ResultColumn> columns,
            List<Expression> values,
            String clause) {
        String name = reference.names().getFirst();
        int found = -1;
        for (int place = 0; place < columns.size(); place++) {
            if (!columns.get(place).name().equals(name)) {
                continue;
            }
            if (found >= 0 && (values.isEmpty() || !values.get(place).equals(values.get(found)))) {
                throw context.error(
                        ErrorCode.AMBIGUOUS_COLUMN, clause + " \"" + name + "\" is ambiguous", reference.position());
            }
            found = found < 0 ? place : found;
        }
        return found;
    }

    /** A column without the name before it that VALUES has where it stands for a query, as texts of views name it. */
    private static SyntaxExpression ofValues(SyntaxExpression item) {
        return item instanceof SyntaxExpression.ColumnReference column
                        && column.names().size() == 2
                        && column.names().getFirst().equals("*VALUES*")
                ? new SyntaxExpression.ColumnReference(List.of(column.names().getLast()), column.position())
                : item;
    }

    /** Returns the error about a row of VALUES that has more or fewer values than those before it. */
    static SqlException differentLengths(BindContext context, List<SyntaxExpression> row) {
        return context.error(
                ErrorCode.SYNTAX_ERROR,
                "VALUES lists must all be the same length",
                row.isEmpty() ? -1 : row.getFirst().leftmost());
    }

    private BoundQuery values(Query.Values values) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(boundary));
        List<List<Expression>> rows = new ArrayList<>();
        List<List<SyntaxExpression>> written = values.rows().stream()
                .map(row -> TargetList.withoutStars(context, binder, row))
                .toList();
        for (List<SyntaxExpression> row : written) {
            List<Expression> bound = new ArrayList<>();
            for (SyntaxExpression value : row) {
                bound.add(binder.bindPlain(value, "VALUES"));
            }
            rows.add(bound);
            if (bound.size() != rows.getFirst().size()) {
                throw differentLengths(context, row);
            }
        }
        TargetList.check(rows.getFirst().size());
        List<ResultColumn> columns = new ArrayList<>();
        List<SqlType> types = new ArrayList<>();
        for (int column = 0; column < rows.getFirst().size(); column++) {
            int place = column;
            List<Expression> all = rows.stream().map(row -> row.get(place)).toList();
            List<SyntaxExpression> places =
                    written.stream().map(row -> row.get(place)).toList();
            SqlType type = binder.coercion().common(all, "VALUES", Coercion.beginnings(places));
            List<Expression> converted = binder.coercion().allTo(all, type, "VALUES", Coercion.beginnings(places));
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).set(place, converted.get(i));
            }
            types.add(type);
            columns.add(ResultColumn.computed("column" + (column + 1), type));
        }
        context.syntax().ifPresent(syntax -> syntax.rows(values, rows));
        return new BoundQuery(new Plan.Rows(rows.stream().map(List::copyOf).toList(), types), columns);
    }

    private BoundQuery combine(Query.SetOperation operation) {
        boolean intersect = operation.operator() == Query.SetOperator.INTERSECT;
        boolean except = operation.operator() == Query.SetOperator.EXCEPT;
        String where = intersect ? "INTERSECT" : "EXCEPT";
        BoundQuery left = operation.all() && (intersect || except)
                ? SelfReference.refusing(context, where, () -> side(operation.left()))
                : side(operation.left());
        if (operation.operator() == Query.SetOperator.UNION && !operation.all()) {
            left = left.withoutDistinct();
        }
        BoundQuery right = except || (intersect && operation.all())
                ? SelfReference.refusing(context, where, () -> side(operation.right()))
                : side(operation.right());
        if (left.columns().size() != right.columns().size()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "each " + operation.operator() + " query must have the same number of columns",
                    operation.position());
        }
        List<Expression> leftValues = new ArrayList<>();
        List<Expression> rightValues = new ArrayList<>();
        List<ResultColumn> columns = new ArrayList<>();
        Coercion coercion = new Coercion(context);
        Map<Integer, Expression> leftLiterals = new HashMap<>();
        Map<Integer, Expression> rightLiterals = new HashMap<>();
        for (int i = 0; i < left.columns().size(); i++) {
            int position = rightPosition(operation, i);
            Expression first =
                    new Expression.ColumnReference(i, left.columns().get(i).type());
            Expression second =
                    new Expression.ColumnReference(i, right.columns().get(i).type());
            SqlType type =
                    coercion.common(List.of(first, second), operation.operator().name(), position);
            leftValues.add(side(coercion, operation, left, i, type, leftLiterals));
            rightValues.add(side(coercion, operation, right, i, type, rightLiterals));
            columns.add(ResultColumn.computed(left.columns().get(i).name(), type));
            if (!operation.all()) {
                checkEquality(context, type, operation.position());
            }
        }
        return new BoundQuery(
                new Plan.Combine(
                        operation.operator(),
                        operation.all(),
                        new Plan.Project(UnknownColumns.replaced(left.plan(), leftLiterals), leftValues),
                        new Plan.Project(UnknownColumns.replaced(right.plan(), rightLiterals), rightValues)),
                columns);
    }

    private BoundQuery side(Query query) {
        QueryBinder binder = new QueryBinder(context, boundary);
        binder.keepsUnknown = query.body() instanceof Query.Select;
        binder.isSide = query.body() instanceof Query.SetOperation
                && query.orderBy().isEmpty()
                && query.limit() == null
                && query.offset() == null
                && query.with() == null
                && query.locking().isEmpty();
        BoundQuery bound = binder.bind(query);
        if (!binder.isSide) {
            List<String> names =
                    bound.columns().stream().map(ResultColumn::name).toList();
            context.namedTables().addSide(names);
        }
        return bound;
    }

    /** Where a column of the right side stands, as far as its select list is written out; else where the operation is. */
    private static int rightPosition(Query.SetOperation operation, int column) {
        return operation.right().body() instanceof Query.Select select
                        && column < select.targets().size()
                        && select.targets().stream()
                                .noneMatch(target -> target.expression() instanceof SyntaxExpression.Star)
                ? select.targets().get(column).expression().leftmost()
                : operation.position();
    }

    /** A column of one side as the type that both sides have. */
    private Expression side(
            Coercion coercion,
            Query.SetOperation operation,
            BoundQuery side,
            int column,
            SqlType type,
            Map<Integer, Expression> literals) {
        int position = rightPosition(operation, column);
        Expression value = new Expression.ColumnReference(
                column, side.columns().get(column).type());
        Optional<Expression> literal = UnknownColumns.literal(side, column);
        if (literal.isPresent()) {
            literals.put(column, coercion.cast(literal.get(), type, Context.IMPLICIT, position));
            context.syntax().ifPresent(syntax -> syntax.standsFor(literal.get(), literals.get(column)));
            value = new Expression.ColumnReference(column, literals.get(column).type());
        }
        return coercion.toCommon(value, type, operation.operator().name(), position);
    }

    private BoundQuery select(Query.Select select, Query query) {
        Query.Into into = select.into();
        if (into != null) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "SELECT ... INTO is not allowed here",
                    into.name().position());
        }
        LockingBinder locking = new LockingBinder(context, query, select);
        locking.check();
        BoundFrom from = new FromBinder(
                        context, boundary, query.locking().isEmpty() ? Optional.empty() : Optional.of(locking))
                .bindAll(select.from());
        locking.checkFound();
        ExpressionBinder binder = new ExpressionBinder(context, from.scope());
        binder.windows().setNamed(select.windows());
        Plan input = from.plan();
        Optional<Expression> where = Optional.ofNullable(select.where()).map(binder::whereCondition);
        if (where.isPresent()) {
            input = AccessRules.filter(input, where.get());
        }
        input = locking.inScan(input, from.locked());
        boolean locksLater = locking.isLater(from.locked(), input);
        List<Expression> values = new ArrayList<>();
        List<ResultColumn> columns = new ArrayList<>();
        boolean keeps = keepsUnknown && !select.distinct() && query.orderBy().isEmpty();
        TargetList.bind(context, binder, from.scope(), select.targets(), keeps, values, columns);
        int visible = values.size();
        context.syntax().ifPresent(syntax -> syntax.targets(select, values, columns));
        List<SortKey> keys = new ArrayList<>();
        for (OrderItem item : query.orderBy()) {
            int place = outputPlace(item.expression(), columns, values, "ORDER BY");
            if (place < 0) {
                Expression key = binder.known(binder.bind(item.expression()));
                place = placeOf(binder, key, values, select.distinct());
                if (place < 0) {
                    if (select.distinct() && select.distinctOn().isEmpty()) {
                        throw context.error(
                                ErrorCode.INVALID_COLUMN_REFERENCE,
                                "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
                                item.position());
                    }
                    place = values.size();
                    values.add(key);
                }
            }
            keys.add(sortKey(context, item, place, values.get(place).type()));
        }
        DistinctOn distinctOn = new DistinctOn(context, binder, columns);
        List<Integer> on =
                distinctOn.places(select, values, keys, item -> outputPlace(item, columns, values, "DISTINCT ON"));
        GroupBinder groups = new GroupBinder(context, binder, from.scope());
        groups.bind(select, values, (item, isColumn) -> isColumn ? -1 : outputPlace(item, columns, values, "GROUP BY"));
        Optional<Expression> having = Optional.ofNullable(select.having()).map(binder::havingCondition);
        binder.windows().bindWindows();
        locking.checkRows();
        Set<Expression> unlisted = new HashSet<>(groups.keys());
        values.forEach(unlisted::remove);
        List<Expression> sorted = sorted(select, values, keys, groups.keys());
        boolean grouped = groups.isGrouped(having.isPresent());
        UnaryOperator<Expression> placed = grouped ? groups::over : UnaryOperator.identity();
        if (grouped) {
            List<Expression> all = new ArrayList<>(values);
            having.ifPresent(all::add);
            all.addAll(binder.windows().inputs());
            groups.check(all);
            binder.aggregates().refuseIn(select.from());
            input = groups.plan(groups.isOnlyHaving() ? new Plan.Single() : input);
            groups.overColumns(values);
            if (having.isPresent()) {
                input = new Plan.Filter(input, groups.over(having.get()));
            }
        }
        TargetList.check(values.size() + unlisted.size());
        input = binder.windows().beside(input, sorted, values, placed);
        boolean setsLater = !keys.isEmpty() && distinctOn.leavesSets(on, values, keys);
        if (!setsLater) {
            input = ComputedBeside.withSets(input, binder.sets().calls(), values, placed);
        }
        locking.checkRows();
        if (!query.locking().isEmpty()) {
            checkLockable(query, binder);
        }
        BoundFrom met = from.where(where);
        if (!met.missing().isEmpty()) {
            throw locking.refusedWhereMissing();
        }
        if (locksLater) {
            return locking.bind(input, met, where, values, visible, keys, columns);
        }
        if (!select.distinctOn().isEmpty()) {
            return setsLater
                    ? distinctOn.overWithSets(
                            input, on, values, keys, binder.sets().calls(), placed)
                    : distinctOn.over(input, on, values, keys);
        }
        if (!keys.isEmpty() && !select.distinct()) {
            return new BoundQuery(SortedRows.over(input, values, visible, keys), columns);
        }
        Plan plan = new Plan.Project(input, values);
        if (select.distinct()) {
            for (int i = 0; i < visible; i++) {
                int position = select.targets().size() == visible
                        ? select.targets().get(i).expression().leftmost()
                        : select.position();
                checkEquality(context, values.get(i).type(), position);
            }
            plan = new Plan.Distinct(plan, visible);
        }
        return new BoundQuery(keys.isEmpty() ? plan : new Plan.Sort(plan, keys), columns);
    }

    private void checkLockable(Query query, ExpressionBinder binder) {
        if (!binder.aggregates().calls().isEmpty()) {
            throw LockingBinder.refused(context, query, "is not allowed with aggregate functions");
        }
        if (!binder.windows().isEmpty()) {
            throw LockingBinder.refused(context, query, "is not allowed with window functions");
        }
        if (!binder.sets().calls().isEmpty()) {
            throw LockingBinder.refused(
                    context, query, "is not allowed with set-returning functions in the target list");
        }
    }

    /** Finds what rows are sorted by among the values; those of DISTINCT have nothing else. */
    private static int placeOf(ExpressionBinder binder, Expression key, List<Expression> values, boolean distinct) {
        int place = values.indexOf(key);
        if (place >= 0 || !distinct) {
            return place;
        }
        RepeatedSubqueries repeated = binder.repeatedSubqueries();
        return values.stream().map(repeated::canonical).toList().indexOf(repeated.canonical(key));
    }

    /** What rows are sorted, grouped or told apart by, in that order. */
    private static List<Expression> sorted(
            Query.Select select, List<Expression> values, List<SortKey> keys, List<Expression> groups) {
        List<Expression> sorted = new ArrayList<>();
        keys.forEach(key -> sorted.add(values.get(key.column())));
        sorted.addAll(groups);
        if (select.distinct()) {
            sorted.addAll(values);
        }
        return sorted;
    }
}
