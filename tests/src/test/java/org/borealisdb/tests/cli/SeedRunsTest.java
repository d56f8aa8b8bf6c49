package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.borealisdb.tests.cli.SeedRuns.Broken;
import org.borealisdb.tests.cli.SeedRuns.Clean;
import org.borealisdb.tests.cli.SeedRuns.Outcome;
import org.borealisdb.tests.volume.DatabaseSimulation;
import org.borealisdb.tests.volume.VolumeSimulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Seeds run beside one another, and nobody can tell from what is reported. */
class SeedRunsTest {
    private static List<Outcome> outcomes(LongFunction<SortedMap<String, Long>> simulation, int jobs, long count)
            throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        new SeedRuns(simulation, jobs).run(1, count, outcomes::add);
        return outcomes;
    }

    private static SortedMap<String, Long> counts(long seed) {
        return new TreeMap<>(Map.of("seed", seed));
    }

    @Test
    void aVolumeBesideAnotherDoesWhatItDoesAlone() throws InterruptedException {
        LongFunction<SortedMap<String, Long>> simulation = seed -> new VolumeSimulation(seed).run();
        assertThat(outcomes(simulation, 3, 5)).isEqualTo(outcomes(simulation, 1, 5));
    }

    @Test
    void aDatabaseBesideAnotherDoesWhatItDoesAlone() throws InterruptedException {
        LongFunction<SortedMap<String, Long>> simulation = seed -> new DatabaseSimulation(seed).run();
        assertThat(outcomes(simulation, 3, 3)).isEqualTo(outcomes(simulation, 1, 3));
    }

    /** Seed 1 ends only when seed 2 has. */
    @Test
    @Timeout(60)
    void runsAreTogetherAndToldInOrder() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        LongFunction<SortedMap<String, Long>> simulation = seed -> {
            if (seed == 2) {
                second.countDown();
            }
            if (seed == 1) {
                await(second);
            }
            return counts(seed);
        };
        List<Outcome> expected = new ArrayList<>();
        for (long seed = 1; seed <= 100; seed++) {
            expected.add(new Clean(counts(seed)));
        }
        assertThat(outcomes(simulation, 2, 100)).isEqualTo(expected);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBrokenPromiseIsToldAndTheOthersGoOn() throws InterruptedException {
        LongFunction<SortedMap<String, Long>> simulation = seed -> {
            if (seed == 3) {
                throw new AssertionError("seed 3: lost a commit");
            }
            return counts(seed);
        };
        assertThat(outcomes(simulation, 2, 4))
                .containsExactly(
                        new Clean(counts(1)),
                        new Clean(counts(2)),
                        new Broken("seed 3: lost a commit"),
                        new Clean(counts(4)));
    }

    @Test
    void whateverElseEndsARunNamesItsSeed() {
        LongFunction<SortedMap<String, Long>> simulation = seed -> {
            if (seed == 5) {
                throw new IllegalStateException("no such page");
            }
            return counts(seed);
        };
        assertThatThrownBy(() -> outcomes(simulation, 2, 50))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("seed 5")
                .hasMessageContaining("no such page");
    }

    @Test
    void thereIsAtLeastOneJob() {
        assertThatThrownBy(() -> new SeedRuns(SeedRunsTest::counts, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SeedRuns(SeedRunsTest::counts, SeedRuns.MOST_JOBS + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
