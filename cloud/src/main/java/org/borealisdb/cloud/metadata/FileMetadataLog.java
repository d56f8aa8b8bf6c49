package org.borealisdb.cloud.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * The metadata log of a region on one machine: one file, which all processes there share. Every change takes the operating system's
 * lock on the folder, so two processes never decide at the same time, and every operation reads the whole file, which is small.
 *
 * <p>A change writes a new file beside the old one, makes it durable, and puts it in the old one's place in one step: after a crash
 * either the old or the new file is there, whole. What a torn write leaves behind is the new file before it took its place; the next
 * change removes it. Readers take no lock, for one that is frozen would keep all others from deciding; what they have not seen before they make durable themselves, so that nobody acts on a decision
 * that could be undone. The file's bytes are in the package description. Safe for use by all tasks.
 *
 * <p>A log that has moved elsewhere ({@link #moveTo}) answers nobody any more: two that decide about one volume would be two writers.
 */
public final class FileMetadataLog implements MetadataLog {
    private static final String FILE = "metadata";
    private static final String NEXT_FILE = "metadata.next";
    private static final String LOCK_FILE = "metadata.lock";

    private static final int MAGIC = 0x4C4D5242;
    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = 12;
    private static final int CHECKED_FROM = 16;
    /** Longest file: as large a value as allowed for some, and small ones for many. */
    private static final int MAX_FILE_BYTES = 256 << 20;

    /** Says where the log has moved to. */
    private static final String MOVED = "moved";

    private static final long LOCK_PAUSE_NANOS = 1_000_000;
    private static final long LOCK_TIMEOUT_NANOS = 5_000_000_000L;

    private final FileStore files;
    private final Tasks tasks;
    private final Clock clock;

    /** One operation of this process at a time; the operating system's lock is between processes. Held while waiting for that. */
    private final Lock lock;

    private record Entry(long version, ByteBuffer value) {}

    /** What the file has, and a number that differs whenever it does: its length and checksum; 0 if there is none. */
    private record Loaded(long mark, SortedMap<String, Entry> entries) {}

    /** Of what was known to be durable last. */
    private volatile long seen;

    /** The log in the folder {@code files}, which holds nothing else. */
    public FileMetadataLog(FileStore files, Tasks tasks, Clock clock) {
        this.files = files;
        this.tasks = tasks;
        this.clock = clock;
        this.lock = tasks.lock("metadata log");
    }

    @Override
    public Optional<MetadataValue> read(String key) {
        Entry entry = durable().get(key);
        return entry == null ? Optional.empty() : Optional.of(new MetadataValue(entry.version(), entry.value()));
    }

    @Override
    public boolean compareAndSet(String key, long expectedVersion, byte[] value) {
        if (key.isEmpty() || key.equals(MOVED) || expectedVersion < 0 || value.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "cannot set '" + key + "' after version " + expectedVersion + " to " + value.length + " bytes");
        }
        return locked(entries -> {
            checkHere(entries);
            Entry entry = entries.get(key);
            long version = entry == null ? 0 : entry.version();
            if (version != expectedVersion) {
                return false;
            }
            entries.put(key, new Entry(version + 1, ByteBuffer.wrap(value)));
            write(entries);
            return true;
        });
    }

    @Override
    public List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        for (String key : durable().keySet()) {
            if (key.startsWith(prefix)) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Length and checksum of the file, from its head. */
    @Override
    public OptionalLong mark() {
        if (!files.exists(FILE)) {
            return OptionalLong.of(0);
        }
        try (StoredFile file = files.open(FILE, WriteMode.BUFFERED)) {
            ByteBuffer head = ByteBuffer.allocate(CHECKED_FROM);
            if (file.read(0, head) != CHECKED_FROM) {
                throw new MalformedException("metadata log: file of less than " + CHECKED_FROM + " bytes");
            }
            return OptionalLong.of(mark(file.size(), head));
        }
    }

    private static long mark(long size, ByteBuffer file) {
        return (size << Integer.SIZE) | Integer.toUnsignedLong(file.getInt(CHECKSUM_AT));
    }

    /**
     * Closes the log for good, to whoever uses it in any process, because it goes on elsewhere. Done again, it stays as it was.
     *
     * @param where what those are told who come here still
     * @return what the log was at its end, to be copied; nobody changes it
     */
    public MetadataLog moveTo(String where) {
        return locked(entries -> {
            if (!entries.containsKey(MOVED)) {
                entries.put(MOVED, new Entry(1, ByteBuffer.wrap(where.getBytes(StandardCharsets.UTF_8))));
                write(entries);
            }
            SortedMap<String, Entry> kept = new TreeMap<>(entries);
            kept.remove(MOVED);
            return new Closed(kept);
        });
    }

    /** Where it has moved to, as was said then; empty if it is here. */
    public Optional<String> moved() {
        return moved(load().entries());
    }

    private static Optional<String> moved(SortedMap<String, Entry> entries) {
        return Optional.ofNullable(entries.get(MOVED))
                .map(entry ->
                        StandardCharsets.UTF_8.decode(entry.value().duplicate()).toString());
    }

    private static void checkHere(SortedMap<String, Entry> entries) {
        Optional<String> moved = moved(entries);
        if (moved.isPresent()) {
            throw new OperationException("the metadata log in this folder has moved to " + moved.get(), false);
        }
    }

    /** What a log that has moved had. */
    private record Closed(SortedMap<String, Entry> entries) implements MetadataLog {
        @Override
        public Optional<MetadataValue> read(String key) {
            return Optional.ofNullable(entries.get(key))
                    .map(entry -> new MetadataValue(entry.version(), entry.value()));
        }

        @Override
        public boolean compareAndSet(String key, long expectedVersion, byte[] value) {
            throw new OperationException("a metadata log that has moved is not changed any more", false);
        }

        @Override
        public List<String> keys(String prefix) {
            return entries.keySet().stream()
                    .filter(key -> key.startsWith(prefix))
                    .toList();
        }
    }

    /** Everything that is decided. The writer of what is read may not have made it durable yet. */
    private SortedMap<String, Entry> durable() {
        Loaded loaded = load();
        checkHere(loaded.entries());
        if (loaded.mark() != seen) {
            files.syncFolder("");
            seen = loaded.mark();
        }
        return loaded.entries();
    }

    private <T> T locked(Function<SortedMap<String, Entry>, T> operation) {
        lock.lock();
        try (FileLock _ = lockFolder()) {
            return operation.apply(load().entries());
        } finally {
            lock.unlock();
        }
    }

    private FileLock lockFolder() {
        long deadline = clock.nanoTime() + LOCK_TIMEOUT_NANOS;
        while (true) {
            try {
                return files.lock(LOCK_FILE);
            } catch (FileException e) {
                if (e.kind() != FileException.Kind.LOCKED) {
                    throw e;
                }
                if (clock.nanoTime() - deadline >= 0) {
                    throw new OperationException("another process holds the metadata log for too long", true, e);
                }
                tasks.sleep(LOCK_PAUSE_NANOS);
            }
        }
    }

    private Loaded load() {
        if (!files.exists(FILE)) {
            return new Loaded(0, new TreeMap<>());
        }
        try (StoredFile file = files.open(FILE, WriteMode.BUFFERED)) {
            long size = file.size();
            if (size < CHECKED_FROM || size > MAX_FILE_BYTES) {
                throw new MalformedException("metadata log: file of " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            int count = file.read(0, bytes);
            if (count != size) {
                throw new MalformedException("metadata log: " + count + " bytes read of " + size);
            }
            SortedMap<String, Entry> entries = decode(bytes.flip());
            return new Loaded(mark(size, bytes), entries);
        }
    }

    private void write(SortedMap<String, Entry> entries) {
        ByteBuffer bytes = encode(entries);
        files.delete(NEXT_FILE);
        try (StoredFile file = files.create(NEXT_FILE, 0, WriteMode.BUFFERED)) {
            file.write(0, bytes);
            file.sync();
        }
        files.replace(NEXT_FILE, FILE);
    }

    private static ByteBuffer encode(SortedMap<String, Entry> entries) {
        Encoder out = new Encoder(4096);
        out.putInt(MAGIC).putShort(VERSION).putShort(0).putInt(0).putInt(0).putInt(entries.size());
        entries.forEach((key, entry) -> out.putString(key)
                .putLong(entry.version())
                .putInt(entry.value().remaining())
                .putBytes(entry.value()));
        if (out.length() > MAX_FILE_BYTES) {
            throw new OperationException("the metadata log is full: " + out.length() + " bytes", false);
        }
        out.setInt(8, out.length());
        out.setInt(CHECKSUM_AT, Checksum.of(out.array(), CHECKED_FROM, out.length() - CHECKED_FROM));
        return out.finish();
    }

    private static SortedMap<String, Entry> decode(ByteBuffer bytes) {
        Decoder in = new Decoder(bytes, "metadata log");
        int length = bytes.remaining();
        if (in.getInt() != MAGIC || in.getShort() != VERSION || in.getShort() != 0 || in.getInt() != length) {
            throw new MalformedException("metadata log: wrong magic, version or length");
        }
        if (in.getInt() != Checksum.of(bytes, CHECKED_FROM, length - CHECKED_FROM)) {
            throw new MalformedException("metadata log: checksum does not match");
        }
        SortedMap<String, Entry> entries = new TreeMap<>();
        int count = in.getCount(16);
        for (int index = 0; index < count; index++) {
            String key = in.getString();
            long version = in.getLong();
            entries.put(key, new Entry(version, in.getBytes(in.getCount(1))));
        }
        in.end();
        return entries;
    }
}
