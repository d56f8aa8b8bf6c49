package org.borealisdb.expr.value;

import java.time.ZoneId;

/**
 * Times of day with their zone, packed into a long: the time in Greenwich, which may be before or beyond the day there, then the
 * seconds that the zone is west of it. So their order is that of the numbers: by the moment first, then by zone.
 */
public final class ZonedTimes {
    /** Offsets are below this: 16 hours. */
    public static final int END_OF_OFFSETS = 16 * 3600;

    private static final int OFFSET_BITS = 18;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    private static final int OFFSET_BASE = 1 << (OFFSET_BITS - 1);

    private ZonedTimes() {}

    /** Packs a time of day, in microseconds, and how many seconds east of Greenwich its zone is. */
    public static long of(long time, int offset) {
        if (Math.abs(offset) >= OFFSET_BASE) {
            throw new IllegalArgumentException("offset " + offset);
        }
        long moment = time - offset * CivilCalendar.MICROS_PER_SECOND;
        return moment << OFFSET_BITS | (OFFSET_BASE - offset);
    }

    /** Returns the time of day that it is in a zone at an instant. */
    public static long ofInstant(long instant, ZoneId zone) {
        return of(CivilCalendar.timeOf(CivilCalendar.toLocal(instant, zone)), CivilCalendar.offsetAt(instant, zone));
    }

    /** Returns the time of day in its zone, in microseconds. */
    public static long time(long packed) {
        return moment(packed) + offset(packed) * CivilCalendar.MICROS_PER_SECOND;
    }

    /** Returns the time of day in Greenwich, in microseconds; it may be before or beyond the day there. */
    public static long moment(long packed) {
        return packed >> OFFSET_BITS;
    }

    /** Returns the seconds that the zone is east of Greenwich. */
    public static int offset(long packed) {
        return (int) (OFFSET_BASE - (packed & OFFSET_MASK));
    }
}
