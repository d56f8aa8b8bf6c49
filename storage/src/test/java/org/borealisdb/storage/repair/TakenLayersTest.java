package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.volume.SegmentMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of one process that take each other's layers: what they serve is the same, whatever becomes of the one that made them. */
class TakenLayersTest {
    private static final int COPIES = 6;

    private static Region region(long seed) {
        return new Region(seed, SegmentMix.SIX_FULL, true);
    }

    private static void compareAll(Region region) {
        for (int node = 0; node < COPIES; node++) {
            region.awaitWhole(node);
            region.compareAll(node);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void oneMakesThemAndTheOthersTakeThem(long seed) {
        Region region = region(seed);
        region.world.run(() -> {
            region.open();
            region.write(600, 5_000);
            compareAll(region);
            region.write(600, 60_000);
            compareAll(region);
            long taken = region.counted("storage.share.folds");
            assertThat(taken)
                    .as("of %d", region.counted("storage.materialize.folded"))
                    .isGreaterThan(region.counted("storage.materialize.folded") / 2);
            assertThat(region.counted("storage.share.merges")).isPositive();
            assertThat(region.counted("storage.share.otherLog")).isZero();
        });
        region.check();
    }

    /** Its files go with it, and so do its claims: then the others make what they need. */
    @Test
    void whoMadeThemMayDisappear() {
        long lost = 0;
        long taken = 0;
        for (int seed = 1; seed <= 6; seed++) {
            Region region = region(100 + seed);
            region.world.run(() -> {
                region.open();
                for (int round = 0; round < 12; round++) {
                    int node = round % 2;
                    region.write(60, 5_000);
                    region.pause(round * 7L);
                    region.remembers(node);
                    region.crash(node);
                    region.write(60, 5_000);
                    region.start(node);
                    region.awaitWhole(node);
                }
                compareAll(region);
            });
            region.check();
            lost += region.counted("storage.share.lost");
            taken += region.counted("storage.share.folds");
        }
        assertThat(lost).isPositive();
        assertThat(taken).isPositive();
    }

    /** That one has another content, under right checksums, is seen where its layers would be taken, or it takes others'; from then on what is wrong stays where it is. */
    @Test
    void whatIsWrongInOneDoesNotSpread() {
        long seen = 0;
        for (int seed = 0; seed < 18; seed++) {
            int wrong = seed % COPIES;
            Region region = region(300 + seed);
            region.world.run(() -> {
                region.open();
                region.write(200, 30_000);
                long page = region.writeTwoContents(List.of(wrong));
                region.write(300, 200_000);
                region.awaitDiffering(1);
                for (int node = 0; node < COPIES; node++) {
                    assertThat(region.serves(node, page))
                            .as("node%d; heard %s", node, region.heard)
                            .isEqualTo(node != wrong);
                }
            });
            region.check();
            seen += region.counted("storage.share.otherLog");
        }
        assertThat(seen).isPositive();
    }
}
