package org.borealisdb.expr.scalar;

import java.time.ZoneId;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.borealisdb.expr.value.SessionFormat;

/**
 * What functions need of the world around them; the session provides it.
 *
 * @param format the session's settings of text forms
 * @param transactionTimestamp what now() answers, in microseconds since 2000-01-01
 * @param statementTimestamp when the statement arrived
 * @param clock the present, for clock_timestamp()
 * @param random numbers in [0, 1), for random()
 */
public record EvaluationContext(
        SessionFormat format,
        long transactionTimestamp,
        long statementTimestamp,
        LongSupplier clock,
        DoubleSupplier random) {
    /** Returns the same in another time zone. */
    public EvaluationContext withZone(ZoneId zone) {
        return new EvaluationContext(format.withZone(zone), transactionTimestamp, statementTimestamp, clock, random);
    }
}
