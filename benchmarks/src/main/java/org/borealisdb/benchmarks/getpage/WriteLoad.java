package org.borealisdb.benchmarks.getpage;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.Volume;

/**
 * Commits transactions whose redo has the shape of TPC-B's: a record for one of many pages, one for each of three hot pages, and two for pages that are filled one after another.
 * Remembers at which LSNs each page was changed. Safe for use by all tasks.
 */
final class WriteLoad {
    private static final int HOT = 8;
    private static final int FILLING = 2;
    private static final int RECORD_BYTES = 80;
    private static final int RECORDS_TO_FILL = 100;
    private static final int FIRST_BYTES = 4096;
    /** Far more than a transaction takes. */
    private static final int MOST_BYTES = 16 << 10;

    private static final int FIRST_SEED = 7;

    private final Volume volume;
    private final Tasks tasks;
    private final long first;
    private final int spread;
    private final AtomicLong committed = new AtomicLong();
    private final List<Changes> pages = new ArrayList<>();
    private final long[] filling = new long[FILLING];
    private final int[] filled = new int[FILLING];

    /** The LSNs of one page's records. */
    private static final class Changes {
        private long[] lsns = new long[4];
        private int count;

        void add(long lsn) {
            if (count == lsns.length) {
                lsns = Arrays.copyOf(lsns, 2 * count);
            }
            lsns[count++] = lsn;
        }

        long newest() {
            return count == 0 ? 0 : lsns[count - 1];
        }

        long atOrBelow(long lsn) {
            int found = Arrays.binarySearch(lsns, 0, count, lsn);
            int place = found >= 0 ? found : -found - 2;
            return place < 0 ? 0 : lsns[place];
        }
    }

    /** On pages of {@code storage} that were never written. */
    WriteLoad(MeasuredStorage storage, int spread) {
        this.volume = storage.volume();
        this.tasks = storage.tasks();
        this.first = storage.firstPage();
        this.spread = spread;
    }

    /** Writes all pages but those that are filled later; answers the LSN behind that. */
    long fill() {
        RecordWriter records = new RecordWriter(MOST_BYTES);
        byte[] content = new byte[FIRST_BYTES];
        Random random = new Random(FIRST_SEED);
        long end = 0;
        for (int page = 0; page < spread + HOT; page++) {
            random.nextBytes(content);
            byte[] bytes = content;
            end = append(
                    records,
                    page,
                    target -> target.set(Page.HEADER_BYTES, MemorySegment.ofArray(bytes), 0, FIRST_BYTES));
            if (page % 1000 == 999) {
                volume.awaitDurable(end);
            }
        }
        synchronized (this) {
            for (int index = 0; index < FILLING; index++) {
                beginPage(index);
            }
        }
        volume.awaitDurable(end);
        return end;
    }

    private interface Operations {
        void write(RecordWriter target);
    }

    private long append(RecordWriter records, long page, Operations operations) {
        volume.admit(MOST_BYTES);
        int length = 0;
        try {
            synchronized (this) {
                records.clear();
                record(records, page, operations);
                records.finish();
                length = records.length();
                return note(records, volume.append(records.memory(), length));
            }
        } finally {
            volume.giveBack(MOST_BYTES - length);
        }
    }

    /** Locked. */
    private void record(RecordWriter records, long page, Operations operations) {
        while (pages.size() <= page) {
            pages.add(new Changes());
        }
        long newest = pages.get((int) page).newest();
        records.begin(first + page, newest, newest == 0 ? RedoRecord.INIT : 0);
        operations.write(records);
        records.end();
    }

    /** Remembers what was appended behind {@code start}; answers where it ends. Locked. */
    private long note(RecordWriter records, long start) {
        MemorySegment memory = records.memory();
        int at = 0;
        while (at < records.length()) {
            int length = RedoRecord.length(memory, at);
            pages.get((int) (RedoRecord.pageNumber(memory, at) - first)).add(start + at + length);
            at += length;
        }
        return start + records.length();
    }

    private void beginPage(int index) {
        filling[index] = pages.size();
        pages.add(new Changes());
        filled[index] = 0;
    }

    /**
     * Commits with {@code writers} sessions until {@code nanos} have passed; answers transactions a second.
     *
     * @param rate how many a second to begin at most
     */
    double run(int writers, long nanos, double rate, AtomicLong durableUpTo) {
        long before = committed.get();
        long begin = System.nanoTime();
        AtomicLong begun = new AtomicLong();
        List<Task> sessions = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            Random random = new Random(FIRST_SEED * 31L + writer + before);
            sessions.add(tasks.start("writer", TaskKind.SESSION, () -> {
                RecordWriter records = new RecordWriter(MOST_BYTES);
                while (System.nanoTime() - begin < nanos) {
                    long due = begin + (long) (begun.getAndIncrement() * 1e9 / rate);
                    long wait = due - System.nanoTime();
                    if (wait > 0) {
                        tasks.sleep(wait);
                    }
                    long end = transaction(records, random);
                    volume.awaitDurable(end);
                    durableUpTo.accumulateAndGet(end, Math::max);
                    committed.incrementAndGet();
                }
            }));
        }
        sessions.forEach(Task::join);
        return (committed.get() - before) * 1e9 / (System.nanoTime() - begin);
    }

    private long transaction(RecordWriter records, Random random) {
        volume.admit(MOST_BYTES);
        int length = 0;
        try {
            synchronized (this) {
                records.clear();
                change(records, random.nextInt(spread), random);
                change(records, spread, random);
                change(records, spread + 1 + random.nextInt(3), random);
                change(records, spread + 4 + random.nextInt(HOT - 4), random);
                for (int index = 0; index < FILLING; index++) {
                    if (filled[index]++ == RECORDS_TO_FILL) {
                        beginPage(index);
                    }
                    change(records, filling[index], random);
                }
                records.finish();
                length = records.length();
                return note(records, volume.append(records.memory(), length));
            }
        } finally {
            volume.giveBack(MOST_BYTES - length);
        }
    }

    private void change(RecordWriter records, long page, Random random) {
        byte[] bytes = new byte[RECORD_BYTES];
        random.nextBytes(bytes);
        int offset = Page.HEADER_BYTES + random.nextInt(Page.BYTES - Page.HEADER_BYTES - RECORD_BYTES);
        record(records, page, target -> target.set(offset, MemorySegment.ofArray(bytes), 0, RECORD_BYTES));
    }

    /** How many pages there are. */
    synchronized int pages() {
        return pages.size();
    }

    /** The LSN that a page has as of {@code lsn}; 0 if it was not written then. */
    synchronized long lsnOf(long page, long lsn) {
        return pages.get((int) page).atOrBelow(lsn);
    }
}
