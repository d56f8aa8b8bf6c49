package org.borealisdb.volume.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.borealisdb.redo.message.Fenced;
import org.borealisdb.redo.message.LogRange;
import org.borealisdb.redo.message.SegmentContent;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.Voters;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.volume.TestVolumes;
import org.junit.jupiter.api.Test;

/** The end of the log as computed from a fence, against brute force over all records. */
class LogEndTest {
    /** One record of the stream. */
    private record Written(int group, long start, long end, boolean consistencyPoint) {}

    @Test
    void nothingAcknowledgedIsLostAndNothingTornIsKept() {
        for (int seed = 0; seed < 3000; seed++) {
            assertThat(problem(seed, Voters.ALL.needed(Quorum.READ)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void aFenceOfTwoLosesCommits() {
        int problems = 0;
        for (int seed = 0; seed < 3000; seed++) {
            problems += problem(seed, 2).isEmpty() ? 0 : 1;
        }
        assertThat(problems).isPositive();
    }

    @Test
    void vdlPastTheConsistencyPointIsFound() {
        PlantedBug.VDL_PAST_CPL.plant();
        try {
            int problems = 0;
            for (int seed = 0; seed < 300; seed++) {
                problems += problem(seed, Voters.ALL.needed(Quorum.READ)).isEmpty() ? 0 : 1;
            }
            assertThat(problems).isPositive();
        } finally {
            PlantedBug.removeAll();
        }
    }

    @Test
    void anUntouchedTimelineEndsAtItsBranch() {
        VolumeMetadata metadata =
                TestVolumes.metadata(2).withTimeline(new Timeline(2, 1, 500, 9000, List.of(480L, 500L)));
        List<Fenced> answers = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            answers.add(new Fenced(
                    TestVolumes.VOLUME,
                    List.of(
                            new SegmentContent(0, 480, 500, List.of(), 480, 0),
                            new SegmentContent(1, 100, 500, List.of(), 100, 0))));
        }
        LogEnd end = LogEnd.of(metadata, answers);
        assertThat(end.vdl()).isEqualTo(500);
        assertThat(end.vcl()).isEqualTo(500);
        assertThat(end.groupTails()).containsExactly(480L, 500L);
    }

    /** Makes a history and a fence of it; says what is wrong with the computed end, or nothing. */
    private static String problem(int seed, int fenceSize) {
        Random random = new Random(seed);
        int groups = 1 + random.nextInt(3);
        long branch = random.nextInt(3) * 100L;
        long first = branch + random.nextInt(2) * 1000L;
        List<Long> branchTails = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            branchTails.add(group == 0 ? branch : branch / 2);
        }
        VolumeMetadata metadata =
                TestVolumes.metadata(groups).withTimeline(new Timeline(2, 1, branch, first, branchTails));
        List<Written> stream = stream(random, groups, first);
        boolean[][] held = new boolean[Membership.COPIES][stream.size()];
        for (int index = 0; index < stream.size(); index++) {
            int copies = random.nextInt(8) == 0 ? random.nextInt(4) : 4 + random.nextInt(3);
            for (int node : shuffled(random).subList(0, copies)) {
                held[node][index] = true;
            }
        }
        long acknowledged = acknowledged(stream, held, branch);
        List<Fenced> fence = new ArrayList<>();
        List<Integer> fenced = shuffled(random).subList(0, fenceSize);
        for (int node : fenced) {
            List<SegmentContent> contents = new ArrayList<>();
            for (int group = 0; group < groups; group++) {
                long told = told(random, stream, acknowledged, branch);
                contents.add(content(group, stream, held[node], told, branchTails.get(group)));
            }
            fence.add(new Fenced(TestVolumes.VOLUME, contents));
        }
        LogEnd end = LogEnd.of(metadata, fence);
        if (end.vdl() < acknowledged) {
            return "VDL " + end.vdl() + " is below what was acknowledged: " + acknowledged;
        }
        List<Long> tails = new ArrayList<>(branchTails);
        boolean atPoint = end.vdl() == branch;
        for (int index = 0; index < stream.size(); index++) {
            Written written = stream.get(index);
            if (written.end() > end.vdl()) {
                break;
            }
            tails.set(written.group(), written.end());
            atPoint = written.end() == end.vdl() && written.consistencyPoint();
            boolean found = false;
            for (int node : fenced) {
                found |= held[node][index];
            }
            if (!found) {
                return "no segment of the fence has the record at " + written.end();
            }
        }
        if (!atPoint) {
            return "VDL " + end.vdl() + " is no consistency point";
        }
        return end.groupTails().equals(tails) ? "" : "tails " + end.groupTails() + " are not " + tails;
    }

    private static List<Written> stream(Random random, int groups, long first) {
        List<Written> stream = new ArrayList<>();
        long lsn = first;
        int count = random.nextInt(30);
        for (int index = 0; index < count; index++) {
            long end = lsn + 20 + random.nextInt(50);
            stream.add(new Written(random.nextInt(groups), lsn, end, random.nextInt(3) == 0));
            lsn = end;
        }
        return stream;
    }

    private static long acknowledged(List<Written> stream, boolean[][] held, long branch) {
        long acknowledged = branch;
        for (int index = 0; index < stream.size(); index++) {
            int copies = 0;
            for (boolean[] node : held) {
                copies += node[index] ? 1 : 0;
            }
            if (copies < Voters.ALL.needed(Quorum.WRITE)) {
                return acknowledged;
            }
            acknowledged =
                    stream.get(index).consistencyPoint() ? stream.get(index).end() : acknowledged;
        }
        return acknowledged;
    }

    /** A VDL that a node may have been told of: any consistency point that was acknowledged. */
    private static long told(Random random, List<Written> stream, long acknowledged, long branch) {
        long told = branch;
        for (Written written : stream) {
            if (written.consistencyPoint() && written.end() <= acknowledged && random.nextBoolean()) {
                told = written.end();
            }
        }
        return told;
    }

    private static SegmentContent content(int group, List<Written> stream, boolean[] held, long told, long branchTail) {
        long tail = branchTail;
        long scl = branchTail;
        boolean gap = false;
        List<LogRange> ranges = new ArrayList<>();
        for (int index = 0; index < stream.size(); index++) {
            Written written = stream.get(index);
            if (written.group() != group) {
                continue;
            }
            gap |= !held[index];
            if (!held[index]) {
                continue;
            }
            scl = gap ? scl : written.end();
            if (written.end() <= told) {
                tail = written.end();
                continue;
            }
            long point = written.consistencyPoint() ? written.end() : 0;
            if (!ranges.isEmpty() && ranges.getLast().end() == written.start()) {
                LogRange before = ranges.removeLast();
                ranges.add(new LogRange(before.start(), written.end(), Math.max(before.lastConsistencyPoint(), point)));
            } else {
                ranges.add(new LogRange(written.start(), written.end(), point));
            }
        }
        return new SegmentContent(group, scl, told, ranges, tail, 0);
    }

    private static List<Integer> shuffled(Random random) {
        List<Integer> nodes = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        Collections.shuffle(nodes, random);
        return nodes;
    }
}
