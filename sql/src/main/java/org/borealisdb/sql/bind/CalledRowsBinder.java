package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.RowLayout;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.plan.JsonRecordFunction;
import org.borealisdb.sql.plan.SetCall;

/** Binds a single call in FROM, with the columns that are listed for what returns {@code record}. */
final class CalledRowsBinder {
    private static final String UNNEST = "unnest";

    private final BindContext context;
    private final ExpressionBinder binder;

    CalledRowsBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    CalledRows bind(FromItem.Called called) {
        String aggregatesBefore = binder.aggregates().forbidIn(SetBinder.FROM);
        String windowsBefore = binder.windows().forbidIn(SetBinder.FROM);
        String setsBefore = binder.sets().forbidIn(SetBinder.FROM);
        try {
            return rows(called);
        } finally {
            binder.aggregates().forbidIn(aggregatesBefore);
            binder.windows().forbidIn(windowsBefore);
            binder.sets().forbidIn(setsBefore);
        }
    }

    private CalledRows rows(FromItem.Called called) {
        SyntaxExpression syntax = called.call();
        String name = TargetList.nameOf(syntax);
        if (syntax instanceof SyntaxExpression.FunctionCall call) {
            boolean builtIn = BuiltInNames.include(context, call.name());
            if (builtIn && JsonRecordFunction.exists(name)) {
                return CalledRows.of(name, binder.sets().records(call, name, listed(called)));
            }
            if (builtIn && JsonPopulationBinder.fills(name)) {
                List<Expression> arguments = binder.bindAll(call.arguments());
                Optional<SetCall> filled =
                        new JsonPopulationBinder(context, binder, call).listed(arguments, () -> listed(called));
                if (filled.isPresent()) {
                    return CalledRows.of(name, filled.get());
                }
            }
            if (builtIn && binder.sets().isSetFunction(name)) {
                SetCall set = binder.sets().call(call, name);
                return name.equals(UNNEST) && !called.columnTypes().isEmpty()
                        ? elements(called, set)
                        : checked(called, CalledRows.of(name, set));
            }
            Optional<Expression> ofUser = binder.plain().rows(call);
            if (ofUser.isPresent()) {
                Expression rows = ofUser.get();
                Optional<String> output = onlyOutput(rows);
                if (output.isPresent()) {
                    return checked(called, returned(name, rows)).withOwnName(output.get());
                }
                return rows.type().is(BuiltInType.RECORD) && !(rows.type() instanceof CompositeType)
                        ? returned(name, binder.plain().asRows(rows, listed(called)))
                        : checked(called, returned(name, rows));
            }
        }
        Expression value = binder.bind(syntax);
        CalledRows row = CalledRows.of(name, value);
        return checked(called, onlyOutput(value).map(row::withOwnName).orElse(row));
    }

    /** The elements of an array of rows without a name, whose columns the call lists. */
    private CalledRows elements(FromItem.Called called, SetCall set) {
        if (!(set.type() instanceof CompositeType type) || type.isNamed()) {
            return checked(called, CalledRows.of(UNNEST, set));
        }
        CompositeType columns = listed(called);
        FunctionBody.checkListed(type, columns);
        // What is listed as a record is known better than that.
        List<CompositeType.Field> fields = new ArrayList<>();
        for (int place = 0; place < columns.fields().size(); place++) {
            fields.add(new CompositeType.Field(
                    columns.fields().get(place).name(), type.fields().get(place).declared()));
        }
        return CalledRows.of(UNNEST, new SetCall(set.function(), set.arguments(), new CompositeType(fields)));
    }

    /** The name of the only output parameter of a user's function, if that has one: then it is the column's. */
    private Optional<String> onlyOutput(Expression rows) {
        return Optional.of(rows)
                .filter(Expression.Call.class::isInstance)
                .flatMap(call -> context.userFunction(((Expression.Call) call).function()))
                .map(function -> function.parameters().stream()
                        .filter(UserFunction.Parameter::isOutput)
                        .map(UserFunction.Parameter::name)
                        .toList())
                .filter(names -> names.size() == 1 && !names.getFirst().isEmpty())
                .map(List::getFirst);
    }

    private CalledRows returned(String name, Expression call) {
        return binder.sets()
                .ofUser(call)
                .map(set -> CalledRows.of(name, set))
                .orElseGet(() -> CalledRows.of(name, call));
    }

    /** Passes if no columns are listed: those of anything but {@code record} are known. */
    private CalledRows checked(FromItem.Called called, CalledRows rows) {
        if (called.columnTypes().isEmpty()) {
            return rows;
        }
        String only = "a column definition list is only allowed for functions returning \"record\"";
        String message = !(rows.type() instanceof CompositeType type)
                ? only
                : type.isNamed()
                        ? "a column definition list is redundant for a function returning a named composite type"
                        : "a column definition list is redundant for a function with OUT parameters";
        throw context.error(
                ErrorCode.SYNTAX_ERROR, message, called.columnTypes().getFirst().position());
    }

    /** Returns the type of the rows whose columns the call lists. */
    private CompositeType listed(FromItem.Called called) {
        if (called.columnTypes().isEmpty()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "a column definition list is required for functions returning \"record\"",
                    called.call().leftmost());
        }
        if (called.columnTypes().size() > RowLayout.MAXIMUM_COLUMNS) {
            throw context.error(
                    ErrorCode.TOO_MANY_COLUMNS,
                    "column definition lists can have at most " + RowLayout.MAXIMUM_COLUMNS + " entries",
                    called.columnTypes().getFirst().position());
        }
        List<CompositeType.Field> fields = new ArrayList<>();
        for (FromItem.ColumnType column : called.columnTypes()) {
            if (column.type().isSet()) {
                throw context.error(
                        ErrorCode.INVALID_TABLE_DEFINITION,
                        "column \"" + column.name() + "\" cannot be declared SETOF",
                        column.position());
            }
            fields.add(new CompositeType.Field(column.name(), type(column)));
        }
        for (int place = 0; place < fields.size(); place++) {
            String name = fields.get(place).name();
            if (fields.subList(0, place).stream().anyMatch(field -> field.name().equals(name))) {
                throw context.error(
                        ErrorCode.DUPLICATE_COLUMN, "column name \"" + name + "\" specified more than once", -1);
            }
        }
        return new CompositeType(fields);
    }

    private SqlType type(FromItem.ColumnType column) {
        try {
            return context.type(column.type());
        } catch (SqlException unknown) {
            throw context.at(unknown, column.type().position());
        }
    }
}
