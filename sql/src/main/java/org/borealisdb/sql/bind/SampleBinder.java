package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.TableSampling;

/** Binds TABLESAMPLE. */
final class SampleBinder {
    private final BindContext context;
    private final Optional<SubqueryBoundary> boundary;

    SampleBinder(BindContext context, Optional<SubqueryBoundary> boundary) {
        this.context = context;
        this.boundary = boundary;
    }

    /** Some of the rows of a table. Both methods choose among rows: there are no pages that a scan could choose among. */
    Plan sampled(TableDefinition table, Plan.Scan scan, FromItem.Sample sample) {
        String method = sample.method().last();
        if (!method.equals("bernoulli") && !method.equals("system")) {
            throw context.error(
                    ErrorCode.UNDEFINED_OBJECT,
                    "tablesample method " + sample.method() + " does not exist",
                    sample.position());
        }
        if (sample.arguments().size() != 1) {
            throw context.error(
                    ErrorCode.INVALID_TABLESAMPLE_ARGUMENT,
                    "tablesample method " + method + " requires 1 argument, not "
                            + sample.arguments().size(),
                    sample.position());
        }
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(boundary));
        List<Expression> arguments = new ArrayList<>();
        arguments.add(number(binder, sample.arguments().getFirst(), BuiltInType.FLOAT4.type()));
        SyntaxExpression seed = sample.seed();
        int key = table.columns().size();
        if (seed == null) {
            arguments.add(binder.calls().named("random", List.of(), sample.position()));
        } else {
            arguments.add(number(binder, seed, BuiltInType.FLOAT8.type()));
            arguments.add(new Expression.ColumnReference(key, BuiltInType.BYTEA.type()));
        }
        List<Expression> columns = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            columns.add(new Expression.ColumnReference(columns.size(), column.type()));
        }
        Expression chosen = new TableSampling(seed != null).call(arguments);
        // The key is not there within the scan, where conditions are moved to, but not past a limit.
        Plan keyed = new Plan.Limit(new Plan.KeyedScan(scan), Optional.empty(), Optional.empty(), List.of());
        return new Plan.Project(new Plan.Filter(keyed, chosen), columns);
    }

    private static Expression number(ExpressionBinder binder, SyntaxExpression syntax, SqlType type) {
        Expression given =
                binder.coercion().cast(binder.bindPlain(syntax, "FROM"), type, Context.ASSIGNMENT, syntax.leftmost());
        return binder.coercion().cast(given, BuiltInType.FLOAT8.type(), Context.IMPLICIT, syntax.leftmost());
    }
}
