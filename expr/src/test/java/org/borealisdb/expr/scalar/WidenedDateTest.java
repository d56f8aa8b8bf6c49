package org.borealisdb.expr.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.CivilCalendar;
import org.junit.jupiter.api.Test;

/** Dates that are compared with timestamps. */
class WidenedDateTest {
    private static long wide(long day) {
        return WidenedDate.wide(day, BuiltInType.DATE, BuiltInType.TIMESTAMP, ZoneOffset.UTC);
    }

    @Test
    void datesBeyondTimestampsAreBelowInfinityAlone() {
        long beyond = 200_000_000;
        assertThat(CivilCalendar.isDateOfTimestamp(beyond)).isFalse();
        assertThat(wide(beyond)).isLessThan(CivilCalendar.TIMESTAMP_INFINITY);
        assertThat(CivilCalendar.isTimestamp(wide(beyond))).isFalse();
        assertThat(wide(CivilCalendar.DATE_INFINITY)).isEqualTo(CivilCalendar.TIMESTAMP_INFINITY);
        assertThat(wide(CivilCalendar.DATE_MINUS_INFINITY)).isEqualTo(CivilCalendar.TIMESTAMP_MINUS_INFINITY);
        assertThat(wide(1)).isEqualTo(CivilCalendar.MICROS_PER_DAY);
    }

    @Test
    void localTimesBecomeInstants() {
        assertThat(WidenedDate.wide(0, BuiltInType.DATE, BuiltInType.TIMESTAMPTZ, ZoneOffset.ofHours(2)))
                .isEqualTo(-2 * 3600 * CivilCalendar.MICROS_PER_SECOND);
    }

    /** Indexes and joins know comparisons of one type. */
    @Test
    void comparisonsBecomeOnesOfTheWiderType() {
        ScalarFunction mixed =
                FunctionCatalog.builtIn().named("date_lt_timestamp").getFirst();
        Expression date = new Expression.ColumnReference(0, BuiltInType.DATE.type());
        Expression moment = new Expression.ColumnReference(1, BuiltInType.TIMESTAMP.type());
        Expression.Call call = new Expression.Call(mixed, List.of(date, moment), BuiltInType.BOOL.type());
        Expression.Call made = WidenedDate.inComparison(call);
        assertThat(made.function().name()).isEqualTo("timestamp_lt");
        assertThat(made.arguments().get(1)).isEqualTo(moment);
        assertThat(made.arguments().get(0))
                .isInstanceOfSatisfying(
                        Expression.Call.class,
                        widened -> assertThat(WidenedDate.is(widened)).isTrue());
        assertThat(WidenedDate.inComparison(made)).isEqualTo(made);
    }
}
