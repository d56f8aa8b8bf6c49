package org.borealisdb.storage.layer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.HistoryPath;

/**
 * Gathers what makes up one version of a page, from the newest record back to its base (an image or the record that begins the page), then applies it
 * in order. What is on other lines of history, which a rewind has left, is passed over. Used by one task, for one page.
 */
public final class PageBuild {
    private final long page;
    private final long readLsn;
    private final HistoryPath path;
    private final List<LayerEntry> newestFirst = new ArrayList<>();
    private long oldest = Long.MAX_VALUE;
    private boolean complete;

    /** For the newest version of {@code page} at or below {@code readLsn} in the history of {@code path}. */
    public PageBuild(long page, long readLsn, HistoryPath path) {
        this.page = page;
        this.readLsn = readLsn;
        this.path = path;
    }

    public long page() {
        return page;
    }

    /** True if nothing older is needed. */
    public boolean complete() {
        return complete;
    }

    /** Records or images gathered. */
    public int size() {
        return newestFirst.size();
    }

    /** The newest record or image gathered: the version that the page has. */
    public Optional<LayerEntry> newest() {
        return newestFirst.isEmpty() ? Optional.empty() : Optional.of(newestFirst.getFirst());
    }

    /** Bytes of {@link #records}. */
    public long recordBytes() {
        long bytes = 0;
        for (LayerEntry entry : newestFirst.subList(0, records())) {
            bytes += entry.length();
        }
        return bytes;
    }

    /** Records gathered; the base, be it an image or the record that begins the page, is not counted. */
    public int records() {
        return newestFirst.size() - (complete ? 1 : 0);
    }

    /**
     * Takes the next older record or image; those above the version wanted, and repetitions of what was taken, are passed over. An image takes the place of the record that led to it: that may be there once more, in a newer
     * layer that has nothing before it.
     */
    public void add(LayerEntry entry) {
        boolean instead = entry.image() && entry.lsn() == oldest;
        if (complete
                || entry.lsn() > readLsn
                || (entry.lsn() >= oldest && !instead)
                || !path.includes(entry.timeline(), entry.lsn())) {
            return;
        }
        if (instead) {
            newestFirst.removeLast();
        }
        newestFirst.add(entry);
        oldest = entry.lsn();
        complete = entry.base();
    }

    /** Takes what {@code layer} has of the page. */
    public void add(Layer layer) {
        for (int place = complete ? -1 : layer.newest(page); place >= 0 && !complete; place = layer.older(place)) {
            long lowest = layer.lowest(place);
            if (lowest <= readLsn && lowest < oldest && layer.touches(place, path)) {
                List<LayerEntry> entries = layer.section(place);
                for (int index = entries.size() - 1; index >= 0 && !complete; index--) {
                    add(entries.get(index));
                }
            }
        }
    }

    /**
     * The page, with its LSN; empty if it was never written at that LSN, or freed and not written since: nobody can tell these apart, for layers may lack what was freed.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if a record is missing in between
     */
    public Optional<byte[]> build() {
        if (newestFirst.isEmpty()) {
            return Optional.empty();
        }
        byte[] image = new byte[Page.BYTES];
        MemorySegment target = MemorySegment.ofArray(image);
        for (int index = newestFirst.size() - 1; index >= 0; index--) {
            LayerEntry entry = newestFirst.get(index);
            if (entry.image()) {
                MemorySegment.copy(entry.memory(), entry.at(), target, 0, Page.BYTES);
            } else {
                PageApplier.apply(target, 0, entry.memory(), entry.at(), entry.lsn());
            }
        }
        return Page.lsn(target, 0) == 0 ? Optional.empty() : Optional.of(image);
    }

    /** A redo record of a batch in memory as an entry. */
    public static LayerEntry record(long lsn, int timeline, MemorySegment log, int at) {
        return new LayerEntry(lsn, timeline, false, log, at, RedoRecord.length(log, at));
    }
}
