package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;

/** Binds CALL to a plan of one row: what the procedure returns, a column for each parameter that is a result. */
public final class ProcedureBinder {
    private static final String PLACE = "CALL arguments";

    private ProcedureBinder() {}

    /**
     * Binds a call; one without columns if the procedure returns nothing.
     *
     * @throws org.borealisdb.expr.error.SqlException 42883 if there is no such procedure, 42809 if it is a function
     */
    public static BoundQuery bind(BindContext context, Maintenance.Call statement) {
        SyntaxExpression.FunctionCall syntax = statement.call();
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        binder.aggregates().forbidIn(PLACE);
        binder.windows().forbidIn(PLACE);
        binder.sets().forbidIn(PLACE);
        CallArguments arguments = CallArguments.ofProcedure(context, binder, syntax);
        for (int place = 0; place < arguments.values().size(); place++) {
            refuseSubquery(
                    context,
                    arguments.values().get(place),
                    syntax.arguments().get(place).leftmost());
        }
        Expression.Call call;
        try {
            call = binder.calls().procedure(syntax.name(), arguments, syntax.variadic());
        } catch (SqlException missing) {
            throw missing.code() == ErrorCode.UNDEFINED_FUNCTION && isOfRows(context, syntax)
                    ? noProcedure(context, syntax.name(), arguments)
                    : missing;
        }
        Plan called = new Plan.Project(new Plan.Single(), List.of(call));
        if (!(call.type() instanceof CompositeType row)) {
            return new BoundQuery(called, List.of());
        }
        if (context.isInFunction()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "calling procedures with output arguments is not supported in SQL functions");
        }
        Expression whole = new Expression.ColumnReference(0, row);
        List<Expression> values = new ArrayList<>();
        List<ResultColumn> columns = new ArrayList<>();
        for (int place = 0; place < row.fields().size(); place++) {
            CompositeType.Field field = row.fields().get(place);
            values.add(new Expression.Field(whole, place, field.type()));
            String name = field.name().isEmpty() ? "column" + (place + 1) : field.name();
            columns.add(ResultColumn.computed(name, field.type()));
        }
        return new BoundQuery(new Plan.Project(called, values), columns);
    }

    /** Returns the error for a function that is called as if it were a procedure. */
    static SqlException noProcedure(BindContext context, QualifiedName name, CallArguments arguments) {
        return context.error(
                        ErrorCode.WRONG_OBJECT_TYPE,
                        name + "(" + String.join(", ", arguments.shownTypes()) + ") is not a procedure",
                        name.position())
                .withHint("To call a function, use SELECT.");
    }

    /** Whether a call is one of an aggregate, a window function or a set. */
    private static boolean isOfRows(BindContext context, SyntaxExpression.FunctionCall call) {
        if (context.userFunctions(call.name()).stream().anyMatch(UserFunction::isProcedure)) {
            return false;
        }
        try {
            new ExpressionBinder(context, new Scope(Optional.empty())).bind(call);
            return true;
        } catch (SqlException refused) {
            return refused.code() == ErrorCode.WINDOWING_ERROR || refused.code() == ErrorCode.WRONG_OBJECT_TYPE;
        }
    }

    private static void refuseSubquery(BindContext context, Expression argument, int position) {
        Expressions.map(argument, part -> {
            if (part instanceof Expression.Call call && SubqueryBinder.isSubquery(call)) {
                throw context.error(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use subquery in CALL argument", position);
            }
            return null;
        });
    }
}
