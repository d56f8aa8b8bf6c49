package org.borealisdb.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.borealisdb.volume.FakeRegion.MILLISECOND;
import static org.borealisdb.volume.FakeRegion.SECOND;
import static org.borealisdb.volume.FakeRegion.append;
import static org.borealisdb.volume.FakeRegion.read;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.simulation.net.LinkQuality;
import org.borealisdb.volume.stream.FollowedVolume;
import org.borealisdb.volume.stream.ReaderStatus;
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
}
