package org.borealisdb.cloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.simulation.file.SimulatedDisk;
import org.junit.jupiter.api.Test;

/** The metadata log in a file, on simulated disks. */
class FileMetadataLogTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void comparesAndSets() {
        inWorld(1, host -> {
            MetadataLog log = open(host.start());
            assertThat(log.read("a")).isEmpty();
            assertThat(log.compareAndSet("a", 1, bytes("x"))).isFalse();
            assertThat(log.compareAndSet("a", 0, bytes("one"))).isTrue();
            assertThat(log.compareAndSet("a", 0, bytes("again"))).isFalse();
            assertThat(log.compareAndSet("a", 1, bytes("two"))).isTrue();
            assertThat(log.compareAndSet("ab", 0, bytes(""))).isTrue();
            assertThat(log.compareAndSet("b", 0, bytes("other"))).isTrue();
            MetadataValue value = log.read("a").orElseThrow();
            assertThat(value.version()).isEqualTo(2);
            assertThat(value.bytes()).isEqualTo(ByteBuffer.wrap(bytes("two")));
            assertThat(log.keys("a")).containsExactly("a", "ab");
            assertThat(log.keys("")).containsExactly("a", "ab", "b");
        });
    }

    @Test
    void itsMarkIsAnotherAfterEachChangeAndNotOtherwise() {
        inWorld(1, host -> {
            SimulatedHost.LiveProcess process = host.start();
            MetadataLog log = open(process);
            MetadataLog other = open(process);
            List<OptionalLong> marks = new ArrayList<>(List.of(log.mark()));
            assertThat(log.compareAndSet("a", 0, bytes("one"))).isTrue();
            marks.add(log.mark());
            assertThat(other.compareAndSet("a", 1, bytes("two"))).isTrue();
            marks.add(log.mark());
            assertThat(other.compareAndSet("b", 0, bytes("one"))).isTrue();
            marks.add(log.mark());
            assertThat(marks).doesNotHaveDuplicates().allMatch(OptionalLong::isPresent);
            assertThat(log.compareAndSet("b", 0, bytes("again"))).isFalse();
            assertThat(log.read("b")).isPresent();
            assertThat(log.mark()).isEqualTo(marks.getLast());
            assertThat(other.mark()).isEqualTo(marks.getLast());
        });
    }

    @Test
    void aLogThatHasMovedAnswersNobodyAnyMore() {
        inWorld(2, host -> {
            SimulatedHost.LiveProcess process = host.start();
            FileMetadataLog log = new FileMetadataLog(process.files(), process.tasks(), process.clock());
            MetadataLog other = open(process);
            assertThat(log.compareAndSet("a", 0, bytes("one"))).isTrue();
            assertThat(log.compareAndSet("a", 1, bytes("two"))).isTrue();
            assertThatThrownBy(() -> log.compareAndSet("moved", 0, bytes("x")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(log.moved()).isEmpty();
            MetadataLog closed = log.moveTo("the control plane");
            assertThat(log.moved()).contains("the control plane");
            for (MetadataLog each : List.of(log, other, open(process))) {
                assertThatThrownBy(() -> each.read("a"))
                        .isInstanceOf(OperationException.class)
                        .hasMessageContaining("has moved to the control plane");
                assertThatThrownBy(() -> each.keys("")).hasMessageContaining("has moved");
                assertThatThrownBy(() -> each.compareAndSet("a", 2, bytes("three")))
                        .hasMessageContaining("has moved");
            }
            assertThatThrownBy(() -> closed.compareAndSet("a", 2, bytes("three")))
                    .isInstanceOf(OperationException.class);
            for (MetadataLog each : List.of(closed, log.moveTo("elsewhere"))) {
                assertThat(each.keys("")).containsExactly("a");
                assertThat(each.keys("b")).isEmpty();
                assertThat(each.read("b")).isEmpty();
                MetadataValue value = each.read("a").orElseThrow();
                assertThat(value.version()).isEqualTo(2);
                assertThat(value.bytes()).isEqualTo(ByteBuffer.wrap(bytes("two")));
            }
            assertThatThrownBy(() -> other.read("a")).hasMessageContaining("has moved to the control plane");
        });
    }

    @Test
    void isReadWhileSomebodyWhoIsFrozenHoldsTheLock() {
        inWorld(3, host -> {
            SimulatedHost.LiveProcess process = host.start();
            MetadataLog log = open(process);
            assertThat(log.compareAndSet("a", 0, bytes("one"))).isTrue();
            try (FileLock frozen = process.files().lock("metadata.lock")) {
                assertThat(frozen).isNotNull();
                assertThat(log.read("a")).isPresent();
                assertThat(log.keys("")).containsExactly("a");
                assertThatThrownBy(() -> log.compareAndSet("a", 1, bytes("two")))
                        .hasMessageContaining("holds the metadata log");
            }
            assertThat(log.compareAndSet("a", 1, bytes("two"))).isTrue();
        });
    }

    @Test
    void rivalsNeverBothWin() {
        inWorld(2, host -> {
            SimulatedHost.LiveProcess process = host.start();
            List<Task> tasks = new ArrayList<>();
            int[] wins = new int[1];
            for (int rival = 0; rival < 8; rival++) {
                MetadataLog log = open(process);
                tasks.add(process.tasks().start("rival", TaskKind.SESSION, () -> {
                    for (int version = 0; version < 10; version++) {
                        if (log.compareAndSet("key", version, bytes("v"))) {
                            wins[0]++;
                        }
                    }
                }));
            }
            tasks.forEach(Task::join);
            assertThat(open(process).read("key").orElseThrow().version()).isEqualTo(wins[0]);
        });
    }

    @Test
    void whatWasSetSurvivesEveryCrash() {
        int crashesWithNextFile = 0;
        for (int seed = 0; seed < 200; seed++) {
            int thisSeed = seed;
            int[] leftOver = new int[1];
            inWorld(seed, host -> {
                long[] acknowledged = new long[1];
                long[] started = new long[1];
                SimulatedHost.LiveProcess process = host.start();
                MetadataLog log = open(process);
                process.tasks().start("setter", TaskKind.SESSION, () -> {
                    for (int version = 0; version < 1000; version++) {
                        started[0] = version + 1L;
                        log.compareAndSet("key", version, bytes("value " + (version + 1)));
                        acknowledged[0] = version + 1L;
                    }
                });
                host.runFor(thisSeed);
                host.crash();
                SimulatedHost.LiveProcess next = host.start();
                leftOver[0] = next.files().exists("metadata.next") ? 1 : 0;
                MetadataLog again = open(next);
                long found = again.read("key").map(MetadataValue::version).orElse(0L);
                assertThat(found).as("seed %d", thisSeed).isBetween(acknowledged[0], started[0]);
                assertThat(again.compareAndSet("key", found, bytes("after"))).isTrue();
            });
            crashesWithNextFile += leftOver[0];
        }
        assertThat(crashesWithNextFile).as("crashes in the middle of a change").isPositive();
    }

    @Test
    void damageIsNoticed() {
        inWorld(3, host -> {
            SimulatedHost.LiveProcess process = host.start();
            MetadataLog log = open(process);
            log.compareAndSet("volumes/1", 0, bytes("something"));
            FileStore files = process.files();
            byte[] good = content(files);
            for (int at = 0; at < good.length; at++) {
                byte[] bad = good.clone();
                bad[at] ^= 0x10;
                replace(files, bad);
                assertThatThrownBy(() -> log.read("volumes/1"))
                        .as("flip at %d", at)
                        .isInstanceOf(MalformedException.class);
                byte[] cut = Arrays.copyOf(good, at);
                replace(files, cut);
                assertThatThrownBy(() -> log.read("volumes/1"))
                        .as("cut at %d", at)
                        .isInstanceOf(MalformedException.class);
            }
            replace(files, good);
            assertThat(log.read("volumes/1")).isPresent();
        });
    }

    @Test
    void theFileHasTheseBytes() {
        inWorld(4, host -> {
            SimulatedHost.LiveProcess process = host.start();
            open(process).compareAndSet("k", 0, new byte[] {7, 8});
            assertThat(HexFormat.of().formatHex(content(process.files())))
                    .isEqualTo("42524d4c01000000270000006837fe3001000000010000006b010000000000000002000000" + "0708");
        });
    }

    @Test
    void aFailedWriteIsReportedAndChangesNothing() {
        inWorld(5, host -> {
            SimulatedHost.LiveProcess process = host.start();
            MetadataLog log = open(process);
            log.compareAndSet("k", 0, bytes("good"));
            host.disk().failSyncAfter(0);
            assertThatThrownBy(() -> log.compareAndSet("k", 1, bytes("bad"))).isInstanceOf(OperationException.class);
            host.disk().repair();
            assertThat(log.read("k").orElseThrow().version()).isEqualTo(1);
        });
    }

    private interface HostTest {
        void run(TestHost host);
    }

    /** A host with the world around it. */
    private record TestHost(SimulatedWorld world, SimulatedHost host) {
        SimulatedHost.LiveProcess start() {
            return host.start();
        }

        void runFor(int seed) {
            world.scheduler().sleep(1 + world.newRandom().nextLong(5_000_000L * (1 + seed % 7)));
        }

        void crash() {
            host.crash();
        }

        SimulatedDisk disk() {
            return host.disk();
        }
    }

    private static void inWorld(long seed, HostTest test) {
        SimulatedWorld world = new SimulatedWorld(seed, 10_000_000, MINUTE);
        world.run(() -> test.run(new TestHost(world, world.host("a"))));
        assertThat(world.escapes()).isEmpty();
    }

    private static MetadataLog open(SimulatedHost.LiveProcess process) {
        return new FileMetadataLog(process.files(), process.tasks(), process.clock());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] content(FileStore files) {
        try (StoredFile file = files.open("metadata", WriteMode.BUFFERED)) {
            byte[] bytes = new byte[(int) file.size()];
            file.read(0, ByteBuffer.wrap(bytes));
            return bytes;
        }
    }

    private static void replace(FileStore files, byte[] bytes) {
        files.delete("metadata");
        try (StoredFile file = files.create("metadata", 0, WriteMode.BUFFERED)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.sync();
        }
    }
}
