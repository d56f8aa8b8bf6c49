package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
            return binder.coercion().ruled(new JsonPopulation(name, type).call(given), type);
        });
    }

    /** Returns a call that makes a row of each object of an array; empty if there is no function of such arguments. */
    Optional<SetCall> set(List<Expression> arguments) {
        return converted(arguments).map(given -> {
            CompositeType type = (CompositeType) given.getFirst().type();
            return new SetCall(function(type), given, type);
        });
    }

    /** Returns whether there is a function of a name that fills rows. */
    static boolean fills(String name) {
        return makesRow(name) || JsonRecordFunction.populates(name);
    }

    /**
     * Returns a call in FROM whose first argument is of no type that has a name: its rows have the columns that the call lists. Empty for any other call.
     *
     * @param listed gives these columns, or fails if there are none
     */
    Optional<SetCall> listed(List<Expression> arguments, Supplier<CompositeType> listed) {
        return given(arguments)
                .filter(given -> given.getFirst().type().is(BuiltInType.RECORD)
                        && !(given.getFirst().type() instanceof CompositeType type && type.isNamed()))
                .map(given -> {
                    CompositeType columns = listed.get();
                    if (!(given.getFirst().type() instanceof CompositeType type)) {
                        return new SetCall(function(columns), given.subList(1, 2), columns);
                    }
                    FunctionBody.checkListed(type, columns);
                    return new SetCall(function(type), given, columns);
                });
    }

    private JsonRecordFunction function(CompositeType type) {
        return new JsonRecordFunction(name, type, binder.coercion().ruledRow(type));
    }

    private Optional<List<Expression>> converted(List<Expression> arguments) {
        return given(arguments).map(given -> {
            checkRow(given.getFirst().type());
            return given;
        });
    }

    /** Returns the row and the JSON, which is converted; empty if there is no function of such arguments. */
    private Optional<List<Expression>> given(List<Expression> arguments) {
        boolean json = !name.startsWith("jsonb");
        if (arguments.size() < 2 || arguments.size() > (json ? 3 : 2)) {
            return Optional.empty();
        }
        SqlType wanted = (json ? BuiltInType.JSON : BuiltInType.JSONB).type();
        Optional<Expression> object = binder.coercion().tryTo(arguments.get(1), wanted, Context.IMPLICIT, position);
        return object.map(converted -> List.of(binder.polymorphic(arguments.getFirst()), converted));
    }

    private void checkRow(SqlType type) {
        if (type instanceof CompositeType) {
            return;
        }
        throw type.is(BuiltInType.RECORD)
                ? context.error(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "could not determine row type for result of " + name,
                                -1)
                        .withHint("Provide a non-null record argument, or call the function in the FROM clause using"
                                + " a column definition list.")
                : context.error(ErrorCode.DATATYPE_MISMATCH, "first argument of " + name + " must be a row type", -1);
    }
}
