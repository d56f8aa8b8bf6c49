package org.borealisdb.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.borealisdb.volume.FakeRegion.MILLISECOND;
import static org.borealisdb.volume.FakeRegion.SECOND;
import static org.borealisdb.volume.FakeRegion.append;
import static org.borealisdb.volume.FakeRegion.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.Test;

/** The volume client against six fake storage nodes, in a simulated world. */
class VolumeClientTest {
    @Test
    void writesBecomeDurableAndCanBeRead() {
        FakeRegion region = new FakeRegion(1);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            List<Long> told = new ArrayList<>();
            volume.onDurable(told::add);
            assertThat(volume.openedAt()).isZero();
            assertThat(read(volume, 3)).isEmpty();
            long lsn = append(volume, 42, 3, 5);
            volume.awaitDurable(lsn);
            assertThat(volume.vdl()).isEqualTo(lsn).isEqualTo(volume.appendedLsn());
            assertThat(told).containsExactly(lsn);
            volume.confirmLease();
            assertThat(read(volume, 3)).contains(42L);
            assertThat(read(volume, 5)).contains(42L);
            volume.close();
            volume.close();
            assertThatThrownBy(volume::vdl).isInstanceOf(IllegalStateException.class);
            Volume again = writer.open();
            assertThat(again.openedAt()).isEqualTo(lsn);
            assertThat(read(again, 5)).contains(42L);
        });
    }

    @Test
    void aReadThatIsSlowIsAskedOfAnotherNodeToo() {
        FakeRegion region = new FakeRegion(3);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            volume.awaitDurable(append(volume, 42, 3));
            for (int read = 0; read < 300; read++) {
                assertThat(read(volume, 3)).contains(42L);
            }
            assertThat(writer.process.metrics().values()).doesNotContainKey("volume.reads.hedge-first");
            for (FakeStorageNode node : region.nodes) {
                // The one that is asked first hears, but is not heard.
                region.world.network().cut(node.address(), new Address("writer"));
                long began = writer.process.clock().nanoTime();
                assertThat(read(volume, 3)).contains(42L);
                assertThat(writer.process.clock().nanoTime() - began).isLessThan(100 * MILLISECOND);
                region.world.network().healAll();
            }
            assertThat(writer.process.metrics().values())
                    .containsKeys("volume.reads.hedged", "volume.reads.hedge-first");
            assertThat(writer.process.metrics().values()).doesNotContainKey("volume.reads.unanswered");
        });
    }

    @Test
    void whatNobodyWaitsForIsSentToo() {
        FakeRegion region = new FakeRegion(2);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            long lsn = append(volume, 1, 1);
            region.sleep(SECOND);
            assertThat(volume.vdl()).isEqualTo(lsn);
        });
    }

    @Test
    void whatNobodyWaitsForCausesNoRoundOfItsOwnWhileOthersCommit() {
        FakeRegion region = new FakeRegion(21);
        int commits = 100;
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            LongAdder rounds = region.world.metrics().counter("volume.sent.rounds");
            long roundsBefore = rounds.sum();
            long began = writer.process.clock().nanoTime();
            for (int commit = 0; commit < commits; commit++) {
                long lsn = append(volume, commit, 1);
                Task other = writer.process.tasks().start("other", TaskKind.SESSION, () -> append(volume, 1, 2));
                volume.awaitDurable(lsn);
                other.join();
            }
            long ticks = (writer.process.clock().nanoTime() - began)
                    / FakeRegion.settings().tickNanos();
            assertThat(rounds.sum() - roundsBefore).isBetween((long) commits, commits + ticks + 1);
        });
    }

    @Test
    void manySessionsShareRoundsAndBackPressureHolds() {
        FakeRegion region = new FakeRegion(3);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            List<Task> sessions = new ArrayList<>();
            for (int session = 0; session < 32; session++) {
                int page = session % 10;
                sessions.add(writer.process.tasks().start("session", TaskKind.SESSION, () -> {
                    for (int commit = 0; commit < 50; commit++) {
                        volume.awaitDurable(append(volume, commit, page));
                    }
                }));
            }
            sessions.forEach(Task::join);
            long rounds = region.world.metrics().counter("volume.sent.rounds").sum();
            assertThat(rounds).isLessThan(32 * 50 / 4);
            assertThat(volume.vdl()).isEqualTo(volume.appendedLsn());
        });
    }

    @Test
    void aThirdFailureStopsWritesButNotReadsAndTheyResume() {
        FakeRegion region = new FakeRegion(4);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            region.nodes.get(0).crash();
            region.nodes.get(3).crash();
            volume.awaitDurable(append(volume, 1, 1));
            region.nodes.get(1).crash();
            long lsn = append(volume, 2, 1);
            Task waiting = writer.process.tasks().start("waiting", TaskKind.SESSION, () -> volume.awaitDurable(lsn));
            region.sleep(5 * SECOND);
            assertThat(waiting.done()).isFalse();
            volume.confirmLease();
            assertThat(read(volume, 1)).contains(1L);
            region.nodes.get(0).start();
            waiting.join();
            assertThat(read(volume, 1)).contains(2L);
        });
        assertThat(region.world.metrics().values()).containsKey("volume.lease.confirmed-by-metadata-log");
    }

    @Test
    void aRivalFencesTheWriter() {
        FakeRegion region = new FakeRegion(5);
        region.run(() -> {
            FakeRegion.Writer first = region.writer("writer1");
            first.create();
            Volume old = first.open();
            old.awaitDurable(append(old, 1, 1));
            FakeRegion.Writer second = region.writer("writer2");
            Volume next = second.open();
            assertThat(read(next, 1)).contains(1L);
            assertThatThrownBy(() -> {
                        old.confirmLease();
                        old.awaitDurable(append(old, 2, 1));
                    })
                    .isInstanceOf(FencedException.class);
            assertThatThrownBy(() -> read(old, 1)).isInstanceOf(FencedException.class);
            next.awaitDurable(append(next, 3, 1));
            assertThat(read(next, 1)).contains(3L);
        });
    }

    @Test
    void aWriterThatIsCutOffStopsToAnswerBeforeTheNextOneCommits() {
        FakeRegion region = new FakeRegion(6);
        region.run(() -> {
            FakeRegion.Writer first = region.writer("writer1");
            first.create();
            Volume old = first.open();
            old.awaitDurable(append(old, 1, 1));
            old.confirmLease();
            region.nodes.forEach(node -> {
                region.world.network().cut(new Address("writer1"), address(region, node));
                region.world.network().cut(address(region, node), new Address("writer1"));
            });
            FakeRegion.Writer second = region.writer("writer2");
            Volume next = second.open();
            next.awaitDurable(append(next, 2, 1));
            assertThatThrownBy(old::confirmLease).isInstanceOf(FencedException.class);
        });
    }

    @Test
    void threeOfSixSufficeToOpenAndRead() {
        FakeRegion region = new FakeRegion(7);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            region.nodes.get(0).crash();
            volume.awaitDurable(append(volume, 1, 1));
            writer.host.crash();
            region.nodes.get(1).crash();
            region.nodes.get(2).crash();
            Volume again = region.writer("writer2").open();
            assertThat(read(again, 1)).contains(1L);
            long lsn = append(again, 2, 1);
            region.sleep(3 * SECOND);
            assertThat(again.vdl()).isLessThan(lsn);
            region.nodes.get(0).start();
            region.gossip();
            again.awaitDurable(lsn);
            assertThat(read(again, 1)).contains(2L);
        });
    }

    @Test
    void anOpenerSendsNothingToAQuickNodeThatLacksLogWhileSlowerOnesLackNothing() {
        FakeRegion region = new FakeRegion(7);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            region.nodes.get(0).crash();
            volume.awaitDurable(append(volume, 1, 1));
            region.sleep(MILLISECOND);
            writer.host.crash();
            region.nodes.get(0).start();
            for (int slow = 4; slow < 6; slow++) {
                region.nodes.get(slow).beforeAnswers(() -> region.sleep(20 * MILLISECOND));
            }
            FakeRegion.Writer second = region.writer("writer2");
            assertThat(read(second.open(), 1)).contains(1L);
            assertThat(second.process.metrics().values())
                    .doesNotContainKeys("volume.opening.resent", "volume.opening.three-complete");
        });
    }

    @Test
    void tooFewSegmentsAreAClearError() {
        FakeRegion region = new FakeRegion(8);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            assertThatThrownBy(writer::open).isInstanceOf(NoSuchVolumeException.class);
            writer.create();
            assertThatThrownBy(writer::create).isInstanceOf(IllegalStateException.class);
            for (int index = 0; index < 4; index++) {
                region.nodes.get(index).crash();
            }
            assertThatThrownBy(writer::open)
                    .isInstanceOf(VolumeUnavailableException.class)
                    .hasMessageContaining("group 0 has 2 segments, and needs 3 of 6")
                    .hasMessageContaining("node3");
        });
    }

    @Test
    void aMetadataLogThatLostDecisionsIsNoticed() {
        FakeRegion region = new FakeRegion(9);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            writer.open().close();
            Map<String, MetadataValue> older = region.metadataLog.copy();
            writer.open().close();
            region.metadataLog.restore(older);
            assertThatThrownBy(writer::open).isInstanceOf(MetadataLogBehindException.class);
        });
    }

    @Test
    void aVolumeGrowsWhileItIsWritten() {
        FakeRegion region = new FakeRegion(10);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            assertThatThrownBy(() -> append(volume, 1, 10)).isInstanceOf(IllegalArgumentException.class);
            volume.awaitDurable(append(volume, 1, 1));
            volume.growTo(3);
            assertThat(volume.groups()).isEqualTo(3);
            volume.awaitDurable(append(volume, 2, 1, 12, 25));
            assertThat(read(volume, 25)).contains(2L);
            writer.host.crash();
            Volume again = region.writer("writer").open();
            assertThat(again.groups()).isEqualTo(3);
            assertThat(read(again, 12)).contains(2L);
            again.awaitDurable(append(again, 3, 12));
            assertThat(read(again, 12)).contains(3L);
        });
    }

    @Test
    void aLateSegmentGetsItsBatchesAgain() {
        FakeRegion region = new FakeRegion(11);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            region.sleep(100 * MILLISECOND);
            region.nodes.get(5).crash();
            long lsn = append(volume, 1, 1);
            volume.awaitDurable(lsn);
            region.nodes.get(5).start();
            region.sleep(3 * SECOND);
            assertThat(region.nodes.get(5).scl(0)).isEqualTo(lsn);
        });
    }

    private static Address address(FakeRegion region, FakeStorageNode node) {
        return TestVolumes.node(region.nodes.indexOf(node));
    }
}
