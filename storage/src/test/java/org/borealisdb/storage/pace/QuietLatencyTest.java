package org.borealisdb.storage.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.borealisdb.storage.pace.ForegroundLatency.Total;
import org.junit.jupiter.api.Test;

/** What is usual is learnt from enough work only, and remembered. */
class QuietLatencyTest {
    private static final long MILLISECOND = 1_000_000;

    private final QuietLatency quiet = new QuietLatency();
    private long now;

    private static Total work(int count, long nanos) {
        ForegroundLatency latency = new ForegroundLatency();
        for (int each = 0; each < count; each++) {
            latency.note(nanos);
        }
        return latency.total();
    }

    private void note(Total quietWork) {
        now += 3_000 * MILLISECOND;
        quiet.note(quietWork, now);
    }

    private double times(long nanos) {
        return Math.exp(quiet.excess(work(1, nanos)).orElseThrow());
    }

    @Test
    void littleWorkSaysNothing() {
        note(work(QuietLatency.ENOUGH - 1, MILLISECOND));
        assertThat(quiet.excess(work(100, MILLISECOND))).isEmpty();
        note(work(1, MILLISECOND));
        assertThat(times(2 * MILLISECOND)).isBetween(1.99, 2.01);
        assertThat(quiet.excess(Total.ZERO)).isEmpty();
    }

    @Test
    void itFollowsTheLoadDownSoonAndUpSlowly() {
        note(work(100, 4 * MILLISECOND));
        for (int look = 0; look < 5; look++) {
            note(work(100, MILLISECOND));
        }
        assertThat(times(MILLISECOND)).isBetween(0.85, 1.0);
        note(work(100, 4 * MILLISECOND));
        assertThat(times(4 * MILLISECOND)).as("a backlog is not what is usual").isGreaterThan(3);
        now += 600_000 * MILLISECOND;
        note(work(100, 4 * MILLISECOND));
        assertThat(times(4 * MILLISECOND)).as("what lasts is").isBetween(1.0, 1.1);
    }

    @Test
    void workThatTakesNextToNothingMayTakeLonger() {
        note(work(100, 1_000));
        assertThat(times(MILLISECOND / 4)).isBetween(0.99, 1.01);
    }

    @Test
    void onePieceThatTookForEverSaysLittle() {
        ForegroundLatency latency = new ForegroundLatency();
        for (int each = 0; each < 99; each++) {
            latency.note(MILLISECOND);
        }
        latency.note(1_000 * MILLISECOND);
        note(latency.total());
        assertThat(times(MILLISECOND)).isBetween(0.9, 1.0);
    }
}
