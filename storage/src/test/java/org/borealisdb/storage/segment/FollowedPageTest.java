package org.borealisdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.seal.TestKeys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log that is indexed bit by bit, folded now and then, with images in memory: every version is what a model has, and takes few records. */
class FollowedPageTest {
    private static final SegmentLimits LIMITS = new SegmentLimits(1 << 20, 3, 10, 48 << 10, 1 << 26);
    private static final int PAGES = 6;

    private record Delta(long lsn, MemorySegment record) {}

    private final MemoryFiles files = new MemoryFiles();
    private final PageIndex index = new PageIndex(LIMITS);
    private final List<LogEntry> log = new ArrayList<>();
    private final Map<Long, NavigableMap<Long, byte[]>> versions = new TreeMap<>();
    private final Map<Long, List<Delta>> deltas = new TreeMap<>();
    private final Map<Long, Long> newest = new TreeMap<>();
    private List<Layer> layers = List.of();
    private long tail;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyVersionIsWhatTheModelHasAndTakesFewRecords(long seed) {
        Random random = new Random(seed);
        boolean history = random.nextBoolean();
        int followed = 0;
        long floor = 0;
        for (int step = 0; step < 300; step++) {
            write(random);
            switch (random.nextInt(6)) {
                case 0 -> fold(log.get(random.nextInt(log.size())).upTo());
                case 1 -> index.extend(log, 10, floor);
                case 2 -> {
                    floor = history ? 0 : tail;
                    while (!index.extend(log, 10, floor)) {
                        // Until all of it is.
                    }
                    followed += follow(random, floor, /* writing= */ true);
                    index.extend(log, Integer.MAX_VALUE, floor);
                    while (follow(random, floor, /* writing= */ false) > 0) {
                        // What was written meanwhile.
                    }
                    read(random, floor, /* bounded= */ true);
                }
                case 3 -> {
                    if (random.nextInt(10) == 0) {
                        index.clear();
                    }
                }
                default -> read(random, floor, /* bounded= */ false);
            }
        }
        assertThat(followed).isGreaterThan(5);
    }

    /** A batch of records, most of them of one page. */
    private void write(Random random) {
        SampleRedo redo = new SampleRedo();
        long before = tail;
        for (int count = 1 + random.nextInt(20); count > 0; count--) {
            long page = random.nextInt(3) > 0 ? 0 : random.nextInt(PAGES);
            // Without a page before it, a record begins the page.
            long previous = random.nextInt(60) == 0 ? 0 : newest.getOrDefault(page, 0L);
            tail = redo.record(tail, page, previous, true, random);
            newest.put(page, tail);
        }
        LogEntry entry = new LogEntry(redo.batch(1, before, before), before, tail, 1);
        entry.batch().forEachRecord((at, lsn) -> {
            MemorySegment memory = entry.batch().memory();
            long page = RedoRecord.pageNumber(memory, at);
            NavigableMap<Long, byte[]> known = versions.computeIfAbsent(page, _ -> new TreeMap<>());
            byte[] image = known.isEmpty()
                    ? new byte[Page.BYTES]
                    : known.lastEntry().getValue().clone();
            PageApplier.apply(MemorySegment.ofArray(image), 0, memory, at, lsn);
            known.put(lsn, image);
            byte[] record = new byte[RedoRecord.length(memory, at)];
            MemorySegment.copy(memory, at, MemorySegment.ofArray(record), 0, record.length);
            deltas.computeIfAbsent(page, _ -> new ArrayList<>()).add(new Delta(lsn, MemorySegment.ofArray(record)));
        });
        log.add(entry);
    }

    /** Puts everything up to {@code lsn} into one layer. */
    private void fold(long lsn) {
        layers.forEach(Layer::retire);
        String name = "volume-1/group-0/layer-" + lsn;
        try (LayerWriter writer =
                new LayerWriter(files, name, new LayerHeader(SampleRedo.VOLUME, 0, 1, 0, lsn), TestKeys.none())) {
            deltas.forEach((page, all) -> {
                if (all.getFirst().lsn() <= lsn) {
                    writer.beginPage(page);
                    all.stream()
                            .filter(delta -> delta.lsn() <= lsn)
                            .forEach(delta -> writer.addDelta(delta.lsn(), 1, delta.record(), 0));
                    writer.endPage();
                }
            });
            writer.finish();
        }
        layers = List.of(Layer.open(files, name, lsn, TestKeys.none()));
        log.removeIf(entry -> entry.upTo() <= lsn);
        index.folded(lsn);
        if (log.isEmpty()) {
            write(new Random(lsn));
        }
    }

    private int follow(Random random, long floor, boolean writing) {
        int count = 0;
        for (UnimagedPage page : index.unimaged(10)) {
            Optional<FollowedPage> built = page.followed(layers, TimelineTree.INITIAL.path(), floor);
            if (writing && random.nextInt(3) == 0) {
                write(random);
            }
            index.follow(page, built.orElseThrow());
            count++;
        }
        return count;
    }

    private void read(Random random, long floor, boolean bounded) {
        for (int count = 0; count < 20; count++) {
            long page = random.nextInt(PAGES);
            long lsn = floor + (long) (random.nextDouble() * (tail - floor + 1));
            PageBuild stored = new PageBuild(page, Math.min(lsn, log.getFirst().after()), TimelineTree.INITIAL.path());
            layers.forEach(stored::add);
            PageBuild build = new PageBuild(page, lsn, TimelineTree.INITIAL.path());
            index.find(page, lsn, log, floor).addTo(build);
            layers.forEach(build::add);
            byte[] expected = Optional.ofNullable(versions.get(page))
                    .map(known -> known.floorEntry(lsn))
                    .map(Map.Entry::getValue)
                    .orElse(new byte[Page.BYTES]);
            assertThat(build.build().orElse(new byte[Page.BYTES]))
                    .as("page %d at %d of %d", page, lsn, tail)
                    .isEqualTo(expected);
            if (bounded) {
                assertThat(build.records())
                        .isLessThanOrEqualTo(
                                Math.max(LIMITS.imageRecords(), stored.records()) + LIMITS.unimagedRecords());
            }
        }
    }
}
