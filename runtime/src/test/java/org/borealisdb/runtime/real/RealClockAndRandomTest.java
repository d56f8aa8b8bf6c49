package org.borealisdb.runtime.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.borealisdb.runtime.random.RandomSource;
import org.junit.jupiter.api.Test;

/** The machine's clocks and random numbers. */
class RealClockAndRandomTest {
    @Test
    void theMonotonicClockNeverGoesBack() {
        RealClock clock = new RealClock();
        long last = clock.nanoTime();
        for (int reading = 0; reading < 10_000; reading++) {
            long now = clock.nanoTime();
            assertThat(now - last).isNotNegative();
            last = now;
        }
    }

    @Test
    void theWallClockCountsMicrosecondsSince1970() {
        long micros = new RealClock().wallMicros();
        assertThat(micros / 1_000).isCloseTo(System.currentTimeMillis(), within(10_000L));
    }

    @Test
    void boundedNumbersStayInBoundsAndAreEven() {
        RandomSource random = new RealRandom();
        int[] counts = new int[10];
        for (int draw = 0; draw < 100_000; draw++) {
            counts[random.nextInt(10)]++;
        }
        // Ten standard deviations of a binomial distribution: fails by chance less than once in 10^22 runs.
        for (int count : counts) {
            assertThat(count).isCloseTo(10_000, within(950));
        }
        assertThat(random.nextInt(1)).isZero();
        for (int draw = 0; draw < 1_000; draw++) {
            assertThat(random.nextInt(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
            assertThat(random.nextInt((1 << 30) + 1)).isBetween(0, 1 << 30);
        }
        assertThatThrownBy(() -> random.nextInt(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoSourcesDifferAndNothingRepeats() {
        Set<Long> seen = new HashSet<>();
        for (int source = 0; source < 20; source++) {
            RandomSource random = new RealRandom();
            for (int draw = 0; draw < 1_000; draw++) {
                assertThat(seen.add(random.nextLong())).isTrue();
            }
        }
        byte[] first = new byte[32];
        byte[] second = new byte[32];
        new RealRandom().nextBytes(first);
        new RealRandom().nextBytes(second);
        assertThat(first).isNotEqualTo(second).isNotEqualTo(new byte[32]);
    }
}
