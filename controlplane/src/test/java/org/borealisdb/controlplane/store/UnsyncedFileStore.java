package org.borealisdb.controlplane.store;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/** Files whose syncs do nothing after the first one of each: what is added to a file is durable by luck only. */
record UnsyncedFileStore(FileStore files) implements FileStore {
    @Override
    public StoredFile create(String name, long bytes, WriteMode mode) {
        return new Unsynced(files.create(name, bytes, mode));
    }

    @Override
    public StoredFile open(String name, WriteMode mode) {
        return files.open(name, mode);
    }

    @Override
    public boolean exists(String name) {
        return files.exists(name);
    }

    @Override
    public List<String> list(String folder) {
        return files.list(folder);
    }

    @Override
    public void delete(String name) {
        files.delete(name);
    }

    @Override
    public void replace(String from, String to) {
        files.replace(from, to);
    }

    @Override
    public void link(String existing, String name) {
        files.link(existing, name);
    }

    @Override
    public void syncFolder(String folder) {
        files.syncFolder(folder);
    }

    @Override
    public long usableBytes() {
        return files.usableBytes();
    }

    @Override
    public ByteBuffer alignedBuffer(int bytes) {
        return files.alignedBuffer(bytes);
    }

    @Override
    public FileLock lock(String name) {
        return files.lock(name);
    }

    private static final class Unsynced implements StoredFile {
        private final StoredFile file;
        private boolean synced;

        Unsynced(StoredFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void write(long position, ByteBuffer source) {
            file.write(position, source);
        }

        @Override
        public int read(long position, ByteBuffer target) {
            return file.read(position, target);
        }

        @Override
        public void sync() {
            if (!synced) {
                file.sync();
                synced = true;
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
