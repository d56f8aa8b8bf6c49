package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.PageBuild;

/**
 * The records of a received log at or below an LSN, by page, for whoever copies a segment: a copy takes thousands of pieces, each of a few pages, and the log that is in no layer yet has the same records of them all
 * that time. In plain arrays of 24 bytes a record. Does not change; may be used by any task.
 */
public final class LogByPage {
    /** A page and the number of a record in one key, so that a sort of keys puts a page's records together, in the order of the log. */
    private static final int NUMBER_BITS = 28;

    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;
    private static final int FIRST_ROOM = 1024;

    private final List<LogEntry> log;
    private long[] keys = new long[FIRST_ROOM];
    private int[] batches = new int[FIRST_ROOM];
    private int[] places = new int[FIRST_ROOM];
    private long[] lsns = new long[FIRST_ROOM];
    private int count;

    /**
     * What {@code log} has at or below {@code upTo}.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if a batch is not what it was
     */
    public LogByPage(List<LogEntry> log, long upTo) {
        this.log = List.copyOf(log);
        for (int batch = 0; batch < log.size(); batch++) {
            add(batch, upTo);
        }
        Arrays.sort(keys, 0, count);
    }

    private void add(int batch, long upTo) {
        LogEntry entry = log.get(batch);
        var memory = entry.batch().memory();
        entry.batch().forEachRecord((at, lsn) -> {
            if (lsn > entry.after() && lsn <= entry.upTo() && lsn <= upTo) {
                if (count == keys.length) {
                    enlarge();
                }
                keys[count] = RedoRecord.pageNumber(memory, at) << NUMBER_BITS | count;
                batches[count] = batch;
                places[count] = at;
                lsns[count] = lsn;
                count++;
            }
        });
    }

    private void enlarge() {
        if (count > NUMBER_MASK) {
            throw new IllegalStateException("more than " + NUMBER_MASK + " records in the log of a segment");
        }
        int room = 2 * count;
        keys = Arrays.copyOf(keys, room);
        batches = Arrays.copyOf(batches, room);
        places = Arrays.copyOf(places, room);
        lsns = Arrays.copyOf(lsns, room);
    }

    /** True if it was made of the same log. */
    public boolean isOf(List<LogEntry> same) {
        return log.equals(same);
    }

    /** The first page at or behind {@code page} that has records; {@link Long#MAX_VALUE} if none has. */
    public long atOrBehind(long page) {
        int first = first(page);
        return first < count ? keys[first] >>> NUMBER_BITS : Long.MAX_VALUE;
    }

    /** The page's records, in the order of the log. */
    public List<LayerEntry> of(long page) {
        List<LayerEntry> entries = new ArrayList<>();
        for (int place = first(page); place < count && keys[place] >>> NUMBER_BITS == page; place++) {
            int number = (int) (keys[place] & NUMBER_MASK);
            var batch = log.get(batches[number]).batch();
            entries.add(PageBuild.record(lsns[number], batch.timeline(), batch.memory(), places[number]));
        }
        return entries;
    }

    private int first(long page) {
        int place = Arrays.binarySearch(keys, 0, count, page << NUMBER_BITS);
        return place < 0 ? -place - 1 : place;
    }
}
