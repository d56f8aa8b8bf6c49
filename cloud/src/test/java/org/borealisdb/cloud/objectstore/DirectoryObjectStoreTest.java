package org.borealisdb.cloud.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory store on three simulated disks. */
class DirectoryObjectStoreTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void keepsWhatWasPutAndNothingElse() {
        inWorld(1, zones -> {
            ObjectStore store = zones.store();
            assertThat(store.putIfAbsent("v/a", ObjectContent.of(bytes("one")))).isTrue();
            assertThat(store.putIfAbsent("v/a", ObjectContent.of(bytes("two")))).isFalse();
            assertThat(store.putIfAbsent("v/b", ObjectContent.of(new byte[0]))).isTrue();
            assertThat(store.putIfAbsent("v/deeper/c", ObjectContent.of(bytes("x"))))
                    .isTrue();
            assertThat(text(store, "v/a")).isEqualTo("one");
            assertThat(text(store, "v/b")).isEmpty();
            assertThat(store.read("v/none")).isEmpty();
            assertThat(store.length("v/a")).contains(3L);
            assertThat(store.list("v", "")).containsExactly("a", "b");
            assertThat(store.list("v", "a")).containsExactly("b");
            store.delete("v/a");
            store.delete("v/a");
            assertThat(store.length("v/a")).isEmpty();
            assertThatThrownBy(() -> store.read("v/a", 0, ByteBuffer.allocate(1)))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.NOT_FOUND));
        });
    }

    @Test
    void readsAnyRange() {
        inWorld(2, zones -> {
            Random random = new Random(7);
            byte[] content = new byte[200_000];
            random.nextBytes(content);
            ObjectStore store = zones.store();
            store.putIfAbsent("large", ObjectContent.of(content));
            for (int round = 0; round < 50; round++) {
                int at = random.nextInt(content.length + 10);
                ByteBuffer target = ByteBuffer.allocate(random.nextInt(80_000));
                int count = store.read("large", at, target);
                assertThat(count).isEqualTo(Math.clamp((long) content.length - at, 0, target.capacity()));
                assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(content, Math.min(at, content.length), count));
            }
        });
    }

    @Test
    void rivalsNeverBothReplace() {
        inWorld(3, zones -> {
            List<Task> tasks = new ArrayList<>();
            int[] wins = new int[1];
            for (int rival = 0; rival < 6; rival++) {
                ObjectStore store = zones.store();
                tasks.add(zones.process.tasks().start("rival", TaskKind.SESSION, () -> {
                    for (int round = 0; round < 10; round++) {
                        String tag = store.read("index").map(TaggedObject::tag).orElse("");
                        if (store.compareAndSet("index", tag, bytes("v")).isPresent()) {
                            wins[0]++;
                        }
                    }
                }));
            }
            tasks.forEach(Task::join);
            assertThat(zones.store().read("index").orElseThrow().tag()).isEqualTo(String.valueOf(wins[0]));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 800_000})
    void anotherCopyIsReadAndTheDamagedOneMended(int length) {
        inWorld(4, zones -> {
            ObjectStore store = zones.store();
            byte[] content = new byte[length];
            new Random(1).nextBytes(content);
            store.putIfAbsent("a", ObjectContent.of(content));
            for (int at : new int[] {3, 20, 31, 40, 70_000, length + 31, length + 33, length + 40}) {
                flip(zones.files.getFirst(), at);
                zones.files.get(1).delete("objects/a");
                assertThat(store.read("a").orElseThrow().bytes())
                        .as("flip at %d", at)
                        .isEqualTo(ByteBuffer.wrap(content));
                assertThat(whole(zones, 0)).as("mended after a flip at %d", at).isEqualTo(whole(zones, 2));
                assertThat(whole(zones, 1)).isEqualTo(whole(zones, 2));
            }
            zones.files.forEach(files -> flip(files, 50_000));
            assertThatThrownBy(() -> store.read("a"))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.DAMAGED));
        });
    }

    @Test
    void aZoneThatWasAwayNeverShowsAnOldValue() {
        inWorld(5, zones -> {
            ObjectStore store = zones.store();
            store.compareAndSet("index", "", bytes("first"));
            zones.hosts.getFirst().disk().capacity(0);
            assertThat(store.compareAndSet("index", "1", bytes("second"))).contains("2");
            zones.hosts.getFirst().disk().repair();
            assertThat(text(store, "index")).isEqualTo("second");
            zones.files.get(1).delete("objects/index");
            zones.files.get(2).delete("objects/index");
            assertThat(text(store, "index")).isEqualTo("second");
        });
    }

    @Test
    void withoutMostZonesNothingIsStored() {
        inWorld(6, zones -> {
            ObjectStore store = zones.store();
            store.compareAndSet("index", "", bytes("first"));
            zones.hosts.get(0).disk().capacity(0);
            zones.hosts.get(1).disk().capacity(0);
            assertThatThrownBy(() -> store.compareAndSet("index", "1", bytes("second")))
                    .isInstanceOf(ObjectStoreException.class);
            assertThatThrownBy(() -> store.putIfAbsent("other", ObjectContent.of(bytes("x"))))
                    .isInstanceOf(ObjectStoreException.class);
            assertThat(text(store, "index")).isEqualTo("first");
            assertThat(store.read("other")).isEmpty();
        });
    }

    @Test
    void whatWasStoredSurvivesEveryCrash() {
        for (int seed = 0; seed < 100; seed++) {
            long thisSeed = seed;
            inWorld(seed, zones -> {
                int[] acknowledged = new int[1];
                int[] started = new int[1];
                ObjectStore store = zones.store();
                zones.process.tasks().start("setter", TaskKind.SESSION, () -> {
                    for (int version = 1; version < 1000; version++) {
                        started[0] = version;
                        store.compareAndSet("k", version == 1 ? "" : String.valueOf(version - 1), bytes("" + version));
                        acknowledged[0] = version;
                    }
                });
                zones.world.scheduler().sleep(1 + zones.world.newRandom().nextLong(5_000_000L * (1 + thisSeed % 7)));
                zones.hosts.forEach(SimulatedHost::crash);
                Zones after = new Zones(zones.world, zones.hosts);
                int found = after.store()
                        .read("k")
                        .map(value -> Integer.parseInt(value.tag()))
                        .orElse(0);
                assertThat(found).as("seed %d", thisSeed).isBetween(acknowledged[0], started[0]);
                Optional<String> next =
                        after.store().compareAndSet("k", found == 0 ? "" : String.valueOf(found), bytes("after"));
                assertThat(next).contains(String.valueOf(found + 1));
                ObjectStore sweeper = after.store();
                sweeper.sweep();
                sweeper.sweep();
                after.files.forEach(
                        files -> assertThat(files.list("fresh")).as("left over").isEmpty());
            });
        }
    }

    @Test
    void aLargeCopyHasWholeBlocks() {
        inWorld(9, zones -> {
            byte[] content = new byte[600_000];
            new Random(2).nextBytes(content);
            zones.store().putIfAbsent("v/k", ObjectContent.of(content));
            byte[] copy = content(zones.files.getFirst(), "objects/v/k");
            // Ten checksums of blocks, and theirs, behind 32 and 600,000 bytes.
            assertThat(copy).hasSize(147 * FileStore.BLOCK_BYTES);
            assertThat(HexFormat.of().formatHex(copy, 0, 24))
                    .isEqualTo("42524f42020000000100000000000000c027090000000000");
            assertThat(Arrays.copyOfRange(copy, 32, 600_032)).isEqualTo(content);
            assertThat(Arrays.copyOfRange(copy, 600_076, copy.length)).containsOnly(0);
        });
    }

    @Test
    void aCopyHasTheseBytes() {
        inWorld(8, zones -> {
            zones.store().putIfAbsent("v/k", ObjectContent.of(new byte[] {7, 8}));
            assertThat(HexFormat.of().formatHex(content(zones.files.get(2), "objects/v/k")))
                    .isEqualTo("42524f4201000000010000000000000002000000000000008c82eb878e577446"
                            + "070858e6d501b68b0414");
        });
    }

    private static final class Zones {
        private final SimulatedWorld world;
        private final List<SimulatedHost> hosts;
        private final SimulatedHost.LiveProcess process;
        private final List<FileStore> files = new ArrayList<>();

        Zones(SimulatedWorld world, List<SimulatedHost> hosts) {
            this.world = world;
            this.hosts = hosts;
            List<SimulatedHost.LiveProcess> processes =
                    hosts.stream().map(SimulatedHost::start).toList();
            this.process = processes.getFirst();
            processes.forEach(each -> files.add(each.files()));
        }

        ObjectStore store() {
            return new DirectoryObjectStore("three disks", files, process.tasks(), process.clock(), process.random());
        }
    }

    private interface ZonesTest {
        void run(Zones zones);
    }

    private static void inWorld(long seed, ZonesTest test) {
        SimulatedWorld world = new SimulatedWorld(seed, 10_000_000, MINUTE);
        world.run(() -> test.run(new Zones(world, List.of(world.host("a"), world.host("b"), world.host("c")))));
        assertThat(world.escapes()).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ObjectStore store, String name) {
        return StandardCharsets.UTF_8
                .decode(store.read(name).orElseThrow().bytes())
                .toString();
    }

    private static void flip(FileStore files, int at) {
        try (StoredFile file = files.open("objects/a", WriteMode.BUFFERED)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(at, one);
            one.put(0, (byte) (one.get(0) ^ 0x10));
            file.write(at, one.flip());
            file.sync();
        }
    }

    private static byte[] whole(Zones zones, int zone) {
        return content(zones.files.get(zone), "objects/a");
    }

    private static byte[] content(FileStore files, String name) {
        try (StoredFile file = files.open(name, WriteMode.BUFFERED)) {
            byte[] bytes = new byte[(int) file.size()];
            file.read(0, ByteBuffer.wrap(bytes));
            return bytes;
        }
    }
}
