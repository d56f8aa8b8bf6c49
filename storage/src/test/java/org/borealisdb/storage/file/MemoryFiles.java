package org.borealisdb.storage.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/** Files in memory, open to a test that looks at their bytes, damages them, or limits their room. For one thread. */
public final class MemoryFiles implements FileStore {
    private final TreeMap<String, byte[]> contents = new TreeMap<>();
    private boolean locked;
    private int open;

    /** A store with copies of all files of this one. */
    public MemoryFiles copy() {
        MemoryFiles copy = new MemoryFiles();
        contents.forEach((name, bytes) -> copy.contents.put(name, bytes.clone()));
        return copy;
    }

    /** The bytes of a file, to read and to change. */
    public byte[] bytes(String name) {
        byte[] bytes = contents.get(name);
        if (bytes == null) {
            throw new FileException(FileException.Kind.NOT_FOUND, name);
        }
        return bytes;
    }

    public void put(String name, byte[] bytes) {
        contents.put(name, bytes);
    }

    /** Flips one bit of the byte at {@code at}. */
    public void flip(String name, int at, int bit) {
        bytes(name)[at] ^= (byte) (1 << bit);
    }

    /** Opened and not closed. */
    public int open() {
        return open;
    }

    public boolean locked() {
        return locked;
    }

    @Override
    public StoredFile create(String name, long bytes, WriteMode mode) {
        if (contents.putIfAbsent(name, new byte[(int) bytes]) != null) {
            throw new FileException(FileException.Kind.EXISTS, name);
        }
        return new Open(name);
    }

    @Override
    public StoredFile open(String name, WriteMode mode) {
        bytes(name);
        return new Open(name);
    }

    @Override
    public boolean exists(String name) {
        return contents.containsKey(name);
    }

    @Override
    public List<String> list(String folder) {
        List<String> names = new ArrayList<>();
        for (String name : contents.keySet()) {
            if (name.startsWith(folder + "/") && name.indexOf('/', folder.length() + 1) < 0) {
                names.add(name.substring(folder.length() + 1));
            }
        }
        return names;
    }

    @Override
    public void delete(String name) {
        contents.remove(name);
    }

    @Override
    public void replace(String from, String to) {
        contents.put(to, bytes(from));
        contents.remove(from);
    }

    @Override
    public void syncFolder(String name) {
        // Everything is durable at once.
    }

    @Override
    public void link(String existing, String name) {
        if (contents.putIfAbsent(name, bytes(existing)) != null) {
            throw new FileException(FileException.Kind.EXISTS, name);
        }
    }

    @Override
    public long usableBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public ByteBuffer alignedBuffer(int bytes) {
        return ByteBuffer.allocate(bytes);
    }

    @Override
    public FileLock lock(String name) {
        if (locked) {
            throw new FileException(FileException.Kind.LOCKED, name);
        }
        locked = true;
        return () -> locked = false;
    }

    private final class Open implements StoredFile {
        private final String name;
        private boolean closed;

        Open(String name) {
            this.name = name;
            open++;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() {
            return bytes(name).length;
        }

        @Override
        public void write(long position, ByteBuffer source) {
            int end = (int) position + source.remaining();
            byte[] bytes = bytes(name);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, end);
                contents.put(name, bytes);
            }
            source.get(bytes, (int) position, source.remaining());
        }

        @Override
        public int read(long position, ByteBuffer target) {
            byte[] bytes = bytes(name);
            int count = (int) Math.max(0, Math.min(target.remaining(), bytes.length - position));
            target.put(bytes, (int) Math.min(position, bytes.length), count);
            return count;
        }

        @Override
        public void sync() {}

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open--;
            }
        }
    }
}
