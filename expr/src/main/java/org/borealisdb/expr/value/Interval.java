package org.borealisdb.expr.value;

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

    /** Returns the span of opposite sign. */
    public Interval negated() {
        return new Interval(Math.negateExact(months), Math.negateExact(days), Math.negateExact(micros));
    }

    /** Returns the sum of both, part by part. */
    public Interval plus(Interval other) {
        return new Interval(
                Math.addExact(months, other.months),
                Math.addExact(days, other.days),
                Math.addExact(micros, other.micros));
    }
}
