package org.borealisdb.expr.value;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * The sum of the parts of an interval that is read. A fraction of a part spills into smaller ones: of a year into months, of a
 * month into days of 1/30, of a day into time. Owned by one reader.
 */
final class IntervalParts {
    private static final int DAYS_PER_MONTH = 30;

    private final DateTimeErrors errors;
    private int years;
    private int months;
    private int days;
    private long micros;

    IntervalParts(DateTimeErrors errors) {
        this.errors = errors;
    }

    /** Adds whole units and a fraction of one. */
    void addMicros(long whole, double fraction, long microsPerUnit) {
        try {
            micros = Math.addExact(micros, Math.multiplyExact(whole, microsPerUnit));
        } catch (ArithmeticException _) {
            throw errors.intervalOverflow();
        }
        addFractionOfMicros(fraction, microsPerUnit);
    }

    /** Adds whole units of days and a fraction of one. */
    void addDays(long whole, double fraction, int daysPerUnit) {
        try {
            days = Math.addExact(days, Math.multiplyExact(Math.toIntExact(whole), daysPerUnit));
        } catch (ArithmeticException _) {
            throw errors.intervalOverflow();
        }
        addFractionOfDays(fraction, daysPerUnit);
    }

    /** Adds whole months and a fraction of one. */
    void addMonths(long whole, double fraction) {
        try {
            months = Math.addExact(months, Math.toIntExact(whole));
        } catch (ArithmeticException _) {
            throw errors.intervalOverflow();
        }
        addFractionOfDays(fraction, DAYS_PER_MONTH);
    }

    /** Adds whole units of years and a fraction of one, which becomes the nearest number of months. */
    void addYears(long whole, double fraction, int yearsPerUnit) {
        try {
            years = Math.addExact(years, Math.multiplyExact(Math.toIntExact(whole), yearsPerUnit));
            months = Math.addExact(months, (int) Math.rint(fraction * yearsPerUnit * 12));
        } catch (ArithmeticException _) {
            throw errors.intervalOverflow();
        }
    }

    private void addFractionOfDays(double fraction, int daysPerUnit) {
        double more = fraction * daysPerUnit;
        int whole = (int) more;
        try {
            days = Math.addExact(days, whole);
        } catch (ArithmeticException _) {
            throw errors.intervalOverflow();
        }
        addFractionOfMicros(more - whole, CivilCalendar.MICROS_PER_DAY);
    }

    private void addFractionOfMicros(double fraction, long microsPerUnit) {
        double more = fraction * microsPerUnit;
        long whole = (long) more;
        double rest = more - whole;
        if (rest > 0.5) {
            whole++;
        } else if (rest < -0.5) {
            whole--;
        }
        try {
            micros = Math.addExact(micros, whole);
        } catch (ArithmeticException _) {
            throw errors.intervalOverflow();
        }
    }

    /** Sets the time to the opposite sign. */
    void negateTime() {
        if (micros == Long.MIN_VALUE) {
            throw errors.intervalOverflow();
        }
        micros = -micros;
    }

    /** Makes the time negative if it is not. */
    void makeTimeNegative() {
        micros = -Math.abs(micros);
    }

    /** Sets the time; what there was of it is forgotten. */
    void setTime(long hours, long microsOfHour) {
        micros = 0;
        addMicros(hours, 0, CivilCalendar.MICROS_PER_HOUR);
        addMicros(microsOfHour, 0, 1);
    }

    /** Sets all parts to the opposite sign. */
    void negate() {
        if (years == Integer.MIN_VALUE || months == Integer.MIN_VALUE || days == Integer.MIN_VALUE) {
            throw errors.intervalOverflow();
        }
        years = -years;
        months = -months;
        days = -days;
        negateTime();
    }

    /**
     * Returns the interval.
     *
     * @throws SqlException 22008 if there are too many months
     */
    Interval interval() {
        long all = years * 12L + months;
        if (all != (int) all) {
            throw new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "interval out of range");
        }
        return new Interval((int) all, days, micros);
    }
}
