package org.borealisdb.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.borealisdb.volume.FakeRegion.MILLISECOND;
import static org.borealisdb.volume.FakeRegion.SECOND;
import static org.borealisdb.volume.FakeRegion.append;
import static org.borealisdb.volume.FakeRegion.read;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.net.LinkQuality;
import org.borealisdb.volume.stream.FollowedVolume;
import org.borealisdb.volume.stream.LogLostException;
import org.borealisdb.volume.stream.ReaderStatus;
import org.borealisdb.volume.stream.StreamSettings;
import org.junit.jupiter.api.Test;

/** Readers that follow a writer's log, with six fake storage nodes, in a simulated world. */
class FollowedVolumeTest {
    private static final Address WRITER = new Address("writer");

    @Test
    void aReaderSeesWhatIsWritten() {
        FakeRegion region = new FakeRegion(1);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            volume.awaitDurable(append(volume, 41, 3));
            assertThat(volume.oldestViewOfReaders()).isEqualTo(Long.MAX_VALUE);
            FakeRegion.Writer reader = region.writer("reader");
            FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            long joinedAt = followed.vdl();
            assertThat(joinedAt).isEqualTo(volume.vdl()).isEqualTo(followed.openedAt());
            assertThat(read(followed, 3)).contains(41L);
            List<Long> told = new ArrayList<>();
            followed.onDurable(told::add);
            RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
            followed.start(log);
            long lsn = append(volume, 42, 3, 5);
            volume.awaitDurable(lsn);
            assertThat(followed.waitForApplied(lsn, SECOND)).isTrue();
            assertThat(log.value(5)).isEqualTo(42);
            assertThat(read(followed, 3)).contains(42L);
            assertThat(told).containsExactly(lsn);
            followed.confirmLease();
            region.sleep(SECOND);
            volume.awaitDurable(append(volume, 43, 6));
            assertThat(followed.waitForApplied(volume.vdl(), SECOND)).isTrue();
            assertThat(followed.following().lagNanos()).isBetween(1L, 5 * MILLISECOND);
            assertThat(volume.oldestViewOfReaders()).isEqualTo(joinedAt);
            log.oldestView(lsn);
            region.sleep(SECOND);
            assertThat(volume.oldestViewOfReaders()).isEqualTo(lsn);
            long applied = volume.vdl();
            ReaderStatus status = volume.readers().getFirst();
            assertThat(status.name()).isEqualTo("reader-1");
            assertThat(status.appliedLsn()).isEqualTo(applied);
            followed.close();
            region.sleep(SECOND);
            assertThat(volume.readers()).isEmpty();
            assertThat(volume.oldestViewOfReaders()).isEqualTo(Long.MAX_VALUE);
            assertThat(log.restarts()).isEmpty();
            volume.close();
        });
    }

    @Test
    void aReaderCannotWrite() {
        FakeRegion region = new FakeRegion(2);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            writer.open();
            FollowedVolume followed = region.writer("reader").client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            assertThatThrownBy(() -> followed.admit(100))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("reader-1");
            assertThatThrownBy(() -> followed.growTo(2)).isInstanceOf(OperationException.class);
            assertThatThrownBy(() -> followed.append(MemorySegment.ofArray(new byte[1]), 1))
                    .isInstanceOf(OperationException.class);
            assertThatThrownBy(() -> followed.awaitDurable(1)).isInstanceOf(OperationException.class);
            followed.awaitDurable(0);
            followed.close();
            assertThatThrownBy(followed::vdl).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void aReaderAsksWhoServesTheWriter() {
        FakeRegion region = new FakeRegion(12);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            FollowedVolume followed = region.writer("reader").client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            ByteBuffer question = ByteBuffer.wrap(new byte[] {1, 2});
            assertThatThrownBy(() -> followed.ask(question))
                    .as("nobody got it")
                    .isInstanceOf(VolumeUnavailableException.class)
                    .hasMessageContaining("NOT_WRITING");
            volume.onQuestion(asked -> ByteBuffer.wrap(new byte[] {asked.get(1), asked.get(0), 3}));
            assertThat(followed.ask(question)).isEqualTo(ByteBuffer.wrap(new byte[] {2, 1, 3}));
            volume.onQuestion(_ -> {
                throw new IllegalStateException("no idea");
            });
            assertThatThrownBy(() -> followed.ask(question))
                    .isInstanceOf(OperationException.class)
                    .isNotInstanceOf(VolumeUnavailableException.class);
            volume.close();
            assertThatThrownBy(() -> followed.ask(question)).isInstanceOf(VolumeUnavailableException.class);
            followed.close();
        });
    }

    @Test
    void whoDoesNotWriteIsNotFollowed() {
        FakeRegion region = new FakeRegion(3);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            assertThatThrownBy(() -> region.writer("reader").client.follow(TestVolumes.VOLUME, WRITER, "reader-1"))
                    .isInstanceOf(VolumeUnavailableException.class)
                    .hasMessageContaining("NOT_WRITING");
            assertThatThrownBy(() -> region.writer("reader2")
                            .client
                            .follow(TestVolumes.VOLUME, new Address("nobody"), "reader-2"))
                    .isInstanceOf(VolumeUnavailableException.class)
                    .hasMessageContaining("nobody");
        });
    }

    @Test
    void logThatIsLostIsAskedForAgain() {
        FakeRegion region = new FakeRegion(4);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            FakeRegion.Writer reader = region.writer("reader");
            FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
            followed.start(log);
            region.world.network().quality(new LinkQuality(20_000, 2_000_000, 200, 100, 50));
            long lsn = 0;
            for (int commit = 1; commit <= 300; commit++) {
                lsn = append(volume, commit, commit % 7);
                volume.awaitDurable(lsn);
            }
            region.world.network().quality(LinkQuality.GOOD);
            assertThat(followed.waitForApplied(lsn, 5 * SECOND)).isTrue();
            assertThat(log.restarts()).isEmpty();
            assertThat(log.value(300 % 7)).isEqualTo(300);
        });
        assertThat(region.world.metrics().values()).containsKey("volume.stream.sent-again");
    }

    @Test
    void aSlowReaderBeginsAgainAndTheWriterDoesNotWait() {
        FakeRegion region = new FakeRegion(5);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer", small());
            writer.create();
            Volume volume = writer.open();
            FakeRegion.Writer reader = region.writer("reader", small());
            FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
            followed.start(log);
            log.slow(20 * SECOND);
            long began = writer.process.clock().nanoTime();
            long lsn = 0;
            for (int commit = 1; commit <= 3000; commit++) {
                lsn = append(volume, commit, commit % 7);
                volume.awaitDurable(lsn);
            }
            assertThat(writer.process.clock().nanoTime() - began).isLessThan(10 * SECOND);
            assertThat(followed.vdl()).isLessThan(lsn / 2);
            log.slow(0);
            assertThat(followed.waitForApplied(lsn, 40 * SECOND)).isTrue();
            assertThat(log.restarts()).hasSize(1);
            long next = append(volume, 4711, 3);
            volume.awaitDurable(next);
            assertThat(followed.waitForApplied(next, SECOND)).isTrue();
            assertThat(log.value(3)).isEqualTo(4711);
        });
        assertThat(region.world.metrics().values()).containsKey("volume.stream.too-far-behind");
    }

    @Test
    void aLongMiniTransactionIsAppliedWhole() {
        FakeRegion region = new FakeRegion(6);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            volume.growTo(5);
            FakeRegion.Writer reader = region.writer("reader");
            FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
            followed.start(log);
            long[] pages = new long[50];
            for (int page = 0; page < pages.length; page++) {
                pages[page] = page;
            }
            long lsn = append(volume, 7, pages);
            volume.awaitDurable(lsn);
            assertThat(followed.waitForApplied(lsn, SECOND)).isTrue();
            assertThat(log.pieces()).isEqualTo(1);
            assertThat(log.value(49)).isEqualTo(7);
        });
    }

    @Test
    void readersLearnOfGroupsAndOfNodes() {
        FakeRegion region = new FakeRegion(7);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            FakeRegion.Writer reader = region.writer("reader");
            FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
            followed.start(log);
            // What tells of the groups is lost: log of theirs must wait for it.
            region.world.network().cut(WRITER, new Address("reader"));
            volume.growTo(3);
            region.sleep(MILLISECOND);
            region.world.network().healAll();
            long lsn = append(volume, 8, 25);
            volume.awaitDurable(lsn);
            assertThat(followed.waitForApplied(lsn, SECOND)).isTrue();
            assertThat(followed.groups()).isEqualTo(3);
            assertThat(read(followed, 25)).contains(8L);
            region.nodes.get(0).crash();
            region.nodes.get(1).crash();
            assertThat(read(followed, 25)).contains(8L);
            assertThat(followed.status().groups()).hasSize(3);
        });
    }

    @Test
    void aWriterThatStartsAgainIsFollowedAgain() {
        FakeRegion region = new FakeRegion(8);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            volume.awaitDurable(append(volume, 1, 1));
            FakeRegion.Writer reader = region.writer("reader");
            FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
            followed.start(log);
            writer.host.crash();
            assertThat(read(followed, 1)).contains(1L);
            Volume again = region.writer("writer").open();
            long lsn = append(again, 2, 1);
            again.awaitDurable(lsn);
            assertThat(followed.waitForApplied(lsn, 5 * SECOND)).isTrue();
            assertThat(log.restarts()).hasSize(1);
            assertThat(read(followed, 1)).contains(2L);
            assertThat(followed.following().trouble()).isEmpty();
        });
    }

    @Test
    void anotherWriterIsNamedByTheOwner() {
        FakeRegion region = new FakeRegion(10);
        region.run(() -> {
            FakeRegion.Writer first = region.writer("writer");
            first.create();
            Volume old = first.open();
            old.awaitDurable(append(old, 1, 1));
            FakeRegion.Writer reader = region.writer("reader");
            FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
            followed.start(log);
            Volume next = region.writer("writer2").open();
            long lsn = append(next, 2, 1);
            next.awaitDurable(lsn);
            // Only storage can tell it that its writer is none any more; the old one may not even know.
            assertThatThrownBy(() -> read(followed, 5)).isInstanceOf(LogLostException.class);
            assertThat(followed.following().takenOverBy()).isPresent();
            region.sleep(20 * SECOND);
            assertThatThrownBy(followed::confirmLease)
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("NOT_WRITING");
            assertThat(log.restarts()).isEmpty();
            followed.followAt(new Address("writer2"));
            assertThat(followed.waitForApplied(lsn, 5 * SECOND)).isTrue();
            followed.confirmLease();
            assertThat(read(followed, 1)).contains(2L);
        });
    }

    @Test
    void aReaderThatIsCutOffIsForgottenAndFallsSilent() {
        FakeRegion region = new FakeRegion(11);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            FakeRegion.Writer reader = region.writer("reader");
            FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-1");
            RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
            followed.start(log);
            region.sleep(60 * SECOND);
            followed.confirmLease();
            region.world.network().cut(new Address("reader"), WRITER);
            region.sleep(4 * SECOND);
            assertThat(volume.oldestViewOfReaders()).isZero();
            followed.confirmLease();
            region.sleep(2 * SECOND);
            assertThat(volume.oldestViewOfReaders()).isEqualTo(Long.MAX_VALUE);
            region.sleep(5 * SECOND);
            assertThatThrownBy(followed::confirmLease)
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("FORGOTTEN");
            region.world.network().healAll();
            long lsn = append(volume, 5, 1);
            volume.awaitDurable(lsn);
            assertThat(followed.waitForApplied(lsn, 5 * SECOND)).isTrue();
            followed.confirmLease();
            assertThat(log.restarts()).hasSize(1);
        });
    }

    @Test
    void thereAreSoManyReadersAndNoMore() {
        FakeRegion region = new FakeRegion(12);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            List<FollowedVolume> all = new ArrayList<>();
            List<RecordedLog> logs = new ArrayList<>();
            for (int index = 0; index < 15; index++) {
                FakeRegion.Writer reader = region.writer("reader" + index);
                FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-" + index);
                RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
                followed.start(log);
                all.add(followed);
                logs.add(log);
            }
            assertThatThrownBy(() -> region.writer("late").client.follow(TestVolumes.VOLUME, WRITER, "late"))
                    .isInstanceOf(VolumeUnavailableException.class)
                    .hasMessageContaining("TOO_MANY");
            long lsn = append(volume, 9, 2);
            volume.awaitDurable(lsn);
            for (int index = 0; index < all.size(); index++) {
                assertThat(all.get(index).waitForApplied(lsn, SECOND)).isTrue();
                assertThat(logs.get(index).value(2)).isEqualTo(9);
            }
            all.getFirst().close();
            region.sleep(SECOND);
            assertThat(volume.readers()).hasSize(14);
            region.writer("late2").client.follow(TestVolumes.VOLUME, WRITER, "late2");
        });
    }

    @Test
    void aReaderJoinsWhileOthersWriteAndMissesNothing() {
        FakeRegion region = new FakeRegion(13);
        region.run(() -> {
            FakeRegion.Writer writer = region.writer("writer");
            writer.create();
            Volume volume = writer.open();
            List<Task> sessions = new ArrayList<>();
            for (int session = 0; session < 8; session++) {
                int page = session;
                sessions.add(writer.process.tasks().start("session", TaskKind.SESSION, () -> {
                    for (int commit = 1; commit <= 200; commit++) {
                        volume.awaitDurable(append(volume, commit, page));
                    }
                }));
            }
            List<RecordedLog> logs = new ArrayList<>();
            List<FollowedVolume> all = new ArrayList<>();
            for (int index = 0; index < 5; index++) {
                FakeRegion.Writer reader = region.writer("reader" + index);
                FollowedVolume followed = reader.client.follow(TestVolumes.VOLUME, WRITER, "reader-" + index);
                RecordedLog log = new RecordedLog(reader.process.tasks(), followed);
                followed.start(log);
                all.add(followed);
                logs.add(log);
                region.sleep(5 * MILLISECOND);
            }
            sessions.forEach(Task::join);
            for (int index = 0; index < all.size(); index++) {
                assertThat(all.get(index).waitForApplied(volume.vdl(), SECOND)).isTrue();
                assertThat(logs.get(index).restarts()).isEmpty();
                assertThat(logs.get(index).value(3)).isEqualTo(200);
            }
        });
    }

    /** With a window that is soon left behind. */
    private static VolumeSettings small() {
        StreamSettings standard = StreamSettings.standard();
        return FakeRegion.settings()
                .withStream(new StreamSettings(
                        standard.mostReaders(),
                        64 << 10,
                        standard.gatherNanos(),
                        standard.reportNanos(),
                        standard.askAgainNanos(),
                        60 * SECOND,
                        standard.staleNanos()));
    }
}
