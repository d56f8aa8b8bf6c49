package org.borealisdb.storage.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.borealisdb.cloud.objectstore.DirectoryObjectStore;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.backup.BackupPin;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.seal.VolumeKeys;
import org.junit.jupiter.api.Test;

/** The folder of a restored node before, while and after its files arrive. */
class LazyFileStoreTest {
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final String FOLDER = "volume-7/group-0";
    private static final String PIN = "volume-7/pins/p";
    private static final long SECOND = 1_000_000_000L;

    private final SimulatedWorld world = new SimulatedWorld(1, 200_000_000, 3_600 * SECOND);
    private final SimulatedHost.LiveProcess process = world.host("node").start();
    private final MemoryFiles local = new MemoryFiles();
    private final MemoryFiles zone = new MemoryFiles();
    private final VolumeKeys keys = TestKeys.none();
    private final List<String> heard = new ArrayList<>();
    private final TreeMap<String, RemoteFiles.Remote> remote = new TreeMap<>();
    private final TreeMap<String, byte[]> contents = new TreeMap<>();

    private ObjectStore store() {
        return new DirectoryObjectStore("store", List.of(zone), process.tasks(), process.clock(), process.random());
    }

    /** Puts layer {@code number} into the store, with so many pages, each with a record that begins it. */
    private void layer(int number, int pages) {
        MemoryFiles made = new MemoryFiles();
        RecordWriter record = new RecordWriter(1000);
        try (LayerWriter writer = new LayerWriter(made, "layer", new LayerHeader(VOLUME, 0, 1, 0, 300), keys)) {
            for (int page = 0; page < pages; page++) {
                record.clear();
                record.begin(page, 0, RedoRecord.INIT);
                record.fill(100, 30, (byte) number);
                record.end();
                writer.beginPage(page);
                writer.addDelta(300, 1, record.memory(), 0);
                writer.endPage();
            }
            writer.finish();
        }
        byte[] content = made.bytes("layer");
        String object = "object-" + number;
        contents.put(object, content);
        store().putIfAbsent(object, ObjectContent.of(content));
        remote.put(FOLDER + "/layer-" + number, new RemoteFiles.Remote(object, content.length));
    }

    private LazyFileStore restored() {
        store().putIfAbsent(
                        PIN, ObjectContent.of(BackupPin.at(5, process.clock()).encode()));
        new RemoteFiles("store", PIN, remote).write(local);
        return LazyFileStore.over(local, _ -> store(), process.tasks(), process.metrics())
                .orElseThrow();
    }

    private RestoredFill fill(LazyFileStore files) {
        return new RestoredFill(files, keys, process.tasks(), process.clock(), process.metrics(), heard::add);
    }

    /** The object is another one from now on, with right checksums of the store's own. */
    private void replace(String object, byte[] content) {
        store().delete(object);
        store().putIfAbsent(object, ObjectContent.of(content));
    }

    private byte[] content(String object) {
        return contents.getOrDefault(object, new byte[0]);
    }

    private byte[] damaged(String object) {
        byte[] content = content(object).clone();
        content[60] ^= 1;
        return content;
    }

    private static void readAll(Layer layer) {
        for (int place = 0; place < layer.sections(); place++) {
            assertThat(layer.section(place)).hasSize(1);
        }
    }

    @Test
    void filesAreTheSameBeforeAndAfterTheyArrive() {
        world.run(() -> {
            layer(1, 3);
            layer(2, 5000);
            layer(3, 1);
            LazyFileStore files = restored();
            local.create(FOLDER + "/manifest", 0, WriteMode.BUFFERED).close();
            assertThat(files.list(FOLDER)).containsExactly("layer-1", "layer-2", "layer-3", "manifest");
            assertThat(files.exists(FOLDER + "/layer-2")).isTrue();
            files.link(FOLDER + "/layer-2", "volume-8/group-0/layer-2");
            assertThatThrownBy(() -> files.link(FOLDER + "/manifest", FOLDER + "/layer-1"))
                    .isInstanceOf(FileException.class);
            assertThatThrownBy(() -> files.create(FOLDER + "/layer-1", 0, WriteMode.BUFFERED))
                    .isInstanceOf(FileException.class);
            assertThatThrownBy(() -> files.replace(FOLDER + "/layer-1", FOLDER + "/layer-9"))
                    .isInstanceOf(FileException.class);
            files.delete(FOLDER + "/layer-3");
            assertThat(files.exists(FOLDER + "/layer-3")).isFalse();
            Layer layer = Layer.open(files, FOLDER + "/layer-2", 2, keys);
            assertThat(layer.remote()).isTrue();
            readAll(layer);
            fill(files).run();
            assertThat(layer.remote()).isFalse();
            readAll(layer);
            layer.release();
            assertThat(files.complete()).isTrue();
            assertThat(local.bytes(FOLDER + "/layer-2")).isEqualTo(content("object-2"));
            assertThat(local.bytes("volume-8/group-0/layer-2")).isEqualTo(content("object-2"));
            assertThat(local.exists(FOLDER + "/layer-3")).isFalse();
            assertThat(store().read(PIN)).isEmpty();
            assertThat(LazyFileStore.over(local, _ -> store(), process.tasks(), process.metrics()))
                    .isEmpty();
            assertThat(local.open()).isZero();
        });
        world.checkNothingEscaped();
        assertThat(heard).isEmpty();
    }

    /** What was fetched and reads wrong is not taken, and holds up no other file; it is fetched again until it is right. */
    @Test
    void whatArrivesDamagedIsFetchedAgain() {
        world.run(() -> {
            layer(1, 3);
            layer(2, 10);
            replace("object-1", damaged("object-1"));
            LazyFileStore files = restored();
            Layer layer = Layer.open(files, FOLDER + "/layer-1", 1, keys);
            assertThatThrownBy(() -> readAll(layer)).isInstanceOf(MalformedException.class);
            RestoredFill fill = fill(files);
            Task task = process.tasks().start("fill", TaskKind.BACKGROUND, fill::run);
            process.tasks().sleep(5 * SECOND);
            assertThat(files.missing().keySet()).containsExactly(FOLDER + "/layer-1");
            assertThat(heard).hasSize(1);
            assertThat(layer.remote()).isTrue();
            replace("object-1", content("object-1"));
            readAll(layer);
            task.join();
            assertThat(layer.remote()).isFalse();
            readAll(layer);
            layer.release();
            assertThat(local.bytes(FOLDER + "/layer-1")).isEqualTo(content("object-1"));
        });
        world.checkNothingEscaped();
    }

    /** An object that is gone for a while leaves its file where it is. */
    @Test
    void anObjectThatCanNotBeHadHoldsUpNoOther() {
        world.run(() -> {
            layer(1, 1);
            layer(2, 10);
            store().delete("object-1");
            LazyFileStore files = restored();
            RestoredFill fill = fill(files);
            Task task = process.tasks().start("fill", TaskKind.BACKGROUND, fill::run);
            process.tasks().sleep(10 * SECOND);
            assertThat(files.missing().keySet()).containsExactly(FOLDER + "/layer-1");
            fill.close();
            task.join();
            assertThat(LazyFileStore.over(local, _ -> store(), process.tasks(), process.metrics())
                            .orElseThrow()
                            .remaining())
                    .isEqualTo(1);
        });
        world.checkNothingEscaped();
        assertThat(heard).hasSize(1);
    }

    @Test
    void aDamagedListIsWrittenAgain() {
        world.run(() -> {
            layer(1, 1);
            LazyFileStore files = restored();
            assertThat(files.listSound()).isTrue();
            local.flip("restore/files", 30, 3);
            assertThat(files.listSound()).isFalse();
            files.restoreList();
            assertThat(files.listSound()).isTrue();
        });
    }
}
