package org.borealisdb.storage.repair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.borealisdb.redo.message.FetchPages;
import org.borealisdb.redo.message.FetchedPages;
import org.borealisdb.redo.message.PageEntry;
import org.borealisdb.redo.message.PageHistory;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.segment.LogEntry;

/**
 * One answer to {@link FetchPages}, read from layers and log that together are one state of a segment. Goes from page to page that exists, and gives way to foreground
 * work in between. Used once, by one task.
 */
final class PagePiece {
    private static final int PAGES_BEFORE_GIVING_WAY = 8;
    private static final int MAX_BYTES = 4 << 20;

    private final Tasks tasks;
    private final List<Layer> layers;
    private final FetchPages request;
    private final long floor;
    private final HistoryPath path;
    private final int maximumBytes;
    /** What is in no layer yet, by page. */
    private final TreeMap<Long, List<LayerEntry>> records = new TreeMap<>();

    private final List<PageHistory> pages = new ArrayList<>();
    private long bytes;

    /** A piece of the segment with {@code layers} and, behind them, {@code log}, whose current history is {@code path} and collection floor {@code floor}. */
    PagePiece(Tasks tasks, List<Layer> layers, List<LogEntry> log, FetchPages request, HistoryPath path, long floor) {
        this.tasks = tasks;
        this.layers = layers;
        this.request = request;
        this.floor = floor;
        this.path = path;
        this.maximumBytes = Math.clamp(request.maxBytes(), 1, MAX_BYTES);
        log.forEach(this::index);
    }

    private void index(LogEntry entry) {
        var memory = entry.batch().memory();
        entry.batch().forEachRecord((at, lsn) -> {
            long page = RedoRecord.pageNumber(memory, at);
            boolean wanted = page >= request.fromPage() && page < request.toPage() && lsn <= request.base();
            if (wanted && lsn > entry.after() && lsn <= entry.upTo()) {
                records.computeIfAbsent(page, _ -> new ArrayList<>())
                        .add(PageBuild.record(lsn, entry.batch().timeline(), memory, at));
            }
        });
    }

    /**
     * Reads it.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if a layer is damaged
     */
    FetchedPages read() {
        long page = next(request.fromPage());
        while (page >= 0) {
            long sentUpTo = page == request.fromPage() ? request.fromLsn() : 0;
            List<LayerEntry> entries = retained(page, sentUpTo);
            int count = add(page, entries);
            if (count < entries.size()) {
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
        Long inMemory = records.ceilingKey(page);
        long next = inMemory == null ? Long.MAX_VALUE : inMemory;
        for (Layer layer : layers) {
            long[] numbers = layer.pages();
            int place = Arrays.binarySearch(numbers, page);
            place = place < 0 ? -place - 1 : place;
            if (place < numbers.length) {
                next = Math.min(next, numbers[place]);
            }
        }
        return next < request.toPage() ? next : -1;
    }

    /** What is retained of a page at or below the base: from {@code sentUpTo} on if that is not 0, else from where a version at the floor needs it. */
    private List<LayerEntry> retained(long page, long sentUpTo) {
        List<LayerEntry> entries = new ArrayList<>();
        for (Layer layer : layers) {
            int place = layer.find(page);
            if (place >= 0) {
                entries.addAll(layer.section(place));
            }
        }
        entries.addAll(records.getOrDefault(page, List.of()));
        return retained(entries, sentUpTo, request.base(), floor, path);
    }

    /**
     * Of a page's {@code entries}, what {@link #retained(long, long)} says, in the order of their LSNs, each once. Since a line of history may be gone on with after a later
     * one was left, layers have them in another order, and some twice.
     */
    static List<LayerEntry> retained(List<LayerEntry> entries, long sentUpTo, long base, long floor, HistoryPath path) {
        List<LayerEntry> ordered = new ArrayList<>();
        entries.stream()
                .filter(entry -> entry.lsn() > sentUpTo && entry.lsn() <= base)
                // An image follows the record that it is of.
                .sorted(Comparator.comparingLong(LayerEntry::lsn).thenComparing(LayerEntry::image))
                .forEach(entry -> {
                    LayerEntry last = ordered.isEmpty() ? null : ordered.getLast();
                    if (last == null || last.lsn() != entry.lsn() || last.image() != entry.image()) {
                        ordered.add(entry);
                    }
                });
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
            if (bytes > 0 && bytes + entry.length() > maximumBytes) {
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
