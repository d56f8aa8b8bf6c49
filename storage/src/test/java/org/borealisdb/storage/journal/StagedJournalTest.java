package org.borealisdb.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.stage.JournalStage;
import org.borealisdb.storage.stage.StageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Journals of one process with a stage, which crash at any moment, together: what they acknowledged is there, whatever of it had come to which file. */
class StagedJournalTest {
    private static final int BLOCK = JournalFormat.ALIGNMENT;
    private static final JournalSettings SETTINGS = new JournalSettings(24 * BLOCK, 8 * BLOCK, 1);
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final int NODES = 4;
    private static final long MILLISECOND = 1_000_000;

    /** What one node has acknowledged, in all its lives, and what it may have written besides. */
    private static final class Node {
        private final String name;
        /** Numbers of entries by generation. */
        private final TreeMap<Long, List<Long>> acknowledged = new TreeMap<>();

        private final Set<Long> begun = new TreeSet<>();
        /** The oldest generation that it has not given up. */
        private long oldest;

        private Optional<Journal> journal = Optional.empty();

        Node(String name) {
            this.name = name;
        }

        FileStore files(SimulatedHost.LiveProcess process) {
            return process.files(name);
        }
    }

    /** A host whose processes have all nodes, and a stage. */
    private static final class Laptop {
        private final SimulatedWorld world;
        private final SimulatedHost host;
        private final SplittableRandom random;
        private final List<Node> nodes = new ArrayList<>();
        private long written;

        Laptop(long seed) {
            world = new SimulatedWorld(seed, 5_000_000, 600_000 * MILLISECOND);
            host = world.host("laptop");
            random = new SplittableRandom(seed);
            for (int number = 0; number < NODES; number++) {
                nodes.add(new Node("node" + number));
            }
        }

        /** What a process did not expect ends it, and whoever waits for it: that is the failure, if there is one. */
        void run(Runnable main) {
            try {
                world.run(main);
            } finally {
                world.checkNothingEscaped();
            }
        }

        long counted(String name) {
            return world.metrics().values().getOrDefault(name, 0L);
        }

        JournalStage openStage(SimulatedHost.LiveProcess process) {
            return JournalStage.open(
                    process.files("stage"),
                    process.tasks(),
                    process.clock(),
                    process.random(),
                    process.metrics(),
                    StageSettings.tiny());
        }

        /** Opens the journal of a node, and compares what is there with what it has acknowledged. */
        void open(Node node, SimulatedHost.LiveProcess process, Optional<JournalStage> stage) {
            TreeMap<Long, List<Long>> found = new TreeMap<>();
            Journal journal = Journal.open(
                    node.files(process),
                    process.tasks(),
                    SETTINGS,
                    process.random(),
                    process.metrics(),
                    TestKeys.none(),
                    stage.map(shared -> shared.join(node.name)),
                    (generation, bytes) -> found.computeIfAbsent(generation, _ -> new ArrayList<>())
                            .add(bytes.duplicate().getLong()));
            node.journal = Optional.of(journal);
            assertThat(journal.damage()).as(node.name).isEmpty();
            node.acknowledged.headMap(node.oldest).clear();
            node.acknowledged.forEach((generation, numbers) -> assertThat(found.getOrDefault(generation, List.of()))
                    .as("%s, generation %s", node.name, generation)
                    .containsAll(numbers)
                    .isSorted()
                    .allMatch(node.begun::contains));
        }

        /** Writes until the journal fails or {@code entries} are there, sometimes much at once, and gives up what is old. */
        void write(Node node, SimulatedHost.LiveProcess process, int entries) {
            Journal journal = node.journal.orElseThrow();
            process.tasks().start("settle " + node.name, TaskKind.BACKGROUND, () -> {
                try {
                    journal.settle();
                } catch (FileException e) {
                    world.metrics().count("test.settle.failed");
                }
            });
            for (int count = 0; count < entries; count++) {
                List<Long> gathered = new ArrayList<>();
                for (int batch = random.nextInt(1, 4); batch > 0; batch--) {
                    ByteBuffer entry =
                            ByteBuffer.allocate(random.nextInt(8) == 0 ? 5 * BLOCK : random.nextInt(8, BLOCK));
                    entry.putLong(0, ++written);
                    if (journal.add(VOLUME, entry)) {
                        gathered.add(written);
                    }
                }
                node.begun.addAll(gathered);
                try {
                    long generation = journal.commit();
                    node.acknowledged
                            .computeIfAbsent(generation, _ -> new ArrayList<>())
                            .addAll(gathered);
                    if (random.nextInt(12) == 0) {
                        journal.prepareSpare();
                    }
                    if (random.nextInt(40) == 0) {
                        node.oldest = journal.generation() - 1;
                        journal.release(node.oldest);
                    }
                } catch (FileException e) {
                    return;
                }
                if (random.nextInt(4) == 0) {
                    process.tasks().sleep(random.nextLong(3 * MILLISECOND));
                }
            }
        }

        /** One life of the process: those of {@code present} are opened and write. */
        void live(List<Node> present, boolean failing, boolean endsWell) {
            SimulatedHost.LiveProcess process = host.start();
            Task body = process.tasks().start("life", TaskKind.PROTOCOL, () -> {
                JournalStage stage = openStage(process);
                present.forEach(node -> open(node, process, Optional.of(stage)));
                if (failing) {
                    host.disk().failWriteAfter(random.nextInt(150));
                }
                List<Task> writers = new ArrayList<>();
                for (Node node : present) {
                    writers.add(process.tasks()
                            .start(
                                    "write " + node.name,
                                    TaskKind.PROTOCOL,
                                    () -> write(node, process, endsWell ? 30 : 2000)));
                }
                writers.forEach(Task::join);
                for (Node node : present) {
                    node.journal.orElseThrow().endSettling();
                    node.journal.orElseThrow().close();
                }
                stage.close();
            });
            if (endsWell) {
                body.join();
            } else {
                world.scheduler().sleep(random.nextLong(60 * MILLISECOND));
            }
            host.crash();
            host.disk().repair();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasAcknowledgedIsThereAfterAnyCrash(boolean failing) {
        long staged = 0;
        long full = 0;
        for (long seed = 1; seed <= 60; seed++) {
            Laptop test = new Laptop(seed);
            test.run(() -> {
                for (int life = 0; life < 6; life++) {
                    List<Node> present = new ArrayList<>(test.nodes);
                    if (test.random.nextInt(3) == 0) {
                        // One that is not opened this time finds its blocks the next time.
                        present.remove(test.random.nextInt(NODES));
                    }
                    test.live(present, failing && test.random.nextBoolean(), test.random.nextInt(4) == 0);
                }
                test.live(test.nodes, false, true);
            });
            staged += test.counted("storage.stage.writes");
            full += test.counted("storage.stage.full");
        }
        assertThat(staged).isGreaterThan(5_000);
        assertThat(full).isPositive();
    }

    /** Without its stage a journal may lack what it acknowledged: nobody reads it then, and with another one it counts as damaged at each start until that is outlived. */
    @Test
    void aJournalWhoseStageIsAwaySaysSo() {
        Laptop laptop = new Laptop(1);
        Node node = laptop.nodes.getFirst();
        laptop.run(() -> {
            laptop.live(List.of(node), false, true);
            // As a crash leaves it: blocks in the stage only.
            SimulatedHost.LiveProcess first = laptop.host.start();
            first.tasks()
                    .start("write", TaskKind.PROTOCOL, () -> {
                        laptop.open(node, first, Optional.of(laptop.openStage(first)));
                        for (int count = 0; count < 5; count++) {
                            laptop.write(node, first, 1);
                        }
                    })
                    .join();
            laptop.host.crash();

            SimulatedHost.LiveProcess alone = laptop.host.start();
            alone.tasks()
                    .start(
                            "alone",
                            TaskKind.PROTOCOL,
                            () -> assertThatThrownBy(() -> laptop.open(node, alone, Optional.empty()))
                                    .isInstanceOf(OperationException.class)
                                    .hasMessageContaining("\"stage\""))
                    .join();
            laptop.host.crash();

            for (int start = 0; start < 2; start++) {
                SimulatedHost.LiveProcess other = laptop.host.start();
                other.tasks()
                        .start("other", TaskKind.PROTOCOL, () -> {
                            if (other.files("stage").exists("control")) {
                                other.files("stage").list("").forEach(other.files("stage")::delete);
                            }
                            Journal journal = Journal.open(
                                    node.files(other),
                                    other.tasks(),
                                    SETTINGS,
                                    other.random(),
                                    other.metrics(),
                                    TestKeys.none(),
                                    Optional.of(laptop.openStage(other).join(node.name)),
                                    (_, _) -> {});
                            assertThat(journal.damage())
                                    .contains("journal: the stage that has its newest blocks is lost");
                        })
                        .join();
                laptop.host.crash();
            }
        });
    }

    /** Where the stage's control file is gone or damaged, the files say whose they are. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theStageIsFoundWithoutItsControlFile(boolean gone) {
        Laptop laptop = new Laptop(1);
        Node node = laptop.nodes.getFirst();
        laptop.run(() -> {
            SimulatedHost.LiveProcess first = laptop.host.start();
            first.tasks()
                    .start("write", TaskKind.PROTOCOL, () -> {
                        JournalStage stage = laptop.openStage(first);
                        laptop.open(node, first, Optional.of(stage));
                        while (stage.bytes() == 0) {
                            first.tasks().sleep(MILLISECOND);
                        }
                        laptop.write(node, first, 3);
                    })
                    .join();
            laptop.host.crash();
            SimulatedHost.LiveProcess second = laptop.host.start();
            second.tasks()
                    .start("second", TaskKind.PROTOCOL, () -> {
                        if (gone) {
                            second.files("stage").delete("control");
                        } else {
                            try (StoredFile control = second.files("stage").open("control", WriteMode.BUFFERED)) {
                                control.write(20, ByteBuffer.allocate(4));
                                control.sync();
                            }
                        }
                        laptop.open(node, second, Optional.of(laptop.openStage(second)));
                    })
                    .join();
        });
        assertThat(laptop.counted("storage.stage.writes")).isPositive();
    }
}
