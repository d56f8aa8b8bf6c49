package org.borealisdb.volume.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The wait before a hedge follows the 95th percentile, and hedges are few. */
class HedgesTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void waitsForThe95thPercentile() {
        Hedges hedges = new Hedges();
        Random random = new Random(1);
        for (int scale : new int[] {1, 10, 1}) {
            double sum = 0;
            for (int read = 0; read < 20_000; read++) {
                hedges.took((1 + random.nextInt(100)) * MILLISECOND * scale);
                sum += read < 10_000 ? 0 : hedges.patienceNanos();
            }
            assertThat(sum / 10_000 / MILLISECOND).isBetween(85.0 * scale, 105.0 * scale);
        }
    }

    @Test
    void theFirstReadsMayBeHedged() {
        Hedges hedges = new Hedges();
        assertThat(hedges.patienceNanos()).isEqualTo(20 * MILLISECOND);
        assertThat(takeAll(hedges)).isEqualTo(8);
    }

    @Test
    void atMostOneReadInTwentyIsHedged() {
        Hedges hedges = new Hedges();
        takeAll(hedges);
        int taken = 0;
        for (int read = 0; read < 10_000; read++) {
            taken += hedges.take() ? 1 : 0;
            hedges.took(MILLISECOND);
        }
        assertThat(taken).isBetween(490, 500);
        for (int read = 0; read < 10_000; read++) {
            hedges.took(MILLISECOND);
        }
        assertThat(takeAll(hedges)).isEqualTo(8);
    }

    @Test
    void doesNotHedgeForLittle() {
        Hedges hedges = new Hedges();
        for (int read = 0; read < 10_000; read++) {
            hedges.took(1000);
        }
        assertThat(hedges.patienceNanos()).isEqualTo(MILLISECOND / 2);
    }

    private static int takeAll(Hedges hedges) {
        int taken = 0;
        while (hedges.take()) {
            taken++;
        }
        return taken;
    }
}
