package org.borealisdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.junit.jupiter.api.Test;

/** How far back a segment says that a volume can go with it. */
class GroupHistoryTest {
    /** Line 1 was left at 100 for line 2, which goes on from its 40; line 3 begins where line 2 ended. Group 1 came to be on line 3. */
    private static final TimelineTree REWOUND = TimelineTree.INITIAL
            .with(new Timeline(2, 1, 40, 200, List.of(40L), 100, List.of(95L)))
            .with(new Timeline(3, 2, 250, 300, List.of(245L)));

    private static long floor(long collected, long scl, LineEnd... lines) {
        return GroupHistory.floor(REWOUND, 0, collected, scl, List.of(lines));
    }

    @Test
    void whoHasTheLineThatWasLeftGoesBackToItsBeginning() {
        assertThat(floor(0, 310, new LineEnd(1, 95))).isZero();
        assertThat(floor(20, 310, new LineEnd(1, 95))).isEqualTo(20);
    }

    @Test
    void whoCameLaterDoesNotGoBackToALineThatItDoesNotHave() {
        assertThat(floor(0, 310)).isEqualTo(101);
        assertThat(floor(0, 310, new LineEnd(1, 90))).isEqualTo(101);
        assertThat(floor(150, 310)).isEqualTo(150);
    }

    @Test
    void whatIsSharedCounts() {
        // Line 1 is left for good, but line 4 goes on from its end: who has that has all of line 1.
        TimelineTree back = REWOUND.with(new Timeline(4, 1, 100, 400, List.of(95L), 350, List.of(340L)));
        assertThat(GroupHistory.floor(back, 0, 0, 410, List.of())).isEqualTo(351);
        assertThat(GroupHistory.floor(back, 0, 0, 410, List.of(new LineEnd(3, 340))))
                .isZero();
        assertThat(GroupHistory.floor(back, 0, 0, 410, List.of(new LineEnd(3, 339))))
                .isEqualTo(351);
    }

    @Test
    void aGroupThatHadNothingThereHasAllOfIt() {
        assertThat(GroupHistory.floor(REWOUND, 1, 0, 0, List.of())).isZero();
    }
}
