package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.time.ZoneId;

/** Writes dates, times and intervals in PostgreSQL's ISO style. */
final class DateTimeText {
    private DateTimeText() {}

    static void appendDate(ByteSink out, long dayNumber) {
        if (dayNumber == CivilCalendar.DATE_INFINITY) {
            out.putText("infinity");
        } else if (dayNumber == CivilCalendar.DATE_MINUS_INFINITY) {
            out.putText("-infinity");
        } else {
            long packed = CivilCalendar.packedDate(dayNumber);
            appendDay(out, packed);
            appendEra(out, packed);
        }
    }

    private static void appendDay(ByteSink out, long packed) {
        long year = CivilCalendar.year(packed);
        out.putPadded(year > 0 ? year : 1 - year, 4).putByte('-');
        out.putPadded(CivilCalendar.month(packed), 2).putByte('-').putPadded(CivilCalendar.day(packed), 2);
    }

    private static void appendEra(ByteSink out, long packed) {
        if (CivilCalendar.year(packed) <= 0) {
            out.putText(" BC");
        }
    }

    static void appendTime(ByteSink out, long micros) {
        out.putPadded(micros / MICROS_PER_HOUR, 2).putByte(':');
        out.putPadded(micros / MICROS_PER_MINUTE % 60, 2).putByte(':');
        out.putPadded(micros / MICROS_PER_SECOND % 60, 2);
        appendFraction(out, micros % MICROS_PER_SECOND);
    }

    /** Appends the fraction of a second without trailing zeros, nothing if it is zero. */
    private static void appendFraction(ByteSink out, long micros) {
        if (micros == 0) {
            return;
        }
        int digits = 6;
        long rest = micros;
        while (rest % 10 == 0) {
            rest /= 10;
            digits--;
        }
        out.putByte('.').putPadded(rest, digits);
    }

    static void appendZonedTime(ByteSink out, long packed) {
        appendTime(out, ZonedTimes.time(packed));
        appendOffset(out, ZonedTimes.offset(packed));
    }

    static void appendTimestamp(ByteSink out, long micros) {
        if (appendInfinity(out, micros)) {
            return;
        }
        long packed = CivilCalendar.packedDate(CivilCalendar.dayOf(micros));
        appendDay(out, packed);
        out.putByte(' ');
        appendTime(out, CivilCalendar.timeOf(micros));
        appendEra(out, packed);
    }

    private static boolean appendInfinity(ByteSink out, long micros) {
        if (micros == CivilCalendar.TIMESTAMP_INFINITY) {
            out.putText("infinity");
            return true;
        }
        if (micros == CivilCalendar.TIMESTAMP_MINUS_INFINITY) {
            out.putText("-infinity");
            return true;
        }
        return false;
    }

    static void appendTimestampWithZone(ByteSink out, long micros, ZoneId zone) {
        if (appendInfinity(out, micros)) {
            return;
        }
        int offset = CivilCalendar.offsetAt(micros, zone);
        long local = micros + offset * MICROS_PER_SECOND;
        long packed = CivilCalendar.packedDate(CivilCalendar.dayOf(local));
        appendDay(out, packed);
        out.putByte(' ');
        appendTime(out, CivilCalendar.timeOf(local));
        appendOffset(out, offset);
        appendEra(out, packed);
    }

    private static void appendOffset(ByteSink out, int seconds) {
        int rest = Math.abs(seconds);
        out.putByte(seconds < 0 ? '-' : '+').putPadded(rest / 3600, 2);
        if (rest % 3600 != 0) {
            out.putByte(':').putPadded(rest / 60 % 60, 2);
            if (rest % 60 != 0) {
                out.putByte(':').putPadded(rest % 60, 2);
            }
        }
    }

    /** Writes the style {@code postgres}: {@code 1 year 2 mons -3 days +04:05:06}. */
    static void appendInterval(ByteSink out, Interval interval) {
        int start = out.size();
        boolean afterNegative = appendUnit(out, start, interval.months() / 12, "year", false);
        afterNegative = appendUnit(out, start, interval.months() % 12, "mon", afterNegative);
        afterNegative = appendUnit(out, start, interval.days(), "day", afterNegative);
        long micros = interval.micros();
        if (out.size() == start || micros != 0) {
            if (out.size() > start) {
                out.putByte(' ');
            }
            if (micros < 0) {
                out.putByte('-');
            } else if (afterNegative) {
                out.putByte('+');
            }
            appendMagnitude(out, micros);
        }
    }

    private static boolean appendUnit(ByteSink out, int start, int value, String unit, boolean afterNegative) {
        if (value == 0) {
            return afterNegative;
        }
        if (out.size() > start) {
            out.putByte(' ');
        }
        if (afterNegative && value > 0) {
            out.putByte('+');
        }
        out.putDecimal(value).putByte(' ').putText(unit);
        if (value != 1) {
            out.putByte('s');
        }
        return value < 0;
    }

    /** Appends the time without sign; the smallest long has no positive counterpart, so its parts are negated one by one. */
    private static void appendMagnitude(ByteSink out, long micros) {
        out.putPadded(Math.abs(micros / MICROS_PER_HOUR), 2).putByte(':');
        out.putPadded(Math.abs(micros / MICROS_PER_MINUTE % 60), 2).putByte(':');
        out.putPadded(Math.abs(micros / MICROS_PER_SECOND % 60), 2);
        appendFraction(out, Math.abs(micros % MICROS_PER_SECOND));
    }
}
