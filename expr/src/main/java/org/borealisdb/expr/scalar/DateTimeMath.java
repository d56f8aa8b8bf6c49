package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_DAY;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.TimeZoneAbbreviations;
import org.borealisdb.expr.value.TimeZones;

/** Arithmetic of dates, timestamps and intervals. */
public final class DateTimeMath {
    private static final long DAYS_PER_MONTH = 30;
    private static final long SECONDS_PER_DAY = 86_400;

    private DateTimeMath() {}

    static long startOfDay(long date) {
        if (date == CivilCalendar.DATE_INFINITY) {
            return CivilCalendar.TIMESTAMP_INFINITY;
        }
        if (date == CivilCalendar.DATE_MINUS_INFINITY) {
            return CivilCalendar.TIMESTAMP_MINUS_INFINITY;
        }
        if (CivilCalendar.isDate(date) && !CivilCalendar.isDateOfTimestamp(date)) {
            throw noTimestamp();
        }
        return CivilCalendar.timestamp(date, 0);
    }

    private static SqlException noTimestamp() {
        return new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range for timestamp");
    }

    /** Returns the instant at which a day begins in a zone. */
    static long startOfDay(long date, ZoneId zone) {
        long local = startOfDay(date);
        if (CivilCalendar.isInfinite(local)) {
            return local;
        }
        long instant = CivilCalendar.toInstantUnchecked(local, zone);
        if (!CivilCalendar.isTimestamp(instant)) {
            throw noTimestamp();
        }
        return instant;
    }

    /** Returns the days between two dates. */
    static long daysBetween(long later, long earlier) {
        if (isInfiniteDate(later) || isInfiniteDate(earlier)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite dates");
        }
        return later - earlier;
    }

    private static boolean isInfiniteDate(long date) {
        return date == CivilCalendar.DATE_INFINITY || date == CivilCalendar.DATE_MINUS_INFINITY;
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
        if (isInfiniteDate(date)) {
            return date;
        }
        if (!CivilCalendar.isDate(date + days)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range");
        }
        return date + days;
    }

    /** Returns the difference in days and a time of less than a day; beyond the range of microseconds it wraps around. */
    static Interval difference(long a, long b) {
        if (CivilCalendar.isInfinite(a) || CivilCalendar.isInfinite(b)) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
        }
        long micros = a - b;
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
        return carried(interval.months() * factor, interval.days() * factor, interval.micros() * factor);
    }

    /** Returns a part of an interval, with fractions as in {@link #times}; fails with 22012 on zero. */
    public static Interval dividedBy(Interval interval, double divisor) {
        if (divisor == 0) {
            throw new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
        }
        return carried(interval.months() / divisor, interval.days() / divisor, interval.micros() / divisor);
    }

    /** Carries fractions of months to days, and those of days to the time (interval_mul, interval_div). */
    private static Interval carried(double months, double days, double micros) {
        boolean fits = Math.abs(months) <= Integer.MAX_VALUE && Math.abs(days) <= Integer.MAX_VALUE;
        int wholeMonths = (int) months;
        double daysOfMonths = toMicros((months - wholeMonths) * DAYS_PER_MONTH);
        double seconds = toMicros((days - (int) days + daysOfMonths - (int) daysOfMonths) * SECONDS_PER_DAY);
        int daysOfSeconds = (int) (seconds / SECONDS_PER_DAY);
        long wholeDays = (long) (int) days + (int) daysOfMonths + daysOfSeconds;
        double time = Math.rint(micros + (seconds - daysOfSeconds * SECONDS_PER_DAY) * 1e6);
        if (!fits || wholeDays != (int) wholeDays || !(Math.abs(time) < 0x1p63)) {
            throw Interval.outOfRange();
        }
        return new Interval(wholeMonths, (int) wholeDays, (long) time);
    }

    /** Rounds to six places, so that what is whole but for an error of the arithmetic is whole. */
    private static double toMicros(double number) {
        return Math.rint(number * 1e6) / 1e6;
    }

    /** Returns the zone of a name. */
    static ZoneId zone(String name) {
        return TimeZones.find(name)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized"));
    }

    /** Returns the zone of a name for a local time; an abbreviation whose offset has changed is the offset that it meant then. */
    static ZoneId zoneAt(long localMicros, String name) {
        return CivilCalendar.isInfinite(localMicros)
                ? zone(name)
                : TimeZoneAbbreviations.find(name)
                        .<ZoneId>map(found -> ZoneOffset.ofTotalSeconds(found.offset(localMicros)))
                        .orElseGet(() -> zone(name));
    }

    /** Returns the seconds east of Greenwich that an interval stands for as a zone. */
    static int offset(Interval interval) {
        if (interval.months() != 0 || interval.days() != 0) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "interval time zone \"" + text(interval) + "\" must not include months or days");
        }
        return (int) (interval.micros() / CivilCalendar.MICROS_PER_SECOND);
    }

    /** Returns an interval as text. */
    static String text(Interval interval) {
        return TextOutput.format(BuiltInType.INTERVAL.type(), interval, SessionFormat.DEFAULT);
    }
}
