package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.junit.jupiter.api.Test;

/**
 * Real threads: a writer with a random load, and readers with small pools whose sessions read while the log is applied and restarts. The writer keeps what two of the readers need and knows
 * nothing of the third, so views end there. Whatever a view was answered is what was committed at its LSN; only when it has ended, it is answered nothing.
 */
class ReaderStressTest {
    private static final int STEPS = 300;
    private static final int SESSIONS = 2;
    /** The one that the writer knows nothing of. */
    private static final int UNKNOWN = 2;

    /** What a view at an LSN was answered. */
    private record Seen(int reader, long lsn, SortedMap<String, SortedMap<String, String>> content) {}

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger outlived = new AtomicInteger();
    private volatile boolean over;

    private final class Reader {
        private final int number;
        private final ReaderFixture fixture;
        private final List<Thread> threads = new ArrayList<>();
        private volatile long oldestView;

        Reader(int number, MemoryVolume volume) {
            this.number = number;
            this.fixture = new ReaderFixture(volume, 64);
            this.oldestView = fixture.volume.vdl();
        }

        void start() {
            Random random = new Random(number);
            threads.add(run(() -> {
                while (!over) {
                    fixture.volume.apply(1 + random.nextInt(30_000));
                    oldestView = fixture.database.follower().oldestView();
                    if (random.nextInt(400) == 0) {
                        fixture.volume.restart();
                    }
                    Thread.onSpinWait();
                }
            }));
            for (int session = 0; session < SESSIONS; session++) {
                long seed = 10L * number + session;
                threads.add(run(() -> {
                    Random choices = new Random(seed);
                    Workspace workspace = fixture.database.newWorkspace();
                    while (!over) {
                        session(workspace, choices);
                    }
                }));
            }
        }

        private void session(Workspace workspace, Random choices) {
            try (ReadView view = fixture.view()) {
                long applied = fixture.volume.vdl();
                SortedMap<String, SortedMap<String, String>> content = fixture.content(workspace, view);
                seen.add(new Seen(number, view.lsn(), content));
                for (int again = choices.nextInt(3); again > 0; again--) {
                    if (!fixture.content(workspace, view).equals(content)) {
                        throw new AssertionError("reader " + number + ": a view at LSN " + view.lsn() + " has changed");
                    }
                }
                if (fixture.volume.vdl() > applied) {
                    outlived.incrementAndGet();
                }
            } catch (SqlException refused) {
                if (refused.code() != ErrorCode.SERIALIZATION_FAILURE) {
                    throw refused;
                }
                ended.incrementAndGet();
            }
        }
    }

    private Thread run(Runnable body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                over = true;
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void sessionsReadWhileTheLogIsApplied() throws InterruptedException {
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, true);
        try (Fixture writer = new Fixture(volume, 128)) {
            RandomLoad load = new RandomLoad(writer, new Random(4711));
            ArrayDeque<ReadView> kept = new ArrayDeque<>();
            kept.add(writer.database.transactions().openView());
            List<Reader> readers = new ArrayList<>();
            for (int number = 0; number <= UNKNOWN; number++) {
                readers.add(new Reader(number, volume));
            }
            readers.forEach(Reader::start);
            for (int step = 0; (step < STEPS || ended.get() == 0) && !over; step++) {
                load.step();
                if (step % 10 == 0) {
                    kept.add(writer.database.transactions().openView());
                    long oldest = Math.min(readers.get(0).oldestView, readers.get(1).oldestView);
                    ReaderModelTest.release(kept, oldest);
                }
            }
            over = true;
            for (Reader reader : readers) {
                for (Thread thread : reader.threads) {
                    thread.join();
                }
            }
            if (failure.get() != null) {
                throw new AssertionError(failure.get());
            }
            for (Seen each : seen) {
                assertThat(each.content())
                        .as("reader %d at LSN %d", each.reader(), each.lsn())
                        .isEqualTo(load.at(each.lsn()).tables());
            }
            assertThat(seen.size()).isGreaterThan(50);
            assertThat(outlived).hasPositiveValue();
            kept.forEach(ReadView::close);
            readers.forEach(reader -> reader.fixture.close());
        }
    }
}
