package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

/** Writes dates and times in the four styles of PostgreSQL. Stateless. */
final class DateTimeText {
    private static final String DAYS = "SunMonTueWedThuFriSat";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private DateTimeText() {}

    static void appendDate(ByteSink out, long dayNumber, SessionFormat format) {
        if (dayNumber == CivilCalendar.DATE_INFINITY) {
            out.putText("infinity");
        } else if (dayNumber == CivilCalendar.DATE_MINUS_INFINITY) {
            out.putText("-infinity");
        } else {
            long packed = CivilCalendar.packedDate(dayNumber);
            if (format.dateStyle() == DateStyle.POSTGRES) {
                appendNumbers(out, packed, '-', format.dateOrder() == DateOrder.DMY);
            } else {
                appendDay(out, packed, format);
            }
            appendEra(out, packed);
        }
    }

    /** Appends a date in any style that has only numbers. */
    private static void appendDay(ByteSink out, long packed, SessionFormat format) {
        switch (format.dateStyle()) {
            case ISO -> {
                appendYear(out, packed);
                out.putByte('-').putPadded(CivilCalendar.month(packed), 2);
                out.putByte('-').putPadded(CivilCalendar.day(packed), 2);
            }
            case GERMAN -> appendNumbers(out, packed, '.', true);
            case SQL, POSTGRES -> appendNumbers(out, packed, '/', format.dateOrder() == DateOrder.DMY);
        }
    }

    private static void appendNumbers(ByteSink out, long packed, char separator, boolean dayFirst) {
        int month = CivilCalendar.month(packed);
        int day = CivilCalendar.day(packed);
        out.putPadded(dayFirst ? day : month, 2).putByte(separator);
        out.putPadded(dayFirst ? month : day, 2).putByte(separator);
        appendYear(out, packed);
    }

    private static void appendYear(ByteSink out, long packed) {
        long year = CivilCalendar.year(packed);
        out.putPadded(year > 0 ? year : 1 - year, 4);
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
    static void appendFraction(ByteSink out, long micros) {
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

    static void appendTimestamp(ByteSink out, long micros, SessionFormat format) {
        if (!appendInfinity(out, micros)) {
            long packed = appendDayAndTime(out, micros, format);
            appendEra(out, packed);
        }
    }

    /** Appends a local time; returns its date. */
    private static long appendDayAndTime(ByteSink out, long local, SessionFormat format) {
        long dayNumber = CivilCalendar.dayOf(local);
        long packed = CivilCalendar.packedDate(dayNumber);
        if (format.dateStyle() != DateStyle.POSTGRES) {
            appendDay(out, packed, format);
            out.putByte(' ');
            appendTime(out, CivilCalendar.timeOf(local));
            return packed;
        }
        int month = CivilCalendar.month(packed);
        out.putText(threeLetters(DAYS, CivilCalendar.dayOfWeek(dayNumber))).putByte(' ');
        if (format.dateOrder() == DateOrder.DMY) {
            out.putPadded(CivilCalendar.day(packed), 2).putByte(' ').putText(threeLetters(MONTHS, month - 1));
        } else {
            out.putText(threeLetters(MONTHS, month - 1)).putByte(' ').putPadded(CivilCalendar.day(packed), 2);
        }
        out.putByte(' ');
        appendTime(out, CivilCalendar.timeOf(local));
        out.putByte(' ');
        appendYear(out, packed);
        return packed;
    }

    private static String threeLetters(String names, int index) {
        return names.substring(3 * index, 3 * index + 3);
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

    static void appendTimestampWithZone(ByteSink out, long micros, SessionFormat format) {
        if (appendInfinity(out, micros)) {
            return;
        }
        int offset = CivilCalendar.offsetAt(micros, format.zone());
        long packed = appendDayAndTime(out, micros + offset * MICROS_PER_SECOND, format);
        if (format.dateStyle() == DateStyle.ISO) {
            appendOffset(out, offset);
        } else {
            out.putByte(' ').putText(format.zoneAbbreviationAt(micros));
        }
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
}
