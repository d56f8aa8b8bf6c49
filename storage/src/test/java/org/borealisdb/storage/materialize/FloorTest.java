package org.borealisdb.storage.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.junit.jupiter.api.Test;

/** How much log a lagging peer lacks: LSNs count bytes, but for what branches skip. */
class FloorTest {
    private final TimelineTree tree = TimelineTree.INITIAL
            .with(new Timeline(2, 1, 100, 1100, List.of(90L)))
            .with(new Timeline(3, 2, 1500, 2500, List.of(1500L)));

    @Test
    void skippedRangesAreNoLog() {
        assertThat(Floor.logBytes(tree, 2600, 2700)).isEqualTo(100);
        assertThat(Floor.logBytes(tree, 1400, 2700)).isEqualTo(300);
        assertThat(Floor.logBytes(tree, 50, 2700)).isEqualTo(50 + 400 + 200);
        assertThat(Floor.logBytes(tree, 1500, 1500)).isZero();
        assertThat(Floor.logBytes(TimelineTree.INITIAL, 10, 30)).isEqualTo(20);
    }

    @Test
    void aPeerThatIsAheadLacksNothing() {
        assertThat(Floor.logBytes(tree, Long.MAX_VALUE, 2700)).isNegative();
    }
}
