package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import org.borealisdb.runtime.config.PlantedBug;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation finds every planted bug: what it says of the real code is worth something. */
class PlantedBugTest {
    private static final int SEEDS = 500;

    @AfterEach
    void remove() {
        PlantedBug.removeAll();
    }

    @ParameterizedTest
    @EnumSource
    void isFound(PlantedBug bug) {
        bug.plant();
        long seed = 1;
        while (seed <= SEEDS && !found(seed)) {
            seed++;
        }
        System.out.println(bug + " found by seed " + seed);
        assertThat(seed).as("first seed that finds " + bug).isLessThanOrEqualTo(SEEDS);
    }

    private static boolean found(long seed) {
        try {
            new VolumeSimulation(seed).run();
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }
}
