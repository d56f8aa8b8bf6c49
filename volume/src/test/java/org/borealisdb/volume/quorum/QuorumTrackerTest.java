package org.borealisdb.volume.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.BatchBuilder;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.volume.TestVolumes;
import org.junit.jupiter.api.Test;

/** VDL as computed from acknowledgements, against a model that looks at every record. */
class QuorumTrackerTest {
    private static final int TIMELINE = 1;

    @Test
    void vdlIsWhatTheModelSays() {
        for (int seed = 0; seed < 300; seed++) {
            run(seed, SegmentMix.SIX_FULL, false);
            run(seed, SegmentMix.THREE_FULL_THREE_TAIL, false);
        }
    }

    @Test
    void theModelFindsAcknowledgeAtThree() {
        PlantedBug.ACKNOWLEDGE_AT_THREE.plant();
        try {
            int found = 0;
            for (int seed = 0; seed < 20; seed++) {
                found += run(seed, SegmentMix.SIX_FULL, true);
            }
            assertThat(found).isPositive();
        } finally {
            PlantedBug.removeAll();
        }
    }

    /** Runs one history; answers how often tracker and model differ, and fails at once unless that is expected. */
    private static int run(int seed, SegmentMix mix, boolean mayDiffer) {
        Random random = new Random(seed);
        int groups = 1 + random.nextInt(3);
        List<Membership> memberships = new ArrayList<>();
        List<Long> tails = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            memberships.add(Membership.initial(TestVolumes.members(), mix));
            tails.add(0L);
        }
        QuorumTracker tracker = new QuorumTracker(TIMELINE, 0, memberships, tails);
        List<SentRound> rounds = new ArrayList<>();
        long[] last = new long[groups];
        long[][] scls = new long[groups][Membership.COPIES];
        long lsn = 0;
        int differences = 0;
        long before = 0;
        for (int step = 0; step < 200; step++) {
            if (random.nextInt(4) == 0) {
                List<Batch> batches = new ArrayList<>();
                for (int group = 0; group < groups; group++) {
                    if ((batches.isEmpty() && group == groups - 1) || random.nextBoolean()) {
                        Batch batch = batch(group, last[group], lsn);
                        lsn = batch.lastGroupLsn();
                        last[group] = lsn;
                        batches.add(batch);
                    }
                }
                SentRound round = new SentRound(lsn, batches);
                rounds.add(round);
                tracker.sending(round);
            } else {
                int group = random.nextInt(groups);
                int member = random.nextInt(Membership.COPIES);
                List<Long> points = points(rounds, group);
                long scl = points.isEmpty() ? 0 : points.get(random.nextInt(points.size()));
                int timeline = random.nextInt(10) == 0 ? TIMELINE + 1 : TIMELINE;
                tracker.acknowledged(
                        TestVolumes.node(member),
                        List.of(new SegmentProgress(TestVolumes.VOLUME, group, 1, timeline, scl)));
                if (timeline == TIMELINE) {
                    scls[group][member] = Math.max(scls[group][member], scl);
                }
            }
            long expected = modelVdl(rounds, scls, mix);
            if (tracker.vdl() != expected) {
                differences++;
                assertThat(mayDiffer)
                        .as("seed %d step %d: %d is not %d", seed, step, tracker.vdl(), expected)
                        .isTrue();
            }
            assertThat(tracker.vdl()).as("VDL never goes back").isGreaterThanOrEqualTo(before);
            before = tracker.vdl();
            for (int group = 0; group < groups; group++) {
                assertThat(tracker.durablePoint().groupTails().get(group))
                        .isEqualTo(tailAt(rounds, group, tracker.vdl()));
            }
        }
        return differences;
    }

    /** Every batch of every round up to there is on at least four segments, or on all three that are full if three are. */
    private static long modelVdl(List<SentRound> rounds, long[][] scls, SegmentMix mix) {
        long vdl = 0;
        for (SentRound round : rounds) {
            for (Batch batch : round.batches()) {
                long holders = Arrays.stream(scls[batch.group()])
                        .filter(scl -> scl >= batch.lastGroupLsn())
                        .count();
                long[] of = scls[batch.group()];
                boolean onFull = mix.hasTails() && Math.min(of[0], Math.min(of[2], of[4])) >= batch.lastGroupLsn();
                if (holders < 4 && !onFull) {
                    return vdl;
                }
            }
            vdl = round.end();
        }
        return vdl;
    }

    private static long tailAt(List<SentRound> rounds, int group, long vdl) {
        long tail = 0;
        for (long point : points(rounds, group)) {
            tail = point <= vdl ? point : tail;
        }
        return tail;
    }

    private static List<Long> points(List<SentRound> rounds, int group) {
        List<Long> points = new ArrayList<>();
        for (SentRound round : rounds) {
            for (Batch batch : round.batches()) {
                if (batch.group() == group) {
                    points.add(batch.lastGroupLsn());
                }
            }
        }
        return points;
    }

    private static Batch batch(int group, long previous, long startLsn) {
        RecordWriter records = TestVolumes.initialise(1, group * 10L);
        BatchBuilder builder = new BatchBuilder();
        builder.add(records.memory(), 0, records.length(), startLsn);
        return builder.build(TestVolumes.VOLUME, group, TIMELINE, new VolumeEpoch(1, 9), 1, previous, 0, 0);
    }
}
