package org.borealisdb.volume.writer;

import static org.assertj.core.api.Assertions.assertThat;

import org.borealisdb.redo.volume.TimelineTree;
import org.junit.jupiter.api.Test;

/** What of the past is kept, as time and log go on. */
class HistoryWindowTest {
    private static final long WINDOW = 512_000;

    private static HistoryWindow window() {
        return new HistoryWindow(TimelineTree.INITIAL, WINDOW, 1 << 30, 100, 0);
    }

    @Test
    void keepsWhatWasThereWhenTheWindowBegan() {
        HistoryWindow window = window();
        long lsn = 100;
        for (long now = 1_000; now <= 3 * WINDOW; now += 1_000) {
            lsn += 10;
            long start = window.start(lsn, now);
            long whenItBegan = 100 + Math.max(0, (now - WINDOW) / 1_000) * 10;
            assertThat(start)
                    .as("at %d", now)
                    .isLessThanOrEqualTo(whenItBegan)
                    .isGreaterThanOrEqualTo(now > WINDOW + 2_000 ? whenItBegan - 30 : 0);
        }
    }

    @Test
    void keepsNothingOnceNobodyHasWrittenForTheLengthOfTheWindow() {
        HistoryWindow window = window();
        window.start(900, 10_000);
        assertThat(window.start(900, 10_000 + WINDOW)).isLessThan(900);
        assertThat(window.start(900, 10_001 + WINDOW)).isEqualTo(900);
        // Somebody writes again.
        assertThat(window.start(950, 20_000 + WINDOW)).isEqualTo(900);
    }

    @Test
    void aWindowOfNothingFollowsTheLog() {
        HistoryWindow none = new HistoryWindow(TimelineTree.INITIAL, 0, 1 << 30, 100, 0);
        assertThat(none.start(900, 1)).isEqualTo(900);
    }
}
