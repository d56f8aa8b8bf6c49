package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.junit.jupiter.api.Test;

/**
 * Readers follow a random load, each at its own pace, with small pools, restarts and views that stay open: whatever a view sees is what was committed at its LSN, in tables and indexes, however
 * it is looked for. Each page that leaves a pool is compared with its log.
 */
class ReaderModelTest {
    private static final int READERS = 2;

    /** A view that stays open for a while, and what it saw first. */
    private record Held(ReadView view) {}

    @Test
    void viewsSeeWhatWasCommitted() {
        for (long seed = 1; seed <= 3; seed++) {
            try (Run run = new Run(seed)) {
                run.run();
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
    }

    /** A writer and its load, and the readers that follow. */
    private static final class Run implements AutoCloseable {
        private final Random random;
        private final MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, true);
        private final Fixture writer = new Fixture(volume, 128);
        private final RandomLoad load;
        private final List<Reader> readers = new ArrayList<>();
        /** What the writer keeps for readers: views of its own, at or below the readers' oldest. */
        private final ArrayDeque<ReadView> kept = new ArrayDeque<>();

        private int checks;

        Run(long seed) {
            this.random = new Random(seed);
            this.load = new RandomLoad(writer, random);
        }

        private final class Reader {
            private final ReaderFixture fixture;
            private final Workspace workspace;
            private final List<Held> held = new ArrayList<>();
            private final int number;

            Reader(int number, MemoryVolume volume) {
                this.number = number;
                this.fixture = new ReaderFixture(volume, 64);
                this.workspace = fixture.database.newWorkspace();
            }

            void step() {
                switch (random.nextInt(12)) {
                    case 0 -> fixture.volume.applyAll();
                    case 1 -> {
                        if (held.size() < 4) {
                            held.add(new Held(fixture.view()));
                        }
                    }
                    case 2 -> {
                        if (!held.isEmpty()) {
                            held.remove(random.nextInt(held.size())).view().close();
                        }
                    }
                    case 3 -> held.forEach(each -> check(each.view()));
                    case 4 -> {
                        if (random.nextInt(12) == 0) {
                            restart();
                        }
                    }
                    case 5, 6 -> {
                        try (ReadView view = fixture.view()) {
                            assertThat(view.lsn()).isEqualTo(fixture.volume.vdl());
                            check(view);
                        }
                    }
                    default -> fixture.volume.apply(1 + random.nextInt(20_000));
                }
            }

            private void check(ReadView view) {
                assertThat(fixture.content(workspace, view))
                        .as("reader %d at LSN %d, applied to %d", number, view.lsn(), fixture.volume.vdl())
                        .isEqualTo(load.at(view.lsn()).tables());
                checks++;
            }

            private void restart() {
                boolean behind = fixture.volume.vdl() < writer.volume.vdl();
                fixture.volume.restart();
                for (Held each : held) {
                    if (behind) {
                        assertEnded(each.view());
                    }
                    each.view().close();
                }
                held.clear();
            }

            private void assertEnded(ReadView view) {
                try {
                    fixture.content(workspace, view);
                    throw new AssertionError("a view at LSN " + view.lsn() + " outlived a restart");
                } catch (SqlException ended) {
                    assertThat(ended.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE);
                }
            }
        }

        void run() {
            kept.add(writer.database.transactions().openView());
            readers.add(new Reader(0, volume));
            int middle = 400;
            for (int step = 0; step < 1200; step++) {
                load.step();
                if (step == middle) {
                    while (readers.size() < READERS) {
                        readers.add(new Reader(readers.size(), volume));
                    }
                }
                readers.forEach(Reader::step);
                if (step % 10 == 0) {
                    kept.add(writer.database.transactions().openView());
                    release();
                }
            }
            for (Reader reader : readers) {
                reader.fixture.volume.applyAll();
                reader.held.forEach(each -> reader.check(each.view()));
                reader.held.forEach(each -> each.view().close());
                try (ReadView view = reader.fixture.view()) {
                    assertThat(view.lsn()).isEqualTo(volume.vdl());
                    reader.check(view);
                }
                assertThat(reader.fixture.volume.witnessed()).isGreaterThan(100);
                reader.fixture.close();
            }
            assertThat(checks).isGreaterThan(250);
            assertThat(writer.database.purgeHorizon()).isGreaterThan(volume.vdl() / 2);
            kept.forEach(ReadView::close);
        }

        private void release() {
            ReaderModelTest.release(
                    kept,
                    readers.stream()
                            .mapToLong(
                                    reader -> reader.fixture.database.follower().oldestView())
                            .min()
                            .orElseThrow());
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    /** Gives up those views of a writer that are older than what it must keep for views at {@code oldest}. */
    static void release(ArrayDeque<ReadView> kept, long oldest) {
        Iterator<ReadView> views = List.copyOf(kept).iterator();
        views.next();
        while (views.hasNext() && views.next().lsn() <= oldest) {
            kept.removeFirst().close();
        }
    }
}
