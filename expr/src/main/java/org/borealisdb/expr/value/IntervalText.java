package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_HOUR;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_MINUTE;
import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

/**
 * Writes intervals in the four styles of PostgreSQL. Stateless.
 *
 * <p>The smallest long has no positive counterpart, so times are taken apart first and their parts lose their signs one by one.
 */
final class IntervalText {
    private IntervalText() {}

    /** Appends an interval. */
    static void append(ByteSink out, Interval interval, IntervalStyle style) {
        switch (style) {
            case POSTGRES -> appendPostgres(out, interval);
            case POSTGRES_VERBOSE -> appendVerbose(out, interval);
            case SQL_STANDARD -> appendStandard(out, interval);
            case ISO_8601 -> appendIso(out, interval);
        }
    }

    private static void appendPostgres(ByteSink out, Interval interval) {
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
            out.putPadded(Math.abs(micros / MICROS_PER_HOUR), 2);
            appendMinutesAndSeconds(out, micros);
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

    private static void appendMinutesAndSeconds(ByteSink out, long micros) {
        out.putByte(':').putPadded(Math.abs(micros / MICROS_PER_MINUTE % 60), 2);
        out.putByte(':').putPadded(Math.abs(micros / MICROS_PER_SECOND % 60), 2);
        DateTimeText.appendFraction(out, Math.abs(micros % MICROS_PER_SECOND));
    }

    /** The first part that is not zero decides whether the interval is "ago"; the others have a sign if theirs is the other one. */
    private static void appendVerbose(ByteSink out, Interval interval) {
        long micros = interval.micros();
        long[] values = {
            interval.months() / 12,
            interval.months() % 12,
            interval.days(),
            micros / MICROS_PER_HOUR,
            micros / MICROS_PER_MINUTE % 60
        };
        String[] units = {"year", "mon", "day", "hour", "min"};
        out.putByte('@');
        int sign = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                sign = sign == 0 ? Long.signum(values[i]) : sign;
                long value = values[i] * sign;
                out.putByte(' ').putDecimal(value).putByte(' ').putText(units[i]);
                if (value != 1) {
                    out.putByte('s');
                }
            }
        }
        long seconds = micros % MICROS_PER_MINUTE;
        if (seconds != 0) {
            sign = sign == 0 ? Long.signum(seconds) : sign;
            out.putByte(' ');
            if (seconds * sign < 0) {
                out.putByte('-');
            }
            appendSeconds(out, seconds);
            out.putText(Math.abs(seconds) == MICROS_PER_SECOND ? " sec" : " secs");
        }
        if (sign == 0) {
            out.putText(" 0");
        } else if (sign < 0) {
            out.putText(" ago");
        }
    }

    private static void appendSeconds(ByteSink out, long microsOfMinute) {
        out.putDecimal(Math.abs(microsOfMinute / MICROS_PER_SECOND));
        DateTimeText.appendFraction(out, Math.abs(microsOfMinute % MICROS_PER_SECOND));
    }

    /** The standard knows intervals of years and months or of days and times, with one sign; others have a sign before each part. */
    private static void appendStandard(ByteSink out, Interval interval) {
        int months = interval.months();
        long days = interval.days();
        long micros = interval.micros();
        boolean negative = months < 0 || days < 0 || micros < 0;
        boolean positive = months > 0 || days > 0 || micros > 0;
        if (!negative && !positive) {
            out.putByte('0');
            return;
        }
        if ((negative && positive) || (months != 0 && (days != 0 || micros != 0))) {
            out.putByte(months < 0 ? '-' : '+');
            appendYearsAndMonths(out, months);
            out.putByte(' ').putByte(days < 0 ? '-' : '+').putDecimal(Math.abs(days));
            out.putByte(' ').putByte(micros < 0 ? '-' : '+').putDecimal(Math.abs(micros / MICROS_PER_HOUR));
            appendMinutesAndSeconds(out, micros);
            return;
        }
        if (negative) {
            out.putByte('-');
        }
        if (months != 0) {
            appendYearsAndMonths(out, months);
            return;
        }
        if (days != 0) {
            out.putDecimal(Math.abs(days)).putByte(' ');
        }
        out.putDecimal(Math.abs(micros / MICROS_PER_HOUR));
        appendMinutesAndSeconds(out, micros);
    }

    private static void appendYearsAndMonths(ByteSink out, int months) {
        out.putDecimal(Math.abs(months / 12)).putByte('-').putDecimal(Math.abs(months % 12));
    }

    private static void appendIso(ByteSink out, Interval interval) {
        if (interval.equals(Interval.ZERO)) {
            out.putText("PT0S");
            return;
        }
        out.putByte('P');
        appendDesignated(out, interval.months() / 12, 'Y');
        appendDesignated(out, interval.months() % 12, 'M');
        appendDesignated(out, interval.days(), 'D');
        long micros = interval.micros();
        if (micros == 0) {
            return;
        }
        out.putByte('T');
        appendDesignated(out, micros / MICROS_PER_HOUR, 'H');
        appendDesignated(out, micros / MICROS_PER_MINUTE % 60, 'M');
        long seconds = micros % MICROS_PER_MINUTE;
        if (seconds != 0) {
            if (seconds < 0) {
                out.putByte('-');
            }
            appendSeconds(out, seconds);
            out.putByte('S');
        }
    }

    private static void appendDesignated(ByteSink out, long value, char designator) {
        if (value != 0) {
            out.putDecimal(value).putByte(designator);
        }
    }
}
