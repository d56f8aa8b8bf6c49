package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.time.ZoneId;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;

/** Arithmetic of dates, timestamps and intervals. */
public final class DateTimeMath {
    private static final int MONTHS_PER_YEAR = 12;
    private static final long DAYS_PER_MONTH = 30;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long SECONDS_PER_YEAR = 31_557_600;

    private DateTimeMath() {}

    static long startOfDay(long date) {
        if (date == CivilCalendar.DATE_INFINITY) {
            return CivilCalendar.TIMESTAMP_INFINITY;
        }
        if (date == CivilCalendar.DATE_MINUS_INFINITY) {
            return CivilCalendar.TIMESTAMP_MINUS_INFINITY;
        }
        return CivilCalendar.timestamp(date, 0);
    }

    static long toDate(long timestamp) {
        if (timestamp == CivilCalendar.TIMESTAMP_INFINITY) {
            return CivilCalendar.DATE_INFINITY;
        }
        return timestamp == CivilCalendar.TIMESTAMP_MINUS_INFINITY
                ? CivilCalendar.DATE_MINUS_INFINITY
                : CivilCalendar.dayOf(timestamp);
    }

    static long datePlus(long date, long days) {
        if (date == CivilCalendar.DATE_INFINITY || date == CivilCalendar.DATE_MINUS_INFINITY) {
            return date;
        }
        if (!CivilCalendar.isDate(date + days)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range");
        }
        return date + days;
    }

    /** Returns the difference in days and a time of less than a day. */
    static Interval difference(long a, long b) {
        if (CivilCalendar.isInfinite(a) || CivilCalendar.isInfinite(b)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
        }
        long micros = Math.subtractExact(a, b);
        return new Interval(0, (int) (micros / MICROS_PER_DAY), micros % MICROS_PER_DAY);
    }

    /** Adds months (a day beyond the month's end becomes its last), then days, both in local time, then the time. */
    public static long plus(long timestamp, Interval interval, ZoneId zone) {
        if (CivilCalendar.isInfinite(timestamp)) {
            return timestamp;
        }
        long result = timestamp;
        if (interval.months() != 0 || interval.days() != 0) {
            long local = CivilCalendar.toLocal(timestamp, zone);
            long day = plusMonths(CivilCalendar.dayOf(local), interval.months()) + interval.days();
            result = CivilCalendar.toInstant(CivilCalendar.timestamp(day, CivilCalendar.timeOf(local)), zone);
        }
        long sum = result + interval.micros();
        if (((result ^ sum) & (interval.micros() ^ sum)) < 0) {
            throw CivilCalendar.timestampOutOfRange();
        }
        return CivilCalendar.checkTimestamp(sum);
    }

    private static long plusMonths(long day, int months) {
        if (months == 0) {
            return day;
        }
        long packed = CivilCalendar.packedDate(day);
        long month = CivilCalendar.year(packed) * 12 + CivilCalendar.month(packed) - 1 + months;
        long year = Math.floorDiv(month, 12L);
        int monthOfYear = (int) Math.floorMod(month, 12L) + 1;
        int last = CivilCalendar.daysInMonth(year, monthOfYear);
        return CivilCalendar.dayNumber(year, monthOfYear, Math.min(CivilCalendar.day(packed), last));
    }

    /** Returns a multiple of an interval: fractions of months go to days, those of days to the time. */
    public static Interval times(Interval interval, double factor) {
        double months = interval.months() * factor;
        double days = interval.days() * factor;
        double micros = interval.micros() * factor;
        if (Double.isNaN(factor) || Math.abs(months) > Integer.MAX_VALUE || Math.abs(days) > Integer.MAX_VALUE) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "interval out of range");
        }
        double restDays = (months - (int) months) * DAYS_PER_MONTH + days - (int) days;
        // Rounded, so that what is a whole number of days but for an error of the arithmetic is one.
        restDays = Math.rint(restDays * 1e6) / 1e6;
        int wholeDays = (int) days + (int) restDays;
        return new Interval((int) months, wholeDays, Math.round((restDays - (int) restDays) * MICROS_PER_DAY + micros));
    }

    private static SqlException unknownUnit(String unit) {
        return new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "unit \"" + unit + "\" not recognized for type timestamp without time zone");
    }

    static long truncated(String unitText, long local) {
        if (CivilCalendar.isInfinite(local)) {
            return local;
        }
        String unit = unitText.toLowerCase(Locale.ROOT);
        long day = CivilCalendar.dayOf(local);
        long packed = CivilCalendar.packedDate(day);
        long year = CivilCalendar.year(packed);
        int month = CivilCalendar.month(packed);
        return switch (unit) {
            case "microsecond", "microseconds" -> local;
            case "millisecond", "milliseconds" -> local - Math.floorMod(local, 1000L);
            case "second", "seconds" -> local - Math.floorMod(local, MICROS_PER_SECOND);
            case "minute", "minutes" -> local - Math.floorMod(local, MICROS_PER_MINUTE);
            case "hour", "hours" -> local - Math.floorMod(local, MICROS_PER_HOUR);
            case "day", "days" -> CivilCalendar.timestamp(day, 0);
            case "week", "weeks" ->
                CivilCalendar.timestamp(day - Math.floorMod(CivilCalendar.dayOfWeek(day) - 1, 7), 0);
            case "month", "months" -> CivilCalendar.timestamp(CivilCalendar.dayNumber(year, month, 1), 0);
            case "quarter" -> CivilCalendar.timestamp(CivilCalendar.dayNumber(year, (month - 1) / 3 * 3 + 1, 1), 0);
            case "year", "years" -> CivilCalendar.timestamp(CivilCalendar.dayNumber(year, 1, 1), 0);
            default -> throw unknownUnit(unit);
        };
    }

    static Numeric part(String unitText, long local) {
        String unit = unitText.toLowerCase(Locale.ROOT);
        if (CivilCalendar.isInfinite(local)) {
            throw SqlException.notSupported("extract from an infinite timestamp");
        }
        long day = CivilCalendar.dayOf(local);
        long packed = CivilCalendar.packedDate(day);
        long year = CivilCalendar.year(packed);
        int month = CivilCalendar.month(packed);
        long time = CivilCalendar.timeOf(local);
        return switch (unit) {
            case "microsecond", "microseconds" -> Numeric.of(time % MICROS_PER_MINUTE);
            case "millisecond", "milliseconds" -> Numeric.of(time % MICROS_PER_MINUTE, 3);
            case "second", "seconds" -> Numeric.of(time % MICROS_PER_MINUTE, 6);
            case "minute", "minutes" -> Numeric.of(time / MICROS_PER_MINUTE % 60);
            case "hour", "hours" -> Numeric.of(time / MICROS_PER_HOUR);
            case "day", "days" -> Numeric.of(CivilCalendar.day(packed));
            case "month", "months" -> Numeric.of(month);
            case "quarter" -> Numeric.of((month - 1) / 3 + 1);
            case "year", "years" -> Numeric.of(year > 0 ? year : year - 1);
            case "dow" -> Numeric.of(CivilCalendar.dayOfWeek(day));
            case "isodow" -> Numeric.of(Math.floorMod(CivilCalendar.dayOfWeek(day) - 1, 7) + 1);
            case "doy" -> Numeric.of(day - CivilCalendar.dayNumber(year, 1, 1) + 1);
            case "epoch" -> Numeric.of(local, 6).plus(Numeric.of(CivilCalendar.EPOCH_SECONDS * MICROS_PER_SECOND, 6));
            default -> throw unknownUnit(unit);
        };
    }

    /** A part of an interval; what is left of larger units is cut off towards zero. */
    static Numeric part(String unitText, Interval interval) {
        String unit = unitText.toLowerCase(Locale.ROOT);
        int years = interval.months() / MONTHS_PER_YEAR;
        int months = interval.months() % MONTHS_PER_YEAR;
        long micros = interval.micros();
        return switch (unit) {
            case "microsecond", "microseconds" -> Numeric.of(micros % MICROS_PER_MINUTE);
            case "millisecond", "milliseconds" -> Numeric.of(micros % MICROS_PER_MINUTE, 3);
            case "second", "seconds" -> Numeric.of(micros % MICROS_PER_MINUTE, 6);
            case "minute", "minutes" -> Numeric.of(micros / MICROS_PER_MINUTE % 60);
            case "hour", "hours" -> Numeric.of(micros / MICROS_PER_HOUR);
            case "day", "days" -> Numeric.of(interval.days());
            case "month", "months" -> Numeric.of(months);
            case "quarter" -> Numeric.of(months / 3 + 1);
            case "year", "years" -> Numeric.of(years);
            case "decade", "decades" -> Numeric.of(years / 10);
            case "century", "centuries" -> Numeric.of(years / 100);
            case "millennium", "millennia" -> Numeric.of(years / 1000);
            case "epoch" -> epoch(years, months, interval.days(), micros);
            case "dow", "isodow", "doy", "week", "isoyear", "julian", "timezone", "timezone_hour", "timezone_minute" ->
                throw new SqlException(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "unit \"" + unit + "\" not supported for type interval");
            default ->
                throw new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "unit \"" + unit + "\" not recognized for type interval");
        };
    }

    /** A year counts 365.25 days here, a month 30. */
    private static Numeric epoch(int years, int months, int days, long micros) {
        long seconds = years * SECONDS_PER_YEAR + (months * DAYS_PER_MONTH + days) * SECONDS_PER_DAY;
        return Numeric.of(seconds).plus(Numeric.of(micros, 6));
    }
}
