package org.borealisdb.sql.service;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.jspecify.annotations.Nullable;

/** Files whose writes fail when they are told to. */
record FailingFileStore(FileStore store, Supplier<FileException.@Nullable Kind> failure) implements FileStore {
    private void check(String name) {
        FileException.Kind kind = failure.get();
        if (kind != null) {
            throw new FileException(kind, name + " was told to fail");
        }
    }

    @Override
    public StoredFile create(String name, long bytes, WriteMode mode) {
        return new FailingFile(store.create(name, bytes, mode));
    }

    @Override
    public StoredFile open(String name, WriteMode mode) {
        return store.open(name, mode);
    }

    @Override
    public boolean exists(String name) {
        return store.exists(name);
    }

    @Override
    public List<String> list(String folder) {
        return store.list(folder);
    }

    @Override
    public void delete(String name) {
        store.delete(name);
    }

    @Override
    public void replace(String from, String to) {
        store.replace(from, to);
    }

    @Override
    public void link(String existing, String name) {
        store.link(existing, name);
    }

    @Override
    public void syncFolder(String folder) {
        store.syncFolder(folder);
    }

    @Override
    public long usableBytes() {
        return store.usableBytes();
    }

    @Override
    public ByteBuffer alignedBuffer(int bytes) {
        return store.alignedBuffer(bytes);
    }

    @Override
    public FileLock lock(String name) {
        return store.lock(name);
    }

    private final class FailingFile implements StoredFile {
        private final StoredFile file;

        FailingFile(StoredFile file) {
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
            check(file.name());
            file.write(position, source);
        }

        @Override
        public int read(long position, ByteBuffer target) {
            return file.read(position, target);
        }

        @Override
        public void sync() {
            file.sync();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
