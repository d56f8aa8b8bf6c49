package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.time.ZoneId;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.IsoWeeks;
import org.borealisdb.expr.value.Numeric;
import org.jspecify.annotations.Nullable;

/** What extract and date_part answer. Parts of infinite times that do not grow are NULL. */
final class DateTimeParts {
    private static final long JULIAN_2000 = 2_451_545;
    private static final int MONTHS_PER_YEAR = 12;
    private static final long DAYS_PER_MONTH = 30;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long SECONDS_PER_YEAR = 31_557_600;
    private static final int SECONDS_PER_HOUR = 3600;

    private DateTimeParts() {}

    static DateTimeUnit unit(String name, BuiltInType type) {
        return DateTimeUnit.named(name).orElseThrow(() -> notRecognized(name, type));
    }

    static SqlException notRecognized(String name, BuiltInType type) {
        return new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not recognized for type " + type.sqlName());
    }

    static SqlException notSupported(String name, BuiltInType type) {
        return new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not supported for type " + type.sqlName());
    }

    static @Nullable Numeric ofTimestamp(String name, long local) {
        DateTimeUnit unit = unit(name, BuiltInType.TIMESTAMP);
        if (CivilCalendar.isInfinite(local)) {
            return infinite(unit, local > 0);
        }
        boolean zoned = unit == DateTimeUnit.ZONE || unit == DateTimeUnit.ZONE_HOUR || unit == DateTimeUnit.ZONE_MINUTE;
        if (zoned) {
            throw notSupported(name, BuiltInType.TIMESTAMP);
        }
        return unit == DateTimeUnit.EPOCH ? epoch(local) : ofLocal(unit, local);
    }

    static @Nullable Numeric ofInstant(String name, long instant, ZoneId zone) {
        DateTimeUnit unit = unit(name, BuiltInType.TIMESTAMPTZ);
        if (CivilCalendar.isInfinite(instant)) {
            return infinite(unit, instant > 0);
        }
        int offset = CivilCalendar.offsetAt(instant, zone);
        return switch (unit) {
            case EPOCH -> epoch(instant);
            case ZONE, ZONE_HOUR, ZONE_MINUTE -> ofOffset(unit, offset);
            default -> ofLocal(unit, CivilCalendar.toLocal(instant, zone));
        };
    }

    private static @Nullable Numeric infinite(DateTimeUnit unit, boolean positive) {
        if (!unit.grows()) {
            return null;
        }
        return positive ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
    }

    private static Numeric epoch(long micros) {
        return Numeric.of(micros, 6).plus(Numeric.of(CivilCalendar.EPOCH_SECONDS * MICROS_PER_SECOND, 6));
    }

    static Numeric ofOffset(DateTimeUnit unit, int seconds) {
        return switch (unit) {
            case ZONE_HOUR -> Numeric.of(seconds / SECONDS_PER_HOUR);
            case ZONE_MINUTE -> Numeric.of(seconds / 60 % 60);
            default -> Numeric.of(seconds);
        };
    }

    private static Numeric ofLocal(DateTimeUnit unit, long local) {
        long day = CivilCalendar.dayOf(local);
        long time = CivilCalendar.timeOf(local);
        return switch (unit) {
            case MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR -> ofTimeOfDay(unit, time);
            case JULIAN -> Numeric.of(day + JULIAN_2000).plus(Numeric.of(time).dividedBy(Numeric.of(MICROS_PER_DAY)));
            default -> ofDay(unit, day);
        };
    }

    private static Numeric ofTimeOfDay(DateTimeUnit unit, long time) {
        return switch (unit) {
            case MICROSECOND -> Numeric.of(time % MICROS_PER_MINUTE);
            case MILLISECOND -> Numeric.of(time % MICROS_PER_MINUTE, 3);
            case SECOND -> Numeric.of(time % MICROS_PER_MINUTE, 6);
            case MINUTE -> Numeric.of(time / MICROS_PER_MINUTE % 60);
            default -> Numeric.of(time / MICROS_PER_HOUR);
        };
    }

    private static Numeric ofDay(DateTimeUnit unit, long day) {
        long packed = CivilCalendar.packedDate(day);
        long year = CivilCalendar.year(packed);
        int month = CivilCalendar.month(packed);
        int dayOfWeek = CivilCalendar.dayOfWeek(day);
        long isoYear = IsoWeeks.year(day);
        long value = switch (unit) {
            case DAY -> CivilCalendar.day(packed);
            case MONTH -> month;
            case QUARTER -> (month - 1) / 3 + 1;
            case WEEK -> IsoWeeks.week(day);
            case YEAR -> year > 0 ? year : year - 1;
            case DECADE -> year >= 0 ? year / 10 : -((8 - (year - 1)) / 10);
            case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
            case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
            case ISO_YEAR -> isoYear > 0 ? isoYear : isoYear - 1;
            case DAY_OF_WEEK -> dayOfWeek;
            case ISO_DAY_OF_WEEK -> dayOfWeek == 0 ? 7 : dayOfWeek;
            case DAY_OF_YEAR -> day - CivilCalendar.dayNumber(year, 1, 1) + 1;
            default -> throw new IllegalArgumentException(unit + " is not of a day");
        };
        return Numeric.of(value);
    }

    static @Nullable Numeric ofDate(String name, long day) {
        DateTimeUnit unit = unit(name, BuiltInType.DATE);
        switch (unit) {
            case MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR, ZONE, ZONE_HOUR, ZONE_MINUTE ->
                throw notSupported(name, BuiltInType.DATE);
            default -> {
                if (day == CivilCalendar.DATE_INFINITY || day == CivilCalendar.DATE_MINUS_INFINITY) {
                    return infinite(unit, day > 0);
                }
            }
        }
        return switch (unit) {
            case EPOCH -> Numeric.of((day + CivilCalendar.EPOCH_DAYS) * SECONDS_PER_DAY);
            case JULIAN -> Numeric.of(day + JULIAN_2000);
            default -> ofDay(unit, day);
        };
    }

    static Numeric ofTime(String name, long time, BuiltInType type) {
        DateTimeUnit unit = unit(name, type);
        return switch (unit) {
            case MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR -> ofTimeOfDay(unit, time);
            case EPOCH -> Numeric.of(time, 6);
            default -> throw notSupported(name, type);
        };
    }

    /** A part of an interval as date_part has it: the seconds since the epoch are summed with the errors of doubles. */
    static double ofIntervalAsDouble(String name, Interval interval) {
        if (unit(name, BuiltInType.INTERVAL) != DateTimeUnit.EPOCH) {
            return ofInterval(name, interval).toDouble();
        }
        double seconds = interval.micros() / 1e6;
        int years = interval.months() / MONTHS_PER_YEAR;
        seconds += (double) SECONDS_PER_YEAR * years;
        seconds += (double) (DAYS_PER_MONTH * SECONDS_PER_DAY) * (interval.months() % MONTHS_PER_YEAR);
        return seconds + (double) SECONDS_PER_DAY * interval.days();
    }

    /** A part of an interval; what is left of larger units is cut off towards zero. */
    static Numeric ofInterval(String name, Interval interval) {
        DateTimeUnit unit = unit(name, BuiltInType.INTERVAL);
        int years = interval.months() / MONTHS_PER_YEAR;
        int months = interval.months() % MONTHS_PER_YEAR;
        return switch (unit) {
            case MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR -> ofTimeOfDay(unit, interval.micros());
            case DAY -> Numeric.of(interval.days());
            case MONTH -> Numeric.of(months);
            case QUARTER -> Numeric.of(months / 3 + 1);
            case YEAR -> Numeric.of(years);
            case DECADE -> Numeric.of(years / 10);
            case CENTURY -> Numeric.of(years / 100);
            case MILLENNIUM -> Numeric.of(years / 1000);
            case EPOCH -> {
                // A year counts 365.25 days here, a month 30.
                long seconds = years * SECONDS_PER_YEAR + (months * DAYS_PER_MONTH + interval.days()) * SECONDS_PER_DAY;
                yield Numeric.of(seconds).plus(Numeric.of(interval.micros(), 6));
            }
            default -> throw notSupported(name, BuiltInType.INTERVAL);
        };
    }
}
