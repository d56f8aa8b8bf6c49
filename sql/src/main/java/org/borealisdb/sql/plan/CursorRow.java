package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What a call does that stands for the row of a table at which a cursor is (manual, UPDATE, "WHERE CURRENT OF"): answers the row's primary
 * key as bytes, or NULL if the cursor's row has none of the table.
 *
 * @param finder knows the session's cursors
 */
public record CursorRow(Finder finder, String cursor, TableDefinition table) implements ScalarFunction.Boxed {
    private static final String NAME = "current_of";

    /** Finds where cursors are. */
    public interface Finder {
        /**
         * Returns the primary key of the row of a table at which a cursor is; null if its row has none.
         *
         * @throws org.borealisdb.expr.error.SqlException 34000 without such a cursor, 24000 if it is at no row or its rows are not the table's
         */
        byte @Nullable [] keyAt(String cursor, TableDefinition table);

        /** The row of a table at which a cursor is has got another primary key. */
        void moved(String cursor, TableDefinition table, byte[] key);
    }

    /** Returns what an expression is a call of, if it is of such a row. */
    public static Optional<CursorRow> of(Expression expression) {
        return expression instanceof Expression.Call call
                        && call.function().body() instanceof ScalarFunction.General general
                        && general.function() instanceof CursorRow row
                ? Optional.of(row)
                : Optional.empty();
    }

    /** Returns a call of it. */
    public Expression.Call call() {
        ScalarFunction function = new ScalarFunction(
                0,
                NAME,
                List.of(),
                BuiltInType.BYTEA.type(),
                false,
                Volatility.VOLATILE,
                false,
                new ScalarFunction.General(this));
        return new Expression.Call(function, List.of(), BuiltInType.BYTEA.type());
    }

    @Override
    public @Nullable Object call(EvaluationContext context, @Nullable Object[] arguments) {
        return finder.keyAt(cursor, table);
    }
}
