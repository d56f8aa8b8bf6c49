package org.borealisdb.volume.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.volume.TestVolumes;
import org.junit.jupiter.api.Test;

/** The log buffer and the splitter behind it: nothing is lost, doubled, or out of order between append and batches. */
class LogBufferTest {
    private static final Parker NOBODY = new Parker() {
        @Override
        public void park() {
            throw new AssertionError("nobody waits here");
        }

        @Override
        public void park(long timeoutNanos) {
            throw new AssertionError("nobody waits here");
        }

        @Override
        public void unpark() {}
    };

    @Test
    void whatIsAppendedComesOutInBatchesWhole() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int groups = 1 + random.nextInt(3);
            LogBuffer log = new LogBuffer(1 << 20, 1 << 30, 50, 1000);
            List<Long> tails = new ArrayList<>();
            List<Membership> memberships = new ArrayList<>();
            for (int group = 0; group < groups; group++) {
                tails.add(40L);
                memberships.add(Membership.initial(TestVolumes.members()));
            }
            BatchSplitter splitter =
                    new BatchSplitter(TestVolumes.VOLUME, new Geometry(4), new VolumeEpoch(3, 5), 2, tails);
            byte[] stream = new byte[1 << 20];
            long lsn = 1000;
            long taken = 1000;
            List<Batch> batches = new ArrayList<>();
            for (int step = 0; step < 60; step++) {
                if (random.nextInt(3) > 0) {
                    RecordWriter records = miniTransaction(random, groups * 4);
                    assertThat(log.admit(records.length() + 7, () -> NOBODY)).isEmpty();
                    assertThat(log.append(records.memory(), records.length())).isEqualTo(lsn);
                    log.giveBack(7);
                    MemorySegment.copy(
                            records.memory(), ValueLayout.JAVA_BYTE, 0, stream, (int) (lsn - 1000), records.length());
                    lsn += records.length();
                    assertThat(log.appendedLsn()).isEqualTo(lsn);
                } else {
                    Optional<LogSpan> span = log.take(500);
                    if (span.isPresent()) {
                        assertThat(span.get().startLsn()).isEqualTo(taken);
                        taken = span.get().endLsn();
                        batches.addAll(splitter.split(span.get(), memberships, 7, 6));
                    }
                }
            }
            for (Optional<LogSpan> span = log.take(500); span.isPresent(); span = log.take(500)) {
                taken = span.get().endLsn();
                batches.addAll(splitter.split(span.get(), memberships, 7, 6));
            }
            assertThat(taken).as("seed %d", seed).isEqualTo(lsn == 1000 ? 1000 : lsn);
            check(batches, stream, lsn, groups);
        }
    }

    private static void check(List<Batch> batches, byte[] stream, long end, int groups) {
        boolean[] seen = new boolean[(int) (end - 1000)];
        long[] last = new long[groups];
        Arrays.fill(last, 40);
        for (Batch sent : batches) {
            Batch batch = Batch.decode(sent.bytes());
            assertThat(batch.length()).isLessThanOrEqualTo(Batch.MAX_BYTES);
            assertThat(batch.previousGroupLsn()).isEqualTo(last[batch.group()]);
            last[batch.group()] = batch.lastGroupLsn();
            batch.forEachRecord((offset, lsn) -> {
                int length = RedoRecord.length(batch.memory(), offset);
                assertThat(RedoRecord.pageNumber(batch.memory(), offset) / 4).isEqualTo(batch.group());
                int at = (int) (lsn - length - 1000);
                for (int index = 0; index < length; index++) {
                    assertThat(seen[at + index]).isFalse();
                    seen[at + index] = true;
                    assertThat(batch.memory().get(ValueLayout.JAVA_BYTE, offset + index))
                            .isEqualTo(stream[at + index]);
                }
            });
        }
        for (boolean each : seen) {
            assertThat(each).isTrue();
        }
    }

    @Test
    void batchesStayBelowTheirLimit() {
        LogBuffer log = new LogBuffer(8 << 20, 1 << 30, 0, 0);
        RecordWriter records = new RecordWriter(4 << 20);
        MemorySegment body = MemorySegment.ofArray(new byte[16000]);
        for (int index = 0; index < 200; index++) {
            records.begin(index % 2, 0, RedoRecord.INIT);
            records.set(24, body, 0, 16000);
            records.end();
        }
        records.finish();
        log.admit(records.length(), () -> NOBODY);
        log.append(records.memory(), records.length());
        BatchSplitter splitter =
                new BatchSplitter(TestVolumes.VOLUME, TestVolumes.GEOMETRY, new VolumeEpoch(3, 5), 2, List.of(0L));
        LogSpan span = log.take(1000).orElseThrow();
        assertThat(span.length()).as("a mini-transaction is taken whole").isEqualTo(records.length());
        List<Batch> batches = splitter.split(span, List.of(Membership.initial(TestVolumes.members())), 0, 0);
        assertThat(batches).hasSizeGreaterThan(3);
        assertThat(batches).allMatch(batch -> batch.length() <= Batch.MAX_BYTES);
        assertThat(batches.getLast().lastGroupLsn()).isEqualTo(records.length());
    }

    @Test
    void roomIsGivenFirstComeFirstServed() {
        LogBuffer log = new LogBuffer(4096, 1000, 0, 0);
        assertThat(log.admit(600, () -> NOBODY)).isEmpty();
        Admission large = log.admit(700, () -> NOBODY).orElseThrow();
        Admission small = log.admit(10, () -> NOBODY).orElseThrow();
        assertThat(small.granted()).as("nobody overtakes").isFalse();
        RecordWriter records = TestVolumes.initialise(1, 0);
        log.append(records.memory(), records.length());
        log.giveBack(600 - records.length());
        assertThat(large.granted()).isTrue();
        assertThat(small.granted()).isTrue();
        assertThat(log.admit(1000, () -> NOBODY)).isPresent();
    }

    @Test
    void theLogNeverRunsFurtherAheadThanItsLimit() {
        LogBuffer log = new LogBuffer(1 << 20, 1000, 0, 500);
        RecordWriter records = TestVolumes.initialise(1, 0);
        int appended = 0;
        while (log.admit(records.length(), () -> NOBODY).isEmpty()) {
            log.append(records.memory(), records.length());
            appended += records.length();
        }
        assertThat(appended).isBetween(1000 - records.length(), 1000);
        assertThat(log.appendedLsn()).isLessThanOrEqualTo(1500);
        Admission waiting = log.admit(1, () -> NOBODY).orElseThrow();
        log.durableUpTo(log.appendedLsn());
        assertThat(waiting.granted()).isTrue();
    }

    @Test
    void nothingEntersWithoutAdmission() {
        LogBuffer log = new LogBuffer(4096, 1000, 0, 0);
        RecordWriter records = TestVolumes.initialise(1, 0);
        assertThatThrownBy(() -> log.append(records.memory(), records.length()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.giveBack(1)).isInstanceOf(IllegalStateException.class);
    }

    private static RecordWriter miniTransaction(Random random, int pages) {
        RecordWriter records = new RecordWriter(1 << 16);
        MemorySegment body = MemorySegment.ofArray(new byte[200]);
        for (int index = random.nextInt(4); index >= 0; index--) {
            records.begin(random.nextInt(pages), random.nextInt(1000), 0);
            records.set(24 + random.nextInt(100), body, 0, random.nextInt(200));
            records.end();
        }
        records.finish();
        return records;
    }
}
