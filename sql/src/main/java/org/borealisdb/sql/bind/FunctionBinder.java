package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SetCall;
import org.borealisdb.sql.plan.SetFunction;

/** Binds functions in FROM, whose arguments may read the items before them. */
final class FunctionBinder {
    private final BindContext context;
    private final FromBinder from;
    private final Optional<SubqueryBoundary> boundary;

    FunctionBinder(BindContext context, FromBinder from, Optional<SubqueryBoundary> boundary) {
        this.context = context;
        this.from = from;
        this.boundary = boundary;
    }

    BoundFrom bind(FromItem.Function item, Optional<SubqueryBoundary> beside) {
        Scope arguments = new Scope(beside.isPresent() ? beside : boundary);
        CalledRowsBinder binder = new CalledRowsBinder(context, new ExpressionBinder(context, arguments));
        List<FromItem.Called> calls = calls(item);
        List<CalledRows> rows = new ArrayList<>();
        for (FromItem.Called call : calls) {
            rows.add(binder.bind(call));
        }
        context.syntax().ifPresent(syntax -> {
            boolean lateral = beside.isPresent() && !beside.get().arguments.isEmpty();
            syntax.source(
                    item,
                    new BoundSyntax.Rows(
                            calls, rows.stream().map(CalledRows::set).toList(), lateral));
        });
        return rows.size() == 1 ? one(item, calls.getFirst(), rows.getFirst()) : several(item, calls, rows);
    }

    /** Returns the calls with the columns that are listed for each: unnest of several arrays is one call for each array. */
    private List<FromItem.Called> calls(FromItem.Function item) {
        List<FromItem.Called> calls = new ArrayList<>();
        for (FromItem.Called each : item.calls()) {
            if (each.columnTypes().isEmpty()
                    && each.call() instanceof SyntaxExpression.FunctionCall call
                    && isSeveral(call)) {
                QualifiedName unnest =
                        new QualifiedName(List.of("pg_catalog", call.name().last()), call.position());
                for (SyntaxExpression argument : call.arguments()) {
                    calls.add(new FromItem.Called(
                            SyntaxExpression.FunctionCall.of(unnest, List.of(argument), call.position()), List.of()));
                }
            } else {
                calls.add(each);
            }
        }
        if (item.columnTypes().isEmpty()) {
            return calls;
        }
        int position = item.columnTypes().getFirst().position();
        if (calls.stream().anyMatch(each -> !each.columnTypes().isEmpty())) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "multiple column definition lists are not allowed for the same function",
                    position);
        }
        if (calls.size() > 1) {
            throw item.rowsFrom()
                    ? context.error(
                                    ErrorCode.SYNTAX_ERROR,
                                    "ROWS FROM() with multiple functions cannot have a column definition list",
                                    position)
                            .withHint("Put a separate column definition list for each function inside ROWS FROM().")
                    : context.error(
                                    ErrorCode.SYNTAX_ERROR,
                                    "UNNEST() with multiple arguments cannot have a column definition list",
                                    position)
                            .withHint("Use separate UNNEST() calls inside ROWS FROM(),"
                                    + " and attach a column definition list to each one.");
        }
        if (item.ordinality()) {
            throw context.error(
                            ErrorCode.SYNTAX_ERROR,
                            "WITH ORDINALITY cannot be used with a column definition list",
                            position)
                    .withHint("Put the column definition list inside ROWS FROM().");
        }
        return List.of(new FromItem.Called(calls.getFirst().call(), item.columnTypes()));
    }

    private static boolean isSeveral(SyntaxExpression.FunctionCall call) {
        return call.name().isSimple()
                && call.name().last().equals(SetFunction.UNNEST.functionName())
                && call.arguments().size() > 1
                && !call.variadic()
                && !call.distinct()
                && call.orderBy().isEmpty()
                && call.filter() == null
                && call.over() == null;
    }

    private BoundFrom several(FromItem.Function item, List<FromItem.Called> calls, List<CalledRows> rows) {
        CalledFields columns = new CalledFields(context);
        for (int place = 0; place < rows.size(); place++) {
            CalledRows each = rows.get(place);
            columns.addRows(
                    new Expression.ColumnReference(place, each.type()), each.columnName(), offset(calls.get(place)));
        }
        Plan plan = new Plan.SetScan(rows.stream().map(CalledRows::set).toList(), item.ordinality());
        return scanned(item, rows, plan, columns);
    }

    private BoundFrom one(FromItem.Function item, FromItem.Called call, CalledRows rows) {
        FromItem.Alias alias = item.alias();
        String name = rows.ownName().orElse(alias == null ? rows.name() : alias.name());
        CalledFields columns = new CalledFields(context);
        columns.addRows(new Expression.ColumnReference(0, rows.type()), name, offset(call));
        BoundFrom bound = scanned(item, List.of(rows), plan(item, rows), columns);
        if (item.ordinality()) {
            return bound;
        }
        if (!(rows.type() instanceof CompositeType type)) {
            bound.scope().setValueTable();
        } else if (type.isNamed()) {
            bound.scope().setRowType(type);
        }
        return bound;
    }

    /** Where the name of a function is; of each array that is given to one unnest, where the array is. */
    private static int offset(FromItem.Called called) {
        if (!(called.call() instanceof SyntaxExpression.FunctionCall call)) {
            return -1;
        }
        return call.name().last().equals(SetFunction.UNNEST.functionName())
                        && call.arguments().size() == 1
                ? call.arguments().getFirst().leftmost()
                : call.name().position();
    }

    private static Plan plan(FromItem.Function item, CalledRows rows) {
        Optional<Expression> value = rows.single();
        if (value.isPresent()) {
            List<Expression> row = item.ordinality()
                    ? List.of(value.get(), new Expression.Constant(BuiltInType.INT8.type(), 1L))
                    : List.of(value.get());
            return new Plan.Project(new Plan.Single(), row);
        }
        SetCall call = rows.set();
        boolean whole = call.type().is(BuiltInType.INT4) || call.type().is(BuiltInType.INT8);
        if (call.function() == SetFunction.SERIES && whole && !item.ordinality()) {
            List<Expression> bounds = call.arguments();
            Expression step = bounds.size() == 3 ? bounds.get(2) : new Expression.Constant(call.type(), 1L);
            return new Plan.Series(bounds.get(0), bounds.get(1), step, call.type());
        }
        return new Plan.SetScan(List.of(call), item.ordinality());
    }

    private BoundFrom scanned(FromItem.Function item, List<CalledRows> rows, Plan plan, CalledFields columns) {
        if (item.ordinality()) {
            columns.add(new Expression.ColumnReference(rows.size(), BuiltInType.INT8.type()), "ordinality");
        }
        List<Expression> values = columns.values();
        List<SqlType> types = values.stream().map(Expression::type).toList();
        boolean same =
                plan.types().equals(types) && rows.stream().noneMatch(each -> each.type() instanceof CompositeType);
        Scope scope = from.scope(rows.getFirst().name(), columns.names(), types, item.alias(), item.position());
        columns.completeIn(scope);
        return new BoundFrom(same ? plan : new Plan.Project(plan, values), scope);
    }
}
