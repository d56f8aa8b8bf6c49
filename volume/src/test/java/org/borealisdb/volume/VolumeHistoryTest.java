package org.borealisdb.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.borealisdb.volume.FakeRegion.MILLISECOND;
import static org.borealisdb.volume.FakeRegion.append;
import static org.borealisdb.volume.FakeRegion.read;

import java.util.Optional;
import java.util.SplittableRandom;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.net.LinkQuality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random histories: a writer that sets two pages of two groups to a counter, again and again, is killed and opened again, while nodes crash and come
 * back and messages get lost, doubled and reordered. What was acknowledged must be there, and both pages must agree.
 */
class VolumeHistoryTest {
    private static final int SEEDS = 40;

    @AfterEach
    void removeBugs() {
        PlantedBug.removeAll();
    }

    @Test
    void whatWasAcknowledgedSurvives() {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
    }

    /** The other planted bugs need more than this small region to show: the simulation of the whole volume finds them. */
    @Test
    void aFenceOfTwoIsFound() {
        PlantedBug.FENCE_OF_TWO.plant();
        int found = 0;
        for (int seed = 0; seed < 300 && found == 0; seed++) {
            try {
                run(seed);
            } catch (AssertionError e) {
                found++;
            }
        }
        assertThat(found).isPositive();
    }

    private static void run(int seed) {
        FakeRegion region = new FakeRegion(seed);
        SplittableRandom random = new SplittableRandom(seed);
        region.run(() -> {
            FakeRegion.Writer first = region.writer("writer0");
            first.create();
            first.open().growTo(2);
            first.host.crash();
            region.world.network().quality(new LinkQuality(20_000, 2_000_000, 30, 20, 20));
            region.metadataLog.lossPerMille(100);
            long[] acknowledged = new long[1];
            long[] appended = new long[1];
            for (int life = 1; life <= 4; life++) {
                FakeRegion.Writer writer = region.writer("writer" + life);
                Volume volume = open(writer);
                long found = read(volume, 1).orElse(0L);
                assertThat(found).as("seed %d, life %d", seed, life).isBetween(acknowledged[0], appended[0]);
                assertThat(read(volume, 11))
                        .as("seed %d, life %d", seed, life)
                        .isEqualTo(Optional.of(found).filter(value -> value > 0));
                appended[0] = found;
                writer.process.tasks().start("commits", TaskKind.SESSION, () -> {
                    while (true) {
                        appended[0]++;
                        long value = appended[0];
                        long lsn = append(volume, value, 1, 11);
                        volume.awaitDurable(lsn);
                        acknowledged[0] = value;
                    }
                });
                for (int fault = random.nextInt(4); fault >= 0; fault--) {
                    region.sleep(random.nextLong(20 * MILLISECOND));
                    FakeStorageNode node = region.nodes.get(random.nextInt(6));
                    if (node.running()) {
                        node.crash();
                    } else {
                        node.start();
                    }
                }
                region.sleep(random.nextLong(20 * MILLISECOND));
                writer.host.crash();
                for (FakeStorageNode node : region.nodes) {
                    if (!node.running() && random.nextInt(3) > 0) {
                        node.start();
                    }
                }
                while (region.nodes.stream().filter(FakeStorageNode::running).count() < 4) {
                    region.nodes.stream()
                            .filter(node -> !node.running())
                            .findFirst()
                            .orElseThrow()
                            .start();
                }
                if (random.nextBoolean()) {
                    region.gossip();
                }
            }
        });
    }

    private static Volume open(FakeRegion.Writer writer) {
        try {
            return writer.client.open(TestVolumes.VOLUME, PreviousWriter.KNOWN_DEAD);
        } catch (OperationException e) {
            throw new AssertionError("cannot open: " + e.getMessage(), e);
        }
    }
}
