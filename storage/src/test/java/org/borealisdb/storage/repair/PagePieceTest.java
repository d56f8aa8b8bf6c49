package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.storage.layer.LayerEntry;
import org.junit.jupiter.api.Test;

/** What a source sends of a page whose history has lines. */
class PagePieceTest {
    /** Line 1 ends at 100; line 2 goes on from its 50, and ends at 250; line 3 goes on where line 1 ended. */
    private static final TimelineTree BACK_AND_FORTH = TimelineTree.INITIAL
            .with(new Timeline(2, 1, 50, 200, List.of(50L), 100, List.of(100L)))
            .with(new Timeline(3, 1, 100, 300, List.of(100L), 250, List.of(250L)));

    private static LayerEntry image(long lsn, int timeline) {
        return new LayerEntry(lsn, timeline, true, MemorySegment.ofArray(new byte[Page.BYTES]), 0, Page.BYTES);
    }

    private static List<Long> sent(long sentUpTo, long base, long floor, LayerEntry... entries) {
        return PagePiece.retained(List.of(entries), sentUpTo, base, floor, BACK_AND_FORTH.path()).stream()
                .map(LayerEntry::lsn)
                .toList();
    }

    @Test
    void entriesComeInTheOrderOfTheirLsnsWhateverTheOrderOfLayers() {
        assertThat(sent(0, 400, 0, image(40, 1), image(210, 2), image(60, 1), image(310, 3)))
                .containsExactly(40L, 60L, 210L, 310L);
    }

    @Test
    void whereAnAnswerEndedTheNextGoesOnThoughALaterEntryLiesBefore() {
        assertThat(sent(50, 400, 0, image(40, 1), image(210, 2), image(40, 1), image(60, 1), image(70, 1)))
                .containsExactly(60L, 70L, 210L);
    }

    @Test
    void whatSeveralLayersHaveIsSentOnce() {
        assertThat(sent(0, 400, 0, image(40, 1), image(60, 1), image(40, 1), image(60, 1)))
                .containsExactly(40L, 60L);
    }

    @Test
    void nothingAboveTheBaseIsSent() {
        assertThat(sent(0, 100, 0, image(40, 1), image(210, 2), image(60, 1))).containsExactly(40L, 60L);
    }

    @Test
    void theFirstIsTheCurrentLinesNewestBaseAtOrBelowTheFloor() {
        assertThat(sent(0, 400, 220, image(40, 1), image(210, 2), image(60, 1), image(310, 3)))
                .containsExactly(60L, 210L, 310L);
    }
}
