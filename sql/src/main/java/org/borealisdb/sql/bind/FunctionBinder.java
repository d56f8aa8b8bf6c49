package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.TypeNames;
import org.borealisdb.sql.plan.JsonRecordFunction;
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

    FromBinder.Bound bind(FromItem.Function item, Optional<SubqueryBoundary> beside) {
        if (item.calls().size() != 1) {
            throw context.notSupported("this function in FROM", item.position());
        }
        SyntaxExpression syntax = item.calls().getFirst();
        Scope arguments = new Scope(beside.isPresent() ? beside : boundary);
        ExpressionBinder binder = new ExpressionBinder(context, arguments);
        if (syntax instanceof SyntaxExpression.FunctionCall call
                && JsonRecordFunction.exists(call.name().last())
                && BuiltInNames.include(context, call.name())) {
            binder.aggregates().forbidIn("functions in FROM");
            binder.sets().forbidIn("functions in FROM");
            String name = call.name().last();
            return set(item, name, binder.sets().records(call, name, listed(item)));
        }
        if (!item.columnTypes().isEmpty()) {
            throw context.notSupported("this function in FROM", item.position());
        }
        if (syntax instanceof SyntaxExpression.FunctionCall call
                && binder.sets().isSetFunction(call.name().last())
                && BuiltInNames.include(context, call.name())) {
            String name = call.name().last();
            binder.aggregates().forbidIn("functions in FROM");
            binder.windows().forbidIn("functions in FROM");
            binder.sets().forbidIn("functions in FROM");
            return set(item, name, binder.sets().inFrom(call, name));
        }
        if (syntax instanceof SyntaxExpression.FunctionCall call) {
            binder.aggregates().forbidIn("functions in FROM");
            binder.windows().forbidIn("functions in FROM");
            String setsBefore = binder.sets().forbidIn("functions in FROM");
            Optional<SetCall> rows = binder.plain().set(call);
            if (rows.isPresent()) {
                return set(item, call.name().last(), rows.get());
            }
            binder.sets().forbidIn(setsBefore);
            binder.windows().forbidIn("");
            binder.aggregates().forbidIn("");
        }
        Expression value = binder.bindPlain(syntax, "functions in FROM");
        String name = syntax instanceof SyntaxExpression.FunctionCall call
                ? call.name().last()
                : "column1";
        List<Expression> row = item.ordinality()
                ? List.of(value, new Expression.Constant(BuiltInType.INT8.type(), 1L))
                : List.of(value);
        return spread(item, name, Optional.empty(), new Plan.Project(new Plan.Single(), row), value.type());
    }

    /** Returns the type of the rows whose columns the call lists. */
    private CompositeType listed(FromItem.Function item) {
        if (item.columnTypes().isEmpty()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR,
                    "a column definition list is required for functions returning \"record\"",
                    item.position());
        }
        if (item.ordinality()) {
            throw context.error(
                            ErrorCode.SYNTAX_ERROR,
                            "WITH ORDINALITY cannot be used with a column definition list",
                            item.columnTypes().getFirst().type().position())
                    .withHint("Put the column definition list inside ROWS FROM().");
        }
        List<CompositeType.Field> fields = new ArrayList<>();
        for (FromItem.ColumnType column : item.columnTypes()) {
            try {
                SqlType type = TypeNames.resolve(column.type(), context.types());
                if (!type.physical().equals(type)) {
                    throw context.notSupported(
                            "a domain in a column definition list",
                            column.type().position());
                }
                fields.add(new CompositeType.Field(column.name(), type));
            } catch (SqlException unknown) {
                throw context.at(unknown, column.type().position());
            }
        }
        return new CompositeType(fields);
    }

    private FromBinder.Bound set(FromItem.Function item, String name, SetCall call) {
        boolean whole = call.type().is(BuiltInType.INT4) || call.type().is(BuiltInType.INT8);
        if (call.function() == SetFunction.SERIES && whole && !item.ordinality()) {
            List<Expression> bounds = call.arguments();
            Expression step = bounds.size() == 3 ? bounds.get(2) : new Expression.Constant(call.type(), 1L);
            return spread(
                    item,
                    name,
                    Optional.empty(),
                    new Plan.Series(bounds.get(0), bounds.get(1), step, call.type()),
                    call.type());
        }
        return spread(item, name, call.function().columnName(), new Plan.SetScan(call, item.ordinality()), call.type());
    }

    /** A composite value is spread into columns; any other is one column, with a name of its own or that of the table. */
    private FromBinder.Bound spread(
            FromItem.Function item, String name, Optional<String> own, Plan plan, SqlType type) {
        List<Expression> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Expression whole = new Expression.ColumnReference(0, type);
        if (type instanceof CompositeType composite) {
            for (int i = 0; i < composite.fields().size(); i++) {
                values.add(
                        new Expression.Field(whole, i, composite.fields().get(i).type()));
                names.add(composite.fields().get(i).name());
            }
        } else {
            FromItem.Alias alias = item.alias();
            values.add(whole);
            names.add(own.orElse(alias == null ? name : alias.name()));
        }
        if (item.ordinality()) {
            values.add(new Expression.ColumnReference(1, BuiltInType.INT8.type()));
            names.add("ordinality");
        }
        List<SqlType> types = values.stream().map(Expression::type).toList();
        boolean same = plan.types().equals(types) && !(type instanceof CompositeType);
        Scope scope = from.scope(name, names, types, item.alias(), item.position());
        if (own.isPresent()) {
            scope.setValueTable();
        }
        if (type instanceof CompositeType composite && composite.isNamed() && !item.ordinality()) {
            scope.setRowType(composite);
        }
        return new FromBinder.Bound(same ? plan : new Plan.Project(plan, values), scope);
    }
}
