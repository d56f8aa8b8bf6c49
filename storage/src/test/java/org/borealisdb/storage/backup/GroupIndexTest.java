package org.borealisdb.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.storage.segment.LineEnd;
import org.junit.jupiter.api.Test;

/** What an index claims to have of lines of history. */
class GroupIndexTest {
    /** Timeline 2 goes on where timeline 1 ended, at LSN 1000. */
    private static final TimelineTree CONTINUED =
            TimelineTree.INITIAL.with(new Timeline(2, 1, 1000, 1100, List.of(1000L)));

    /** Timeline 3 goes back to LSN 300 of timeline 1. */
    private static final TimelineTree REWOUND =
            CONTINUED.with(new Timeline(3, 1, 300, 2000, List.of(300L), 1500, List.of(1500L)));

    private static StoredLayer layer(boolean base, int timeline, long after, long upTo) {
        return new StoredLayer("g1-" + upTo, base, timeline, after, upTo, 100, 0);
    }

    private static GroupIndex index(long upTo, LineEnd... progress) {
        GroupIndex index = GroupIndex.empty(new VolumeId(7), 0)
                .withLayers(List.of(layer(false, 1, 0, upTo)), TimelineTree.INITIAL, List.of());
        GroupIndex told = new GroupIndex(
                index.volume(),
                0,
                1,
                "a",
                0,
                index.layers(),
                List.of(),
                List.of(progress),
                "",
                0,
                List.of(),
                List.of());
        assertThat(told.upTo()).isEqualTo(upTo);
        return told;
    }

    /** A layer that ends before the branch is made under the timeline behind it: the group is whole up to where it ends, and log can follow. */
    @Test
    void aLayerOfTheParentsLogKeepsTheIndexSound() {
        GroupIndex before = index(400, new LineEnd(1, 400));
        assertThat(before.sound(CONTINUED)).isTrue();
        GroupIndex after = before.withLayers(List.of(layer(false, 2, 400, 900)), CONTINUED, List.of());
        assertThat(after.wholeUpTo(2)).isEqualTo(900);
        assertThat(after.sound(CONTINUED)).isTrue();
        assertThat(after.whole(CONTINUED, 1, 900)).isTrue();
    }

    /** What was lacking before a layer is lacking behind it. */
    @Test
    void aLayerDoesNotMendWhatIsLackingBeforeIt() {
        GroupIndex before = index(400, new LineEnd(1, 200));
        assertThat(before.sound(CONTINUED)).isFalse();
        GroupIndex after = before.withLayers(List.of(layer(false, 2, 400, 900)), CONTINUED, List.of());
        assertThat(after.sound(CONTINUED)).isFalse();
        assertThat(after.wholeUpTo(2)).isEqualTo(-1);
    }

    @Test
    void aBaseMakesItSound() {
        GroupIndex before = index(400, new LineEnd(1, 200));
        GroupIndex after = before.withLayers(List.of(layer(true, 2, 0, 900)), CONTINUED, List.of());
        assertThat(after.sound(CONTINUED)).isTrue();
        assertThat(after.wholeUpTo(2)).isEqualTo(900);
    }

    /** The volume went on to 1000 before the branch, the group to 900: a base there is all that the lines share. */
    @Test
    void aBaseAtTheGroupsLastRecordBeforeTheBranchMakesItSound() {
        TimelineTree tree = TimelineTree.INITIAL.with(new Timeline(2, 1, 1000, 1100, List.of(900L)));
        GroupIndex index = index(400, new LineEnd(1, 200))
                .withLog(new StoredLog("log", 400, 1300, 10))
                .withLayers(List.of(layer(true, 2, 0, 900)), tree, List.of());
        assertThat(index.sound(tree)).isTrue();
        assertThat(index.withProgress(2, 1300).whole(tree, 1, 1000)).isTrue();
        // It is a base of the line before, too, whose history is the same there.
        assertThat(GroupPlan.of(index.withProgress(2, 1300), tree, 1, 1000)
                        .orElseThrow()
                        .floor())
                .isEqualTo(900);
    }

    /** Of a line that was left a layer has what its maker still had. */
    @Test
    void ofALineThatWasLeftNoMoreIsClaimedThanTheLayerHas() {
        GroupIndex before = index(400, new LineEnd(1, 400), new LineEnd(2, 1500));
        GroupIndex after =
                before.withLayers(List.of(layer(false, 3, 400, 2500)), REWOUND, List.of(new LineEnd(2, 1200)));
        assertThat(after.wholeUpTo(3)).isEqualTo(2500);
        assertThat(after.wholeUpTo(2)).isEqualTo(1200);
        assertThat(after.whole(REWOUND, 2, 1300)).isFalse();
        assertThat(after.whole(REWOUND, 1, 400)).isTrue();
    }
}
