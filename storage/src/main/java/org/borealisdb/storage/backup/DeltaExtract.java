package org.borealisdb.storage.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerCaching;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerReader;
import org.borealisdb.storage.layer.LayerReaders;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageCursor;
import org.borealisdb.storage.seal.VolumeKeys;

/** Writes one layer of what some layers have in a range of LSNs, each entry once, of all lines of history. */
final class DeltaExtract {
    private static final int PAGES_BEFORE_GIVING_WAY = 32;

    private DeltaExtract() {}

    /** Writes {@code name} from {@code layers}, which the caller holds; answers its bytes. */
    static long write(
            Tasks tasks, FileStore files, VolumeKeys keys, String name, LayerHeader header, List<Layer> layers) {
        files.delete(name);
        int done = 0;
        try (LayerWriter writer = new LayerWriter(files, name, header, keys);
                LayerReaders readers = new LayerReaders(layers, LayerCaching.PAST)) {
            PageCursor pages = readers.pages();
            for (long page = pages.next(); page != PageCursor.NONE; page = pages.next()) {
                List<LayerEntry> entries = entries(readers.all(), page, header);
                if (!entries.isEmpty()) {
                    writer.beginPage(page);
                    entries.forEach(writer::add);
                    writer.endPage();
                }
                if (++done % PAGES_BEFORE_GIVING_WAY == 0) {
                    tasks.giveWay();
                }
            }
            return writer.finish();
        }
    }

    /** The page's entries in the range, by LSN, an image behind the record of the same LSN. */
    private static List<LayerEntry> entries(List<LayerReader> readers, long page, LayerHeader header) {
        List<LayerEntry> all = new ArrayList<>();
        for (LayerReader reader : readers) {
            Layer layer = reader.layer();
            for (int place = layer.oldest(page); place >= 0; place = layer.newer(place)) {
                for (LayerEntry entry : reader.section(place)) {
                    if (entry.lsn() > header.after() && entry.lsn() <= header.upTo()) {
                        all.add(entry);
                    }
                }
            }
        }
        all.sort(Comparator.comparingLong(LayerEntry::lsn).thenComparing(LayerEntry::image));
        List<LayerEntry> once = new ArrayList<>();
        for (LayerEntry entry : all) {
            if (once.isEmpty()
                    || once.getLast().lsn() != entry.lsn()
                    || once.getLast().image() != entry.image()) {
                once.add(entry);
            }
        }
        return once;
    }
}
