package org.borealisdb.tests.volume;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.Volume;

/**
 * A writer without an engine: sessions that change random bytes of random pages in mini-transactions, free some and use them again, wait for them to be durable, read pages
 * back, now and in the past, and tell the {@link PageModel} everything.
 */
final class SimulatedWriter {
    private static final int MAX_MINI_TRANSACTION = 8 * 1024;
    private static final int CACHED_PAGES = 6;
    /** So many changes of a page, one of them frees it. */
    private static final int FREE_ONE_IN = 16;
    /** Longest pause of a session between two statements: faults shall come between commits, not after thousands of them. */
    private static final long MAX_THINK_NANOS = 12_000_000;

    private final Tasks tasks;
    private final Volume volume;
    private final PageModel model;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final Lock latch;
    private final Map<Long, MemorySegment> cache = new TreeMap<>();
    /** LSNs of cached pages that this writer has freed: these do not know them. */
    private final Map<Long, Long> freed = new TreeMap<>();

    private final List<Task> sessions = new ArrayList<>();
    /** LSNs of the historical reads under way, which the lowest read LSN must respect. */
    private final List<Long> readsUnderWay = new ArrayList<>();

    /** First page of the group that this writer writes most: others stay idle for a while. */
    private final int favourite;

    private long lowestReadLsn;
    private boolean stopping;

    /** What the whole run shares, on the test's side. */
    interface Ledger {
        /** Counts a commit; false when there have been enough. */
        boolean committed();

        /** The model of the writer that opened the volume after {@code model}, if any. */
        Optional<PageModel> successorOf(PageModel model);

        /** Most protection groups to grow to. */
        int maxGroups();

        /** Counts that something has happened. */
        void note(String what);
    }

    SimulatedWriter(Tasks tasks, Volume volume, PageModel model, Ledger ledger, SplittableRandom random) {
        this.tasks = tasks;
        this.volume = volume;
        this.model = model;
        this.ledger = ledger;
        this.random = random;
        this.latch = tasks.lock("latch of " + model.writer());
        this.favourite = random.nextInt(ledger.maxGroups()) * volume.geometry().pagesPerGroup();
        this.lowestReadLsn = volume.vdl();
        volume.onDurable(model::published);
    }

    void start(int count) {
        for (int session = 0; session < count; session++) {
            sessions.add(tasks.start("session " + session, TaskKind.SESSION, this::session));
        }
        sessions.add(tasks.start("historian", TaskKind.SESSION, this::historian));
        sessions.add(tasks.start("observer", TaskKind.SESSION, this::observer));
    }

    /** Starts sessions that read everything there is now, each group in a session of its own, since one may have to wait. */
    void scan() {
        if (stopping) {
            return;
        }
        try {
            long lsn = volume.vdl();
            for (int group = 0; group < volume.groups(); group++) {
                int each = group;
                readsUnderWay.add(lsn);
                sessions.add(tasks.start("scan", TaskKind.SESSION, () -> scan(each, lsn)));
            }
        } catch (FencedException e) {
            // Nothing to read any more.
        }
    }

    /** Reads everything there is now, however often that must be tried; a session may be busy at the same time. */
    void readAll() {
        MemorySegment content = MemorySegment.ofArray(new byte[Page.BYTES]);
        long lsn = volume.vdl();
        long page = 0;
        while (page < (long) volume.groups() * volume.geometry().pagesPerGroup()) {
            try {
                boolean present = volume.readPage(page, lsn, content, 0);
                model.checkRead(model.writer(), page, lsn, present ? Optional.of(crc(content)) : Optional.empty());
                page++;
            } catch (OperationException e) {
                PageModel.check(e.retryable(), model.writer() + " got an error for good: " + e);
            }
        }
    }

    private void scan(int group, long lsn) {
        MemorySegment content = MemorySegment.ofArray(new byte[Page.BYTES]);
        int pages = volume.geometry().pagesPerGroup();
        try {
            for (long page = (long) group * pages; page < (group + 1L) * pages; page++) {
                boolean present = volume.readPage(page, lsn, content, 0);
                model.checkRead(model.writer(), page, lsn, present ? Optional.of(crc(content)) : Optional.empty());
            }
        } catch (FencedException e) {
            return;
        } catch (OperationException e) {
            PageModel.check(e.retryable(), model.writer() + " got an error for good: " + e);
        } finally {
            readsUnderWay.remove(lsn);
        }
    }

    /** Asks the sessions to end, and waits for them. */
    void stop() {
        stopping = true;
        sessions.forEach(Task::join);
    }

    boolean stopped() {
        return sessions.stream().allMatch(Task::done);
    }

    private void session() {
        RecordWriter records = new RecordWriter(MAX_MINI_TRANSACTION);
        boolean more = true;
        while (more && !stopping) {
            tasks.sleep(random.nextLong(MAX_THINK_NANOS));
            try {
                more = statement(records);
            } catch (FencedException e) {
                return;
            } catch (OperationException e) {
                PageModel.check(e.retryable(), model.writer() + " got an error for good: " + e);
            }
        }
    }

    /** One statement: a read or a write; false when the run has enough commits. */
    private boolean statement(RecordWriter records) {
        confirmLease();
        if (random.nextInt(8) == 0) {
            readNewest(page());
            return true;
        }
        if (random.nextInt(60) == 0 && volume.groups() < ledger.maxGroups()) {
            volume.growTo(Math.min(ledger.maxGroups(), volume.groups() + 1 + volume.groups() % 2));
        }
        // Some transactions are long: more of the log is under way when something happens than one mini-transaction per
        // session.
        long end = write(records);
        for (int more = random.nextInt(8) == 0 ? random.nextInt(10) : 0; more > 0; more--) {
            end = write(records);
        }
        if (random.nextInt(10) == 0) {
            return true;
        }
        volume.awaitDurable(end);
        PageModel.check(volume.vdl() >= end, model.writer() + " acknowledged " + end + " at VDL " + volume.vdl());
        model.acknowledged(end, ledger.successorOf(model));
        return ledger.committed();
    }

    private long write(RecordWriter records) {
        int maxBytes = 64 + random.nextInt(MAX_MINI_TRANSACTION - 64);
        volume.admit(maxBytes);
        int used = 0;
        latch.lock();
        try {
            int count = 1 + random.nextInt(4);
            List<Long> pages = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                long page = page();
                if (!pages.contains(page)) {
                    pages.add(page);
                }
            }
            for (long page : pages) {
                cached(page);
            }
            List<Integer> starts = build(records, pages, maxBytes);
            used = records.length();
            long start = volume.append(records.memory(), used);
            apply(records, starts, start);
            evict();
            return start + used;
        } finally {
            latch.unlock();
            volume.giveBack(maxBytes - used);
        }
    }

    /** Writes records for {@code pages} that fit into {@code maxBytes}, at least one; answers where they begin. */
    private List<Integer> build(RecordWriter records, List<Long> pages, int maxBytes) {
        records.clear();
        List<Integer> starts = new ArrayList<>();
        for (long page : pages) {
            int room = maxBytes - records.length() - RedoRecord.HEADER_BYTES - 64;
            if (!starts.isEmpty() && room < 0) {
                break;
            }
            MemorySegment content = cached(page);
            boolean fresh = Page.lsn(content, 0) == 0;
            starts.add(records.length());
            if (!fresh && random.nextInt(FREE_ONE_IN) == 0) {
                records.free(page, 0);
                continue;
            }
            if (model.free(page)) {
                ledger.note("simulation.page.reused");
            }
            records.begin(page, Page.lsn(content, 0), fresh ? RedoRecord.INIT : 0);
            if (fresh) {
                MemorySegment number = MemorySegment.ofArray(new byte[8]);
                number.set(Page.LONG, 0, page);
                records.set(Page.NUMBER_OFFSET, number, 0, 8);
            }
            operate(records, Math.clamp(room, 8, random.nextInt(8) == 0 ? 3_000 : 400));
            records.end();
        }
        records.finish();
        return starts;
    }

    private void operate(RecordWriter records, int room) {
        int body = Page.BYTES - Page.HEADER_BYTES;
        switch (random.nextInt(8)) {
            case 0 ->
                records.fill(Page.HEADER_BYTES + random.nextInt(body - 500), 1 + random.nextInt(500), (byte)
                        random.nextInt());
            case 1 ->
                records.move(
                        Page.HEADER_BYTES + random.nextInt(body - 500),
                        Page.HEADER_BYTES + random.nextInt(body - 500),
                        1 + random.nextInt(500));
            case 2 -> records.stamp(Page.HEADER_BYTES + random.nextInt(body - 8));
            default -> {
                byte[] bytes = new byte[1 + random.nextInt(room)];
                random.nextBytes(bytes);
                records.set(
                        Page.HEADER_BYTES + random.nextInt(body - bytes.length),
                        MemorySegment.ofArray(bytes),
                        0,
                        bytes.length);
            }
        }
    }

    private void apply(RecordWriter records, List<Integer> starts, long startLsn) {
        model.appended(startLsn, startLsn + records.length());
        for (int at : starts) {
            long page = RedoRecord.pageNumber(records.memory(), at);
            long lsn = startLsn + at + RedoRecord.length(records.memory(), at);
            MemorySegment content = cached(page);
            PageApplier.apply(content, 0, records.memory(), at, lsn);
            if (RedoRecord.frees(records.memory(), at)) {
                ledger.note("simulation.page.freed");
                freed.put(page, lsn);
                model.freed(page, lsn);
            } else {
                freed.remove(page);
                model.version(page, lsn, crc(content));
            }
        }
    }

    /** The newest content of {@code page}, read from the volume if it is not cached. The latch is held. */
    private MemorySegment cached(long page) {
        MemorySegment content = cache.get(page);
        if (content == null) {
            content = MemorySegment.ofArray(new byte[Page.BYTES]);
            boolean present = volume.readPage(page, content, 0);
            model.checkRead(
                    model.writer(), page, Long.MAX_VALUE, present ? Optional.of(crc(content)) : Optional.empty());
            cache.put(page, content);
        }
        return content;
    }

    private void evict() {
        long vdl = volume.vdl();
        List<Long> candidates = new ArrayList<>(cache.keySet());
        while (cache.size() > CACHED_PAGES && !candidates.isEmpty()) {
            long victim = candidates.remove(random.nextInt(candidates.size()));
            MemorySegment content = cache.get(victim);
            long lsn = content == null ? Long.MAX_VALUE : freed.getOrDefault(victim, Page.lsn(content, 0));
            if (content != null && (lsn <= vdl || PlantedBug.EARLY_EVICTION.planted())) {
                cache.remove(victim);
                freed.remove(victim);
            }
        }
    }

    private void readNewest(long page) {
        latch.lock();
        try {
            cached(page);
        } finally {
            latch.unlock();
        }
    }

    /** Answers from the cache alone, as long as the lease allows it: it never waits for storage, and so never learns from it. */
    private void observer() {
        while (!stopping) {
            tasks.sleep(random.nextLong(80_000_000));
            try {
                confirmLease();
            } catch (FencedException e) {
                return;
            }
            List<Long> cachedNow = new ArrayList<>(cache.keySet());
            if (!cachedNow.isEmpty()) {
                long page = cachedNow.get(random.nextInt(cachedNow.size()));
                MemorySegment content = cached(page);
                boolean written = Page.lsn(content, 0) > 0;
                model.checkRead(
                        model.writer(), page, Long.MAX_VALUE, written ? Optional.of(crc(content)) : Optional.empty());
            }
        }
    }

    /** What every statement begins with (R11). */
    private void confirmLease() {
        Optional<PageModel> superseded = ledger.successorOf(model);
        volume.confirmLease();
        PageModel.check(
                superseded.isEmpty(),
                model.writer() + " went on with a statement that began after another writer had opened the volume");
    }

    /** Reads pages of the past, and lets storage forget what is too old. */
    private void historian() {
        MemorySegment content = MemorySegment.ofArray(new byte[Page.BYTES]);
        while (!stopping) {
            try {
                long vdl = volume.vdl();
                long lsn = lowestReadLsn + random.nextLong(Math.max(1, vdl - lowestReadLsn + 1));
                long page = page();
                readsUnderWay.add(lsn);
                boolean present;
                try {
                    present = volume.readPage(page, lsn, content, 0);
                } finally {
                    readsUnderWay.remove(lsn);
                }
                model.checkRead(model.writer(), page, lsn, present ? Optional.of(crc(content)) : Optional.empty());
                if (model.freedSince(page, lsn)) {
                    ledger.note("simulation.page.readBeforeFreed");
                }
                if (random.nextInt(10) == 0) {
                    long lowest = Math.max(lowestReadLsn, vdl - random.nextInt(20_000));
                    for (long underWay : readsUnderWay) {
                        lowest = Math.min(lowest, underWay);
                    }
                    lowestReadLsn = lowest;
                    volume.raiseLowestReadLsn(lowest);
                }
            } catch (FencedException e) {
                return;
            } catch (OperationException e) {
                PageModel.check(e.retryable(), model.writer() + " got an error for good: " + e);
            }
            tasks.sleep(random.nextLong(40_000_000));
        }
    }

    private long page() {
        int pages = volume.groups() * volume.geometry().pagesPerGroup();
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(Math.min(pages, 3));
            case 1 -> random.nextInt(pages);
            default -> favourite % pages + random.nextInt(volume.geometry().pagesPerGroup());
        };
    }

    static int crc(MemorySegment content) {
        return Checksum.of(content.asByteBuffer(), 0, Page.BYTES);
    }
}
