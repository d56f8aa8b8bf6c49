package org.borealisdb.storage.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.borealisdb.storage.pace.CopyRate.Urgency;
import org.junit.jupiter.api.Test;

/** The rate follows what foreground work bears, and only that. */
class CopyRateTest {
    private static final long FLOOR = 1_000;
    private static final long CEILING = 1_000_000;
    private static final double TWICE = StrictMath.log(2);
    private static final double USUAL = 0;

    private final CopyRate rate = new CopyRate(FLOOR, CEILING);

    @Test
    void anIdleNodeSoonCopiesAsFastAsItMay() {
        int steps = 0;
        while (usual() < CEILING) {
            rate.unhindered();
            steps++;
        }
        assertThat(steps).isBetween(15, 25);
        rate.unhindered();
        assertThat(usual()).isEqualTo(CEILING);
    }

    @Test
    void itRisesSlowlyWhileNobodyNotices() {
        judge(2 * TWICE, 8);
        judge(USUAL, 20);
        assertThat(usual()).isBetween(FLOOR * 3 / 2, FLOOR * 5 / 2);
        judge(USUAL, 200);
        assertThat(usual()).isEqualTo(CEILING);
    }

    @Test
    void itBeginsBelowTheFloorAndIsThereSoonWhateverTheLoadBears() {
        for (int copy = 0; copy < 2; copy++) {
            assertThat(usual()).isEqualTo(FLOOR / 16);
            judge(2 * TWICE, 3);
            assertThat(usual()).isBetween(FLOOR / 9, FLOOR / 6);
            judge(2 * TWICE, 9);
            assertThat(usual()).isEqualTo(FLOOR);
            rate.unhindered();
            rate.restart();
        }
    }

    @Test
    void itFallsToTheFloorUnderALoadThatBearsNothingAndRecovers() {
        for (int step = 0; step < 30; step++) {
            rate.unhindered();
        }
        judge(TWICE, 20);
        assertThat(usual()).isLessThan(CEILING / 2);
        judge(2 * TWICE, 30);
        assertThat(usual()).isEqualTo(FLOOR);
        judge(USUAL, 200);
        assertThat(usual()).isEqualTo(CEILING);
    }

    /** A node whose work takes the longer the more is copied: it settles where that is borne, from both sides. */
    @Test
    void itSettlesWhereTheLoadBearsIt() {
        Random random = new Random(1);
        for (int begin : new int[] {0, 30}) {
            rate.restart();
            for (int step = 0; step < begin; step++) {
                rate.unhindered();
            }
            double sum = 0;
            for (int step = 0; step < 600; step++) {
                // Twice as long at 100,000 bytes a second, and each look is off by a half to either side.
                double slowed = 1 + usual() / 100_000.0;
                rate.adjust(StrictMath.log(slowed) + random.nextGaussian() * StrictMath.log(1.5), Urgency.USUAL);
                sum += step < 300 ? 0 : usual();
            }
            assertThat(sum / 300).isBetween(20_000.0, 60_000.0);
        }
    }

    @Test
    void aGroupAtItsLastQuorumIsCopiedFasterAndOneWithoutAtOnce() {
        judge(TWICE, 50);
        assertThat(rate.bytesPerSecond(Urgency.LAST_QUORUM)).isGreaterThanOrEqualTo(4 * FLOOR);
        assertThat(rate.bytesPerSecond(Urgency.NO_QUORUM)).isEqualTo(CEILING);
        for (int step = 0; step < 300; step++) {
            rate.adjust(TWICE, Urgency.LAST_QUORUM);
        }
        assertThat(usual()).as("what the urgent one bears").isEqualTo(CEILING);
    }

    private long usual() {
        return rate.bytesPerSecond(Urgency.USUAL);
    }

    private void judge(double excess, int times) {
        for (int time = 0; time < times; time++) {
            rate.adjust(excess, Urgency.USUAL);
        }
    }
}
