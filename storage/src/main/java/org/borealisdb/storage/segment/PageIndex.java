package org.borealisdb.storage.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RedoRecord;

/**
 * Finds the records of a page in the gap-free part of a received log. Built only as far as reads ask for it: a segment that nobody reads from
 * spends nothing on it. In plain arrays, because the first read after a start, or after a fold, indexes all log that is not in layers. Guarded by the
 * volume's lock.
 *
 * <p>A page with many records is <em>followed</em>: from its first image on, which takes reading layers unless the page begins in memory, and is therefore made without the lock ({@link #unimaged}), its records are
 * applied as they are indexed, and images are kept wherever a read would have to fold too many. So what a read folds is bounded, however much log has gathered.
 *
 * <p>Records are numbered in the order of the log. What was put under a number never changes, and {@link #clear} begins with new arrays, so a
 * {@link PageIndexCursor} follows the links without the lock.
 */
final class PageIndex {
    /** No record; also marks a free place of the table. */
    static final int NONE = -1;

    private static final int FIRST_ROOM = 1024;
    /** Stands for what is counted of a page that has images. */
    private static final int FOLLOWED = Integer.MIN_VALUE;
    /** ... of one that could not be followed. */
    private static final int NOT_FOLLOWED = Integer.MAX_VALUE;

    /** A record counts once, and once more for each of these. */
    private static final int WEIGHED_BYTES = 1024;

    /** What is known of the records, by number. */
    static final class Records {
        /** The batch that holds the record. */
        final Batch[] batches;
        /** Where it begins in its batch. */
        final int[] places;

        final long[] lsns;

        /** Number of the page's record before it, or {@link #NONE}. */
        final int[] older;

        private Records(Batch[] batches, int[] places, long[] lsns, int[] older) {
            this.batches = batches;
            this.places = places;
            this.lsns = lsns;
            this.older = older;
        }

        static Records empty() {
            return new Records(new Batch[FIRST_ROOM], new int[FIRST_ROOM], new long[FIRST_ROOM], new int[FIRST_ROOM]);
        }

        Records larger() {
            int room = 2 * places.length;
            return new Records(
                    Arrays.copyOf(batches, room),
                    Arrays.copyOf(places, room),
                    Arrays.copyOf(lsns, room),
                    Arrays.copyOf(older, room));
        }
    }

    private Records records = Records.empty();
    private int count;

    /** A table with open addressing: pages, and the number of each one's newest record. Its length is a power of two, at least twice the pages. */
    private long[] pages = new long[FIRST_ROOM];

    private int[] newest = filledWithNone(FIRST_ROOM);
    /** How many records, or KiB of them, the page has got since it was looked at, or less: more than a few call for the next look. {@link #FOLLOWED}. */
    private int[] counts = new int[FIRST_ROOM];

    /** True if one of the page's records begins it: then nothing in layers is needed for its newest version. */
    private boolean[] begun = new boolean[FIRST_ROOM];

    private int pageCount;

    private final SegmentLimits limits;
    private final Map<Long, FollowedPage> followed = new LinkedHashMap<>();
    private final Deque<Long> unimaged = new ArrayDeque<>();
    private long imageBytes;
    /** Reads ask for nothing below. */
    private long floor;
    /** Changes whenever numbers begin anew. */
    private int era;

    /** Batches of the log that are in the index. */
    private int indexed;
    /** All log at or below this is; 0 if there is nothing in it. */
    private long indexedUpTo;

    PageIndex(SegmentLimits limits) {
        this.limits = limits;
    }

    /** Starts again: the log has changed other than at its end. */
    void clear() {
        followed.clear();
        imageBytes = 0;
        begin();
    }

    /** The log, which was {@code before}, was put together anew: starts again unless all that is indexed is as it was. */
    void revised(List<LogEntry> before, List<LogEntry> now) {
        boolean same = now.size() >= indexed;
        for (int i = 0; same && i < indexed; i++) {
            same = now.get(i).equals(before.get(i));
        }
        if (!same) {
            clear();
        }
    }

    /** Starts again: all log at or below {@code lsn} is in layers now. Pages that got many records are followed on. */
    void folded(long lsn) {
        Map<Long, FollowedPage.Image> kept = new LinkedHashMap<>();
        // Images lack what has not been indexed.
        if (indexedUpTo >= lsn) {
            followed.forEach((page, each) -> {
                boolean room = 2L * Page.BYTES * kept.size() < limits.imageMemoryBytes() / 4;
                if (each.applied() > limits.unimagedRecords() && room) {
                    each.asOf(lsn, records).ifPresent(image -> kept.put(page, image));
                }
            });
        }
        clear();
        kept.forEach((page, image) -> keep(page, new FollowedPage(limits, image)));
    }

    private void begin() {
        era++;
        indexedUpTo = 0;
        unimaged.clear();
        if (indexed > 0) {
            records = Records.empty();
            count = 0;
            pages = new long[FIRST_ROOM];
            newest = filledWithNone(FIRST_ROOM);
            counts = new int[FIRST_ROOM];
            begun = new boolean[FIRST_ROOM];
            pageCount = 0;
            indexed = 0;
        }
    }

    private void keep(long page, FollowedPage kept) {
        followed.put(page, kept);
        imageBytes += kept.bytes();
    }

    /** True if images take more than half of the room that they may have. */
    boolean crowded() {
        return imageBytes > limits.imageMemoryBytes() / 2;
    }

    /** True if all of {@code chained} is indexed. */
    boolean covers(List<LogEntry> chained) {
        return indexed == chained.size();
    }

    /** Indexes more of {@code chained}: some {@code most} records; true if all of it is indexed. No read asks for less than {@code lowestRead}. */
    boolean extend(List<LogEntry> chained, int most, long lowestRead) {
        floor = lowestRead;
        int from = count;
        while (indexed < chained.size() && count - from < most) {
            add(chained.get(indexed));
            indexedUpTo = chained.get(indexed).upTo();
            indexed++;
        }
        return covers(chained);
    }

    /** The records of {@code page} in {@code chained} at or below {@code readLsn}, from the newest. */
    PageIndexCursor find(long page, long readLsn, List<LogEntry> chained, long lowestRead) {
        extend(chained, Integer.MAX_VALUE, lowestRead);
        int place = place(page);
        int from = newest[place];
        if (from == NONE || counts[place] != FOLLOWED) {
            return new PageIndexCursor(records, from, Optional.empty());
        }
        for (FollowedPage.Image image : followed(page).images().reversed()) {
            if (image.lsn() <= readLsn) {
                return new PageIndexCursor(records, from, Optional.of(image));
            }
            from = image.record();
        }
        return new PageIndexCursor(records, from, Optional.empty());
    }

    private FollowedPage followed(long page) {
        return Optional.ofNullable(followed.get(page)).orElseThrow();
    }

    /** Takes some of the pages that have many records and no image. */
    List<UnimagedPage> unimaged(int most) {
        List<UnimagedPage> taken = new ArrayList<>();
        while (!unimaged.isEmpty() && taken.size() < most && imageBytes < limits.imageMemoryBytes()) {
            long page = unimaged.removeFirst();
            int place = place(page);
            if (counts[place] != FOLLOWED && counts[place] != NOT_FOLLOWED) {
                taken.add(new UnimagedPage(page, era, records, newest[place], counts[place], limits));
            }
        }
        return taken;
    }

    /** From now on the page is followed as {@code built} if that has images, unless numbers have begun anew meanwhile. */
    void follow(UnimagedPage unimagedPage, FollowedPage built) {
        if (unimagedPage.era() != era) {
            return;
        }
        int place = place(unimagedPage.page());
        if (built.images().isEmpty()) {
            int counted = counts[place] - unimagedPage.counted();
            // Less means that the page has begun anew, and what is counted is since then.
            if (counted >= 0) {
                counts[place] = built.chainRecords() - limits.withoutImage();
                count(unimagedPage.page(), place, counted);
            }
            return;
        }
        List<Integer> more = new ArrayList<>();
        for (int number = newest[place]; number > unimagedPage.newest(); number = records.older[number]) {
            more.add(number);
        }
        counts[place] = FOLLOWED;
        keep(unimagedPage.page(), built);
        for (int number : more.reversed()) {
            apply(unimagedPage.page(), place, number);
        }
    }

    /** Applies record {@code number} to a page that is followed. */
    private void apply(long page, int place, int number) {
        if (counts[place] != FOLLOWED) {
            return;
        }
        FollowedPage each = followed(page);
        long before = each.bytes();
        if (!each.apply(records, number)) {
            // It will be read as it is, and whatever is wrong with it will be found.
            followed.remove(page);
            counts[place] = NOT_FOLLOWED;
            imageBytes -= before;
            return;
        }
        if (each.tooLong() && imageBytes < limits.imageMemoryBytes()) {
            each.keepImage(floor);
            imageBytes += each.bytes() - before;
        }
    }

    private void add(LogEntry entry) {
        Batch batch = entry.batch();
        var memory = batch.memory();
        batch.forEachRecord((at, lsn) -> {
            if (lsn > entry.after() && lsn <= entry.upTo()) {
                put(RedoRecord.pageNumber(memory, at), batch, at, lsn);
            }
        });
    }

    private void put(long page, Batch batch, int at, long lsn) {
        if (count == records.places.length) {
            records = records.larger();
        }
        int place = place(page);
        records.batches[count] = batch;
        records.places[count] = at;
        records.lsns[count] = lsn;
        records.older[count] = newest[place];
        if (newest[place] == NONE) {
            pages[place] = page;
            counts[place] = !followed.isEmpty() && followed.containsKey(page) ? FOLLOWED : 0;
            pageCount++;
        }
        newest[place] = count;
        if (counts[place] == FOLLOWED) {
            apply(page, place, count);
        } else if (counts[place] <= limits.unimagedRecords() && RedoRecord.initialises(batch.memory(), at)) {
            // One that is to be looked at is so for the sake of its older versions too.
            counts[place] = -limits.withoutImage();
            begun[place] = true;
        } else {
            count(page, place, 1 + RedoRecord.length(batch.memory(), at) / WEIGHED_BYTES);
        }
        count++;
        if (2 * pageCount > pages.length) {
            enlargeTable();
        }
    }

    /** Where the page is in the table, or would be. */
    private int place(long page) {
        int mask = pages.length - 1;
        int place = (int) ((page * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (newest[place] != NONE && pages[place] != page) {
            place = (place + 1) & mask;
        }
        return place;
    }

    /** Counts what a page has got; if that is much it has to be looked at. */
    private void count(long page, int place, int more) {
        if (counts[place] == NOT_FOLLOWED) {
            return;
        }
        boolean before = counts[place] > limits.unimagedRecords();
        counts[place] += more;
        if (before || counts[place] <= limits.unimagedRecords()) {
            return;
        }
        if (begun[place] && imageBytes < limits.imageMemoryBytes()) {
            counts[place] = FOLLOWED;
            keep(page, fromMemory(newest[place]));
        } else {
            unimaged.add(page);
        }
    }

    /** A page that begins in memory, as of its record {@code last}. */
    private FollowedPage fromMemory(int last) {
        Deque<Integer> numbers = new ArrayDeque<>();
        boolean complete = false;
        for (int number = last; !complete; number = records.older[number]) {
            numbers.push(number);
            complete = RedoRecord.initialises(records.batches[number].memory(), records.places[number]);
        }
        FollowedPage page = new FollowedPage(limits, new byte[Page.BYTES], 0, 0);
        numbers.forEach(number -> page.apply(records, number));
        page.keepImage(floor);
        return page;
    }

    private void enlargeTable() {
        long[] oldPages = pages;
        int[] oldNewest = newest;
        int[] oldCounts = counts;
        boolean[] oldBegun = begun;
        pages = new long[2 * oldPages.length];
        newest = filledWithNone(pages.length);
        counts = new int[pages.length];
        begun = new boolean[pages.length];
        for (int old = 0; old < oldPages.length; old++) {
            if (oldNewest[old] != NONE) {
                int place = place(oldPages[old]);
                pages[place] = oldPages[old];
                newest[place] = oldNewest[old];
                counts[place] = oldCounts[old];
                begun[place] = oldBegun[old];
            }
        }
    }

    private static int[] filledWithNone(int length) {
        int[] none = new int[length];
        Arrays.fill(none, NONE);
        return none;
    }
}
