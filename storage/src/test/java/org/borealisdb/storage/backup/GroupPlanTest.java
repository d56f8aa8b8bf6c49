package org.borealisdb.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.storage.segment.LineEnd;
import org.junit.jupiter.api.Test;

/** Which objects a group needs at a point. */
class GroupPlanTest {
    /** Timeline 2 is a rewind from LSN 100 of timeline 1 to 40, and begins above 200. */
    private static final TimelineTree TREE =
            TimelineTree.INITIAL.with(new Timeline(2, 1, 40, 200, List.of(40L), 100, List.of(100L)));

    private static final StoredLayer FIRST = delta("first", 0, 60);
    private static final StoredLayer SECOND = delta("second", 60, 110);
    private static final StoredLayer BASE = new StoredLayer("base", true, 2, 0, 250, 10, 5);
    private static final StoredLayer THIRD = delta("third", 110, 300);
    private static final StoredLog LOG = new StoredLog("log", 300, 350, 10);

    private static StoredLayer delta(String name, long after, long upTo) {
        return new StoredLayer(name, false, 1, after, upTo, 10, 5);
    }

    private static Optional<GroupPlan> plan(List<StoredLayer> layers, int timeline, long lsn) {
        return GroupPlan.of(index(layers), TREE, timeline, lsn);
    }

    private static GroupIndex index(List<StoredLayer> layers) {
        return new GroupIndex(
                new VolumeId(7),
                0,
                1,
                "",
                0,
                layers,
                List.of(LOG),
                List.of(new LineEnd(1, 100), new LineEnd(2, 350)),
                "metadata",
                1,
                List.of(),
                List.of());
    }

    @Test
    void takesWhatReachesThePointAndCutsWhatGoesBeyond() {
        GroupPlan plan = plan(List.of(FIRST, SECOND, THIRD), 1, 80).orElseThrow();
        assertThat(plan.floor()).isZero();
        assertThat(plan.layers()).containsExactly(FIRST);
        assertThat(plan.cut()).containsExactly(SECOND);
        assertThat(plan.logs()).isEmpty();
    }

    @Test
    void beginsWithTheNewestBaseOnThePath() {
        GroupPlan plan = plan(List.of(FIRST, SECOND, BASE, THIRD), 2, 340).orElseThrow();
        assertThat(plan.floor()).isEqualTo(250);
        assertThat(plan.layers()).containsExactly(BASE, THIRD);
        assertThat(plan.logs()).containsExactly(LOG);
        // Not before the base, and not on the line that was left.
        assertThat(plan(List.of(FIRST, SECOND, BASE, THIRD), 1, 100)
                        .orElseThrow()
                        .layers())
                .containsExactly(FIRST);
    }

    /** A base of the line that branched at 40 is never made within layers that are there, so it may end where one of the line that was left does. */
    @Test
    void leavesOutABaseOfAnotherLineThatEndsAtTheSamePlace() {
        StoredLayer left = new StoredLayer("left", true, 1, 0, 100, 10, 5);
        StoredLayer branched = new StoredLayer("branched", true, 2, 0, 100, 10, 6);
        assertThat(plan(List.of(left, branched), 1, 100).orElseThrow().layers()).containsExactly(left);
        assertThat(plan(List.of(left, branched, delta("later", 100, 300)), 2, 340)
                        .orElseThrow()
                        .layers())
                .containsExactly(branched, delta("later", 100, 300));
    }

    /** What a base took the place of was of another line: where this one skipped it, nothing is missing. */
    @Test
    void goesOnBehindWhatItsLineSkipped() {
        assertThat(plan(List.of(FIRST, THIRD), 2, 340).orElseThrow().layers()).containsExactly(FIRST, THIRD);
    }

    /** The group had nothing behind 60 when the line branched at 80, so a base may have taken the place of what is behind that. */
    @Test
    void goesOnBehindTheGroupsLastRecordBeforeABranch() {
        TimelineTree tree = TimelineTree.INITIAL.with(new Timeline(2, 1, 80, 200, List.of(60L), 100, List.of(100L)));
        GroupIndex index = index(List.of(FIRST, THIRD));
        assertThat(GroupPlan.of(index, tree, 2, 340).orElseThrow().layers()).containsExactly(FIRST, THIRD);
        assertThat(GroupPlan.of(index, tree, 1, 100)).isEmpty();
    }

    /** A line that was rewound below everything that the store has, and not written since: its base ends behind the layers of the line that was left, where the pages still are what they were at its branch. */
    @Test
    void takesABaseThatEndsInWhatItsLineSkipped() {
        StoredLayer left = new StoredLayer("left", true, 1, 0, 60, 10, 5);
        StoredLayer idle = new StoredLayer("idle", true, 2, 0, 110, 10, 6);
        List<StoredLayer> layers = List.of(left, SECOND, idle);
        GroupPlan plan = plan(layers, 2, 40).orElseThrow();
        assertThat(plan.layers()).containsExactly(idle);
        assertThat(plan.cut()).isEmpty();
        assertThat(plan.logs()).isEmpty();
        assertThat(plan.floor()).as("versions there are at the point").isEqualTo(40);
        assertThat(plan(layers, 2, 39))
                .as("before the group's last record below the branch")
                .isEmpty();
        assertThat(plan(layers, 1, 40)).as("on the line that was left").isEmpty();
        assertThat(plan(List.of(left, SECOND, new StoredLayer("written", true, 2, 0, 250, 10, 6)), 2, 40))
                .as("a base with what the line wrote")
                .isEmpty();
    }

    /** The index may have been read after the metadata, and have bases of lines that these do not know yet. */
    @Test
    void leavesOutABaseOfALineThatIsNotKnownYet() {
        StoredLayer later = new StoredLayer("later", true, 3, 0, 60, 10, 6);
        assertThat(plan(List.of(FIRST, SECOND, later), 1, 100).orElseThrow().layers())
                .containsExactly(FIRST);
        assertThat(plan(List.of(FIRST, SECOND, THIRD, new StoredLayer("last", true, 3, 0, 400, 10, 6)), 2, 340)
                        .orElseThrow()
                        .layers())
                .containsExactly(FIRST, SECOND, THIRD);
    }

    @Test
    void isNoneWhereSomethingIsMissing() {
        assertThat(plan(List.of(FIRST, SECOND, delta("later", 210, 300)), 2, 340))
                .as("a gap between layers")
                .isEmpty();
        assertThat(plan(List.of(FIRST, THIRD), 1, 100))
                .as("a gap in the line that was left")
                .isEmpty();
        assertThat(plan(List.of(FIRST, SECOND), 2, 340))
                .as("a gap before the log")
                .isEmpty();
        assertThat(plan(List.of(FIRST, SECOND, THIRD), 2, 360))
                .as("not stored yet")
                .isEmpty();
        assertThat(plan(List.of(FIRST, SECOND, THIRD), 1, 101))
                .as("beyond the end of the line")
                .isEmpty();
        assertThat(plan(List.of(SECOND, THIRD), 1, 80)).as("collected").isEmpty();
    }
}
