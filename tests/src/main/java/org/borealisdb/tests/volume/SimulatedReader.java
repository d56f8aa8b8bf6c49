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
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.HistoryGoneException;
import org.borealisdb.volume.stream.FollowStatus;
import org.borealisdb.volume.stream.FollowedVolume;
import org.borealisdb.volume.stream.LogFollower;
import org.borealisdb.volume.stream.LogLostException;

/**
 * A reader without an engine: a small cache of pages that the log keeps up to date, loads that log may overtake, and views. Each page that it shows must be what the {@link PageModel} of the line has at the LSN up to which the
 * log is applied.
 */
final class SimulatedReader implements LogFollower {
    private static final int CACHED_PAGES = 10;

    /** A cached page, or one that is on its way, with the log that has come for it meanwhile. */
    private static final class Frame {
        final List<Pending> pending = new ArrayList<>();
        MemorySegment content = MemorySegment.ofArray(new byte[Page.BYTES]);
        boolean loading = true;
        boolean dead;
    }

    private record Pending(MemorySegment record, long lsn) {}

    /** What the run knows. */
    interface Witness {
        /** What was written on {@code timeline}, if that is known yet. */
        Optional<PageModel> line(int timeline);

        /** The timeline that {@code timeline} branched from without going back, and where; empty if it went back. */
        Optional<Branch> branch(int timeline);

        /** The highest horizon that a writer has logged on {@code timeline} below {@code lsn}. */
        long horizonBelow(int timeline, long lsn);

        /** True if the writer of {@code status} counts on what the reader at {@code address} has promised. */
        boolean counted(FollowStatus status, String reader);

        /** Counts that something has happened. */
        void note(String what);
    }

    record Branch(int parent, long lsn) {}

    private final String name;
    private final Tasks tasks;
    private final FollowedVolume volume;
    private final Witness witness;
    private final SplittableRandom random;
    private final Lock latch;
    private final Map<Long, Frame> cache = new TreeMap<>();
    private int timeline;
    private long at;
    private long oldestView;
    private boolean stopping;
    /** Longest time that it may take to apply something. */
    private long slownessNanos = 1;

    SimulatedReader(String name, Tasks tasks, FollowedVolume volume, Witness witness, SplittableRandom random) {
        this.name = name;
        this.tasks = tasks;
        this.volume = volume;
        this.witness = witness;
        this.random = random;
        this.latch = tasks.lock("latch of " + name);
        this.timeline = volume.status().timeline();
        this.at = volume.vdl();
        this.oldestView = at;
    }

    void slow(long nanos) {
        slownessNanos = nanos;
    }

    void stop() {
        stopping = true;
    }

    FollowedVolume volume() {
        return volume;
    }

    @Override
    public void apply(MemorySegment records, int length, long startLsn) {
        PageModel.check(volume.vdl() == at, () -> name + " is at " + at + ", and VDL is " + volume.vdl());
        PageModel.check(startLsn >= at, () -> name + " is at " + at + " and gets log from " + startLsn);
        long horizon = witness.horizonBelow(timeline, startLsn + length);
        PageModel.check(
                horizon <= oldestView,
                () -> name + " has views at " + oldestView + ", but gets log with purge up to " + horizon);
        latch.lock();
        try {
            int offset = 0;
            while (offset < length) {
                int size = RedoRecord.length(records, offset);
                applyOne(records, offset, size, startLsn + offset + size);
                offset += size;
            }
            at = startLsn + length;
            // Views end, or stay: some for long.
            if (random.nextInt(4) == 0) {
                oldestView = Math.max(oldestView, Math.min(at, oldestView + random.nextLong(at - oldestView + 1)));
            }
        } finally {
            latch.unlock();
        }
        witness.line(timeline)
                .ifPresent(model -> PageModel.check(
                        model.endsAt(startLsn + length),
                        () -> name + " is told that LSN " + (startLsn + length) + " of timeline " + timeline
                                + " ends a mini-transaction"));
        witness.note("reader.applied");
        if (slownessNanos > 1) {
            tasks.sleep(random.nextLong(slownessNanos));
        }
    }

    private void applyOne(MemorySegment records, int offset, int size, long lsn) {
        Frame frame = cache.get(RedoRecord.pageNumber(records, offset));
        if (frame == null) {
            return;
        }
        if (frame.loading) {
            MemorySegment copy = MemorySegment.ofArray(new byte[size]);
            MemorySegment.copy(records, offset, copy, 0, size);
            frame.pending.add(new Pending(copy, lsn));
        } else {
            PageApplier.apply(frame.content, 0, records, offset, lsn);
        }
    }

    @Override
    public void restart(long lsn) {
        latch.lock();
        try {
            int next = volume.status().timeline();
            long was = at;
            Optional<Branch> branch = next == timeline ? Optional.empty() : witness.branch(next);
            PageModel.check(
                    next != timeline || lsn >= at, () -> name + " was at " + was + " and begins again at " + lsn);
            PageModel.check(
                    branch.filter(from -> from.parent() == timeline && from.lsn() < was)
                            .isEmpty(),
                    () -> name + " was at " + was + " of timeline " + timeline + ", but timeline " + next
                            + " branched off at " + branch);
            long horizon = witness.horizonBelow(next, lsn);
            PageModel.check(horizon <= lsn, () -> name + " begins again at " + lsn + ", but purge is at " + horizon);
            cache.values().forEach(frame -> frame.dead = true);
            cache.clear();
            timeline = next;
            at = lsn;
            oldestView = lsn;
        } finally {
            latch.unlock();
        }
        witness.note("reader.restarted");
        tasks.sleep(random.nextLong(1 + slownessNanos));
    }

    @Override
    public long oldestView() {
        return oldestView;
    }

    /** Reads pages until it is stopped; the body of a task. */
    void session() {
        while (!stopping) {
            tasks.sleep(random.nextLong(6_000_000));
            try {
                volume.confirmLease();
                if (random.nextInt(12) == 0) {
                    history();
                } else {
                    read(page());
                }
            } catch (LogLostException e) {
                witness.note("reader.logLost");
            } catch (OperationException e) {
                PageModel.check(e.retryable(), () -> name + " got an error for good: " + e);
                witness.note("reader.couldNot");
            }
        }
    }

    private long page() {
        int pages = volume.groups() * volume.geometry().pagesPerGroup();
        return random.nextInt(2) == 0 ? random.nextInt(Math.min(pages, 3)) : random.nextInt(pages);
    }

    /** Reads all pages there are, however often that must be tried. */
    void readAll() {
        long page = 0;
        while (page < (long) volume.groups() * volume.geometry().pagesPerGroup()) {
            try {
                read(page);
                page++;
            } catch (OperationException e) {
                PageModel.check(e.retryable(), () -> name + " got an error for good: " + e);
            }
        }
    }

    private void read(long page) {
        Frame mine = new Frame();
        latch.lock();
        try {
            Frame known = cache.get(page);
            if (known != null) {
                if (!known.loading) {
                    check(page, known.content);
                }
                return;
            }
            evict();
            // Before its read point is chosen (R21).
            cache.put(page, mine);
        } finally {
            latch.unlock();
        }
        boolean loaded = false;
        try {
            volume.readPage(page, mine.content, 0);
            loaded = true;
        } catch (LogLostException e) {
            if (e.getCause() instanceof HistoryGoneException) {
                FollowStatus status = volume.following();
                PageModel.check(
                        !witness.counted(status, name),
                        () -> name + " was promised what it reads, and it was collected: " + status + ", " + e);
                witness.note("reader.collected");
            }
            throw e;
        } finally {
            latch.lock();
            try {
                if (loaded && !mine.dead) {
                    catchUp(mine);
                    check(page, mine.content);
                } else if (!mine.dead) {
                    cache.remove(page);
                }
            } finally {
                latch.unlock();
            }
        }
    }

    /** Applies what has come for a page while it was read; what storage has applied already is left out. */
    private void catchUp(Frame frame) {
        for (Pending each : frame.pending) {
            long lsn = Page.lsn(frame.content, 0);
            long previous = RedoRecord.previousLsn(each.record(), 0);
            boolean follows = RedoRecord.initialises(each.record(), 0) || (lsn != 0 && previous == lsn);
            // A page that storage has as free has LSN 0: what came before that does not follow it.
            if (each.lsn() > lsn && follows) {
                PageApplier.apply(frame.content, 0, each.record(), 0, each.lsn());
                witness.note("reader.overtaken");
            }
        }
        frame.pending.clear();
        frame.loading = false;
    }

    private void evict() {
        List<Long> candidates = new ArrayList<>(cache.keySet());
        while (cache.size() >= CACHED_PAGES && !candidates.isEmpty()) {
            long victim = candidates.remove(random.nextInt(candidates.size()));
            Frame frame = cache.get(victim);
            if (frame != null && !frame.loading) {
                cache.remove(victim);
            }
        }
    }

    private void check(long page, MemorySegment content) {
        Optional<PageModel> model = witness.line(timeline);
        if (model.isEmpty()) {
            witness.note("reader.unknownLine");
            return;
        }
        Optional<Integer> crc = Page.lsn(content, 0) > 0 ? Optional.of(SimulatedWriter.crc(content)) : Optional.empty();
        model.get().checkRead(name + " on timeline " + timeline, page, at, crc);
        witness.note("reader.checked");
    }

    private void history() {
        MemorySegment content = MemorySegment.ofArray(new byte[Page.BYTES]);
        int line = timeline;
        long lsn = volume.historyStart() + random.nextLong(Math.max(1, at - volume.historyStart() + 1));
        if (lsn > at) {
            return;
        }
        long page = page();
        boolean present;
        try {
            present = volume.readHistory(page, lsn, content, 0);
        } catch (HistoryGoneException e) {
            witness.note("reader.historyGone");
            return;
        }
        if (line == timeline) {
            Optional<Integer> crc = present ? Optional.of(SimulatedWriter.crc(content)) : Optional.empty();
            witness.line(line).ifPresent(model -> model.checkRead(name + " of history", page, lsn, crc));
            witness.note("reader.history");
        }
    }
}
