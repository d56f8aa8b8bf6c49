package org.borealisdb.expr.scalar;

import java.time.ZoneId;
import java.util.function.LongSupplier;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.runtime.random.RandomSource;

/**
 * What functions need of the world around them; the session provides it.
 *
 * @param format the session's settings of text forms
 * @param transactionTimestamp what now() answers, in microseconds since 2000-01-01
 * @param statementTimestamp when the statement arrived
 * @param clock the present, for clock_timestamp()
 * @param random for random(), and for what nobody is to guess
 * @param interruption gives way to others, and fails if the statement is to end; what may take long runs it now and then
 */
public record EvaluationContext(
        SessionFormat format,
        long transactionTimestamp,
        long statementTimestamp,
        LongSupplier clock,
        RandomSource random,
        Runnable interruption) {
    /** For functions that are immutable, and ask for nothing of it. */
    public static final EvaluationContext IMMUTABLE =
            new EvaluationContext(SessionFormat.DEFAULT, 0, 0, () -> 0, new NoChance(), () -> {});

    /** Returns the same in another time zone. */
    public EvaluationContext withZone(ZoneId zone) {
        return new EvaluationContext(
                format.withZone(zone), transactionTimestamp, statementTimestamp, clock, random, interruption);
    }

    /** Whoever asks is not immutable. */
    private static final class NoChance implements RandomSource {
        @Override
        public long nextLong() {
            throw new IllegalStateException("an immutable function asks for a random number");
        }

        @Override
        public int nextInt(int bound) {
            return (int) nextLong();
        }

        @Override
        public void nextBytes(byte[] target) {
            nextLong();
        }
    }
}
