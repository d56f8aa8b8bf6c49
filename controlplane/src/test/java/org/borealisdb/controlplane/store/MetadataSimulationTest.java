package org.borealisdb.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.QueryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Groups in simulated worlds with faults. The seed of a world that fails is in the message; {@code new MetadataSimulation(seed).run()} repeats it. */
class MetadataSimulationTest {
    private static final int SEEDS = 30;

    @Test
    void whatClientsAreToldIsLinearizableWhateverFails() {
        long stored = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            MetadataSimulation simulation = new MetadataSimulation(seed);
            run(seed, simulation::run);
            stored += simulation.history().stored();
        }
        assertThat(stored).as("changes that were stored").isGreaterThan(100 * SEEDS);
    }

    @Test
    void aLeaderThatHearsOfThePastDoesNotAnswerFromIt() {
        for (long seed = 1; seed <= 15; seed++) {
            run(seed, new MetadataSimulation(seed)::runLateLeaders);
        }
    }

    @Test
    void whoLostItsDiskAndIsReadmittedHasForgottenNothing() {
        int replaced = 0;
        for (long seed = 1; seed <= 15; seed++) {
            MetadataSimulation simulation = new MetadataSimulation(seed).losingDisks();
            run(seed, simulation::run);
            replaced += simulation.disksReplaced();
        }
        assertThat(replaced).as("disks that were replaced").isGreaterThan(10);
    }

    @Test
    void aGroupOfOneKeepsWhatItAcknowledged() {
        for (long seed = 1; seed <= 10; seed++) {
            run(seed, new MetadataSimulation(seed, 1)::run);
        }
    }

    /** Two followers that had begun to ask for votes when their leader was heard a last time; see {@link Arrivals}. */
    @Test
    void noMemberFollowsASilentLeaderForEver() {
        for (long seed : List.of(585L, 629L)) {
            run(seed, new MetadataSimulation(seed)::run);
        }
    }

    @Test
    void aSeedDecidesEverything() {
        List<Long> traces = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
            MetadataSimulation simulation = new MetadataSimulation(7);
            run(7, simulation::run);
            traces.add(simulation.world().scheduler().trace());
        }
        assertThat(traces.getFirst()).isEqualTo(traces.getLast());
    }

    @Test
    void findsThatDisksAreNotSynced() {
        assertThat(found(seed -> new MetadataSimulation(seed).files(UnsyncedFileStore::new)))
                .as("seeds that find it")
                .isPositive();
    }

    @Test
    void findsThatReadsAreNotConfirmed() {
        assertThat(found(seed -> new MetadataSimulation(seed).reads(QueryPolicy.EVENTUAL_CONSISTENCY)))
                .as("seeds that find it")
                .isPositive();
    }

    @Test
    void findsThatALeaderTrustsItsLease() {
        assertThat(found(seed -> new MetadataSimulation(seed).reads(QueryPolicy.LEADER_LEASE)))
                .as("seeds that find it")
                .isPositive();
    }

    @Test
    void aHistoryThatGoesBackIsRefused() {
        History history = new History();
        history.add(new History.Change("a", "key", 0, "one", 0, 10, History.Outcome.STORED));
        history.add(new History.Change("a", "key", 1, "two", 20, 30, History.Outcome.STORED));
        history.add(new History.Read("b", "key", 2, "two", 25, 28));
        history.check();
        history.add(new History.Read("b", "key", 1, "one", 40, 50));
        assertThatThrownBy(history::check).isInstanceOf(AssertionError.class).hasMessageContaining("went back");
    }

    private static int found(LongFunction<MetadataSimulation> made) {
        int found = 0;
        for (long seed = 1; seed <= SEEDS && found == 0; seed++) {
            try {
                made.apply(seed).run();
            } catch (AssertionError _) {
                found++;
            }
        }
        return found;
    }

    private static void run(long seed, Runnable simulation) {
        try {
            simulation.run();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
