package org.borealisdb.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.message.Fence;
import org.borealisdb.redo.message.Fenced;
import org.borealisdb.redo.message.Install;
import org.borealisdb.redo.message.Installed;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.storage.segment.SampleRedo;
import org.junit.jupiter.api.Test;

/** A writer that opens a volume finds the log of its nodes indexed when it reads, if it gave them the time from the fence to the branch. */
class EarlyIndexTest {
    private static final VolumeEpoch NEXT = new VolumeEpoch(2, 17);

    private final OneNode one = new OneNode(1);

    private VolumeMetadata branchedAt(long lsn) {
        List<Long> tails = List.of(lsn, 0L);
        return OneNode.install()
                .metadata()
                .withEpoch(NEXT)
                .withTimeline(new Timeline(2, 1, lsn, one.tail(0) + (1 << 20), tails));
    }

    private void read(long lsn) {
        assertThat(one.call(new ReadPage(SampleRedo.VOLUME, NEXT, 2, 0, lsn, lsn)))
                .isInstanceOf(PageImage.class);
    }

    private long readsThatIndexed() {
        return one.world.metrics().values().getOrDefault("storage.read.indexes", 0L);
    }

    private void run(Runnable body) {
        one.world.run(() -> {
            one.openFirst();
            one.writeHistory(4);
            body.run();
        });
        assertThat(one.world.escapes()).isEmpty();
        assertThat(one.failures).isEmpty();
    }

    @Test
    void whoReadsWithoutAFenceWaitsForIt() {
        run(() -> {
            assertThat(one.call(new Install(branchedAt(one.tail(0))))).isInstanceOf(Installed.class);
            read(one.tail(0));
            assertThat(readsThatIndexed()).isEqualTo(1);
        });
    }

    @Test
    void aFenceHasTheLogIndexed() {
        run(() -> {
            VolumeMetadata claimed = OneNode.install().metadata().withEpoch(NEXT);
            assertThat(one.call(new Fence(claimed))).isInstanceOf(Fenced.class);
            one.pause();
            assertThat(one.call(new Install(branchedAt(one.tail(0))))).isInstanceOf(Installed.class);
            read(one.tail(0));
            assertThat(readsThatIndexed()).isZero();
        });
    }

    @Test
    void aNodeThatStartsIndexesWhatItHas() {
        run(() -> {
            assertThat(one.call(new Install(branchedAt(one.tail(0))))).isInstanceOf(Installed.class);
            one.crash();
            one.open();
            one.pause();
            read(one.tail(0));
            assertThat(readsThatIndexed()).isZero();
        });
    }

    @Test
    void whatIsWrittenWhileSomebodyReadsIsIndexedBeforeItIsRead() {
        run(() -> {
            for (int turn = 0; turn < 3; turn++) {
                one.writeHistory(3);
                one.pause();
                long lsn = one.tail(0);
                assertThat(one.call(new ReadPage(SampleRedo.VOLUME, SampleRedo.EPOCH, 1, 0, lsn, lsn)))
                        .isInstanceOf(PageImage.class);
            }
            // The first, before anybody had read.
            assertThat(readsThatIndexed()).isEqualTo(1);
        });
    }

    @Test
    void whatABranchCutsOffIsIndexedNoMore() {
        run(() -> {
            long before = one.tail(0);
            one.writeHistory(1);
            VolumeMetadata claimed = OneNode.install().metadata().withEpoch(NEXT);
            assertThat(one.call(new Fence(claimed))).isInstanceOf(Fenced.class);
            one.pause();
            assertThat(one.call(new Install(branchedAt(before)))).isInstanceOf(Installed.class);
            read(before);
            assertThat(readsThatIndexed()).isEqualTo(1);
        });
    }
}
