package org.borealisdb.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.seal.VolumeKeys;
import org.junit.jupiter.api.Test;

/** A cursor shows each page of its layers once, in order. */
class PageCursorTest {
    private final MemoryFiles files = new MemoryFiles();
    private final VolumeKeys keys = TestKeys.none();

    private Layer layer(String name, NavigableSet<Long> pages) {
        LayerHeader header = new LayerHeader(new VolumeId(7), 0, 1, 0, 300);
        try (LayerWriter writer = new LayerWriter(files, name, header, keys)) {
            for (long page : pages) {
                writer.beginPage(page);
                writer.addImage(300, 1, new byte[Page.BYTES]);
                writer.endPage();
            }
            writer.finish();
        }
        return Layer.open(files, name, 1, keys);
    }

    @Test
    void ofNoLayersThereIsNothing() {
        assertThat(new PageCursor(List.of(), 0).next()).isEqualTo(PageCursor.NONE);
        Layer empty = layer("empty", new TreeSet<>());
        assertThat(new PageCursor(List.of(empty), 0).peek()).isEqualTo(PageCursor.NONE);
        empty.release();
    }

    @Test
    void pagesComeInOrderAndOnce() {
        Random random = new Random(3);
        for (int turn = 0; turn < 30; turn++) {
            NavigableSet<Long> all = new TreeSet<>();
            List<Layer> layers = new ArrayList<>();
            for (int count = 0; count < 1 + random.nextInt(4); count++) {
                NavigableSet<Long> pages = new TreeSet<>();
                random.longs(random.nextInt(12), 0, 20).forEach(pages::add);
                all.addAll(pages);
                layers.add(layer("layer-" + count, pages));
            }
            for (long from = 0; from < 21; from++) {
                PageCursor cursor = new PageCursor(layers, from);
                for (long page : all.tailSet(from)) {
                    assertThat(cursor.peek()).isEqualTo(page);
                    assertThat(cursor.next()).isEqualTo(page);
                }
                assertThat(cursor.peek()).isEqualTo(PageCursor.NONE);
                assertThat(cursor.next()).isEqualTo(PageCursor.NONE);
            }
            layers.forEach(Layer::release);
            for (int count = 0; count < layers.size(); count++) {
                files.delete("layer-" + count);
            }
        }
    }
}
