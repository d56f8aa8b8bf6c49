package org.borealisdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.storage.layer.PageBuild;
import org.junit.jupiter.api.Test;

/** The index finds for each page what a map of lists finds, whatever is added, cleared and asked for in between. */
class PageIndexTest {
    @Test
    void findsWhatAModelFinds() {
        for (int seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            PageIndex index = new PageIndex(SegmentLimits.tiny(1 << 20));
            List<LogEntry> log = new ArrayList<>();
            Map<Long, List<Long>> model = new TreeMap<>();
            long tail = 0;
            int pages = 1 + random.nextInt(3000);
            for (int step = 0; step < 60; step++) {
                long before = tail;
                SampleRedo redo = new SampleRedo();
                for (int count = 1 + random.nextInt(100); count > 0; count--) {
                    long page = random.nextInt(pages);
                    tail = redo.record(tail, page, 0, true, random);
                    model.computeIfAbsent(page, _ -> new ArrayList<>()).add(tail);
                }
                log.add(new LogEntry(redo.batch(1, before, before), before, tail, 1));
                if (random.nextInt(3) == 0) {
                    long page = random.nextInt(pages);
                    assertThat(newest(index.find(page, Long.MAX_VALUE, log, 0), page))
                            .isEqualTo(newest(model, page));
                }
                if (random.nextInt(20) == 0) {
                    index.clear();
                }
            }
            for (long page = 0; page < pages; page++) {
                assertThat(newest(index.find(page, Long.MAX_VALUE, log, 0), page))
                        .as("seed %d page %d", seed, page)
                        .isEqualTo(newest(model, page));
            }
        }
    }

    @Test
    void aCursorGoesOnWithWhatItWasTakenFrom() {
        Random random = new Random(1);
        PageIndex index = new PageIndex(SegmentLimits.tiny(1 << 20));
        SampleRedo first = new SampleRedo();
        long tail = first.record(0, 7, 0, true, random);
        List<LogEntry> log = new ArrayList<>(List.of(new LogEntry(first.batch(1, 0, 0), 0, tail, 1)));
        PageIndexCursor cursor = index.find(7, Long.MAX_VALUE, log, 0);
        index.clear();
        log.clear();
        assertThat(newest(index.find(7, Long.MAX_VALUE, log, 0), 7)).isZero();
        assertThat(newest(cursor, 7)).isEqualTo(tail);
    }

    private static long newest(Map<Long, List<Long>> model, long page) {
        return model.containsKey(page) ? model.get(page).getLast() : 0;
    }

    private static long newest(PageIndexCursor cursor, long page) {
        PageBuild build = new PageBuild(page, Long.MAX_VALUE, TimelineTree.INITIAL.path());
        cursor.addTo(build);
        return build.build()
                .map(image -> Page.lsn(MemorySegment.ofArray(image), 0))
                .orElse(0L);
    }
}
