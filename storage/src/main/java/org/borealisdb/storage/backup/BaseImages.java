package org.borealisdb.storage.backup;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.layer.PageCursor;
import org.borealisdb.storage.seal.VolumeKeys;

/** Writes layers of the images of all pages that a group's layers have at an LSN, in parts of bounded size. Used by one task, for one base. */
final class BaseImages {
    private static final int PAGES_BEFORE_GIVING_WAY = 8;

    private final Tasks tasks;
    private final FileStore files;
    private final VolumeKeys keys;
    private final LayerHeader header;
    private final List<Layer> layers;
    private final HistoryPath path;
    private final PageCursor pages;

    /** The pages as of {@code header.upTo()} in the history of {@code path}, from {@code layers}, which the caller holds. */
    BaseImages(
            Tasks tasks, FileStore files, VolumeKeys keys, LayerHeader header, List<Layer> layers, HistoryPath path) {
        this.tasks = tasks;
        this.files = files;
        this.keys = keys;
        this.header = header;
        this.layers = layers;
        this.path = path;
        this.pages = new PageCursor(layers, 0);
    }

    /** True if a part is left to be written. */
    boolean more() {
        return pages.peek() != PageCursor.NONE;
    }

    /** Writes the next part, of at least {@code bytes} if there is so much, as {@code name}; answers its bytes. */
    long writePart(String name, long bytes) {
        files.delete(name);
        long written = 0;
        int done = 0;
        try (LayerWriter writer = new LayerWriter(files, name, header, keys)) {
            while (written < bytes && more()) {
                written += writePage(writer, pages.next());
                if (++done % PAGES_BEFORE_GIVING_WAY == 0) {
                    tasks.giveWay();
                }
            }
            return writer.finish();
        }
    }

    private long writePage(LayerWriter writer, long page) {
        PageBuild build = new PageBuild(page, header.upTo(), path);
        layers.reversed().forEach(build::add);
        Optional<LayerEntry> newest = build.newest();
        Optional<byte[]> image = build.build();
        if (newest.isEmpty() || image.isEmpty()) {
            return 0;
        }
        writer.beginPage(page);
        writer.addImage(newest.get().lsn(), newest.get().timeline(), image.get());
        writer.endPage();
        return image.get().length;
    }
}
