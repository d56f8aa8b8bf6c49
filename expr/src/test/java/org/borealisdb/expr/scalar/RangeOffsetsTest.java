package org.borealisdb.expr.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.junit.jupiter.api.Test;

class RangeOffsetsTest {
    private static final RangeOffsets.Question AT_OR_BEHIND_START = new RangeOffsets.Question(true, false);
    private static final RangeOffsets.Question UP_TO_END = new RangeOffsets.Question(false, true);
    private static final long DAY = CivilCalendar.MICROS_PER_DAY;

    private static boolean test(
            BuiltInType type, Object value, Object base, Object offset, RangeOffsets.Question question) {
        return RangeOffsets.test(type.type(), value, base, offset, question, ZoneOffset.UTC);
    }

    @Test
    void wholeNumbersDoNotOverflow() {
        assertThat(test(BuiltInType.INT8, 5L, 7L, 2L, AT_OR_BEHIND_START)).isTrue();
        assertThat(test(BuiltInType.INT8, 4L, 7L, 2L, AT_OR_BEHIND_START)).isFalse();
        assertThat(test(BuiltInType.INT8, Long.MIN_VALUE, -7L, Long.MAX_VALUE, AT_OR_BEHIND_START))
                .isTrue();
        assertThat(test(BuiltInType.INT8, Long.MAX_VALUE, 7L, Long.MAX_VALUE, UP_TO_END))
                .isTrue();
    }

    @Test
    void notANumberIsNearNothingButItself() {
        double nan = Double.NaN;
        assertThat(test(BuiltInType.FLOAT8, nan, nan, 1.0, AT_OR_BEHIND_START)).isTrue();
        assertThat(test(BuiltInType.FLOAT8, nan, 1.0, Double.POSITIVE_INFINITY, UP_TO_END))
                .isFalse();
        assertThat(test(BuiltInType.NUMERIC, Numeric.ONE, Numeric.NAN, Numeric.ONE, AT_OR_BEHIND_START))
                .isFalse();
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(test(BuiltInType.FLOAT8, 1.0, infinity, infinity, AT_OR_BEHIND_START))
                .isTrue();
    }

    @Test
    void timesOfDayDoNotGoAround() {
        long morning = 8 * CivilCalendar.MICROS_PER_HOUR;
        Interval hours = new Interval(1, 5, 20 * CivilCalendar.MICROS_PER_HOUR);
        assertThat(test(BuiltInType.TIME, DAY - 1, morning, hours, UP_TO_END)).isTrue();
        assertThat(test(BuiltInType.TIME, 0L, morning, hours, AT_OR_BEHIND_START))
                .isTrue();
    }

    @Test
    void daysAreThoseOfTheZone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        // 2020-03-28 12:00 and 2020-03-29 12:00 in Berlin are 23 hours apart.
        long before = CivilCalendar.toInstant(CivilCalendar.timestamp(7392, DAY / 2), berlin);
        long after = CivilCalendar.toInstant(CivilCalendar.timestamp(7393, DAY / 2), berlin);
        Interval day = new Interval(0, 1, 0);
        RangeOffsets.Question question = AT_OR_BEHIND_START;
        assertThat(RangeOffsets.test(BuiltInType.TIMESTAMPTZ.type(), before, after, day, question, berlin))
                .isTrue();
        assertThat(RangeOffsets.test(BuiltInType.TIMESTAMPTZ.type(), before - 1, after, day, question, berlin))
                .isFalse();
    }

    @Test
    void offsetsMustNotBeNegative() {
        assertThatThrownBy(() -> test(BuiltInType.INT4, 1L, 1L, -1L, UP_TO_END))
                .isInstanceOf(SqlException.class)
                .hasMessage("invalid preceding or following size in window function");
        assertThatThrownBy(() -> test(BuiltInType.FLOAT8, 1.0, 1.0, Double.NaN, UP_TO_END))
                .isInstanceOf(SqlException.class);
        assertThatThrownBy(() -> test(BuiltInType.DATE, 1L, 1L, new Interval(0, -1, 0), UP_TO_END))
                .isInstanceOf(SqlException.class);
    }

    @Test
    void textKnowsNoOffsets() {
        assertThat(RangeOffsets.offsetTypes(BuiltInType.TEXT.type())).isEmpty();
        assertThat(RangeOffsets.offsetTypes(BuiltInType.INT2.type())).hasSize(3);
    }
}
