package org.borealisdb.expr.format;

import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.SessionFormat;

/**
 * A moment or an interval in the parts that templates write.
 *
 * @param interval whether it is an interval: parts may be negative or beyond the calendar's limits
 * @param year the year; 0 is 1 BC
 * @param month from 1
 * @param day of the month, or days
 * @param hour hours
 * @param minute minutes
 * @param second seconds
 * @param micros microseconds
 * @param dayOfYear from 1; of an interval, all its days where a month has 30
 * @param offsetSeconds how far east of Greenwich its zone is
 * @param zoneName the abbreviation of its zone, empty for none
 */
record CalendarTime(
        boolean interval,
        int year,
        int month,
        int day,
        long hour,
        int minute,
        int second,
        int micros,
        int dayOfYear,
        int offsetSeconds,
        String zoneName) {
    private static final int MONTHS_PER_YEAR = 12;
    private static final int DAYS_PER_MONTH = 30;

    /** Returns the parts of a local time. */
    static CalendarTime ofLocal(long local) {
        return of(local, 0, "");
    }

    /** Returns the parts that an instant has in a session's zone. */
    static CalendarTime ofInstant(long instant, SessionFormat format) {
        return of(
                CivilCalendar.toLocal(instant, format.zone()),
                CivilCalendar.offsetAt(instant, format.zone()),
                format.zoneAbbreviationAt(instant));
    }

    private static CalendarTime of(long local, int offsetSeconds, String zoneName) {
        long dayNumber = CivilCalendar.dayOf(local);
        long time = CivilCalendar.timeOf(local);
        long packed = CivilCalendar.packedDate(dayNumber);
        long year = CivilCalendar.year(packed);
        return new CalendarTime(
                false,
                (int) year,
                CivilCalendar.month(packed),
                CivilCalendar.day(packed),
                time / CivilCalendar.MICROS_PER_HOUR,
                (int) (time / CivilCalendar.MICROS_PER_MINUTE % 60),
                (int) (time / CivilCalendar.MICROS_PER_SECOND % 60),
                (int) (time % CivilCalendar.MICROS_PER_SECOND),
                (int) (dayNumber - CivilCalendar.dayNumber(year, 1, 1) + 1),
                offsetSeconds,
                zoneName);
    }

    /** Returns the parts of an interval. */
    static CalendarTime of(Interval interval) {
        long time = interval.micros();
        return new CalendarTime(
                true,
                interval.months() / MONTHS_PER_YEAR,
                interval.months() % MONTHS_PER_YEAR,
                interval.days(),
                time / CivilCalendar.MICROS_PER_HOUR,
                (int) (time / CivilCalendar.MICROS_PER_MINUTE % 60),
                (int) (time / CivilCalendar.MICROS_PER_SECOND % 60),
                (int) (time % CivilCalendar.MICROS_PER_SECOND),
                interval.months() * DAYS_PER_MONTH + interval.days(),
                0,
                "");
    }

    /** Returns the number of its day, from 2000-01-01. */
    long dayNumber() {
        return CivilCalendar.dayNumber(year, month, day);
    }

    /** Returns the year as people count: 1 BC is 1. */
    int shownYear(int astronomical) {
        return interval || astronomical > 0 ? astronomical : 1 - astronomical;
    }
}
