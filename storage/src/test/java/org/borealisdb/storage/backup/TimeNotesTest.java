package org.borealisdb.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimeNotesTest {
    private final TimeNotes notes = new TimeNotes();

    @Test
    void gatherWhileTheStoreIsAway() {
        notes.note(1000, 1, 50);
        notes.note(1500, 1, 50);
        notes.note(900, 2, 60);
        assertThat(notes.behind(List.of())).containsExactly(new TimePoint(1000, 1, 50), new TimePoint(1001, 2, 60));
        // The index may have them although that was not heard of, or later times.
        assertThat(notes.behind(List.of(new TimePoint(2000, 1, 50))))
                .containsExactly(new TimePoint(2000, 1, 50), new TimePoint(2001, 2, 60));
        notes.clear();
        assertThat(notes.behind(List.of(new TimePoint(2000, 1, 50)))).hasSize(1);
    }

    @Test
    void areFewerTheLongerItLasts() {
        for (int second = 1; second <= 10 * TimeNotes.MOST; second++) {
            notes.note(1000L * second, 1, second);
        }
        List<TimePoint> points = notes.behind(List.of());
        assertThat(points).hasSizeLessThanOrEqualTo(TimeNotes.MOST);
        assertThat(points.getFirst().millis()).isLessThan(100_000L);
        assertThat(points.getLast().millis()).isEqualTo(10_000L * TimeNotes.MOST);
    }
}
