package org.borealisdb.storage.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.storage.layer.LayerEntry;
import org.junit.jupiter.api.Test;

/** What a merge keeps of a page whose history has lines. */
class LayerMergeTest {
    /** Line 1 ends at 100; line 2 goes on from its 50, and ends at 250; line 3 goes on where line 1 ended. */
    private static final TimelineTree BACK_AND_FORTH = TimelineTree.INITIAL
            .with(new Timeline(2, 1, 50, 200, List.of(50L), 100, List.of(100L)))
            .with(new Timeline(3, 1, 100, 300, List.of(100L), 250, List.of(250L)));

    private static LayerEntry image(long lsn, int timeline) {
        return new LayerEntry(lsn, timeline, true, MemorySegment.ofArray(new byte[Page.BYTES]), 0, Page.BYTES);
    }

    /** Whether a page is read whole or section by section makes no difference. */
    private static List<Long> kept(long floor, LayerEntry... entries) {
        List<Long> whole = kept(floor, List.of(new Entries(List.of(entries))));
        List<Long> divided = kept(
                floor,
                Stream.of(entries).map(entry -> new Entries(List.of(entry))).toList());
        assertThat(divided).isEqualTo(whole);
        return whole;
    }

    private record Entries(List<LayerEntry> entries) implements MergedPage.Section {
        @Override
        public long lowest() {
            return entries.stream().mapToLong(LayerEntry::lsn).min().orElseThrow();
        }

        @Override
        public long highest() {
            return entries.stream().mapToLong(LayerEntry::lsn).max().orElseThrow();
        }
    }

    private static List<Long> kept(long floor, List<Entries> sections) {
        List<Long> kept = new ArrayList<>();
        new MergedPage(sections, BACK_AND_FORTH.path(), floor, true).write(entry -> kept.add(entry.lsn()));
        return kept;
    }

    @Test
    void aLineThatCanBeGoneToKeepsItsEntriesThoughAnOlderOneWasGoneOnWithBehindThem() {
        assertThat(kept(45, image(30, 1), image(40, 1), image(210, 2), image(60, 1), image(310, 3)))
                .containsExactly(40L, 210L, 60L, 310L);
    }

    @Test
    void aLineThatBranchesBelowTheFloorIsGoneWithIt() {
        assertThat(kept(260, image(40, 1), image(210, 2), image(60, 1), image(310, 3)))
                .containsExactly(60L, 310L);
    }

    @Test
    void theBaseAtOrBelowTheFloorIsOneOfTheCurrentLine() {
        assertThat(kept(305, image(40, 1), image(60, 1), image(210, 2), image(310, 3)))
                .containsExactly(60L, 310L);
    }
}
