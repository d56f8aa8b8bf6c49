package org.borealisdb.expr.scalar;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The units that extract, date_part and date_trunc know, under all their names. */
enum DateTimeUnit {
    MICROSECOND("microsecond", "microseconds", "us", "usec", "usecond", "useconds", "usecs"),
    MILLISECOND("millisecond", "milliseconds", "ms", "msec", "msecond", "mseconds", "msecs"),
    SECOND("second", "seconds", "s", "sec", "secs"),
    MINUTE("minute", "minutes", "m", "min", "mins"),
    HOUR("hour", "hours", "h", "hr", "hrs"),
    DAY("day", "days", "d"),
    WEEK("week", "weeks", "w"),
    MONTH("month", "months", "mon", "mons"),
    QUARTER("quarter", "qtr"),
    YEAR("year", "years", "y", "yr", "yrs"),
    DECADE("decade", "decades", "dec", "decs"),
    CENTURY("century", "centuries", "c", "cent"),
    MILLENNIUM("millennium", "millennia", "mil", "mils"),
    JULIAN("julian", "j", "jd"),
    ISO_YEAR("isoyear"),
    DAY_OF_WEEK("dow"),
    ISO_DAY_OF_WEEK("isodow"),
    DAY_OF_YEAR("doy"),
    ZONE("timezone"),
    ZONE_HOUR("timezone_hour", "timezone_h"),
    ZONE_MINUTE("timezone_minute", "timezone_m"),
    EPOCH("epoch");

    /** How many characters of a name count. */
    private static final int SIGNIFICANT = 10;

    private static final Map<String, DateTimeUnit> BY_NAME = new LinkedHashMap<>();

    static {
        for (DateTimeUnit unit : values()) {
            for (String name : unit.names) {
                BY_NAME.put(shortened(name), unit);
            }
        }
    }

    private final String[] names;

    DateTimeUnit(String... names) {
        this.names = names;
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
