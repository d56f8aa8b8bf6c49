package org.borealisdb.cloud.objectstore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * Objects in folders, one for each zone, which all hold a copy of every object.
 *
 * <p>A write counts when most folders have it durably; each copy comes into being by a rename. A read takes the first copy that is whole (of an object that was replaced, the
 * newest), and mends the others from it. Replacing, and giving a new object its name, happens under a lock of this process and a lock file
 * between processes, so that of two rivals one learns that it was outrun.
 */
public final class DirectoryObjectStore implements ObjectStore {
    private static final String OBJECTS = "objects/";
    private static final String FRESH = "fresh/";
    private static final String LOCK_FILE = "object-store.lock";
    private static final long FIRST_TAG = 1;
    private static final long LOCK_PAUSE_NANOS = 1_000_000;
    private static final long LOCK_TIMEOUT_NANOS = 5_000_000_000L;

    private final String place;
    private final List<FileStore> copies;
    private final Tasks tasks;
    private final Clock clock;
    /** Names what this process writes before it has a name. */
    private final String process;

    /** Held while waiting for the lock between processes, and for files. */
    private final Lock lock;

    private long lastFresh;
    /** What other processes were writing at the last sweep. */
    private TreeSet<String> sweeping = new TreeSet<>();

    /**
     * A store in {@code copies}, of which each holds nothing else.
     *
     * @param place what people call it
     */
    public DirectoryObjectStore(
            String place, List<? extends FileStore> copies, Tasks tasks, Clock clock, RandomSource random) {
        if (copies.isEmpty()) {
            throw new IllegalArgumentException("an object store has at least one folder");
        }
        this.place = place;
        this.copies = List.copyOf(copies);
        this.tasks = tasks;
        this.clock = clock;
        this.process = Long.toHexString(random.nextLong());
        this.lock = tasks.lock("object store");
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public boolean putIfAbsent(String name, ObjectContent content) {
        if (newest(name).isPresent()) {
            return false;
        }
        List<FileStore> written = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        String fresh = write(name, FIRST_TAG, content, written, troubles);
        return locked(() -> {
            if (newest(name).isPresent()) {
                written.forEach(files -> files.delete(fresh));
                return false;
            }
            publish(name, fresh, written, troubles);
            return true;
        });
    }

    @Override
    public Optional<String> compareAndSet(String name, String expectedTag, byte[] value) {
        if (value.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(name + " would have " + value.length + " bytes");
        }
        return locked(() -> {
            long tag = newest(name).orElse(0L);
            if (!expectedTag.equals(tag == 0 ? "" : String.valueOf(tag))) {
                return Optional.empty();
            }
            List<FileStore> written = new ArrayList<>();
            List<String> troubles = new ArrayList<>();
            String fresh = write(name, tag + 1, ObjectContent.of(value), written, troubles);
            publish(name, fresh, written, troubles);
            return Optional.of(String.valueOf(tag + 1));
        });
    }

    /** Writes copies that have no name yet. */
    private String write(String name, long tag, ObjectContent content, List<FileStore> written, List<String> troubles) {
        String fresh = FRESH + process + "-" + nextFresh();
        written.addAll(CopyWriter.write(copies, fresh, name, tag, content, troubles));
        return fresh;
    }

    private long nextFresh() {
        if (lock.held()) {
            return ++lastFresh;
        }
        lock.lock();
        try {
            return ++lastFresh;
        } finally {
            lock.unlock();
        }
    }

    /** Gives copies their name; fails unless most folders have it then. */
    private void publish(String name, String fresh, List<FileStore> written, List<String> troubles) {
        boolean enough = enough(written.size());
        int named = 0;
        for (FileStore files : written) {
            try {
                if (enough) {
                    files.replace(fresh, OBJECTS + name);
                    named++;
                } else {
                    files.delete(fresh);
                }
            } catch (FileException e) {
                troubles.add(String.valueOf(e.getMessage()));
            }
        }
        if (!enough(named)) {
            throw new ObjectStoreException(
                    ObjectStoreException.Kind.UNAVAILABLE,
                    name + " is in " + named + " of " + copies.size() + " folders of " + place + ": "
                            + String.join("; ", troubles));
        }
    }

    private boolean enough(int folders) {
        return 2 * folders > copies.size();
    }

    @Override
    public Optional<TaggedObject> read(String name) {
        return fromCopies(name, copy -> {
            if (copy.length() > MAX_VALUE_BYTES) {
                throw new MalformedException(name + " has " + copy.length() + " bytes, too many to be read whole");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) copy.length());
            copy.read(0, bytes);
            return new TaggedObject(String.valueOf(copy.tag()), bytes.flip());
        });
    }

    @Override
    public int read(String name, long position, ByteBuffer target) {
        int start = target.position();
        return fromCopies(name, copy -> {
                    target.position(start);
                    return copy.read(position, target);
                })
                .orElseThrow(
                        () -> new ObjectStoreException(ObjectStoreException.Kind.NOT_FOUND, place + " has no " + name));
    }

    @Override
    public Optional<Long> length(String name) {
        return fromCopies(name, StoredCopy::length);
    }

    /** The newest tag of an object, whether or not its content is whole. */
    private Optional<Long> newest(String name) {
        return fromCopies(name, StoredCopy::tag);
    }

    /** Asks the newest copy, and then the others as long as one is not whole. Empty if no folder has one. */
    private <T> Optional<T> fromCopies(String name, Function<StoredCopy, T> question) {
        List<FileStore> lacking = new ArrayList<>();
        List<FileStore> holding = new ArrayList<>();
        List<StoredCopy> open = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        int unreachable = 0;
        try {
            for (FileStore files : copies) {
                try {
                    if (files.exists(OBJECTS + name)) {
                        StoredCopy copy = StoredCopy.open(files, OBJECTS + name, name);
                        int at = 0;
                        while (at < open.size() && open.get(at).tag() >= copy.tag()) {
                            at++;
                        }
                        open.add(at, copy);
                        holding.add(at, files);
                    } else {
                        lacking.add(files);
                    }
                } catch (MalformedException e) {
                    lacking.add(files);
                    troubles.add(String.valueOf(e.getMessage()));
                } catch (FileException e) {
                    unreachable += e.kind() == FileException.Kind.NOT_FOUND ? 0 : 1;
                    troubles.add(String.valueOf(e.getMessage()));
                }
            }
            return ask(name, question, open, holding, lacking, troubles, unreachable);
        } finally {
            open.forEach(StoredCopy::close);
        }
    }

    private <T> Optional<T> ask(
            String name,
            Function<StoredCopy, T> question,
            List<StoredCopy> open,
            List<FileStore> holding,
            List<FileStore> lacking,
            List<String> troubles,
            int unreachable) {
        for (int index = 0; index < open.size(); index++) {
            StoredCopy copy = open.get(index);
            if (copy.tag() < open.getFirst().tag()) {
                // An older value is none, however whole it is.
                break;
            }
            try {
                T answer = question.apply(copy);
                for (int other = index + 1; other < open.size(); other++) {
                    if (open.get(other).tag() < copy.tag()) {
                        lacking.add(holding.get(other));
                    }
                }
                lacking.addAll(holding.subList(0, index));
                lacking.forEach(files -> mend(name, files, copy));
                return Optional.of(answer);
            } catch (MalformedException | FileException e) {
                troubles.add(String.valueOf(e.getMessage()));
            }
        }
        if (open.isEmpty() && troubles.isEmpty()) {
            return Optional.empty();
        }
        throw new ObjectStoreException(
                unreachable > 0 ? ObjectStoreException.Kind.UNAVAILABLE : ObjectStoreException.Kind.DAMAGED,
                "no copy of " + name + " in " + place + " is whole: " + String.join("; ", troubles));
    }

    /** Gives a folder the copy that it lacks. Best effort: the others have it. */
    private void mend(String name, FileStore files, StoredCopy whole) {
        try {
            if (lock.held()) {
                mendLocked(name, files, whole);
            } else {
                locked(() -> {
                    mendLocked(name, files, whole);
                    return true;
                });
            }
        } catch (MalformedException | FileException | ObjectStoreException _) {
            // Still lacking: the next read tries again.
        }
    }

    /** Another may have mended, replaced or deleted it meanwhile: what is copied is still the newest, and still lacking. */
    private void mendLocked(String name, FileStore files, StoredCopy whole) {
        if (current(name, whole.tag()) && !isWhole(name, files, whole.tag())) {
            String fresh = FRESH + process + "-" + nextFresh();
            List<FileStore> written =
                    CopyWriter.write(List.of(files), fresh, name, whole.tag(), content(whole), new ArrayList<>());
            written.forEach(folder -> folder.replace(fresh, OBJECTS + name));
        }
    }

    private static boolean isWhole(String name, FileStore files, long tag) {
        if (!files.exists(OBJECTS + name)) {
            return false;
        }
        try (StoredCopy copy = StoredCopy.open(files, OBJECTS + name, name)) {
            ByteBuffer block = ByteBuffer.allocate(StoredCopy.BLOCK_BYTES);
            for (long at = 0; at < copy.length(); at += block.position()) {
                copy.read(at, block.clear());
            }
            return copy.tag() == tag;
        } catch (MalformedException e) {
            return false;
        }
    }

    private boolean current(String name, long tag) {
        boolean found = false;
        for (FileStore files : copies) {
            if (files.exists(OBJECTS + name)) {
                try (StoredCopy copy = StoredCopy.open(files, OBJECTS + name, name)) {
                    if (copy.tag() > tag) {
                        return false;
                    }
                    found |= copy.tag() == tag;
                } catch (MalformedException | FileException _) {
                    // Tells nothing.
                }
            }
        }
        return found;
    }

    private static ObjectContent content(StoredCopy copy) {
        return new ObjectContent() {
            @Override
            public long length() {
                return copy.length();
            }

            @Override
            public int read(long position, ByteBuffer target) {
                return copy.read(position, target);
            }
        };
    }

    @Override
    public List<String> list(String folder, String after) {
        TreeSet<String> names = new TreeSet<>();
        int listed = 0;
        FileException trouble = null;
        for (FileStore files : copies) {
            try {
                names.addAll(files.list(OBJECTS + folder));
                listed++;
            } catch (FileException e) {
                trouble = e;
            }
        }
        if (trouble != null && !enough(listed)) {
            throw new ObjectStoreException(
                    ObjectStoreException.Kind.UNAVAILABLE, "cannot list " + folder + " of " + place, trouble);
        }
        return names.tailSet(after, false).stream().limit(MAX_LISTED).toList();
    }

    @Override
    public void delete(String name) {
        locked(() -> {
            List<String> troubles = new ArrayList<>();
            for (FileStore files : copies) {
                try {
                    files.delete(OBJECTS + name);
                } catch (FileException e) {
                    troubles.add(String.valueOf(e.getMessage()));
                }
            }
            if (!troubles.isEmpty()) {
                throw new ObjectStoreException(
                        ObjectStoreException.Kind.UNAVAILABLE,
                        name + " can't be deleted from all folders of " + place + ": " + String.join("; ", troubles));
            }
            return true;
        });
    }

    @Override
    public void sweep() {
        TreeSet<String> found = new TreeSet<>();
        for (FileStore files : copies) {
            for (String name : files.list("fresh")) {
                if (!name.startsWith(process)) {
                    found.add(name);
                    if (sweeping.contains(name)) {
                        files.delete(FRESH + name);
                    }
                }
            }
        }
        sweeping = found;
    }

    /** A step that others do not come in between. */
    private interface Step<T> {
        T take();
    }

    private <T> T locked(Step<T> step) {
        lock.lock();
        try (FileLock _ = lockBetweenProcesses()) {
            return step.take();
        } catch (FileException e) {
            throw new ObjectStoreException(
                    ObjectStoreException.Kind.UNAVAILABLE, place + ": " + String.valueOf(e.getMessage()), e);
        } finally {
            lock.unlock();
        }
    }

    /** The lock file of the first folder that is there: those who see the same folders take the same one. */
    private FileLock lockBetweenProcesses() {
        long deadline = clock.nanoTime() + LOCK_TIMEOUT_NANOS;
        int folder = 0;
        while (true) {
            try {
                return copies.get(folder).lock(LOCK_FILE);
            } catch (FileException e) {
                if (e.kind() != FileException.Kind.LOCKED) {
                    if (++folder == copies.size()) {
                        throw e;
                    }
                    continue;
                }
                if (clock.nanoTime() - deadline >= 0) {
                    throw new ObjectStoreException(
                            ObjectStoreException.Kind.UNAVAILABLE,
                            "another process holds the lock of " + place + " for too long",
                            e);
                }
                tasks.sleep(LOCK_PAUSE_NANOS);
            }
        }
    }

    /** Nothing to give back. */
    @Override
    public void close() {}
}
