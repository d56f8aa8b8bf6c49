package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.JsonPopulation;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.JsonRecordFunction;
import org.borealisdb.sql.plan.SetCall;

/** Binds the functions that fill rows from JSON: the type of their first argument is that of their result. */
final class JsonPopulationBinder {
    private final BindContext context;
    private final ExpressionBinder binder;
    private final String name;
    private final int position;

    JsonPopulationBinder(BindContext context, ExpressionBinder binder, SyntaxExpression.FunctionCall syntax) {
        this.context = context;
        this.binder = binder;
        this.name = syntax.name().last();
        this.position = syntax.position();
    }

    /** Returns whether a function makes one row. */
    static boolean makesRow(String name) {
        return name.equals("json_populate_record") || name.equals("jsonb_populate_record");
    }

    /** Returns a call that makes one row; empty if there is no function of such arguments. */
    Optional<Expression> row(List<Expression> arguments) {
        return converted(arguments).map(given -> {
            CompositeType type = (CompositeType) given.getFirst().type();
            return binder.coercion().inDomain(new JsonPopulation(name, type).call(given), type);
        });
    }

    /** Returns a call that makes a row of each object of an array; empty if there is no function of such arguments. */
    Optional<SetCall> set(List<Expression> arguments) {
        return converted(arguments).map(given -> {
            CompositeType type = (CompositeType) given.getFirst().type();
            return new SetCall(new JsonRecordFunction(name, type), given, type);
        });
    }

    private Optional<List<Expression>> converted(List<Expression> arguments) {
        boolean json = !name.startsWith("jsonb");
        if (arguments.size() < 2 || arguments.size() > (json ? 3 : 2)) {
            return Optional.empty();
        }
        SqlType wanted = (json ? BuiltInType.JSON : BuiltInType.JSONB).type();
        Optional<Expression> object = binder.coercion().tryTo(arguments.get(1), wanted, Context.IMPLICIT, position);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        Expression base = binder.polymorphic(arguments.getFirst());
        if (base.type() instanceof CompositeType) {
            return Optional.of(List.of(base, object.get()));
        }
        throw base.type().is(BuiltInType.RECORD)
                ? context.error(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "could not determine row type for result of " + name,
                                -1)
                        .withHint("Provide a non-null record argument, or call the function in the FROM clause using"
                                + " a column definition list.")
                : context.error(ErrorCode.DATATYPE_MISMATCH, "first argument of " + name + " must be a row type", -1);
    }
}
