package org.borealisdb.storage.restore;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.backup.BackupPin;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.seal.VolumeKeys;
import org.jspecify.annotations.Nullable;

/**
 * The task that fetches what a restored node's files still lack, one file after the other, the smallest first. What was fetched is read once and verified before it counts as here: what is
 * wrong with it is mended from the store, by fetching it again. An object that can't be had holds up no other one.
 */
public final class RestoredFill {
    private static final String FILLING = "restore/filling";
    private static final int COPY_BYTES = 1 << 20;
    private static final long PAUSE_NANOS = 2_000_000_000;
    private static final Duration PIN_RENEWED = Duration.ofDays(1);
    private static final int SECTIONS_BEFORE_GIVING_WAY = 64;

    private final LazyFileStore files;
    private final FileStore local;
    private final ObjectStore store;
    private final RemoteReader reader;
    private final VolumeKeys keys;
    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final Consumer<String> report;
    private final Lock lock;
    private final Condition closing;
    private boolean closed;
    /** What could not be had lately. */
    private final TreeSet<String> postponed = new TreeSet<>();

    private String told = "";
    private long pinnedAt;

    /**
     * The task of a node.
     *
     * @param keys   of the node's volumes
     * @param report is told in words of what can't be had; must not wait
     */
    public RestoredFill(
            LazyFileStore files, VolumeKeys keys, Tasks tasks, Clock clock, Metrics metrics, Consumer<String> report) {
        this.files = files;
        this.local = files.local();
        this.store = files.store();
        this.reader = files.reader();
        this.keys = keys;
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.report = report;
        this.lock = tasks.lock("restored fill");
        this.closing = lock.condition();
    }

    /** Ends the task soon. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The task's body: ends when all files are here. */
    public void run() {
        pinnedAt = clock.nanoTime() - PIN_RENEWED.toNanos();
        while (!closed()) {
            Map<String, RemoteFiles.Remote> missing = files.missing();
            if (missing.isEmpty()) {
                finish();
                return;
            }
            renewPin();
            Optional<Map.Entry<String, RemoteFiles.Remote>> next = missing.entrySet().stream()
                    .filter(file -> !postponed.contains(file.getKey()))
                    .min(Map.Entry.comparingByValue((a, b) -> Long.compare(a.length(), b.length())));
            if (next.isEmpty()) {
                postponed.clear();
                pause();
            } else {
                fetch(next.get().getKey(), next.get().getValue());
            }
        }
    }

    private void fetch(String name, RemoteFiles.Remote object) {
        try {
            if (write(object)) {
                verify();
                files.arrive(FILLING, name);
            }
            return;
        } catch (ObjectStoreException e) {
            metrics.count("storage.restore.failed");
            tell(e.getMessage());
        } catch (MalformedException e) {
            metrics.count("storage.restore.damaged");
            reader.forget();
            tell(object.object() + " in " + store.place() + " does not read as it was written: " + e.getMessage());
        } catch (FileException e) {
            if (e.kind() != FileException.Kind.FULL) {
                throw e;
            }
            metrics.count("storage.restore.diskFull");
            tell("the disk is full");
        }
        local.delete(FILLING);
        postponed.add(name);
    }

    private void tell(@Nullable String what) {
        String now = String.valueOf(what);
        if (!now.equals(told)) {
            told = now;
            report.accept("the restore does not go on: " + now);
        }
    }

    /** False if the task is to end before all of it is written. */
    private boolean write(RemoteFiles.Remote object) {
        local.delete(FILLING);
        try (StoredFile file = local.create(FILLING, 0, WriteMode.BUFFERED)) {
            ByteBuffer piece = ByteBuffer.allocate(Math.clamp(object.length(), 1, COPY_BYTES));
            for (long at = 0; at < object.length(); ) {
                if (closed()) {
                    return false;
                }
                piece.clear().limit((int) Math.min(piece.capacity(), object.length() - at));
                reader.readWhole(object, at, piece);
                int count = piece.flip().remaining();
                file.write(at, piece);
                at += count;
                metrics.counter("storage.restore.bytes").add(count);
                tasks.giveWay();
            }
            file.sync();
        }
        return true;
    }

    private void verify() {
        Layer layer = Layer.open(local, FILLING, 0, keys);
        try {
            for (int place = 0; place < layer.sections(); place++) {
                layer.section(place);
                if (place % SECTIONS_BEFORE_GIVING_WAY == 0) {
                    tasks.giveWay();
                }
            }
        } finally {
            layer.release();
        }
    }

    /** What is still needed stays in the store, however long it takes. */
    private void renewPin() {
        if (clock.nanoTime() - pinnedAt < PIN_RENEWED.toNanos()) {
            return;
        }
        try {
            BackupPin.renew(store, files.pin(), clock);
            pinnedAt = clock.nanoTime();
        } catch (ObjectStoreException | MalformedException e) {
            metrics.count("storage.restore.failed");
        }
    }

    private void finish() {
        try {
            store.delete(files.pin());
        } catch (ObjectStoreException e) {
            // It ends by itself.
            metrics.count("storage.restore.failed");
        }
        files.finished();
        metrics.count("storage.restore.complete");
    }

    private boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        lock.lock();
        try {
            if (!closed) {
                closing.await(PAUSE_NANOS);
            }
        } finally {
            lock.unlock();
        }
    }
}
