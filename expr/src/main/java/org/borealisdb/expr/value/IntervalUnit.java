package org.borealisdb.expr.value;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What stands behind the numbers of an interval: units, of which each can be named once, and {@code ago}. */
enum IntervalUnit {
    MICROSECOND(14),
    MILLISECOND(13),
    SECOND(12),
    MINUTE(11),
    HOUR(10),
    DAY(3),
    WEEK(24),
    MONTH(1),
    YEAR(2),
    DECADE(25),
    CENTURY(26),
    MILLENNIUM(27),
    /** All that stands before is meant with the opposite sign. */
    AGO(19),
    /** A unit of other things, which no interval has. */
    OTHER(31);

    /** Words are told apart by this many characters. */
    private static final int SIGNIFICANT_CHARACTERS = 10;

    private static final Map<String, IntervalUnit> UNITS = new HashMap<>();

    private final int bit;

    IntervalUnit(int bit) {
        this.bit = bit;
    }

    static {
        name(AGO, "ago");
        name(CENTURY, "c", "cent", "centuries", "century");
        name(DAY, "d", "day", "days");
        name(DECADE, "dec", "decade", "decades", "decs");
        name(HOUR, "h", "hour", "hours", "hr", "hrs");
        name(MINUTE, "m", "min", "mins", "minute", "minutes");
        name(MICROSECOND, "microsecon", "us", "usec", "usecond", "useconds", "usecs");
        name(MILLENNIUM, "mil", "millennia", "millennium", "mils");
        name(MILLISECOND, "millisecon", "ms", "msec", "msecond", "mseconds", "msecs");
        name(MONTH, "mon", "mons", "month", "months");
        name(SECOND, "s", "sec", "second", "seconds", "secs");
        name(WEEK, "w", "week", "weeks");
        name(YEAR, "y", "year", "years", "yr", "yrs");
        name(OTHER, "qtr", "quarter", "timezone", "timezone_h", "timezone_m");
    }

    private static void name(IntervalUnit unit, String... names) {
        for (String name : names) {
            UNITS.put(name, unit);
        }
    }

    /** Returns the unit of a word in lower case, if it is one. */
    static Optional<IntervalUnit> find(String word) {
        String key = word.length() > SIGNIFICANT_CHARACTERS ? word.substring(0, SIGNIFICANT_CHARACTERS) : word;
        return Optional.ofNullable(UNITS.get(key));
    }

    /** Returns its bit among those of the units that a text has had. */
    int mask() {
        return 1 << bit;
    }
}
