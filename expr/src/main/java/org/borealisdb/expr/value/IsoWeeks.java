package org.borealisdb.expr.value;

/** Weeks as ISO 8601 numbers them: from Monday on; the first week of a year is the one with its first Thursday. */
public final class IsoWeeks {
    private static final int DAYS_PER_WEEK = 7;

    private IsoWeeks() {}

    private static long thursdayOf(long dayNumber) {
        return firstDay(dayNumber) + 3;
    }

    /** Returns the Monday of the week of a day. */
    public static long firstDay(long dayNumber) {
        return dayNumber - Math.floorMod(CivilCalendar.dayOfWeek(dayNumber) - 1, DAYS_PER_WEEK);
    }

    /** Returns the year that the week of a day belongs to; 0 is 1 BC. */
    public static long year(long dayNumber) {
        return CivilCalendar.year(CivilCalendar.packedDate(thursdayOf(dayNumber)));
    }

    /** Returns the number of the week of a day, from 1. */
    public static int week(long dayNumber) {
        long thursday = thursdayOf(dayNumber);
        return (int) ((thursday - CivilCalendar.dayNumber(year(dayNumber), 1, 1)) / DAYS_PER_WEEK) + 1;
    }

    /** Returns which day of the year of its week a day is, from 1. */
    public static int dayOfYear(long dayNumber) {
        return (int) (dayNumber - firstDayOfYear(year(dayNumber))) + 1;
    }

    /** Returns the Monday of the first week of a year; 0 is 1 BC. */
    public static long firstDayOfYear(long year) {
        return firstDay(CivilCalendar.dayNumber(year, 1, 4));
    }
}
