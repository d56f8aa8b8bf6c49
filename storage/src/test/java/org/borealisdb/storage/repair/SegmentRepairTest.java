package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments that were lost or damaged become whole again, from what their peers have, and neither tell nor serve anything wrong before. */
class SegmentRepairTest {
    private static final int VICTIM = Loss.VICTIM;

    @ParameterizedTest
    @EnumSource(Loss.class)
    void aLostSegmentBecomesWholeAgain(Loss loss) {
        for (int seed = 1; seed <= 4; seed++) {
            Region region = new Region(seed);
            Random random = new Random(seed);
            region.world.run(() -> {
                region.open();
                region.write(500, 30_000);
                int lost = loss.inflict(region);
                region.write(100 + random.nextInt(200), 20_000);
                region.awaitWhole(lost);
                region.compareAll(lost);
                region.write(50, 10_000);
                if (loss == Loss.PLACED_ANEW) {
                    region.settle(VICTIM);
                    region.write(20, 10_000);
                    region.awaitWhole(lost);
                    region.pause(500);
                    assertThat(region.files(VICTIM)).isEmpty();
                }
                region.crash(lost);
                region.start(lost);
                region.awaitWhole(lost);
                region.compareAll(lost);
            });
            region.check();
        }
    }

    /** The rebuilding node crashes at random moments, sources crash for a while, and log is written and collected all the time. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void crashesOnTheWayChangeNothing(Loss loss) {
        for (int seed = 1; seed <= 4; seed++) {
            Region region = new Region(100 + seed);
            Random random = new Random(seed);
            region.world.run(() -> {
                region.open();
                region.write(400, 30_000);
                int lost = loss.inflict(region);
                for (int round = 0; round < 4; round++) {
                    region.write(random.nextInt(60), 5_000);
                    region.pauseMicroseconds(random.nextInt(300_000));
                    if (random.nextBoolean()) {
                        region.heal();
                    }
                    int source = random.nextBoolean() ? 0 : 5;
                    if (random.nextBoolean()) {
                        region.crash(source);
                        region.write(random.nextInt(40), 5_000);
                        region.start(source);
                    }
                    region.crash(lost);
                    region.pause(random.nextInt(30));
                    region.start(lost);
                    region.heartbeat();
                    region.compare(lost, region.vdl(), false);
                }
                region.awaitWhole(lost);
                region.compareAll(lost);
                for (int node = 0; node < 6; node++) {
                    region.awaitWhole(node);
                    region.compareAll(node);
                }
            });
            region.check();
        }
    }

    /** The journal's damage is outlived: the next start does not find it again. */
    @Test
    void journalDamageIsOutlived() {
        for (int seed = 1; seed <= 6; seed++) {
            Region region = new Region(200 + seed);
            region.world.run(() -> {
                region.open();
                region.write(200, 30_000);
                Loss.ROTTEN_JOURNAL.inflict(region);
                region.awaitWhole(VICTIM);
                region.write(100, 30_000);
                region.pause(1000);
                region.heard.clear();
                region.crash(VICTIM);
                region.start(VICTIM);
                region.awaitWhole(VICTIM);
                assertThat(region.heard).noneMatch(what -> what.contains("all segments abstain"));
                region.compareAll(VICTIM);
            });
            region.check();
        }
    }

    /** With fewer than three other slots that say how far they are, a segment that may have forgotten stays silent, and does not give up. */
    @ParameterizedTest
    @ValueSource(strings = {"ROTTEN_LAYERS", "ROTTEN_JOURNAL", "FOLDER_GONE", "DISK_GONE"})
    void tooFewPeersKeepASegmentSilent(Loss loss) {
        Region region = new Region(300);
        region.world.run(() -> {
            region.open();
            region.write(300, 30_000);
            for (int node = 3; node < 6; node++) {
                region.crash(node);
            }
            loss.inflict(region);
            for (int round = 0; round < 40; round++) {
                region.heartbeat();
                region.heal();
                region.pause(50);
                assertThat(region.status(VICTIM).segments()).isEmpty();
                assertThat(region.compare(VICTIM, region.vdl(), false)).isZero();
            }
            assertThat(region.status(VICTIM).state()).contains("abstains");
            assertThat(region.status(VICTIM).repairs()).hasSize(1);
            assertThat(region.status(VICTIM).repairs().getFirst().reason()).contains("fewer than three other slots");
            region.start(3);
            region.start(4);
            region.start(5);
            region.awaitWhole(VICTIM);
            region.compareAll(VICTIM);
            assertThat(region.status(VICTIM).repairs()).isEmpty();
        });
        region.check();
    }

    /** Without room nothing is copied, nothing is left behind, and the node says what it waits for; with room it goes on. */
    @Test
    void aFullDiskOnlyDelaysIt() {
        for (int seed = 1; seed <= 6; seed++) {
            Region region = new Region(400 + seed);
            long room = (1 << 20) + seed * 15_000L;
            region.world.run(() -> {
                region.open();
                region.write(300, 30_000);
                Loss.FOLDER_GONE.inflict(region);
                region.host(VICTIM).disk().capacity(region.host(VICTIM).disk().usedBytes() + room);
                region.awaitRenewal(VICTIM);
                region.pause(2_000);
                assertThat(region.status(VICTIM).serving()).isTrue();
                assertThat(region.status(VICTIM).segments()).isEmpty();
                assertThat(region.files(VICTIM)).noneMatch(name -> name.startsWith("layer-"));
                region.host(VICTIM).disk().repair();
                region.awaitWhole(VICTIM);
                region.compareAll(VICTIM);
                assertThat(region.files(VICTIM)).noneMatch(name -> name.startsWith("copy-"));
            });
            assertThat(region.counted("storage.repair.noRoom")).isPositive();
            region.check();
        }
    }

    /** A disk that fails a write of a copy makes the node step aside (R5); started again on a sound disk, it rebuilds. */
    @Test
    void aFailingDiskMakesTheNodeStepAside() {
        for (int seed = 1; seed <= 6; seed++) {
            Region region = new Region(500 + seed);
            int writes = 2 * seed;
            region.world.run(() -> {
                region.open();
                region.write(300, 30_000);
                Loss.FOLDER_GONE.inflict(region);
                region.awaitRenewal(VICTIM);
                while (region.counted("storage.repair.bytes") == 0) {
                    region.pause(1);
                }
                region.host(VICTIM).disk().failWriteAfter(writes);
                region.pause(1_000);
                assertThat(region.stepped).hasSize(1);
                assertThat(region.status(VICTIM).serving()).isFalse();
                region.stepped.clear();
                region.crash(VICTIM);
                region.host(VICTIM).disk().repair();
                region.start(VICTIM);
                region.awaitWhole(VICTIM);
                region.compareAll(VICTIM);
            });
            region.check();
        }
    }
}
