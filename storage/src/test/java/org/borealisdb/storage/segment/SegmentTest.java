package org.borealisdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.LogRange;
import org.borealisdb.redo.message.SegmentContent;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.seal.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SCL, ranges (R8) and clipping at a branch that cuts a batch (R9), against a model that knows every record. */
class SegmentTest {
    /** A record of the group: {@code (start, lsn]}, and whether it is a consistency point. */
    private record Appended(long start, long lsn, boolean consistencyPoint) {}

    private final SampleRedo redo = new SampleRedo();
    private final List<Batch> batches = new ArrayList<>();
    private final List<List<Appended>> records = new ArrayList<>();

    /** Batches of a group whose records lie among those of others: the stream has holes that are other groups' log. */
    private void generate(Random random, int count) {
        long lsn = 0;
        long previous = 0;
        for (int batch = 0; batch < count; batch++) {
            List<Appended> some = new ArrayList<>();
            int size = 1 + random.nextInt(5);
            for (int record = 0; record < size; record++) {
                lsn += random.nextInt(3) == 0 ? random.nextInt(200) : 0;
                boolean last = random.nextInt(3) == 0;
                long end = redo.record(lsn, random.nextInt(5), 0, last, random);
                some.add(new Appended(lsn, end, last));
                lsn = end;
            }
            batches.add(redo.batch(1, previous, 0));
            records.add(some);
            previous = lsn;
        }
    }

    private static Segment empty() {
        MemoryFiles store = new MemoryFiles();
        new SegmentFiles(store, TestKeys.none(), SampleRedo.VOLUME, 0).create();
        return Segment.open(
                store, TestKeys.none(), SegmentLimits.tiny(1 << 20), SampleRedo.VOLUME, 0, TimelineTree.INITIAL, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void holdsWhatAModelHolds(long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        generate(random, 60);
        Segment segment = empty();
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < batches.size(); index++) {
            if (random.nextInt(10) > 0) {
                order.add(index);
                if (random.nextInt(5) == 0) {
                    order.add(index);
                }
            }
        }
        Collections.shuffle(order, random);
        TreeSet<Integer> arrived = new TreeSet<>();
        for (int index : order) {
            segment.add(batches.get(index), 1, TimelineTree.INITIAL);
            arrived.add(index);
            assertThat(segment.scl()).isEqualTo(scl(arrived));
            if (random.nextInt(8) == 0) {
                long vdl = random.nextLong(batches.getLast().lastGroupLsn());
                checkContent(segment, vdl, arrived, Long.MAX_VALUE);
            }
        }
        branch(random, segment, arrived);
    }

    @Test
    void whatIsFoldedIsEnoughAndNotTooMuch() {
        generate(new Random(7), 5);
        Segment segment = empty();
        // The last lies beyond a gap.
        for (int index : List.of(0, 1, 2, 4)) {
            segment.add(batches.get(index), 1, TimelineTree.INITIAL);
        }
        long one = batches.get(0).length();
        long two = one + batches.get(1).length();
        long three = two + batches.get(2).length();
        long end = batches.get(2).lastGroupLsn();
        assertThat(folded(segment, end, 0, Long.MAX_VALUE)).isEqualTo(3);
        // What is not enough is folded nevertheless if the next one does not fit: more would never come.
        assertThat(folded(segment, end, two, two - 1)).isEqualTo(1);
        assertThat(folded(segment, Long.MAX_VALUE, three, three)).isEqualTo(3);
        assertThat(folded(segment, Long.MAX_VALUE, three + 1, Long.MAX_VALUE)).isZero();
        assertThat(folded(segment, end - 1, 0, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(folded(segment, end - 1, two, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(folded(segment, end - 1, two + 1, Long.MAX_VALUE)).isZero();
        assertThat(folded(segment, end, 0, two)).isEqualTo(2);
        assertThat(folded(segment, end, 0, two - 1)).isEqualTo(1);
        // However long the first is.
        assertThat(folded(segment, end, one, 1)).isEqualTo(1);
        assertThat(folded(segment, end, one + 1, one)).isEqualTo(1);
        assertThat(folded(segment, batches.getFirst().lastGroupLsn() - 1, 0, Long.MAX_VALUE))
                .isZero();
    }

    @Test
    void whatLiesBeyondAGapChainsOnFromWhatAFoldHasBrought() {
        generate(new Random(3), 4);
        Segment segment = empty();
        // The fold of the first two ends after the timelines changed, and with them what was known of the log.
        for (int index : List.of(1, 2, 3)) {
            segment.add(batches.get(index), 1, TimelineTree.INITIAL);
        }
        assertThat(segment.scl()).isZero();
        long folded = batches.get(1).lastGroupLsn();
        segment.flushed(folded, List.of(), segment.manifest().withFlush(1, folded, folded, List.of(), 0));
        assertThat(segment.scl()).isEqualTo(batches.getLast().lastGroupLsn());
        assertThat(segment.entries()).extracting(LogEntry::batch).isEqualTo(batches.subList(2, 4));
    }

    /** How many of the batches are to be folded; they are the oldest. */
    private int folded(Segment segment, long lsn, long leastBytes, long mostBytes) {
        List<Batch> folded = segment.foldable(lsn, leastBytes, mostBytes).stream()
                .map(LogEntry::batch)
                .toList();
        assertThat(folded).isEqualTo(batches.subList(0, folded.size()));
        return folded.size();
    }

    private long scl(SortedSet<Integer> arrived) {
        int count = 0;
        while (arrived.contains(count)) {
            count++;
        }
        return count == 0 ? 0 : batches.get(count - 1).lastGroupLsn();
    }

    /** Branches at any record, so in the middle of a batch too; then everything arrives again, as from peers. */
    private void branch(Random random, Segment segment, SortedSet<Integer> arrived) {
        List<Appended> all = records.stream().flatMap(List::stream).toList();
        Appended cut = all.get(random.nextInt(all.size()));
        long branchLsn = cut.lsn() + random.nextInt(2);
        long firstLsn = all.getLast().lsn() + 1000;
        long tail = all.stream()
                .mapToLong(Appended::lsn)
                .filter(lsn -> lsn <= branchLsn)
                .max()
                .orElse(0);
        TimelineTree tree = TimelineTree.INITIAL.with(new Timeline(2, 1, branchLsn, firstLsn, List.of(tail)));
        segment.follow(tree);
        assertThat(segment.health().damage()).isEmpty();
        assertThat(segment.scl()).isEqualTo(Math.min(scl(arrived), tail));
        assertThat(segment.entries())
                .allSatisfy(entry -> assertThat(entry.upTo()).isLessThanOrEqualTo(tail));
        checkContent(segment, branchLsn, arrived, tail);
        for (Batch batch : batches) {
            segment.add(batch, 1, tree);
        }
        assertThat(segment.scl()).isEqualTo(tail);
        assertThat(segment.entries())
                .allSatisfy(entry -> assertThat(entry.upTo()).isLessThanOrEqualTo(tail));
        long next = redo.record(firstLsn, 1, 0, true, random);
        Batch first = redo.batch(2, tail, 0);
        assertThat(segment.add(first, 2, tree)).isTrue();
        assertThat(segment.scl()).isEqualTo(next);
        SegmentContent content = SegmentSurvey.of(segment, 2, branchLsn, 0);
        assertThat(content.ranges()).containsExactly(new LogRange(firstLsn, next, next));
        assertThat(content.groupTail()).isEqualTo(tail);
    }

    private void checkContent(Segment segment, long vdl, SortedSet<Integer> arrived, long limit) {
        SegmentContent content = SegmentSurvey.of(segment, limit == Long.MAX_VALUE ? 1 : 2, vdl, 0);
        assertThat(content.highestVdl()).isEqualTo(vdl);
        // Brute force: each record that is here counts by itself.
        TreeMap<Long, Appended> here = new TreeMap<>();
        for (int index : arrived) {
            for (Appended record : records.get(index)) {
                if (record.lsn() <= limit) {
                    here.put(record.start(), record);
                }
            }
        }
        long tail = 0;
        List<LogRange> runs = new ArrayList<>();
        for (Appended record : here.values()) {
            if (record.lsn() <= vdl) {
                tail = record.lsn();
            } else if (!runs.isEmpty() && runs.getLast().end() == record.start()) {
                LogRange last = runs.removeLast();
                long point = record.consistencyPoint() ? record.lsn() : last.lastConsistencyPoint();
                runs.add(new LogRange(last.start(), record.lsn(), point));
            } else {
                runs.add(new LogRange(record.start(), record.lsn(), record.consistencyPoint() ? record.lsn() : 0));
            }
        }
        assertThat(content.ranges()).isEqualTo(runs);
        assertThat(content.groupTail()).isEqualTo(tail);
    }
}
