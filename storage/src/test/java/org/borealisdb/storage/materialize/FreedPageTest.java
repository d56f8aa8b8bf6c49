package org.borealisdb.storage.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerCaching;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerReaders;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.seal.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are written, freed and written again: a merge leaves them out, and nobody can tell. */
class FreedPageTest {
    private static final HistoryPath PATH = TimelineTree.INITIAL.path();
    private static final int PAGES = 12;
    private static final int LAYERS = 4;

    private final MemoryFiles files = new MemoryFiles();
    /** The LSN that each page has; 0 if it is free. */
    private final TreeMap<Long, Long> written = new TreeMap<>();

    private long lsn;
    private long number;

    /** A layer of what happens to some pages next. */
    private Layer layer(Random random) {
        long after = lsn;
        TreeMap<Long, List<LayerEntry>> entries = new TreeMap<>();
        for (int count = 30; count > 0; count--) {
            long page = random.nextInt(PAGES);
            entries.computeIfAbsent(page, _ -> new ArrayList<>()).add(next(page, random.nextInt(4) == 0, random));
        }
        return write(after, entries);
    }

    private LayerEntry next(long page, boolean free, Random random) {
        RecordWriter record = new RecordWriter(200);
        long before = written.getOrDefault(page, 0L);
        if (free) {
            record.free(page, 0);
        } else {
            record.begin(page, before, before == 0 ? RedoRecord.INIT : 0);
            record.fill(Page.HEADER_BYTES + random.nextInt(9_000), 100, (byte) random.nextInt());
            record.end();
        }
        lsn += record.length();
        written.put(page, free ? 0 : lsn);
        return new LayerEntry(lsn, 1, false, record.memory(), 0, record.length());
    }

    private Layer write(long after, SortedMap<Long, List<LayerEntry>> entries) {
        String name = "volume-7/group-0/layer-" + ++number;
        try (LayerWriter writer =
                new LayerWriter(files, name, new LayerHeader(new VolumeId(7), 0, 1, after, lsn), TestKeys.none())) {
            entries.forEach((page, all) -> {
                writer.beginPage(page);
                all.forEach(writer::add);
                writer.endPage();
            });
            writer.finish();
        }
        return Layer.open(files, name, number, TestKeys.none());
    }

    /** The newest {@code count} of {@code layers} merged. */
    private List<Layer> merged(List<Layer> layers, int count, long floor) {
        List<Layer> older = layers.subList(0, layers.size() - count);
        List<Layer> newer = layers.subList(layers.size() - count, layers.size());
        TreeMap<Long, List<LayerEntry>> entries = new TreeMap<>();
        try (LayerReaders readers = new LayerReaders(newer, LayerCaching.PAST)) {
            for (long page = 0; page < PAGES; page++) {
                List<LayerEntry> kept = new ArrayList<>();
                long each = page;
                boolean bottom = older.stream().allMatch(layer -> layer.newest(each) < 0);
                new MergedPage(page, readers.all(), PATH, floor, bottom).write(kept::add);
                if (!kept.isEmpty()) {
                    entries.put(page, kept);
                }
            }
        }
        List<Layer> all = new ArrayList<>(older);
        all.add(write(newer.getFirst().header().after(), entries));
        return all;
    }

    private static Optional<ByteBuffer> read(List<Layer> layers, long page, long at) {
        PageBuild build = new PageBuild(page, at, PATH);
        layers.reversed().forEach(build::add);
        return build.build().map(ByteBuffer::wrap);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyVersionThatIsAskedForIsWhatItWas(long seed) {
        Random random = new Random(seed);
        List<Layer> layers = new ArrayList<>();
        for (int count = 0; count < LAYERS; count++) {
            layers.add(layer(random));
        }
        long floor = random.nextLong(lsn + 1);
        List<Layer> once = merged(layers, 1 + random.nextInt(LAYERS), floor);
        List<Layer> twice = merged(once, once.size(), floor);
        for (long page = 0; page < PAGES; page++) {
            for (long at = floor; at <= lsn; at++) {
                Optional<ByteBuffer> expected = read(layers, page, at);
                assertThat(read(once, page, at)).as("page %d at %d", page, at).isEqualTo(expected);
                assertThat(read(twice, page, at)).as("page %d at %d", page, at).isEqualTo(expected);
            }
        }
    }

    private List<Layer> writtenAndFreed(Random random) {
        TreeMap<Long, List<LayerEntry>> first = new TreeMap<>();
        for (long page = 0; page < PAGES; page++) {
            first.put(page, List.of(next(page, false, random), next(page, false, random)));
        }
        Layer old = write(0, first);
        long after = lsn;
        TreeMap<Long, List<LayerEntry>> second = new TreeMap<>();
        for (long page = 0; page < PAGES; page++) {
            second.put(page, List.of(next(page, true, random)));
        }
        return List.of(old, write(after, second));
    }

    @Test
    void whatIsFreeIsGoneFromTheLayersOnceNobodyAsksForWhatItWas() {
        List<Layer> layers = writtenAndFreed(new Random(1));
        assertThat(read(layers, 3, lsn)).isEmpty();
        assertThat(merged(layers, 2, lsn).getFirst().sections()).isZero();
        // Only what hides something has to stay.
        assertThat(merged(layers, 1, lsn).getLast().sections()).isEqualTo(PAGES);
        // A version from before is asked for still.
        List<Layer> kept = merged(layers, 2, layers.getFirst().header().upTo());
        assertThat(kept.getFirst().sections()).isEqualTo(PAGES);
        assertThat(read(kept, 3, layers.getFirst().header().upTo())).isPresent();
        assertThat(read(kept, 3, lsn)).isEmpty();
    }

    @Test
    void whatAMergeGivesBackIsEstimated() {
        List<Layer> layers = writtenAndFreed(new Random(2));
        FreedContent content = new FreedContent(layers, 0);
        long first = layers.getLast().lowest(0);
        assertThat(content.upTo(first - 1)).isZero();
        assertThat(content.upTo(first)).isPositive().isLessThan(content.upTo(lsn));
        long bytes = 0;
        for (Layer layer : layers) {
            for (int place = 0; place < layer.sections(); place++) {
                bytes += layer.sectionLength(place);
            }
        }
        assertThat(content.upTo(lsn)).isEqualTo(bytes);
        assertThat(new FreedContent(merged(layers, 2, lsn), 0).upTo(lsn)).isZero();
        // Written again, it is not free.
        long after = lsn;
        List<Layer> more = new ArrayList<>(layers);
        more.add(write(after, new TreeMap<>(Map.of(3L, List.of(next(3, false, new Random(3)))))));
        assertThat(new FreedContent(more, 0).upTo(lsn)).isLessThan(bytes);
    }
}
