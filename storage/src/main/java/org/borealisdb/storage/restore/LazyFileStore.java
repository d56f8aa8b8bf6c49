package org.borealisdb.storage.restore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStores;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;

/**
 * The folder of a restored node: files that are not here yet are read from the object store, until {@link RestoredFill} has brought them. They are never written, nor renamed. All methods may be
 * called by any task.
 */
public final class LazyFileStore implements FileStore {
    private final FileStore local;
    private final ObjectStore store;
    private final RemoteReader reader;

    /** Guards the list, here and on the disk, and what is open of it. */
    private final Lock lock;

    private RemoteFiles remote;
    private final List<LazyFile> open = new ArrayList<>();

    private LazyFileStore(FileStore local, ObjectStore store, RemoteFiles remote, Tasks tasks, Metrics metrics) {
        this.local = local;
        this.store = store;
        this.remote = remote;
        this.reader = new RemoteReader(store, tasks, metrics);
        this.lock = tasks.lock("restored files");
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
        return missing().size();
    }

    SortedMap<String, RemoteFiles.Remote> missing() {
        lock.lock();
        try {
            return remote.files();
        } finally {
            lock.unlock();
        }
    }

    FileStore local() {
        return local;
    }

    ObjectStore store() {
        return store;
    }

    RemoteReader reader() {
        return reader;
    }

    /** The object that keeps in the store what is needed. */
    String pin() {
        lock.lock();
        try {
            return remote.pin();
        } finally {
            lock.unlock();
        }
    }

    /** The file is whole and durable under the name {@code whole}: it gets its own, unless it was deleted meanwhile. */
    void arrive(String whole, String name) {
        lock.lock();
        try {
            if (!remote.files().containsKey(name)) {
                return;
            }
            local.replace(whole, name);
            list(remote.without(name));
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

    /** Nothing is missing: the next start needs no store. */
    void finished() {
        RemoteFiles.remove(local);
    }

    /** True if the list on the disk reads as it was written. */
    public boolean listSound() {
        lock.lock();
        try {
            return remote.files().isEmpty() || remote.sound(local);
        } finally {
            lock.unlock();
        }
    }

    /** Writes the list again; false if the disk is full. */
    public boolean restoreList() {
        lock.lock();
        try {
            if (!remote.files().isEmpty()) {
                remote.write(local);
            }
            return true;
        } catch (FileException e) {
            if (e.kind() != FileException.Kind.FULL) {
                throw e;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void list(RemoteFiles next) {
        next.write(local);
        remote = next;
    }

    void closed(LazyFile file) {
        lock.lock();
        try {
            open.remove(file);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public StoredFile create(String name, long bytes, WriteMode mode) {
        lock.lock();
        try {
            checkFree(name);
        } finally {
            lock.unlock();
        }
        return local.create(name, bytes, mode);
    }

    /** Locked. */
    private void checkFree(String name) {
        if (remote.files().containsKey(name)) {
            throw new FileException(FileException.Kind.EXISTS, name + " exists, in " + store.place());
        }
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
        TreeSet<String> names = new TreeSet<>();
        String prefix = folder.isEmpty() ? "" : folder + "/";
        lock.lock();
        try {
            names.addAll(local.list(folder));
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
                RemoteFiles next = remote.without(name);
                try {
                    next.write(local);
                } catch (FileException e) {
                    if (e.kind() != FileException.Kind.FULL) {
                        throw e;
                    }
                    // To delete needs no room: a start finds it on the list, and that nobody names it.
                }
                remote = next;
            }
            local.delete(name);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void replace(String from, String to) {
        lock.lock();
        try {
            if (remote.files().containsKey(from) && !local.exists(from)) {
                throw new FileException(
                        FileException.Kind.FAILED, from + " is being restored, and is not to be renamed");
            }
            local.replace(from, to);
            if (remote.files().containsKey(to)) {
                // The file here counts, also if this is not on the disk any more.
                list(remote.without(to));
            }
        } finally {
            lock.unlock();
        }
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
                checkFree(name);
                local.link(existing, name);
            } else if (remote.files().containsKey(name) || local.exists(name)) {
                throw new FileException(FileException.Kind.EXISTS, name + " exists");
            } else {
                list(remote.with(name, found));
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
