package org.borealisdb.engine.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.engine.FollowedMemoryVolume;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.ThreadTasks;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.memory.ArenaPageMemory;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.volume.TakenOver;
import org.borealisdb.volume.stream.LogFollower;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages that are cached, on their way, or neither, while the log is applied, restarts and loads fail. */
class PageFollowerTest {
    private static final int VALUE = Page.HEADER_BYTES;
    private static final long PATIENCE_SECONDS = 20;

    private final MemoryVolume source = new MemoryVolume(new Geometry(1 << 16), true);
    private final RecordWriter records = new RecordWriter(1 << 20);
    private final Map<Long, Long> lsns = new TreeMap<>();
    private final FollowedMemoryVolume volume = new FollowedMemoryVolume(source);
    private final BufferPool pool = new BufferPool(
            volume, new ThreadTasks(), new ArenaPageMemory(), new Metrics(), volume, BufferPool.MIN_FRAMES, 128);
    private final PageFollower follower = pool.follow(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    PageFollowerTest() {
        volume.follow(new LogFollower() {
            @Override
            public void apply(MemorySegment log, int length, long startLsn) {
                try {
                    long from = 0;
                    long end = 0;
                    while (end < length) {
                        boolean last = RedoRecord.consistencyPoint(log, end);
                        end += RedoRecord.length(log, end);
                        if (last) {
                            follower.apply(log, from, end, startLsn);
                            from = end;
                        }
                    }
                    follower.applied(startLsn + length);
                } catch (RuntimeException broken) {
                    follower.fail(broken);
                    throw broken;
                }
            }

            @Override
            public void restart(long lsn) {
                follower.restart(lsn);
            }

            @Override
            public long oldestView() {
                return 0;
            }
        });
    }

    @AfterEach
    void close() {
        pool.close();
    }

    /** A mini-transaction that sets the value of some pages, which are initialised if they are new. */
    private void write(long value, long... pages) {
        records.clear();
        for (long page : pages) {
            add(value, page);
        }
        append(pages);
    }

    private void add(long value, long page) {
        boolean isNew = !lsns.containsKey(page);
        records.begin(page, lsns.getOrDefault(page, 0L), isNew ? RedoRecord.INIT : 0);
        MemorySegment bytes = MemorySegment.ofArray(new byte[16]);
        bytes.set(Page.LONG, 0, page);
        records.set(Page.NUMBER_OFFSET, bytes, 0, Long.BYTES);
        bytes.set(Page.LONG, 0, value);
        records.set(VALUE, bytes, 0, Long.BYTES);
        records.end();
        lsns.put(page, (long) records.length());
    }

    private void append(long... pages) {
        records.finish();
        long start = source.append(records.memory(), records.length());
        for (long page : pages) {
            lsns.computeIfPresent(page, (_, end) -> start + end);
        }
    }

    /** A mini-transaction that frees a page and sets the value of another. */
    private void free(long page, long value, long other) {
        records.clear();
        add(value, other);
        records.free(page, 0);
        lsns.remove(page);
        append(other);
    }

    private long read(long page) {
        while (true) {
            long token = pool.readable(page, true, null);
            long value = pool.memory().get(Page.LONG, pool.at(token) + VALUE);
            if (pool.validate(token)) {
                return value;
            }
        }
    }

    private Thread start(Runnable body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(thread.isAlive()).as("a thread still waits").isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A load that has read its page, which does not arrive before {@link #finish}. */
    private final class HeldLoad {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch mayArrive = new CountDownLatch(1);
        private final AtomicInteger reads = new AtomicInteger();
        private final long[] values = {-1, -1};
        private final Thread thread;

        /** Loads {@code page}, and then reads {@code other}, if that is not negative. */
        HeldLoad(long page, long other) {
            volume.beforeArrival(() -> {
                if (reads.incrementAndGet() == 1) {
                    asked.countDown();
                    await(mayArrive);
                }
            });
            thread = start(() -> {
                values[0] = read(page);
                values[1] = other < 0 ? -1 : read(other);
            });
            await(asked);
        }

        void finish() {
            mayArrive.countDown();
            join(thread);
            volume.beforeArrival(() -> {});
            if (failure.get() != null) {
                throw new AssertionError(failure.get());
            }
        }
    }

    @Test
    void aPromotedPoolKeepsPagesThatAreCurrent() {
        write(1, 10);
        write(1, 11);
        write(1, 12);
        volume.applyAll();
        assertThat(read(10) + read(11) + read(12)).isEqualTo(3);
        write(2, 11);
        try (BufferPool promoted = pool.promote(new TakenOver(source, Optional.of(new TreeSet<>(List.of(11L)))))) {
            pool.close();
            assertThat(promoted.pinCached(11)).as("outdated").isNegative();
            int frame = promoted.pinCached(10);
            assertThat(frame).as("kept").isNotNegative();
            assertThat(promoted.pinCached(12)).as("kept").isNotNegative();
            assertThat(promoted.memory().get(Page.LONG, promoted.at(frame) + VALUE))
                    .isEqualTo(1);
            int again = promoted.pin(11, new TaskCounts());
            assertThat(promoted.memory().get(Page.LONG, promoted.at(again) + VALUE))
                    .as("read again")
                    .isEqualTo(2);
            assertThat(promoted.volume()).isSameAs(source);
        }
    }

    @Test
    void aPromotedPoolKeepsNothingOfWhichNothingIsKnown() {
        write(1, 10);
        volume.applyAll();
        assertThat(read(10)).isEqualTo(1);
        try (BufferPool promoted = pool.promote(new TakenOver(source, Optional.empty()))) {
            assertThat(promoted.pinCached(10)).isNegative();
            assertThatThrownBy(() -> pool.promote(new TakenOver(source, Optional.empty())))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aPoolIsNotPromotedWhileItIsInUse() {
        write(1, 10);
        volume.applyAll();
        int frame = pool.pin(10, new TaskCounts());
        TakenOver warm = new TakenOver(source, Optional.of(new TreeSet<>()));
        assertThatThrownBy(() -> pool.promote(warm)).hasMessageContaining("is in use");
        pool.unpin(frame);
        follower.fail(new IllegalStateException("log and pages differ"));
        assertThatThrownBy(() -> pool.promote(warm)).isInstanceOf(PoolFailedException.class);
    }

    @Test
    void cachedPagesAreBroughtUpToDate() {
        write(1, 10, 11);
        volume.applyAll();
        assertThat(read(10)).isEqualTo(1);
        write(2, 10, 11);
        volume.applyAll();
        assertThat(read(10)).isEqualTo(2);
        assertThat(read(11)).isEqualTo(2);
    }

    @Test
    void aPageOnItsWayMissesNothing() {
        write(1, 10);
        volume.applyAll();
        HeldLoad load = new HeldLoad(10, -1);
        write(2, 10);
        write(3, 10);
        volume.applyAll();
        load.finish();
        assertThat(load.values[0]).isEqualTo(3);
        assertThat(load.reads).hasValue(1);
    }

    @Test
    void aPageForWhichTooMuchHasComeIsReadAgain() {
        write(1, 10);
        volume.applyAll();
        HeldLoad load = new HeldLoad(10, -1);
        for (int value = 2; value < 3000; value++) {
            write(value, 10);
        }
        volume.applyAll();
        load.finish();
        assertThat(load.values[0]).isEqualTo(2999);
        assertThat(load.reads).hasValue(2);
    }

    @Test
    void aPageThatArrivesAheadOfOthersIsShownWithThem() {
        write(1, 10, 11);
        volume.applyAll();
        assertThat(read(10)).isEqualTo(1);
        write(2, 10, 11);
        showAheadOfOthers(11);
        assertThat(values).containsExactly(2, 2);
    }

    @Test
    void aFreedPageThatArrivesAheadOfOthersIsShownWithThem() {
        write(1, 10, 11);
        volume.applyAll();
        assertThat(read(10)).isEqualTo(1);
        free(11, 2, 10);
        showAheadOfOthers(11);
        assertThat(values).containsExactly(0, 2);
    }

    private final long[] values = {-1, -1};

    /** Has a page loaded as of the end of log that is not applied yet, and then page 10 read, which is cached. */
    private void showAheadOfOthers(long page) {
        AtomicReference<Thread> loader = new AtomicReference<>();
        volume.beforeApplying(() -> {
            if (loader.get() != null) {
                return;
            }
            Thread thread = start(() -> {
                values[0] = read(page);
                values[1] = read(10);
            });
            loader.set(thread);
            // Until it has read all there is, or waits for what is not shown.
            while (thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.NEW) {
                Thread.onSpinWait();
            }
        });
        volume.applyAll();
        join(Objects.requireNonNull(loader.get()));
        assertThat(failure.get()).isNull();
    }

    @Test
    void aPageThatWasFreedAndBegunAgainOnItsWayIsTheNewOne() {
        write(1, 10, 11);
        volume.applyAll();
        HeldLoad load = new HeldLoad(11, -1);
        write(2, 11);
        free(11, 2, 10);
        write(3, 11);
        write(4, 11);
        volume.applyAll();
        load.finish();
        assertThat(load.values[0]).isEqualTo(4);
    }

    @Test
    void recordsOfBeforeItWasFreedAreLeftOut() {
        write(1, 10, 11);
        volume.applyAll();
        write(2, 11);
        free(11, 3, 10);
        // Read as of the end, where it was freed; the record of before comes only then.
        showAheadOfOthers(11);
        assertThat(values).containsExactly(0, 3);
        write(4, 11);
        volume.applyAll();
        assertThat(read(11)).isEqualTo(4);
    }

    @Test
    void whatIsOnItsWayAtARestartIsReadAgain() {
        write(1, 10, 11);
        volume.applyAll();
        assertThat(read(11)).isEqualTo(1);
        HeldLoad load = new HeldLoad(10, -1);
        write(2, 10, 11);
        volume.restart();
        load.finish();
        assertThat(load.values[0]).isEqualTo(2);
        assertThat(load.reads.get()).isGreaterThan(1);
        assertThat(read(11)).isEqualTo(2);
        write(3, 10, 11);
        volume.applyAll();
        assertThat(read(10)).isEqualTo(3);
        assertThat(read(11)).isEqualTo(3);
    }

    @Test
    void aRecordThatDoesNotFollowStopsTheInstance() {
        write(1, 10);
        volume.applyAll();
        assertThat(read(10)).isEqualTo(1);
        lsns.put(10L, 7L);
        records.clear();
        add(2, 10);
        records.finish();
        byte[] log = new byte[records.length()];
        MemorySegment.copy(records.memory(), 0, MemorySegment.ofArray(log), 0, log.length);
        assertThatThrownBy(() -> follower.apply(MemorySegment.ofArray(log), 0, log.length, volume.vdl()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("page 10 is at LSN");
    }

    @Test
    void aFailedApplierLetsNobodyWait() {
        write(1, 10, 11, 12);
        volume.applyAll();
        assertThat(read(10)).isEqualTo(1);
        write(2, 11);
        AtomicReference<Thread> loader = new AtomicReference<>();
        volume.beforeApplying(() -> {
            Thread thread = start(() -> read(11));
            loader.set(thread);
            while (thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.NEW) {
                Thread.onSpinWait();
            }
            follower.fail(new IllegalStateException("planned"));
        });
        volume.apply(1 << 20);
        join(Objects.requireNonNull(loader.get()));
        assertThatThrownBy(() -> read(12)).isInstanceOf(PoolFailedException.class);
    }

    /** Readers look at pairs of pages that always change together, in a pool that holds a part of them. */
    @Test
    void mandatoryPairsAreNeverSeenApart() {
        int pairs = 200;
        for (long pair = 0; pair < pairs; pair++) {
            write(1, 2 * pair, 2 * pair + 1);
        }
        volume.applyAll();
        volume.beforeArrival(Thread::yield);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger seen = new AtomicInteger();
        List<Thread> readers = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            Random random = new Random(number);
            readers.add(start(() -> {
                while (!ended.get()) {
                    // Some are read by all, and so are cached when they change.
                    long pair = random.nextInt(random.nextBoolean() ? 8 : pairs);
                    readPair(2 * pair, 2 * pair + 1);
                    readPair(2 * pair + 1, 2 * pair);
                    seen.incrementAndGet();
                }
            }));
        }
        Random random = new Random(77);
        for (int round = 2; round < 400 && failure.get() == null; round++) {
            // The volume in memory keeps all that is ever written: nobody runs ahead of those who look.
            while (seen.get() < 8 * round && failure.get() == null) {
                Thread.onSpinWait();
            }
            for (int count = 0; count < 40; count++) {
                long pair = random.nextInt(random.nextBoolean() ? 8 : pairs);
                write(1000L * round + count, 2 * pair, 2 * pair + 1);
            }
            if (round % 50 == 0) {
                volume.restart();
            }
            volume.applyAll();
        }
        ended.set(true);
        readers.forEach(PageFollowerTest::join);
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    /** Reads two pages, as a descent reads a parent and its child. */
    private void readPair(long first, long second) {
        long token = pool.readable(first, true, null);
        long value = pool.memory().get(Page.LONG, pool.at(token) + VALUE);
        if (!pool.validate(token)) {
            return;
        }
        long secondToken = pool.readable(second, true, null);
        long other = pool.memory().get(Page.LONG, pool.at(secondToken) + VALUE);
        if (pool.validate(secondToken) && pool.validate(token) && value != other) {
            throw new AssertionError("page " + first + " says " + value + " while page " + second + " says " + other);
        }
    }
}
