package org.borealisdb.volume.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.BatchBuilder;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.volume.TestVolumes;
import org.borealisdb.volume.quorum.QuorumTracker;
import org.borealisdb.volume.quorum.SentRound;
import org.junit.jupiter.api.Test;

/** What is sent again to a segment that lacks batches. */
class SentBatchesTest {
    private static final int TIMELINE = 1;

    private final QuorumTracker tracker = new QuorumTracker(
            TIMELINE, 0, List.of(Membership.initial(TestVolumes.members(), SegmentMix.SIX_FULL)), List.of(0L));
    private final List<Batch> batches = new ArrayList<>();

    /** Sends {@code count} more batches, which {@code members} of the six acknowledge. */
    private void send(SentBatches sent, int count, int members) {
        for (int number = 0; number < count; number++) {
            long before = batches.isEmpty() ? 0 : batches.getLast().lastGroupLsn();
            RecordWriter writer = new RecordWriter(100);
            writer.free(5, 0);
            writer.finish();
            BatchBuilder builder = new BatchBuilder();
            builder.add(writer.memory(), 0, writer.length(), before);
            Batch batch = builder.build(TestVolumes.VOLUME, 0, TIMELINE, new VolumeEpoch(1, 1), 1, before, before, 0);
            batches.add(batch);
            tracker.sending(new SentRound(batch.lastGroupLsn(), List.of(batch)));
            sent.keep(batch);
            for (int member = 0; member < members; member++) {
                tracker.acknowledged(
                        TestVolumes.node(member),
                        List.of(new SegmentProgress(TestVolumes.VOLUME, 0, 1, TIMELINE, batch.lastGroupLsn())));
            }
        }
        sent.forget(0);
    }

    @Test
    void whatASegmentLacksIsSentUpToTheBytesAllowed() {
        SentBatches sent = new SentBatches(tracker, 1 << 20);
        send(sent, 10, 4);
        long has = batches.get(2).lastGroupLsn();
        assertThat(sent.after(0, has, 1 << 20)).isEqualTo(batches.subList(3, 10));
        assertThat(sent.after(0, has, 3L * batches.get(0).length())).isEqualTo(batches.subList(3, 6));
        assertThat(sent.after(0, has, 1)).isEqualTo(batches.subList(3, 4));
        assertThat(sent.after(0, batches.get(9).lastGroupLsn(), 1 << 20)).isEmpty();
    }

    /** A spare node that begins with nothing would get a megabyte again and again, which does not bring it on. */
    @Test
    void oneThatLacksWhatIsNotKeptGetsOneToAnswerTo() {
        SentBatches sent = new SentBatches(tracker, 0);
        send(sent, 10, 4);
        assertThat(sent.bytes()).as("all is durable").isZero();
        send(sent, 3, 2);
        List<Batch> kept = batches.subList(10, 13);
        assertThat(sent.after(0, batches.get(9).lastGroupLsn(), 1 << 20)).isEqualTo(kept);
        assertThat(sent.after(0, batches.get(1).lastGroupLsn(), 1 << 20)).isEqualTo(kept.subList(0, 1));
    }
}
