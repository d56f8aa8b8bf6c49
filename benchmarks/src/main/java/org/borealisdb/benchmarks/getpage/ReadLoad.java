package org.borealisdb.benchmarks.getpage;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.Volume;

/** Reads random pages as of random LSNs of the history, and compares each with what was written. Used by one task. */
final class ReadLoad {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Volume volume;
    private final Tasks tasks;
    private final long first;
    private final WriteLoad written;
    private final long from;
    private final AtomicLong durableUpTo;
    private final Histogram nanos = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);

    /** Reads as of LSNs from {@code from} to {@code durableUpTo}. */
    ReadLoad(MeasuredStorage storage, WriteLoad written, long from, AtomicLong durableUpTo) {
        this.volume = storage.volume();
        this.tasks = storage.tasks();
        this.first = storage.firstPage();
        this.written = written;
        this.from = from;
        this.durableUpTo = durableUpTo;
    }

    /** Begins {@code perSecond} reads a second until {@code length} has passed, with {@code readers} tasks that run until they are joined. */
    List<Task> start(int readers, int perSecond, long length) {
        long begin = System.nanoTime();
        AtomicLong begun = new AtomicLong();
        List<Task> running = new ArrayList<>();
        for (int reader = 0; reader < readers; reader++) {
            Random random = new Random(1000L + reader);
            running.add(tasks.start("reader", TaskKind.SESSION, () -> {
                MemorySegment target = MemorySegment.ofArray(new byte[Page.BYTES]);
                while (System.nanoTime() - begin < length) {
                    long wait = begin + begun.getAndIncrement() * 1_000_000_000L / perSecond - System.nanoTime();
                    if (wait > 0) {
                        tasks.sleep(wait);
                    }
                    read(random, target);
                }
            }));
        }
        return running;
    }

    private void read(Random random, MemorySegment target) {
        long page = random.nextInt(written.pages());
        long lsn = from + (long) (random.nextDouble() * (durableUpTo.get() - from + 1));
        long began = System.nanoTime();
        volume.readHistory(first + page, lsn, target, 0);
        nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - began));
        long expected = written.lsnOf(page, lsn);
        if (Page.lsn(target, 0) != expected) {
            throw new BenchmarkException("page " + page + " as of LSN " + lsn + " has LSN " + Page.lsn(target, 0)
                    + " and should have " + expected);
        }
    }

    /** How long reads took, in nanoseconds. */
    Histogram nanos() {
        return nanos;
    }
}
