package org.borealisdb.simulation.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileException.Kind;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.simulation.task.SimulatedTasks;

/** A host's disk as one process sees it. Creation, deletion and renaming are durable when they return, and atomic. */
public final class SimulatedFileStore implements FileStore {
    private final SimulatedDisk disk;
    private final SimulatedTasks tasks;
    private final String folder;

    /** The files below {@code folder} (empty: all, or ending in a slash) for a process with these tasks. */
    public SimulatedFileStore(SimulatedDisk disk, SimulatedTasks tasks, String folder) {
        this.disk = disk;
        this.tasks = tasks;
        this.folder = folder;
    }

    @Override
    public StoredFile create(String name, long bytes, WriteMode mode) {
        disk.durableDelay();
        if (disk.files().containsKey(folder + name)) {
            throw new FileException(Kind.EXISTS, "file " + name + " exists on " + disk.host());
        }
        checkRoom(name, bytes);
        SimulatedContent content = new SimulatedContent(Math.toIntExact(bytes));
        disk.files().put(folder + name, content);
        return new OpenFile(name, content, mode);
    }

    @Override
    public StoredFile open(String name, WriteMode mode) {
        disk.cachedDelay();
        return new OpenFile(name, content(name), mode);
    }

    @Override
    public boolean exists(String name) {
        return disk.files().containsKey(folder + name);
    }

    @Override
    public List<String> list(String inFolder) {
        String prefix = inFolder.isEmpty() ? folder : folder + inFolder + "/";
        List<String> names = new ArrayList<>();
        // They are sorted, so those with the prefix follow each other.
        for (String name : disk.files().tailMap(prefix, true).keySet()) {
            if (!name.startsWith(prefix)) {
                break;
            }
            if (name.indexOf('/', prefix.length()) < 0) {
                names.add(name.substring(prefix.length()));
            }
        }
        return names;
    }

    @Override
    public void delete(String name) {
        disk.durableDelay();
        disk.files().remove(folder + name);
    }

    @Override
    public void replace(String from, String to) {
        disk.durableDelay();
        SimulatedContent moved = content(from);
        disk.files().remove(folder + from);
        disk.files().put(folder + to, moved);
    }

    /** Only waits: names are durable at once here. */
    @Override
    public void syncFolder(String name) {
        disk.durableDelay();
    }

    @Override
    public void link(String existing, String name) {
        disk.durableDelay();
        if (disk.files().containsKey(folder + name)) {
            throw new FileException(Kind.EXISTS, "file " + name + " exists on " + disk.host());
        }
        disk.files().put(folder + name, content(existing));
    }

    @Override
    public long usableBytes() {
        return disk.usableBytes();
    }

    @Override
    public ByteBuffer alignedBuffer(int bytes) {
        if (bytes % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("an aligned buffer has whole blocks: " + bytes);
        }
        return ByteBuffer.allocate(bytes);
    }

    @Override
    public FileLock lock(String name) {
        String path = folder + name;
        if (!disk.locks().add(path)) {
            throw new FileException(Kind.LOCKED, name + " on " + disk.host() + " is locked by another process");
        }
        return () -> disk.locks().remove(path);
    }

    private SimulatedContent content(String name) {
        SimulatedContent content = disk.files().get(folder + name);
        if (content == null) {
            throw new FileException(Kind.NOT_FOUND, "no file " + name + " on " + disk.host());
        }
        return content;
    }

    private void checkRoom(String name, long bytes) {
        if (bytes > disk.usableBytes()) {
            disk.countFull();
            throw new FileException(Kind.FULL, "disk of " + disk.host() + " is full: " + bytes + " bytes for " + name);
        }
    }

    private final class OpenFile implements StoredFile {
        private final String name;
        private final SimulatedContent content;
        private final WriteMode mode;
        private boolean closed;

        OpenFile(String name, SimulatedContent content, WriteMode mode) {
            this.name = name;
            this.content = content;
            this.mode = mode;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public void write(long position, ByteBuffer source) {
            checkOpen();
            if (mode != WriteMode.BUFFERED && (position % BLOCK_BYTES != 0 || source.remaining() % BLOCK_BYTES != 0)) {
                throw new IllegalArgumentException(
                        mode + " write of " + source.remaining() + " bytes at " + position + " is not aligned");
            }
            long growth = position + source.remaining() - content.size();
            if (growth > 0) {
                checkRoom(name, growth);
            }
            if (disk.nextWriteFails()) {
                source.limit(source.position() + disk.partOf(source.remaining()));
                content.write(position, source);
                throw new FileException(Kind.FAILED, "write to " + name + " on " + disk.host() + " failed");
            }
            SimulatedContent.Write write = content.write(position, source);
            if (mode == WriteMode.DURABLE) {
                disk.durableDelay();
                checkAlive();
                content.settle(List.of(write));
            } else {
                disk.cachedDelay();
            }
        }

        @Override
        public int read(long position, ByteBuffer target) {
            checkOpen();
            disk.cachedDelay();
            return content.read(position, target);
        }

        @Override
        public void sync() {
            checkOpen();
            List<SimulatedContent.Write> covered = content.pendingNow();
            disk.durableDelay();
            checkAlive();
            if (disk.nextSyncFails()) {
                content.forget(covered);
                throw new FileException(Kind.FAILED, "sync of " + name + " on " + disk.host() + " failed");
            }
            content.settle(covered);
        }

        @Override
        public void close() {
            closed = true;
        }

        private void checkOpen() {
            checkAlive();
            if (closed) {
                throw new FileException(Kind.FAILED, name + " is closed");
            }
        }

        private void checkAlive() {
            if (tasks.dead()) {
                throw new IllegalStateException("a dead process used " + name);
            }
        }
    }
}
