package org.borealisdb.storage.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
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

/** A page whose log was folded twice, the second time into a newer layer, as after a rewind that a node has heard of late: with an image in the older one. */
class MergedPageTest {
    private static final HistoryPath PATH = TimelineTree.INITIAL.path();
    private static final long PAGE = 5;

    private final MemoryFiles files = new MemoryFiles();
    private final List<LayerEntry> records = new ArrayList<>();
    private final List<byte[]> versions = new ArrayList<>();
    private long number;

    MergedPageTest() {
        byte[] page = new byte[Page.BYTES];
        MemorySegment memory = MemorySegment.ofArray(page);
        long lsn = 0;
        for (int count = 0; count < 4; count++) {
            RecordWriter record = new RecordWriter(200);
            record.begin(PAGE, Page.lsn(memory, 0), count == 0 ? RedoRecord.INIT : 0);
            record.fill(Page.HEADER_BYTES + 100 * count, 50, (byte) (count + 1));
            record.end();
            lsn += record.length();
            PageApplier.apply(memory, 0, record.memory(), 0, lsn);
            records.add(new LayerEntry(lsn, 1, false, record.memory(), 0, record.length()));
            versions.add(page.clone());
        }
    }

    private LayerEntry image(int version) {
        MemorySegment memory = MemorySegment.ofArray(versions.get(version));
        return new LayerEntry(records.get(version).lsn(), 1, true, memory, 0, Page.BYTES);
    }

    private Layer layer(long after, List<LayerEntry> entries) {
        String name = "volume-7/group-0/layer-" + ++number;
        LayerHeader header =
                new LayerHeader(new VolumeId(7), 0, 1, after, records.getLast().lsn());
        try (LayerWriter writer = new LayerWriter(files, name, header, TestKeys.none())) {
            writer.beginPage(PAGE);
            entries.forEach(writer::add);
            writer.endPage();
            writer.finish();
        }
        return Layer.open(files, name, number, TestKeys.none());
    }

    private byte[] read(List<Layer> layers, int version) {
        PageBuild build = new PageBuild(PAGE, records.get(version).lsn(), PATH);
        layers.reversed().forEach(build::add);
        return build.build().orElseThrow();
    }

    @Test
    void whatIsThereTwiceHidesNoImage() {
        Layer older = layer(0, List.of(records.get(0), records.get(1), records.get(2), image(2), records.get(3)));
        Layer again = layer(records.get(1).lsn(), List.of(records.get(2), records.get(3)));
        List<LayerEntry> kept = new ArrayList<>();
        try (LayerReaders readers = new LayerReaders(List.of(older, again), LayerCaching.PAST)) {
            new MergedPage(PAGE, readers.all(), PATH, records.get(3).lsn(), true).write(kept::add);
        }
        assertThat(read(List.of(older, again), 3)).isEqualTo(versions.get(3));
        assertThat(read(List.of(layer(0, kept)), 3)).isEqualTo(versions.get(3));
        assertThat(kept.stream().map(LayerEntry::image)).containsExactly(true, false, false);
    }

    /** As merges have written it. */
    @Test
    void aLayerInWhichItIsThereTwiceIsRead() {
        Layer merged = layer(0, List.of(image(2), records.get(3), records.get(2), records.get(3)));
        assertThat(read(List.of(merged), 3)).isEqualTo(versions.get(3));
        assertThat(read(List.of(merged), 2)).isEqualTo(versions.get(2));
    }
}
