package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.time.ZoneId;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.IsoWeeks;

/** What date_trunc and date_bin answer. */
final class DateTimeTruncation {
    private static final int MONTHS_PER_YEAR = 12;

    private DateTimeTruncation() {}

    private static DateTimeUnit unit(String name, BuiltInType type) {
        DateTimeUnit unit = DateTimeParts.unit(name, type);
        if (!unit.isUnit()) {
            throw DateTimeParts.notRecognized(name, type);
        }
        return unit;
    }

    static long ofTimestamp(String name, long local) {
        if (CivilCalendar.isInfinite(local)) {
            return local;
        }
        return truncated(name, unit(name, BuiltInType.TIMESTAMP), local, BuiltInType.TIMESTAMP);
    }

    /** Units below a day keep the offset from Greenwich, which an hour may have twice. */
    static long ofInstant(String name, long instant, ZoneId zone) {
        if (CivilCalendar.isInfinite(instant)) {
            return instant;
        }
        DateTimeUnit unit = unit(name, BuiltInType.TIMESTAMPTZ);
        long local = CivilCalendar.toLocal(instant, zone);
        long result = truncated(name, unit, local, BuiltInType.TIMESTAMPTZ);
        return unit.compareTo(DateTimeUnit.DAY) < 0
                ? CivilCalendar.checkTimestamp(result - (local - instant))
                : CivilCalendar.toInstant(result, zone);
    }

    private static long truncated(String name, DateTimeUnit unit, long local, BuiltInType type) {
        long day = CivilCalendar.dayOf(local);
        long packed = CivilCalendar.packedDate(day);
        long year = CivilCalendar.year(packed);
        int month = CivilCalendar.month(packed);
        return switch (unit) {
            case MICROSECOND -> local;
            case MILLISECOND -> local - Math.floorMod(local, 1000L);
            case SECOND -> local - Math.floorMod(local, MICROS_PER_SECOND);
            case MINUTE -> local - Math.floorMod(local, MICROS_PER_MINUTE);
            case HOUR -> local - Math.floorMod(local, MICROS_PER_HOUR);
            case DAY -> CivilCalendar.timestamp(day, 0);
            case WEEK -> CivilCalendar.timestamp(IsoWeeks.firstDay(day), 0);
            case MONTH -> CivilCalendar.timestamp(CivilCalendar.dayNumber(year, month, 1), 0);
            case QUARTER -> CivilCalendar.timestamp(CivilCalendar.dayNumber(year, (month - 1) / 3 * 3 + 1, 1), 0);
            case YEAR -> firstOf(year);
            case DECADE -> firstOf(year > 0 ? year / 10 * 10 : -((8 - (year - 1)) / 10) * 10);
            case CENTURY -> firstOf(year > 0 ? (year + 99) / 100 * 100 - 99 : -((99 - (year - 1)) / 100) * 100 + 1);
            case MILLENNIUM ->
                firstOf(year > 0 ? (year + 999) / 1000 * 1000 - 999 : -((999 - (year - 1)) / 1000) * 1000 + 1);
            default -> throw DateTimeParts.notSupported(name, type);
        };
    }

    private static long firstOf(long year) {
        return CivilCalendar.timestamp(CivilCalendar.dayNumber(year, 1, 1), 0);
    }

    static Interval ofInterval(String name, Interval interval) {
        int years = interval.months() / MONTHS_PER_YEAR;
        long micros = interval.micros();
        return switch (unit(name, BuiltInType.INTERVAL)) {
            case MILLENNIUM -> months(years / 1000 * 1000 * MONTHS_PER_YEAR);
            case CENTURY -> months(years / 100 * 100 * MONTHS_PER_YEAR);
            case DECADE -> months(years / 10 * 10 * MONTHS_PER_YEAR);
            case YEAR -> months(years * MONTHS_PER_YEAR);
            case QUARTER -> months(interval.months() / 3 * 3);
            case MONTH -> months(interval.months());
            case DAY -> new Interval(interval.months(), interval.days(), 0);
            case HOUR -> rest(interval, micros % MICROS_PER_HOUR);
            case MINUTE -> rest(interval, micros % MICROS_PER_MINUTE);
            case SECOND -> rest(interval, micros % MICROS_PER_SECOND);
            case MILLISECOND -> rest(interval, micros % 1000);
            case MICROSECOND -> interval;
            case WEEK ->
                throw DateTimeParts.notSupported(name, BuiltInType.INTERVAL)
                        .withDetail("Months usually have fractional weeks.");
            default -> throw DateTimeParts.notSupported(name, BuiltInType.INTERVAL);
        };
    }

    private static Interval months(int months) {
        return new Interval(months, 0, 0);
    }

    private static Interval rest(Interval interval, long rest) {
        return new Interval(interval.months(), interval.days(), interval.micros() - rest);
    }

    private static SqlException overflow(String message) {
        return new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, message);
    }

    private static boolean overflows(long a, long b, long sum) {
        return ((a ^ sum) & (b ^ sum)) < 0;
    }

    /** Returns the beginning of the bin that a time is in, of bins of one width that one of begins at an origin. */
    static long binned(Interval width, long time, long origin) {
        if (CivilCalendar.isInfinite(time)) {
            return time;
        }
        if (CivilCalendar.isInfinite(origin)) {
            throw overflow("origin out of range");
        }
        if (width.months() != 0) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "timestamps cannot be binned into intervals containing months or years");
        }
        if (Math.abs((long) width.days()) > Long.MAX_VALUE / MICROS_PER_DAY) {
            throw Interval.outOfRange();
        }
        long days = width.days() * MICROS_PER_DAY;
        long micros = days + width.micros();
        long distance = time - origin;
        if (overflows(days, width.micros(), micros)) {
            throw Interval.outOfRange();
        }
        if (micros <= 0) {
            throw overflow("stride must be greater than zero");
        }
        if (overflows(time, -origin, distance)) {
            throw Interval.outOfRange();
        }
        return CivilCalendar.checkTimestamp(time - Math.floorMod(distance, micros));
    }
}
