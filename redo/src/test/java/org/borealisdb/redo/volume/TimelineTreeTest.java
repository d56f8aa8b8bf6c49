package org.borealisdb.redo.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How much log lies in a range: LSNs count bytes, but for what branches skip. */
class TimelineTreeTest {
    private final TimelineTree tree = TimelineTree.INITIAL
            .with(new Timeline(2, 1, 100, 1100, List.of(90L)))
            .with(new Timeline(3, 2, 1500, 2500, List.of(1500L)));

    @Test
    void skippedRangesAreNoLog() {
        assertThat(tree.logBytes(2600, 2700)).isEqualTo(100);
        assertThat(tree.logBytes(1400, 2700)).isEqualTo(300);
        assertThat(tree.logBytes(50, 2700)).isEqualTo(50 + 400 + 200);
        assertThat(tree.logBytes(1500, 1500)).isZero();
        assertThat(TimelineTree.INITIAL.logBytes(10, 30)).isEqualTo(20);
    }

    @Test
    void timelinesAreAddedAndNeverChange() {
        assertThat(tree.continues(tree)).isTrue();
        assertThat(tree.continues(TimelineTree.INITIAL)).isTrue();
        assertThat(TimelineTree.INITIAL.continues(tree)).isFalse();
        TimelineTree other = TimelineTree.INITIAL.with(new Timeline(2, 1, 100, 1200, List.of(90L)));
        assertThat(tree.continues(other)).isFalse();
        assertThat(other.with(new Timeline(3, 2, 1500, 2500, List.of(1500L))).continues(tree))
                .isFalse();
    }

    @Test
    void nothingIsLackedByWhoIsAhead() {
        assertThat(tree.logBytes(Long.MAX_VALUE, 2700)).isNegative();
    }
}
