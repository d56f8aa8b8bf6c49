package org.borealisdb.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.model.log.LogEntry;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.persistence.RestoredRaftState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a member's disk keeps: through crashes, damage and failures. */
class RaftJournalTest {
    private static final Address ONE = new Address("c1");
    private static final MetadataGroup GROUP =
            new MetadataGroup("r", List.of(ONE, new Address("c2"), new Address("c3")));
    private static final MemberEndpoint SELF = new MemberEndpoint(ONE);

    private static final String CREATED =
            "42524b4a0100000028000000c7cd24ae080706050403020100000000000000000000000000000000"
                    + "42524b45010001002a000000f23ddbf5010000000000000000000000000000000200000002000000"
                    + "6331";
    private static final String ADDED =
            "42524b45010002004f000000a1c29b2d020000000000000001000000000000000100000000000000"
                    + "020000000201000000000000000100000000000000010000006b0000000000000000010000006142"
                    + "524b45010002004f000000e516c61d03000000000000000100000000000000020000000000000002"
                    + "0000000201000000000000000200000000000000010000006b000000000000000001000000624252"
                    + "4b4501000300280000003c4ddaf9040000000000000001000000000000000200000000000000";
    private static final String SNAPSHOT =
            "42524b53010000002b0000001213931c010000000000000002000000000000000100000003000000" + "616c6c";

    private final RaftValues values = new RaftValues(GROUP);

    /** Always the same salt, for golden bytes. */
    private static final class FixedRandom implements RandomSource {
        @Override
        public long nextLong() {
            return 0x0102030405060708L;
        }

        @Override
        public int nextInt(int bound) {
            return 0;
        }

        @Override
        public void nextBytes(byte[] target) {
            throw new IllegalStateException("nobody asks for bytes");
        }
    }

    @Test
    void goldenBytes() {
        inWorld(1, process -> {
            FileStore files = process.files();
            RaftJournal.create(files, new FixedRandom(), 2, SELF);
            assertThat(hex(files, JournalFile.NAME)).isEqualTo(CREATED);
            try (RaftJournal journal = RaftJournal.open(files, GROUP, SELF, values, new FixedRandom())) {
                journal.persistLogEntries(List.of(entry(1, 2, "a"), entry(2, 2, "b")));
                journal.truncateLogEntriesFrom(2);
                journal.flush();
                assertThat(hex(files, JournalFile.NAME)).isEqualTo(CREATED + ADDED);
                journal.persistSnapshotChunk(piece(1, 2, 0, 1, "all"));
                journal.flush();
                journal.truncateLogEntriesUntil(1);
            }
            assertThat(hex(files, SnapshotFile.name(1))).isEqualTo(SNAPSHOT);
            assertThat(files.list("")).containsExactly(JournalFile.NAME, "snapshot-0000000000000001");
        });
    }

    /** A model of the calls of MicroRaft: whatever was flushed is there after a crash, as it was, and nothing else but what was added behind. */
    @Test
    void whatWasFlushedSurvivesTornWrites() {
        for (long seed = 1; seed <= 150; seed++) {
            new Model(seed).run();
        }
    }

    private final class Model {
        private final long seed;
        private final Random random;
        private final List<LogEntry> log = new ArrayList<>();
        private int durable;
        private int cutTo = Integer.MAX_VALUE;
        private long snapshot;
        private int term;
        private @Nullable RaftJournal journal;

        Model(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            SimulatedWorld world = new SimulatedWorld(seed, 1_000_000, Long.MAX_VALUE / 2);
            SimulatedHost host = world.host("c1");
            world.run(() -> {
                RaftJournal.create(host.start().files(), new FixedRandom(), 0, SELF);
                host.crash();
                for (int round = 0; round < 6; round++) {
                    open(host);
                    int steps = random.nextInt(25);
                    for (int step = 0; step < steps; step++) {
                        try {
                            step();
                        } catch (IOException e) {
                            throw new AssertionError("seed " + seed, e);
                        }
                    }
                    host.crash();
                }
            });
        }

        private void open(SimulatedHost host) {
            SimulatedHost.LiveProcess process = host.start();
            journal = RaftJournal.open(process.files(), GROUP, SELF, values, process.random());
            RestoredRaftState restored = journal.restored();
            assertThat(restored.getTermPersistentState().getTerm())
                    .as("seed %s", seed)
                    .isEqualTo(term);
            List<LogEntry> found = restored.getLogEntries();
            long first = snapshot + 1;
            for (int index = 0; index < found.size(); index++) {
                assertThat(found.get(index).getIndex()).as("seed %s", seed).isEqualTo(first + index);
            }
            long last = snapshot + found.size();
            // A cut that was not flushed may or may not have happened.
            assertThat(last).as("seed %s", seed).isGreaterThanOrEqualTo(Math.min(durable, cutTo));
            for (int index = 0; index < Math.min(found.size(), Math.min(durable, cutTo) - (int) snapshot); index++) {
                assertThat(found.get(index).getOperation())
                        .as("seed %s", seed)
                        .isEqualTo(log.get((int) snapshot + index).getOperation());
            }
            while (log.size() > snapshot) {
                log.removeLast();
            }
            log.addAll(found);
            durable = log.size();
            cutTo = Integer.MAX_VALUE;
        }

        private void step() throws IOException {
            RaftJournal open = journal;
            if (open == null) {
                throw new IllegalStateException("not open");
            }
            switch (random.nextInt(8)) {
                case 0 -> {
                    term++;
                    open.persistAndFlushTerm(values.models()
                            .createRaftTermPersistentStateBuilder()
                            .setTerm(term)
                            .setVotedFor(random.nextBoolean() ? SELF : null)
                            .build());
                    flushed();
                }
                case 1 -> {
                    if (log.size() > snapshot) {
                        int from = (int) snapshot + random.nextInt(log.size() - (int) snapshot);
                        open.truncateLogEntriesFrom(from + 1);
                        log.subList(from, log.size()).clear();
                        cutTo = Math.min(cutTo, from);
                    }
                }
                case 2, 3 -> {
                    open.flush();
                    flushed();
                }
                case 4 -> {
                    if (log.size() > snapshot) {
                        long index = snapshot + 1 + random.nextInt(log.size() - (int) snapshot);
                        int count = 1 + random.nextInt(3);
                        for (int number = 0; number < count; number++) {
                            open.persistSnapshotChunk(piece(index, 1, number, count, "all"));
                        }
                        open.flush();
                        open.truncateLogEntriesUntil(index);
                        snapshot = index;
                        flushed();
                    }
                }
                default -> {
                    List<LogEntry> more = new ArrayList<>();
                    for (int count = 1 + random.nextInt(3); count > 0; count--) {
                        more.add(entry(log.size() + more.size() + 1, term, "x".repeat(random.nextInt(9000))));
                    }
                    open.persistLogEntries(more);
                    log.addAll(more);
                }
            }
        }

        private void flushed() {
            durable = log.size();
            cutTo = Integer.MAX_VALUE;
        }
    }

    @Test
    void damageToWhatWasPromisedIsNoticed() {
        int noticed = 0;
        for (long seed = 1; seed <= 40; seed++) {
            SimulatedWorld world = new SimulatedWorld(seed, 1_000_000, Long.MAX_VALUE / 2);
            SimulatedHost host = world.host("c1");
            int[] refused = new int[1];
            world.run(() -> {
                SimulatedHost.LiveProcess process = host.start();
                RaftJournal.create(process.files(), process.random(), 0, SELF);
                RaftJournal journal = RaftJournal.open(process.files(), GROUP, SELF, values, process.random());
                try {
                    for (int index = 1; index <= 20; index++) {
                        journal.persistLogEntries(List.of(entry(index, 1, "value " + index)));
                        journal.flush();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                host.crash();
                // Any bit but those of the last write.
                assertThat(host.disk().rot(JournalFile.NAME)).isTrue();
                SimulatedHost.LiveProcess next = host.start();
                try {
                    RaftJournal.open(next.files(), GROUP, SELF, values, next.random());
                } catch (MalformedException e) {
                    assertThat(e).hasMessageContaining("damaged");
                    refused[0]++;
                }
            });
            noticed += refused[0];
        }
        assertThat(noticed).isEqualTo(40);
    }

    @Test
    void aFailedSyncIsForGood() {
        SimulatedWorld world = new SimulatedWorld(1, 1_000_000, Long.MAX_VALUE / 2);
        SimulatedHost host = world.host("c1");
        world.run(() -> {
            SimulatedHost.LiveProcess process = host.start();
            RaftJournal.create(process.files(), process.random(), 0, SELF);
            RaftJournal journal = RaftJournal.open(process.files(), GROUP, SELF, values, process.random());
            assertThatThrownBy(() -> {
                        journal.persistLogEntries(List.of(entry(1, 1, "a")));
                        host.disk().failSyncAfter(0);
                        journal.flush();
                    })
                    .isInstanceOf(IOException.class);
            assertThat(journal.failure()).isPresent();
            host.disk().repair();
            assertThatThrownBy(journal::flush).isInstanceOf(IOException.class).hasMessageContaining("failed before");
            assertThatThrownBy(() -> journal.persistLogEntries(List.of())).isInstanceOf(IOException.class);
        });
    }

    @Test
    void callsThatMakeNoSenseStopTheMember() {
        inWorld(2, process -> {
            RaftJournal.create(process.files(), process.random(), 0, SELF);
            try (RaftJournal journal = RaftJournal.open(process.files(), GROUP, SELF, values, process.random())) {
                journal.persistLogEntries(List.of(entry(1, 1, "a")));
                assertThatThrownBy(() -> journal.persistLogEntries(List.of(entry(3, 1, "c"))))
                        .isInstanceOf(IOException.class);
                assertThat(journal.failure()).isPresent();
            }
            try (RaftJournal journal = RaftJournal.open(process.files(), GROUP, SELF, values, process.random())) {
                assertThatThrownBy(() -> journal.truncateLogEntriesUntil(1)).isInstanceOf(IOException.class);
            }
        });
    }

    @Test
    void lostFilesAreNamed() {
        inWorld(3, process -> {
            FileStore files = process.files();
            assertThatThrownBy(() -> RaftJournal.open(files, GROUP, SELF, values, process.random()))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("lost its journal");
            RaftJournal.create(files, process.random(), 0, SELF);
            try (RaftJournal journal = RaftJournal.open(files, GROUP, SELF, values, process.random())) {
                journal.persistLogEntries(List.of(entry(1, 1, "a")));
                journal.persistSnapshotChunk(piece(1, 1, 0, 1, "all"));
                journal.flush();
                journal.truncateLogEntriesUntil(1);
            }
            files.delete(SnapshotFile.name(1));
            assertThatThrownBy(() -> RaftJournal.open(files, GROUP, SELF, values, process.random()))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("snapshot-");
        });
    }

    private interface Body {
        void run(SimulatedHost.LiveProcess process) throws IOException;
    }

    private static void inWorld(long seed, Body body) {
        SimulatedWorld world = new SimulatedWorld(seed, 1_000_000, Long.MAX_VALUE / 2);
        world.run(() -> {
            try {
                body.run(world.host("c1").start());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private LogEntry entry(long index, int term, String value) {
        ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
        return values.models()
                .createLogEntryBuilder()
                .setIndex(index)
                .setTerm(term)
                .setOperation(new LogOperation.Set(new RequestId(1, index), "k", 0, bytes))
                .build();
    }

    private SnapshotChunk piece(long index, int term, int number, int count, String content) {
        return values.models()
                .createSnapshotChunkBuilder()
                .setIndex(index)
                .setTerm(term)
                .setSnapshotChunkIndex(number)
                .setSnapshotChunkCount(count)
                .setOperation(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)))
                .setGroupMembersView(values.members())
                .build();
    }

    private static String hex(FileStore files, String name) {
        try (StoredFile file = files.open(name, WriteMode.BUFFERED)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            return HexFormat.of().formatHex(bytes.array());
        }
    }
}
