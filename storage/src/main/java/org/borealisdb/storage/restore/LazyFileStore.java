package org.borealisdb.storage.restore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.cloud.objectstore.ObjectStores;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;

/**
 * The folder of a restored node: files that are not here yet are read from the object store, until they are. They are never written. All methods may be called by any task, but {@link #fill},
 * which is the body of one.
 */
public final class LazyFileStore implements FileStore {
    private static final String FILLING = "restore/filling";
    /** What is read ahead of small reads, and how many such pieces are kept. */
    private static final int PIECE_BYTES = 128 << 10;

    private static final int MOST_PIECES = 64;
    private static final int COPY_BYTES = 1 << 20;
    private static final int MOST_ATTEMPTS = 5;
    private static final long ATTEMPT_PAUSE_NANOS = 200_000_000;
    private static final long FILL_PAUSE_NANOS = 2_000_000_000;

    private final FileStore local;
    private final ObjectStore store;
    private final Tasks tasks;
    private final Metrics metrics;
    private final Lock lock;
    private final Condition closing;
    private RemoteFiles remote;
    private final List<LazyFile> open = new ArrayList<>();
    private boolean closed;

    /** Pieces of objects, the least recently used first. */
    private final Map<String, ByteBuffer> pieces = new LinkedHashMap<>(16, 0.75f, true);

    private LazyFileStore(FileStore local, ObjectStore store, RemoteFiles remote, Tasks tasks, Metrics metrics) {
        this.local = local;
        this.store = store;
        this.remote = remote;
        this.tasks = tasks;
        this.metrics = metrics;
        this.lock = tasks.lock("restored files");
        this.closing = lock.condition();
    }

    /** The store over {@code local}, if files of it are still elsewhere. */
    public static Optional<LazyFileStore> over(FileStore local, ObjectStores stores, Tasks tasks, Metrics metrics) {
        return RemoteFiles.read(local)
                .map(remote -> new LazyFileStore(local, stores.open(remote.place()), remote, tasks, metrics));
    }

    /** True if every file is here. */
    public boolean complete() {
        return remaining() == 0;
    }

    /** Files that are still elsewhere. */
    public int remaining() {
        lock.lock();
        try {
            return remote.files().size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #fill} soon. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Fetches all files, one after the other, the smallest first; ends when all are here. */
    public void fill() {
        while (!closed()) {
            Optional<String> next = smallest();
            if (next.isEmpty()) {
                finish();
                return;
            }
            try {
                fetch(next.get());
            } catch (ObjectStoreException | MalformedException e) {
                metrics.count("storage.restore.failed");
                pause();
            } catch (FileException e) {
                if (e.kind() != FileException.Kind.FULL) {
                    throw e;
                }
                metrics.count("storage.restore.diskFull");
                local.delete(FILLING);
                pause();
            }
        }
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
                closing.await(FILL_PAUSE_NANOS);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> smallest() {
        lock.lock();
        try {
            return remote.files().entrySet().stream()
                    .min(Map.Entry.comparingByValue((a, b) -> Long.compare(a.length(), b.length())))
                    .map(Map.Entry::getKey);
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        try {
            store.delete(remote.pin());
        } catch (ObjectStoreException e) {
            // It ends by itself.
            metrics.count("storage.restore.failed");
        }
        RemoteFiles.remove(local);
        metrics.count("storage.restore.complete");
    }

    private void fetch(String name) {
        Optional<RemoteFiles.Remote> wanted = remote(name);
        if (wanted.isEmpty()) {
            return;
        }
        long length = wanted.get().length();
        local.delete(FILLING);
        try (StoredFile file = local.create(FILLING, 0, WriteMode.BUFFERED)) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(COPY_BYTES, Math.max(1, length)));
            for (long at = 0; at < length && !closed(); ) {
                piece.clear().limit((int) Math.min(piece.capacity(), length - at));
                readWhole(wanted.get(), at, piece);
                int count = piece.flip().remaining();
                file.write(at, piece);
                at += count;
                tasks.giveWay();
            }
            file.sync();
        }
        if (!closed()) {
            arrive(name);
        }
        metrics.counter("storage.restore.bytes").add(length);
    }

    /** The file is whole: it gets its name, unless it was deleted meanwhile. */
    private void arrive(String name) {
        lock.lock();
        try {
            if (!remote.files().containsKey(name)) {
                return;
            }
            local.replace(FILLING, name);
            remote = remote.without(name);
            remote.write(local);
            for (LazyFile file : List.copyOf(open)) {
                if (file.name().equals(name)) {
                    file.arrived(local.open(name, WriteMode.BUFFERED));
                    open.remove(file);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<RemoteFiles.Remote> remote(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(remote.files().get(name));
        } finally {
            lock.unlock();
        }
    }

    void closed(LazyFile file) {
        lock.lock();
        try {
            open.remove(file);
        } finally {
            lock.unlock();
        }
    }

    /** Reads a piece of an object into {@code target}, by larger pieces that are kept a while. */
    int read(RemoteFiles.Remote object, long position, ByteBuffer target) {
        metrics.count("storage.restore.remote-reads");
        int wanted = Math.clamp(object.length() - position, 0, target.remaining());
        ByteBuffer window = target.slice(target.position(), wanted);
        if (wanted >= PIECE_BYTES) {
            readWhole(object, position, window);
        } else {
            long at = position;
            while (window.hasRemaining()) {
                long start = at / PIECE_BYTES * PIECE_BYTES;
                ByteBuffer piece = piece(object, start);
                int from = (int) (at - start);
                int count = Math.min(window.remaining(), piece.limit() - from);
                window.put(piece.slice(from, count));
                at += count;
            }
        }
        target.position(target.position() + wanted);
        return wanted;
    }

    private ByteBuffer piece(RemoteFiles.Remote object, long start) {
        String key = object.object() + "@" + start;
        lock.lock();
        try {
            ByteBuffer known = pieces.get(key);
            if (known != null) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        ByteBuffer read = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, object.length() - start));
        readWhole(object, start, read);
        read.flip();
        lock.lock();
        try {
            pieces.put(key, read);
            if (pieces.size() > MOST_PIECES) {
                pieces.remove(pieces.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
        return read;
    }

    /** Fills {@code target}; tries a store that fails some times. */
    private void readWhole(RemoteFiles.Remote object, long position, ByteBuffer target) {
        int start = target.position();
        for (int attempt = 1; ; attempt++) {
            try {
                target.position(start);
                int count = store.read(object.object(), position, target);
                if (target.hasRemaining()) {
                    throw new MalformedException(object.object() + " in " + store.place() + " ends after "
                            + (position + count) + " bytes instead of " + object.length());
                }
                return;
            } catch (ObjectStoreException e) {
                if (!e.retryable() || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                tasks.sleep(ATTEMPT_PAUSE_NANOS);
            }
        }
    }

    @Override
    public StoredFile create(String name, long bytes, WriteMode mode) {
        return local.create(name, bytes, mode);
    }

    @Override
    public StoredFile open(String name, WriteMode mode) {
        lock.lock();
        try {
            RemoteFiles.Remote found = remote.files().get(name);
            if (found == null || local.exists(name)) {
                return local.open(name, mode);
            }
            LazyFile file = new LazyFile(this, name, found);
            open.add(file);
            return file;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean exists(String name) {
        lock.lock();
        try {
            return remote.files().containsKey(name) || local.exists(name);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<String> list(String folder) {
        TreeSet<String> names = new TreeSet<>(local.list(folder));
        String prefix = folder.isEmpty() ? "" : folder + "/";
        lock.lock();
        try {
            for (String name : remote.files().keySet()) {
                if (name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0) {
                    names.add(name.substring(prefix.length()));
                }
            }
        } finally {
            lock.unlock();
        }
        return List.copyOf(names);
    }

    @Override
    public void delete(String name) {
        lock.lock();
        try {
            if (remote.files().containsKey(name)) {
                remote = remote.without(name);
                remote.write(local);
            }
            local.delete(name);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void replace(String from, String to) {
        local.replace(from, to);
    }

    @Override
    public void syncFolder(String folder) {
        local.syncFolder(folder);
    }

    @Override
    public void link(String existing, String name) {
        lock.lock();
        try {
            RemoteFiles.Remote found = remote.files().get(existing);
            if (found == null || local.exists(existing)) {
                local.link(existing, name);
            } else if (remote.files().containsKey(name) || local.exists(name)) {
                throw new FileException(FileException.Kind.EXISTS, name + " exists");
            } else {
                remote = remote.with(name, found);
                remote.write(local);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long usableBytes() {
        return local.usableBytes();
    }

    @Override
    public ByteBuffer alignedBuffer(int bytes) {
        return local.alignedBuffer(bytes);
    }

    @Override
    public FileLock lock(String name) {
        return local.lock(name);
    }
}
