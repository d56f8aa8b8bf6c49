package org.borealisdb.expr.value;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * A time span in PostgreSQL's three parts, which are not interchangeable: months and days have no fixed length.
 *
 * @param months whole months, years included
 * @param days whole days
 * @param micros microseconds, hours included
 */
public record Interval(int months, int days, long micros) implements Comparable<Interval> {
    /** No time at all. */
    public static final Interval ZERO = new Interval(0, 0, 0);

    private static final long MICROS_PER_DAY = 86_400_000_000L;

    /** Compares as PostgreSQL does: a month counts 30 days, a day 24 hours. */
    @Override
    public int compareTo(Interval other) {
        int byDays = Long.compare(comparableDays(), other.comparableDays());
        return byDays != 0 ? byDays : Long.compare(comparableMicros(), other.comparableMicros());
    }

    private long comparableDays() {
        return months * 30L + days + Math.floorDiv(micros, MICROS_PER_DAY);
    }

    private long comparableMicros() {
        return Math.floorMod(micros, MICROS_PER_DAY);
    }

    /** Returns the span of opposite sign, or fails with 22008. */
    public Interval negated() {
        try {
            return new Interval(Math.negateExact(months), Math.negateExact(days), Math.negateExact(micros));
        } catch (ArithmeticException _) {
            throw outOfRange();
        }
    }

    /** Returns the sum of both, part by part, or fails with 22008. */
    public Interval plus(Interval other) {
        try {
            return new Interval(
                    Math.addExact(months, other.months),
                    Math.addExact(days, other.days),
                    Math.addExact(micros, other.micros));
        } catch (ArithmeticException _) {
            throw outOfRange();
        }
    }

    /** Returns the error of an interval that is too long. */
    public static SqlException outOfRange() {
        return new SqlException(ErrorCode.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }
}
