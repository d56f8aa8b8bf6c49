package org.borealisdb.storage.materialize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerReader;

/**
 * One page while layers are merged: of its entries, which come in the order of the layers, it keeps what a fold for any version at or above the floor may need, on the current line
 * of history or one that a rewind has left. One can go back only to lines that branch at or above the floor: up to there they have the same entries, and start from the same base. What is
 * above the floor may lie before that base here, for a line that was left may have been gone on with later.
 *
 * <p>A page whose newest version at or below the floor is that it is free begins with nothing: what says so is left out too, unless older layers have something of the page, which it hides. Then all that is left
 * are versions above the floor; without any, the page is gone from the layer, and reads as it did, as one that was never written.
 *
 * <p>A page may have more history than fits into memory: section by section is read, those behind the base twice if the page is large. Used once, by one task.
 */
final class MergedPage {
    /** Sections of a page with less than this are read once. */
    private static final long SMALL_BYTES = 1 << 20;

    /** A section, or what stands for one. */
    interface Section {
        /** No entry is below. */
        long lowest();

        /** No entry is above. */
        long highest();

        List<LayerEntry> entries();
    }

    private record Stored(LayerReader reader, int place) implements Section {
        @Override
        public long lowest() {
            return reader.layer().lowest(place);
        }

        @Override
        public long highest() {
            return reader.layer().highest(place);
        }

        @Override
        public List<LayerEntry> entries() {
            return reader.section(place);
        }
    }

    private record Read(long lowest, long highest, List<LayerEntry> entries) implements Section {}

    private final List<Section> sections;
    private final HistoryPath path;
    private final long floor;
    private final boolean bottom;
    private int baseSection;
    private int baseEntry;
    /** Of the base; -1 if there is none. */
    private long baseLsn = -1;
    /** The base says that the page is free, and nothing older needs to be hidden. */
    private boolean endedHere;

    /**
     * The page as the layers of {@code readers} have it, the oldest of which comes first.
     *
     * @param bottom no older layer has anything of the page
     */
    MergedPage(long page, List<LayerReader> readers, HistoryPath path, long floor, boolean bottom) {
        this(sections(page, readers), path, floor, bottom);
    }

    MergedPage(List<? extends Section> sections, HistoryPath path, long floor, boolean bottom) {
        this.sections = List.copyOf(sections);
        this.path = path;
        this.floor = floor;
        this.bottom = bottom;
    }

    private static List<Section> sections(long page, List<LayerReader> readers) {
        List<Stored> stored = new ArrayList<>();
        long bytes = 0;
        for (LayerReader reader : readers) {
            Layer layer = reader.layer();
            for (int place = layer.oldest(page); place >= 0; place = layer.newer(place)) {
                stored.add(new Stored(reader, place));
                bytes += layer.contentLength(place);
            }
        }
        List<Section> sections = new ArrayList<>(stored);
        if (bytes <= SMALL_BYTES) {
            sections.replaceAll(section -> new Read(section.lowest(), section.highest(), section.entries()));
        }
        return sections;
    }

    /** Hands on what is needed, in its order; true if that is all. */
    boolean write(Consumer<LayerEntry> writer) {
        findBase();
        boolean complete = true;
        for (int section = 0; section < sections.size(); section++) {
            if (section < baseSection && sections.get(section).highest() <= floor) {
                complete = false;
                continue;
            }
            List<LayerEntry> entries = sections.get(section).entries();
            for (int index = 0; index < entries.size(); index++) {
                LayerEntry entry = entries.get(index);
                if (needed(entry, section, index)) {
                    writer.accept(entry);
                } else {
                    complete = false;
                }
            }
        }
        return complete;
    }

    private boolean needed(LayerEntry entry, int section, int index) {
        if (endedHere && section == baseSection && index == baseEntry) {
            return false;
        }
        boolean isBase = section == baseSection && index == baseEntry;
        // A newer layer may have records once more that came before the base.
        boolean behind = section >= baseSection && entry.lsn() > baseLsn;
        return entry.lsn() > floor || ((isBase || behind) && path.includes(entry.timeline(), entry.lsn()));
    }

    /** Finds the newest base at or below the floor on the current line; the first entry if there is none. */
    private void findBase() {
        for (int section = sections.size() - 1; section >= 0; section--) {
            if (sections.get(section).lowest() > floor && !PlantedBug.FREED_PAGE_DROPPED_EARLY.planted()) {
                continue;
            }
            List<LayerEntry> entries = sections.get(section).entries();
            for (int index = entries.size() - 1; index >= 0; index--) {
                LayerEntry entry = entries.get(index);
                boolean settled =
                        entry.lsn() <= floor || (entry.freed() && PlantedBug.FREED_PAGE_DROPPED_EARLY.planted());
                if (settled && entry.base() && path.includes(entry.timeline(), entry.lsn())) {
                    baseSection = section;
                    baseEntry = index;
                    baseLsn = entry.lsn();
                    endedHere = bottom && entry.freed();
                    return;
                }
            }
        }
    }
}
