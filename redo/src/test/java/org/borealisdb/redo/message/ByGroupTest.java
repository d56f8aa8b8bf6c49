package org.borealisdb.redo.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.borealisdb.redo.volume.VolumeId;
import org.junit.jupiter.api.Test;

/** Whatever a node says, in whatever order, is found by group. */
class ByGroupTest {
    private static final VolumeId VOLUME = new VolumeId(1);
    private static final int GROUPS = 40;

    @Test
    void eachGroupIsFoundAndNoOther() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            TreeSet<Integer> groups = new TreeSet<>();
            for (int group = 0; group < random.nextInt(GROUPS); group++) {
                groups.add(random.nextInt(GROUPS));
            }
            List<SegmentProgress> told = new ArrayList<>();
            groups.forEach(group -> told.add(random.nextInt(told.size() + 1), progress(group)));
            Installed installed = new Installed(VOLUME, 1, told);
            assertThat(installed.segments().stream().map(SegmentProgress::group))
                    .containsExactlyElementsOf(groups);
            for (int group = 0; group < GROUPS; group++) {
                assertThat(installed.segment(group).map(SegmentProgress::scl))
                        .isEqualTo(groups.contains(group) ? Optional.of(group + 1L) : Optional.empty());
            }
        }
    }

    private static SegmentProgress progress(int group) {
        return new SegmentProgress(VOLUME, group, 1, 1, group + 1);
    }
}
