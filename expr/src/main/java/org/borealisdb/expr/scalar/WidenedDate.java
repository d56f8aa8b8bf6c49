package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.CivilCalendar;
import org.jspecify.annotations.Nullable;

/**
 * A date or timestamp as a moment of a wider type that others are compared with. Unlike a cast it never fails: dates end much later than timestamps, and what lies beyond these is above all of them
 * but infinity, and below none. So comparisons of different types become such of one type, which indexes and joins know. Immutable.
 *
 * @param source the type of the value
 * @param target the wider type
 */
public record WidenedDate(BuiltInType source, BuiltInType target) implements ScalarFunction.Boxed {
    private static final List<ScalarFunction> ALL = List.of(
            function(2024, "timestamp", DATE, TIMESTAMP, Volatility.IMMUTABLE),
            function(1174, "timestamptz", DATE, TIMESTAMPTZ, Volatility.STABLE),
            function(2028, "timestamptz", TIMESTAMP, TIMESTAMPTZ, Volatility.STABLE));

    private static ScalarFunction function(
            int oid, String name, BuiltInType source, BuiltInType target, Volatility volatility) {
        return new ScalarFunction(
                oid,
                name,
                List.of(source.type()),
                target.type(),
                true,
                volatility,
                false,
                new ScalarFunction.General(new WidenedDate(source, target)));
    }

    @Override
    public Object call(EvaluationContext context, @Nullable Object[] arguments) {
        return wide(
                NumericMath.whole(arguments, 0),
                source,
                target,
                context.format().zone());
    }

    static long wide(long value, BuiltInType source, BuiltInType target, ZoneId zone) {
        if (source == DATE && isInfinite(value)) {
            return value > 0 ? CivilCalendar.TIMESTAMP_INFINITY : CivilCalendar.TIMESTAMP_MINUS_INFINITY;
        }
        if (source == DATE && !CivilCalendar.isDateOfTimestamp(value)) {
            return CivilCalendar.TIMESTAMP_INFINITY - 1;
        }
        long local = source == DATE ? value * CivilCalendar.MICROS_PER_DAY : value;
        if (target == TIMESTAMP || CivilCalendar.isInfinite(local)) {
            return local;
        }
        return CivilCalendar.toInstantUnchecked(local, zone);
    }

    private static boolean isInfinite(long day) {
        return day == CivilCalendar.DATE_INFINITY || day == CivilCalendar.DATE_MINUS_INFINITY;
    }

    /** Returns whether a call is one that widens a value to compare it. */
    public static boolean is(Expression.Call call) {
        return call.function().body() instanceof ScalarFunction.General general
                && general.function() instanceof WidenedDate;
    }

    /** Returns a comparison as one of values of one type, if it is one of dates and timestamps of different types. */
    public static Expression.Call inComparison(Expression.Call call) {
        List<SqlType> types = call.function().arguments();
        if (types.size() != 2
                || types.get(0).sameTypeAs(types.get(1))
                || !types.stream().allMatch(WidenedDate::isMoment)) {
            return call;
        }
        BuiltInType wider = types.stream().anyMatch(type -> type.is(TIMESTAMPTZ)) ? TIMESTAMPTZ : TIMESTAMP;
        String[] words = call.function().name().split("_", -1);
        return FunctionCatalog.builtIn().named(wider.catalogName() + "_" + words[1]).stream()
                .filter(function -> function.arguments().equals(List.of(wider.type(), wider.type())))
                .findFirst()
                .map(function -> new Expression.Call(function, widened(call.arguments(), wider), call.type()))
                .orElse(call);
    }

    private static boolean isMoment(SqlType type) {
        return type.is(DATE) || type.is(TIMESTAMP) || type.is(TIMESTAMPTZ);
    }

    private static List<Expression> widened(List<Expression> arguments, BuiltInType wider) {
        List<Expression> widened = new ArrayList<>();
        for (Expression argument : arguments) {
            widened.add(ALL.stream()
                    .filter(function -> function.result().is(wider)
                            && function.arguments().getFirst().sameTypeAs(argument.type()))
                    .findFirst()
                    .<Expression>map(function -> new Expression.Call(function, List.of(argument), wider.type()))
                    .orElse(argument));
        }
        return widened;
    }
}
