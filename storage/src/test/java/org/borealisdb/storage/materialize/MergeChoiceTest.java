package org.borealisdb.storage.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.storage.materialize.MergeChoice.Candidate;
import org.junit.jupiter.api.Test;

/** Which layers are merged; sizes are in units of a fold. */
class MergeChoiceTest {
    private static final long FOLD = 1000;
    private static final int MOST = 4;
    private static final long ENOUGH = Long.MAX_VALUE / 4;
    private static final MaterializeSettings SETTINGS =
            new MaterializeSettings(Duration.ofMillis(1), FOLD, 8 * FOLD, 52, 16 << 10, MOST, 6, 0, 0);

    /** Layers of so many folds, the n-th of which ends at LSN 100 n. */
    private static List<Candidate> layers(int... folds) {
        List<Candidate> layers = new ArrayList<>();
        for (int fold : folds) {
            layers.add(new Candidate(fold * FOLD, 100L * (layers.size() + 1), false));
        }
        return layers;
    }

    private static MergeChoice choice(List<Candidate> layers, long floor, long room) {
        return MergeChoice.of(layers, floor, room, SETTINGS).orElse(new MergeChoice(0, 0));
    }

    @Test
    void nothingIsMergedWhileThereAreFewLayers() {
        assertThat(MergeChoice.of(layers(1, 1, 1, 1), 0, ENOUGH, SETTINGS)).isEmpty();
        assertThat(MergeChoice.of(List.of(), 0, ENOUGH, SETTINGS)).isEmpty();
    }

    @Test
    void theNewestAreMergedAsFarAsTheyOutweighHalfOfTheNextOlderOne() {
        assertThat(choice(layers(1, 1, 1, 1, 1), 0, ENOUGH)).isEqualTo(new MergeChoice(0, 5));
        assertThat(choice(layers(15, 1, 1, 1, 1), 0, ENOUGH)).isEqualTo(new MergeChoice(1, 5));
        assertThat(choice(layers(15, 15, 1, 1, 1), 0, ENOUGH)).isEqualTo(new MergeChoice(2, 5));
        assertThat(choice(layers(15, 6, 1, 1, 1), 0, ENOUGH)).isEqualTo(new MergeChoice(0, 5));
    }

    @Test
    void largeLayersAreLeftAloneHoweverMany() {
        assertThat(MergeChoice.of(layers(16, 16, 16, 16, 16, 16, 1, 1, 1, 1), 0, ENOUGH, SETTINGS))
                .isEmpty();
        assertThat(choice(layers(16, 16, 16, 16, 16, 16, 1, 1, 1, 1, 1), 0, ENOUGH))
                .isEqualTo(new MergeChoice(6, 11));
        // Small ones before a large one came so by a copy or a restore.
        assertThat(choice(layers(1, 1, 1, 16, 1, 1, 1, 1, 1), 0, ENOUGH)).isEqualTo(new MergeChoice(4, 9));
    }

    @Test
    void whatIsLargeGrowsWithTheSegmentSoThatTheNumberOfLayersIsBounded() {
        assertThat(choice(layers(3200, 30, 30, 30, 30, 30), 0, ENOUGH)).isEqualTo(new MergeChoice(1, 6));
    }

    @Test
    void whenMostOfWhatIsNewIsAskedForNoMoreItIsMergedWithTheOldestAndTheRestLeftAlone() {
        assertThat(choice(layers(40, 30, 20), 200, ENOUGH)).isEqualTo(new MergeChoice(0, 2));
        assertThat(choice(layers(40, 30, 20), 300, ENOUGH)).isEqualTo(new MergeChoice(0, 3));
        assertThat(MergeChoice.of(layers(40, 30, 20), 199, ENOUGH, SETTINGS)).isEmpty();
        assertThat(MergeChoice.of(layers(50, 30, 20), 300, ENOUGH, SETTINGS)).isEmpty();
        assertThat(MergeChoice.of(layers(2, 2, 2), 300, ENOUGH, SETTINGS)).isEmpty();
        assertThat(MergeChoice.of(layers(40), 300, ENOUGH, SETTINGS)).isEmpty();
    }

    @Test
    void noMoreIsMergedThanTheDiskHasRoomFor() {
        assertThat(choice(layers(40, 30, 20), 300, 60 * FOLD)).isEqualTo(new MergeChoice(1, 3));
        assertThat(choice(layers(40, 30, 20), 300, 10 * FOLD).count()).isZero();
        assertThat(choice(layers(1, 1, 1, 1, 1), 0, 3 * FOLD)).isEqualTo(new MergeChoice(2, 5));
        assertThat(choice(layers(1, 1, 1, 1, 1), 0, FOLD).count()).isEqualTo(1);
    }

    @Test
    void whatIsNotHereYetIsLeftAloneAndSoIsWhatIsOlder() {
        List<Candidate> layers = new ArrayList<>(layers(1, 1, 1, 1, 1, 1, 1, 1));
        layers.set(2, new Candidate(FOLD, 300, true));
        assertThat(choice(layers, 0, ENOUGH)).isEqualTo(new MergeChoice(3, 8));
        layers.set(7, new Candidate(FOLD, 800, true));
        assertThat(MergeChoice.of(layers, 800, ENOUGH, SETTINGS)).isEmpty();
        assertThat(MergeChoice.newest(layers, ENOUGH).count()).isZero();
    }
}
