package org.borealisdb.sql.execute;

import java.util.Objects;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.plan.WindowCall;
import org.borealisdb.sql.plan.WindowFunction;
import org.jspecify.annotations.Nullable;

/** The functions that tell a row's place among others, or read another row. */
final class WindowFunctionValue implements WindowValue {
    private final Execution execution;
    private final WindowCall call;
    private final WindowFunction function;
    private final FrameBounds bounds;
    private @Nullable WindowPartition partition;
    /** How many parts NTILE makes of the partition; 0 as long as that is unknown. */
    private long tiles;

    WindowFunctionValue(Execution execution, WindowCall call, FrameBounds bounds) {
        this.execution = execution;
        this.call = call;
        this.function = call.function().orElseThrow();
        this.bounds = bounds;
    }

    @Override
    public void begin(WindowPartition newPartition) {
        partition = newPartition;
        tiles = 0;
    }

    @Override
    public @Nullable Object at(int place) {
        WindowPartition rows = Objects.requireNonNull(partition);
        return switch (function) {
            case ROW_NUMBER -> place + 1L;
            case RANK -> rows.peersFrom(place) + 1L;
            case DENSE_RANK -> rows.group(place) + 1L;
            case PERCENT_RANK -> rows.size() == 1 ? 0.0 : (double) rows.peersFrom(place) / (rows.size() - 1);
            case CUME_DIST -> (double) rows.peersTo(place) / rows.size();
            case NTILE -> tile(rows, place);
            case LAG -> shifted(rows, place, -1);
            case LEAD -> shifted(rows, place, 1);
            case FIRST_VALUE -> argumentOrNull(rows, bounds.fromStart(0));
            case LAST_VALUE -> argumentOrNull(rows, bounds.last());
            case NTH_VALUE -> nth(rows, place);
        };
    }

    private @Nullable Object argument(WindowPartition rows, int number, int place) {
        Expression argument = call.arguments().get(number);
        return EvaluatorCompiler.box(execution.compile(argument), argument.type(), execution.frame(rows.row(place)));
    }

    private @Nullable Object argumentOrNull(WindowPartition rows, int place) {
        return place < 0 ? null : argument(rows, 0, place);
    }

    private @Nullable Object nth(WindowPartition rows, int place) {
        Object number = argument(rows, 1, place);
        if (number == null) {
            return null;
        }
        long wanted = Values.unboxLong(number);
        if (wanted <= 0) {
            throw new SqlException(
                    ErrorCode.INVALID_ARGUMENT_FOR_NTH_VALUE_FUNCTION,
                    "argument of nth_value must be greater than zero");
        }
        return argumentOrNull(rows, bounds.fromStart(wanted - 1));
    }

    /** The first row's number holds for all; parts that are larger by one row come first. */
    private @Nullable Object tile(WindowPartition rows, int place) {
        if (tiles == 0) {
            Object number = argument(rows, 0, place);
            if (number == null) {
                return null;
            }
            tiles = Values.unboxLong(number);
            if (tiles <= 0) {
                throw new SqlException(
                        ErrorCode.INVALID_ARGUMENT_FOR_NTILE_FUNCTION, "argument of ntile must be greater than zero");
            }
        }
        long size = rows.size() / tiles;
        long larger = rows.size() % tiles;
        long inLarger = larger * (size + 1);
        return place < inLarger ? place / (size + 1) + 1 : larger + (place - inLarger) / size + 1;
    }

    private @Nullable Object shifted(WindowPartition rows, int place, int direction) {
        Object offset = call.arguments().size() > 1 ? argument(rows, 1, place) : (Object) 1L;
        if (offset == null) {
            return null;
        }
        long target = place + direction * Values.unboxLong(offset);
        if (target < 0 || target >= rows.size()) {
            return call.arguments().size() > 2 ? argument(rows, 2, place) : null;
        }
        return argument(rows, 0, (int) target);
    }
}
