package org.borealisdb.expr.scalar;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The units that extract, date_part and date_trunc know, under all their names. */
enum DateTimeUnit {
    MICROSECOND,
    MILLISECOND,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIUM,
    JULIAN,
    ISO_YEAR,
    DAY_OF_WEEK,
    ISO_DAY_OF_WEEK,
    DAY_OF_YEAR,
    ZONE,
    ZONE_HOUR,
    ZONE_MINUTE,
    EPOCH;

    /** How many characters of a name count. */
    private static final int SIGNIFICANT = 10;

    private static final Map<String, DateTimeUnit> BY_NAME = new LinkedHashMap<>();

    static {
        names(MICROSECOND, "microsecond", "microseconds", "us", "usec", "usecond", "useconds", "usecs");
        names(MILLISECOND, "millisecond", "milliseconds", "ms", "msec", "msecond", "mseconds", "msecs");
        names(SECOND, "second", "seconds", "s", "sec", "secs");
        names(MINUTE, "minute", "minutes", "m", "min", "mins");
        names(HOUR, "hour", "hours", "h", "hr", "hrs");
        names(DAY, "day", "days", "d");
        names(WEEK, "week", "weeks", "w");
        names(MONTH, "month", "months", "mon", "mons");
        names(QUARTER, "quarter", "qtr");
        names(YEAR, "year", "years", "y", "yr", "yrs");
        names(DECADE, "decade", "decades", "dec", "decs");
        names(CENTURY, "century", "centuries", "c", "cent");
        names(MILLENNIUM, "millennium", "millennia", "mil", "mils");
        names(JULIAN, "julian", "j", "jd");
        names(ISO_YEAR, "isoyear");
        names(DAY_OF_WEEK, "dow");
        names(ISO_DAY_OF_WEEK, "isodow");
        names(DAY_OF_YEAR, "doy");
        names(ZONE, "timezone");
        names(ZONE_HOUR, "timezone_hour", "timezone_h");
        names(ZONE_MINUTE, "timezone_minute", "timezone_m");
        names(EPOCH, "epoch");
    }

    private static void names(DateTimeUnit unit, String... names) {
        for (String name : names) {
            BY_NAME.put(shortened(name), unit);
        }
    }

    private static String shortened(String name) {
        return name.length() <= SIGNIFICANT ? name : name.substring(0, SIGNIFICANT);
    }

    /** Returns the unit of a name, whatever the case of its letters. */
    static Optional<DateTimeUnit> named(String name) {
        return Optional.ofNullable(BY_NAME.get(shortened(name.toLowerCase(Locale.ROOT))));
    }

    /** Whether it is a length of time, or a zone: what can be asked for but not always cut off to. */
    boolean isUnit() {
        return switch (this) {
            case JULIAN, ISO_YEAR, DAY_OF_WEEK, ISO_DAY_OF_WEEK, DAY_OF_YEAR, EPOCH -> false;
            default -> true;
        };
    }

    /** Whether it grows with time for ever, so that it is infinite for an infinite time. */
    boolean grows() {
        return switch (this) {
            case YEAR, DECADE, CENTURY, MILLENNIUM, JULIAN, ISO_YEAR, EPOCH -> true;
            default -> false;
        };
    }
}
