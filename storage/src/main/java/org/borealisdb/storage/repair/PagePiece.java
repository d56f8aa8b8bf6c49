package org.borealisdb.storage.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.FetchPages;
import org.borealisdb.redo.message.FetchedPages;
import org.borealisdb.redo.message.PageEntry;
import org.borealisdb.redo.message.PageHistory;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.layer.PageCursor;
import org.borealisdb.storage.segment.LogByPage;

/**
 * One answer to {@link FetchPages}, read from layers and log that together are one state of a segment. Goes from page to page that exists, and gives way to foreground
 * work in between. Used once, by one task.
 *
 * <p><b>A page whose history does not fit into one answer</b> may be gone on with by another source, or by the same one after a merge. What that has collected by then does no harm as long as it sends a base at or below its
 * floor, which hides what was sent before. If it has none, because the page was free there and is left out of its layers, it says so: it sends a record that frees the page at its floor.
 */
final class PagePiece {
    private static final int PAGES_BEFORE_GIVING_WAY = 8;
    private static final int MAX_BYTES = 4 << 20;
    /** An image follows the record that it is of. */
    private static final Comparator<LayerEntry> ORDER =
            Comparator.comparingLong(LayerEntry::lsn).thenComparing(LayerEntry::image);

    private final Tasks tasks;
    private final List<Layer> layers;
    private final FetchPages request;
    private final long floor;
    private final HistoryPath path;
    private final int maximumBytes;
    /** What is in no layer yet. */
    private final LogByPage log;

    private final List<PageHistory> pages = new ArrayList<>();
    private long bytes;

    /** A piece of the segment with {@code layers} and, behind them, {@code log}, whose current history is {@code path} and collection floor {@code floor}. */
    PagePiece(Tasks tasks, List<Layer> layers, LogByPage log, FetchPages request, HistoryPath path, long floor) {
        this.tasks = tasks;
        this.layers = layers;
        this.log = log;
        this.request = request;
        this.floor = floor;
        this.path = path;
        this.maximumBytes = Math.clamp(request.maxBytes(), 1, MAX_BYTES);
    }

    /**
     * Reads it.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if a layer is damaged
     */
    FetchedPages read() {
        // Of a page that was sent in part there may be nothing here.
        long page = request.fromLsn() > 0 ? request.fromPage() : next(request.fromPage());
        while (page >= 0) {
            long sentUpTo = page == request.fromPage() ? request.fromLsn() : 0;
            Retained retained = retained(page, sentUpTo);
            List<LayerEntry> entries = retained.entries();
            int count = add(page, entries);
            if (count < entries.size() || !retained.all()) {
                long upTo = count == 0 ? sentUpTo : entries.get(count - 1).lsn();
                return answer(page, upTo);
            }
            page = next(page + 1);
            if (pages.size() % PAGES_BEFORE_GIVING_WAY == 0) {
                tasks.giveWay();
            }
        }
        return answer(request.toPage(), 0);
    }

    private FetchedPages answer(long nextPage, long nextLsn) {
        return new FetchedPages(request.volume(), request.group(), floor, nextPage, nextLsn, pages);
    }

    /** The first page at or behind {@code page} that there is anything of; negative if there is none. */
    private long next(long page) {
        long next = log.atOrBehind(page);
        long inLayers = new PageCursor(layers, page).peek();
        if (inLayers != PageCursor.NONE) {
            next = Math.min(next, inLayers);
        }
        return next < request.toPage() ? next : -1;
    }

    /** A section of the page. */
    private static final class Part {
        private final Layer layer;
        private final int place;
        /** Read before, to see where to begin. */
        private Optional<List<LayerEntry>> read = Optional.empty();

        Part(Layer layer, int place) {
            this.layer = layer;
            this.place = place;
        }

        long lowest() {
            return layer.lowest(place);
        }

        long highest() {
            return layer.highest(place);
        }

        List<LayerEntry> entries() {
            return read.orElseGet(() -> layer.section(place));
        }

        List<LayerEntry> readAndKept() {
            List<LayerEntry> entries = layer.section(place);
            read = Optional.of(entries);
            return entries;
        }
    }

    /** The first of what is retained of a page, by LSN; {@code all} if there is no more. */
    private record Retained(List<LayerEntry> entries, boolean all) {}

    /**
     * What is retained of a page at or below the base: from {@code sentUpTo} on if that is not 0, else from where a version at the floor needs it. A page may have more history than fits
     * into memory: about as much is read as goes into an answer.
     */
    private Retained retained(long page, long sentUpTo) {
        List<Part> parts = parts(page);
        long from = sentUpTo > 0 ? sentUpTo + 1 : floorBase(parts);
        List<LayerEntry> entries = new ArrayList<>();
        if (sentUpTo > 0 && sentUpTo < floor && floorBase(parts) == 0) {
            entries.add(freedAtFloor(page));
        }
        long read = 0;
        long highest = 0;
        for (Part part : parts) {
            if (part.highest() < from || part.lowest() > request.base()) {
                continue;
            }
            if (read >= maximumBytes && part.lowest() > highest) {
                // All that was read comes before all that was not.
                long end = Math.max(highest, sentUpTo);
                entries.removeIf(entry -> entry.lsn() > end);
                return new Retained(retained(entries, sentUpTo, request.base(), floor, path), false);
            }
            for (LayerEntry entry : part.entries()) {
                if (entry.lsn() >= from && entry.lsn() <= request.base()) {
                    entries.add(entry);
                    read += entry.length();
                    highest = Math.max(highest, entry.lsn());
                }
            }
        }
        entries.addAll(log.of(page));
        return new Retained(retained(entries, sentUpTo, request.base(), floor, path), true);
    }

    private LayerEntry freedAtFloor(long page) {
        RecordWriter record = new RecordWriter(RedoRecord.HEADER_BYTES);
        record.free(page, 0);
        return PageBuild.record(floor, path.ownerOf(floor), record.memory(), 0);
    }

    /** The page's sections, by where they begin. */
    private List<Part> parts(long page) {
        List<Part> parts = new ArrayList<>();
        for (Layer layer : layers) {
            for (int place = layer.oldest(page); place >= 0; place = layer.newer(place)) {
                parts.add(new Part(layer, place));
            }
        }
        parts.sort(Comparator.comparingLong(Part::lowest));
        return parts;
    }

    /** LSN of the newest base at or below the floor on the current line; 0 if there is none. */
    private long floorBase(List<Part> parts) {
        long newest = 0;
        long kept = 0;
        for (Part part : parts.reversed()) {
            if (part.lowest() > floor || part.highest() <= newest) {
                continue;
            }
            List<LayerEntry> entries = kept < maximumBytes ? part.readAndKept() : part.entries();
            for (LayerEntry entry : entries) {
                kept += entry.length();
                if (entry.lsn() <= floor && entry.base() && path.includes(entry.timeline(), entry.lsn())) {
                    newest = Math.max(newest, entry.lsn());
                }
            }
        }
        return newest;
    }

    /**
     * Of a page's {@code entries}, what {@link #retained(long, long)} says of all, in the order of their LSNs, each once. Since a line of history may be gone on with after a later
     * one was left, layers have them in another order, and some twice.
     */
    static List<LayerEntry> retained(List<LayerEntry> entries, long sentUpTo, long base, long floor, HistoryPath path) {
        List<LayerEntry> all = new ArrayList<>(entries);
        all.sort(ORDER);
        List<LayerEntry> ordered = new ArrayList<>(all.size());
        for (LayerEntry entry : all) {
            boolean again = !ordered.isEmpty() && ORDER.compare(ordered.getLast(), entry) == 0;
            if (!again && entry.lsn() > sentUpTo && entry.lsn() <= base) {
                ordered.add(entry);
            }
        }
        int first = 0;
        for (int index = 0; index < ordered.size() && sentUpTo == 0; index++) {
            LayerEntry entry = ordered.get(index);
            if (entry.lsn() <= floor && entry.base() && path.includes(entry.timeline(), entry.lsn())) {
                first = index;
            }
        }
        return ordered.subList(first, ordered.size());
    }

    /** Adds as many of the page's entries as fit, but at least one to an answer; how many. */
    private int add(long page, List<LayerEntry> entries) {
        List<PageEntry> sent = new ArrayList<>();
        for (LayerEntry entry : entries) {
            // An image is not torn from its record: who asks for more asks by LSN.
            boolean torn = !sent.isEmpty() && sent.getLast().lsn() == entry.lsn();
            if (bytes > 0 && bytes + entry.length() > maximumBytes && !torn) {
                break;
            }
            bytes += entry.length();
            sent.add(new PageEntry(
                    entry.lsn(),
                    entry.timeline(),
                    entry.image(),
                    entry.memory().asSlice(entry.at(), entry.length()).asByteBuffer()));
        }
        if (!sent.isEmpty()) {
            pages.add(new PageHistory(page, sent));
        }
        return sent.size();
    }
}
