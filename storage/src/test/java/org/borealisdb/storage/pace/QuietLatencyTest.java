package org.borealisdb.storage.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.borealisdb.storage.pace.ForegroundLatency.Total;
import org.junit.jupiter.api.Test;

/** What is usual is learnt from enough work only, and remembered. */
class QuietLatencyTest {
    private static final long MILLISECOND = 1_000_000;

    private final QuietLatency quiet = new QuietLatency();

    private static Total work(int count, long nanos) {
        ForegroundLatency latency = new ForegroundLatency();
        for (int each = 0; each < count; each++) {
            latency.note(nanos);
        }
        return latency.total();
    }

    private double times(long nanos) {
        return Math.exp(quiet.excess(work(1, nanos)).orElseThrow());
    }

    @Test
    void littleWorkSaysNothing() {
        quiet.note(work(QuietLatency.ENOUGH - 1, MILLISECOND));
        assertThat(quiet.excess(work(100, MILLISECOND))).isEmpty();
        quiet.note(work(1, MILLISECOND));
        assertThat(times(2 * MILLISECOND)).isBetween(1.99, 2.01);
        assertThat(quiet.excess(Total.ZERO)).isEmpty();
    }

    @Test
    void itFollowsTheLoadDownSoonAndUpSlowly() {
        quiet.note(work(100, 4 * MILLISECOND));
        for (int look = 0; look < 5; look++) {
            quiet.note(work(100, MILLISECOND));
        }
        assertThat(times(MILLISECOND)).isBetween(0.85, 1.0);
        quiet.note(work(100, 4 * MILLISECOND));
        assertThat(times(4 * MILLISECOND)).as("a backlog is not what is usual").isGreaterThan(2.5);
    }

    @Test
    void workThatTakesNextToNothingMayTakeLonger() {
        quiet.note(work(100, 1_000));
        assertThat(times(MILLISECOND / 4)).isBetween(0.99, 1.01);
    }

    @Test
    void onePieceThatTookForEverSaysLittle() {
        ForegroundLatency latency = new ForegroundLatency();
        for (int each = 0; each < 99; each++) {
            latency.note(MILLISECOND);
        }
        latency.note(1_000 * MILLISECOND);
        quiet.note(latency.total());
        assertThat(times(MILLISECOND)).isBetween(0.9, 1.0);
    }
}
