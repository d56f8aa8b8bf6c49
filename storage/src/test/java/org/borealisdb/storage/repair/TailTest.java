package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.volume.SegmentMix;
import org.junit.jupiter.api.Test;

/** Groups of three full segments (nodes 0, 2 and 4) and three tails. */
class TailTest {
    private static final List<Integer> FULL = List.of(0, 2, 4);
    private static final List<Integer> TAILS = List.of(1, 3, 5);

    private static Region region(long seed) {
        return new Region(seed, SegmentMix.THREE_FULL_THREE_TAIL);
    }

    private static long layers(Region region, int node) {
        return region.files(node).stream()
                .filter(name -> name.startsWith("layer-"))
                .count();
    }

    private static void awaitAllWhole(Region region) {
        for (int node = 0; node < 6; node++) {
            region.awaitWhole(node);
        }
    }

    private static StorageMessage read(Region region, int node) {
        return region.call(node, new ReadPage(Region.VOLUME, Region.EPOCH, 1, 3, region.vdl(), 0));
    }

    @Test
    void keepNoPagesAndNoLogThatFullSegmentsHave() {
        Region region = region(1);
        region.world.run(() -> {
            region.openWithoutSpare();
            region.write(300, 5_000);
            awaitAllWhole(region);
            region.awaitCount("storage.tail.trimmed", 0, 3);
            for (int node : TAILS) {
                assertThat(layers(region, node)).isZero();
                assertThat(region.status(node).layerBytes()).isZero();
                assertThat(read(region, node))
                        .isInstanceOfSatisfying(
                                ReadRefused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(ReadRefused.Reason.NO_SEGMENT));
            }
            for (int node : FULL) {
                assertThat(layers(region, node)).isPositive();
                assertThat(read(region, node)).isInstanceOf(PageImage.class);
                region.compareAll(node);
            }
            // Trimmed, they are what they were after a restart.
            for (int node : TAILS) {
                region.remembers(node);
                region.crash(node);
                region.start(node);
            }
            awaitAllWhole(region);
            region.write(50, 5_000);
            awaitAllWhole(region);
        });
        region.check();
    }

    @Test
    void keepLogThatOnlyOneFullSegmentHas() {
        Region region = region(2);
        region.world.run(() -> {
            region.openWithoutSpare();
            region.write(20, 5_000);
            awaitAllWhole(region);
            region.crash(2);
            region.crash(4);
            long before = region.counted("storage.tail.trimmed");
            region.write(150, 5_000);
            region.awaitWhole(0);
            TAILS.forEach(region::awaitWhole);
            // At most what all three had.
            assertThat(region.counted("storage.tail.trimmed")).isLessThanOrEqualTo(before + TAILS.size());
            // The only one that has folded it is lost for good: the others get it from the tails.
            region.crash(0);
            region.start(2);
            region.start(4);
            region.awaitWhole(2);
            region.awaitWhole(4);
            region.compareAll(2);
            region.compareAll(4);
        });
        region.check();
    }

    @Test
    void aFullOneThatWasAwayForLongGetsItsPagesFromTheOthers() {
        Region region = region(3);
        region.world.run(() -> {
            region.openWithoutSpare();
            region.write(20, 1_000);
            awaitAllWhole(region);
            region.crash(4);
            region.write(400, 1_000);
            region.awaitCount("storage.tail.trimmed", 0, 1);
            region.start(4);
            region.awaitWhole(4);
            region.compareAll(4);
        });
        region.check();
    }

    @Test
    void oneThatLosesItsDiskBeginsAnew() {
        Region region = region(4);
        region.world.run(() -> {
            region.openWithoutSpare();
            region.write(200, 5_000);
            awaitAllWhole(region);
            region.forgets(1);
            region.crash(1);
            region.startWithoutDisk(1);
            region.tell(1);
            region.awaitWhole(1);
            assertThat(region.counted("storage.tail.begunAnew")).isEqualTo(1);
            region.write(50, 5_000);
            awaitAllWhole(region);
            // So does a full one, with pages.
            region.forgets(0);
            region.crash(0);
            region.startWithoutDisk(0);
            region.tell(0);
            region.awaitWhole(0);
            region.compareAll(0);
        });
        region.check();
    }

    @Test
    void aReplacementOfOneCopiesNothing() {
        Region region = region(5);
        region.world.run(() -> {
            region.open();
            region.write(250, 1_000);
            awaitAllWhole(region);
            long copied = region.counted("storage.repair.bytes");
            region.replace(3);
            region.awaitWhole(Region.SPARE);
            region.settle(3);
            region.write(50, 1_000);
            region.awaitWhole(Region.SPARE);
            assertThat(region.counted("storage.repair.bytes")).isEqualTo(copied);
            assertThat(layers(region, Region.SPARE)).isZero();
        });
        region.check();
    }

    @Test
    void oneThatIsToBeFullCopiesPagesBeforeItServesAny() {
        Region region = region(6);
        region.world.run(() -> {
            region.openWithoutSpare();
            region.write(250, 5_000);
            awaitAllWhole(region);
            region.awaitCount("storage.tail.trimmed", 0, 3);
            region.remembers(1);
            region.exchange(0, 1);
            assertThat(read(region, 1)).isInstanceOf(ReadRefused.class);
            region.awaitWhole(1);
            region.compareAll(1);
            assertThat(region.heard).anyMatch(what -> what.contains("it was a tail"));
            long trimmed = region.counted("storage.tail.trimmed");
            region.write(150, 5_000);
            awaitAllWhole(region);
            region.awaitCount("storage.tail.trimmed", trimmed, 1);
            for (int tries = 0; tries < 100 && layers(region, 0) > 0; tries++) {
                region.write(20, 5_000);
                region.heartbeat();
            }
            assertThat(layers(region, 0)).isZero();
        });
        region.check();
    }
}
