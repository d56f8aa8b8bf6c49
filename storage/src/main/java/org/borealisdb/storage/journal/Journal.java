package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.file.ReplacedFile;
import org.borealisdb.storage.journal.JournalFormat.FileHeader;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.stage.StageMember;

/**
 * The journal that a node appends to. {@link #add} and {@link #commit} are for the one task that writes; {@link #prepareSpare} and {@link #release} for
 * the one background task; the rest for anyone. Any {@link FileException} but {@link FileException.Kind#FULL} of {@link #commit} is final: the owner stops (R5).
 */
public final class Journal implements AutoCloseable {
    private final FileStore files;
    private final JournalSettings settings;
    private final RandomSource random;
    private final Metrics metrics;
    private volatile Optional<String> damage;
    /** The generation that this start began: all damage is in older ones. */
    private final long begun;

    private final VolumeKeys keys;
    private final ByteBuffer buffer;
    private final BlockPayload payload;
    /** Guards the two collections and {@code nextFile}; held for no file operation. */
    private final Lock lock;

    private final ArrayDeque<String> spares = new ArrayDeque<>();
    private final TreeMap<Long, JournalFile> generations;
    /** Where generations that are not written any more end in their files. */
    private final TreeMap<Long, Long> ends;
    /** Generations whose files shall not be used again. */
    private final TreeSet<Long> distrusted = new TreeSet<>();

    private long nextFile = 1;

    private final Optional<StagedCopies> stage;
    private StoredFile file;
    private long fileBytes;
    private FileHeader header;
    private long position;
    private long sequence;
    private int lastChecksum;
    /** Up to where {@link #header}'s generation is in its file: all of it, but for what is in the stage and not copied yet. */
    private volatile JournalExtent extent = JournalExtent.NONE;

    private Journal(
            FileStore files,
            Tasks tasks,
            JournalSettings settings,
            RandomSource random,
            Metrics metrics,
            VolumeKeys keys,
            Optional<StagedCopies> stage,
            RecoveredJournal recovered) {
        this.files = files;
        this.stage = stage;
        this.settings = settings;
        this.random = random;
        this.metrics = metrics;
        this.keys = keys;
        this.damage = recovered.damage();
        this.lock = tasks.lock("journal files");
        this.buffer = files.alignedBuffer(settings.writeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        this.payload = new BlockPayload(buffer, keys);
        this.generations = new TreeMap<>(recovered.generations());
        this.ends = new TreeMap<>(recovered.ends());
        for (String name : files.list(JournalRecovery.FOLDER)) {
            if (name.startsWith("file-")) {
                nextFile = Math.max(nextFile, Long.parseLong(name.substring("file-".length())) + 1);
            }
        }
        for (JournalFile free : recovered.free()) {
            if (reusable(free)) {
                spares.add(free.name());
            } else {
                files.delete(free.name());
            }
        }
        if (!files.exists(JournalRecovery.CONTROL)) {
            writeControl(recovered.oldest());
        }
        long reused = PlantedBug.REUSE_JOURNAL_GENERATION.planted() && !generations.isEmpty() ? 0 : 1;
        this.header = header(recovered.newest() + reused, recovered.lastEnd(), recovered.lastSequence());
        this.begun = header.generation();
        this.file = begin();
    }

    /**
     * Reads the journal, telling {@code visitor} of every entry, and begins a new generation.
     *
     * @param keys of the volumes of this node
     */
    public static Journal open(
            FileStore files,
            Tasks tasks,
            JournalSettings settings,
            RandomSource random,
            Metrics metrics,
            VolumeKeys keys,
            JournalEntryVisitor visitor) {
        return open(files, tasks, settings, random, metrics, keys, Optional.empty(), visitor);
    }

    /**
     * The same for a journal whose newest blocks are made durable in a stage, or were.
     *
     * @throws OperationException if they were, and there is no stage
     */
    public static Journal open(
            FileStore files,
            Tasks tasks,
            JournalSettings settings,
            RandomSource random,
            Metrics metrics,
            VolumeKeys keys,
            Optional<StageMember> stage,
            JournalEntryVisitor visitor) {
        Optional<String> lost = StageMark.complete(files, stage);
        RecoveredJournal recovered = JournalRecovery.recover(files, settings.writeBytes(), keys, visitor)
                .lacking(lost);
        // A journal that is damaged stays as it is, and says so at each start, until that is outlived.
        Optional<StagedCopies> copies = stage.filter(
                        member -> recovered.damage().isEmpty() && member.takes())
                .map(member -> new StagedCopies(files, tasks, member));
        if (copies.isPresent()) {
            copies.get().begin();
        } else if (lost.isEmpty()) {
            StageMark.forget(files);
        }
        return new Journal(files, tasks, settings, random, metrics, keys, copies, recovered);
    }

    /** The header of one use of a file: nobody else has its salts. */
    private FileHeader header(long generation, long previousEnd, long previousSequence) {
        return new FileHeader(
                JournalFormat.VERSION, generation, random.nextLong(), previousEnd, previousSequence, keys.newSalt());
    }

    /** Why entries that were acknowledged may be missing; empty if none is, or the damage is {@link #outlived}. */
    public Optional<String> damage() {
        return damage;
    }

    /** The generation that this start began. What an earlier run wrote is in older ones. */
    public long begun() {
        return begun;
    }

    /**
     * Every segment remembers, durably and outside the journal, how far it must come before it votes, and none needs a generation from before this start: the
     * damaged files are evidence of nothing any more. The control file says so, so that the next start does not find the damage again, and {@link #release} gives
     * them up. For the background task.
     */
    public void outlived() {
        StageMark.forget(files);
        writeControl(begun);
        damage = Optional.empty();
    }

    /** Gathers a copy of {@code bytes}, of {@code volume}, for the next write; false if that is full. */
    public boolean add(VolumeId volume, ByteBuffer bytes) {
        return payload.add(volume, bytes);
    }

    /** True if one entry of {@code length} bytes fits into a write at all. */
    public boolean fits(int length) {
        return payload.fits(length);
    }

    /**
     * Writes what was gathered: durable on return.
     *
     * @return the generation that holds it
     * @throws FileException FULL: nothing was written and what was gathered is dropped; else: the journal is unusable
     */
    public long commit() {
        int end = payload.end();
        int length = JournalFormat.padded(end);
        if (position + length > fileBytes) {
            roll();
        }
        for (int at = end; at < length; at++) {
            buffer.put(at, (byte) 0);
        }
        // Counted before anything is sealed under it, so that no failure leads to a second sealing under the same
        // number.
        sequence++;
        payload.seal(header.keySalt(), sequence);
        lastChecksum = JournalFormat.putBlockHeader(
                buffer, end - JournalFormat.BLOCK_HEADER, header, sequence, lastChecksum, payload.sections());
        if (stage.isEmpty() || !stage.get().write(header.salt(), position, buffer, end, length)) {
            // Blocks that are copied together follow each other.
            stage.ifPresent(StagedCopies::copy);
            write(file, position, buffer.slice(0, length));
        }
        position += length;
        extent = new JournalExtent(header.generation(), inFile());
        payload.clear();
        metrics.count("storage.journal.writes");
        return header.generation();
    }

    /** Up to where the file has what was written. */
    private long inFile() {
        return stage.isPresent() ? stage.get().copiedTo(position) : position;
    }

    /** Writes in place. Room was there, so FULL means what every other failure does: nobody knows what the range holds now (R5). */
    static void write(StoredFile target, long at, ByteBuffer bytes) {
        try {
            target.write(at, bytes);
        } catch (FileException e) {
            if (e.kind() == FileException.Kind.FULL) {
                throw new FileException(
                        FileException.Kind.FAILED, target.name() + " has no room for what was preallocated", e);
            }
            throw e;
        }
    }

    /** The generation being written. */
    public long generation() {
        lock.lock();
        try {
            return generations.lastKey();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest generation that is kept. */
    public long oldestGeneration() {
        lock.lock();
        try {
            return generations.firstKey();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What there is to verify: the generations in use with their files and ends. Those of before this start are left out if they are known to be damaged.
     */
    SortedMap<JournalExtent, JournalFile> extents() {
        TreeMap<JournalExtent, JournalFile> all = new TreeMap<>(Comparator.comparingLong(JournalExtent::generation));
        long from = damage.isPresent() ? begun : 0;
        lock.lock();
        try {
            JournalExtent current = extent;
            generations.tailMap(from).forEach((generation, used) -> {
                long end = generation == current.generation()
                        ? current.end()
                        : ends.getOrDefault(generation, (long) JournalFormat.ALIGNMENT);
                all.put(new JournalExtent(generation, end), used);
            });
        } finally {
            lock.unlock();
        }
        return all;
    }

    /** True if the generation is in use still. */
    boolean holds(long generation) {
        lock.lock();
        try {
            return generations.containsKey(generation);
        } finally {
            lock.unlock();
        }
    }

    /** The file of a generation does not read as it was written: it is not used again. */
    void distrust(long generation) {
        lock.lock();
        try {
            distrusted.add(generation);
        } finally {
            lock.unlock();
        }
    }

    /** Goes on in another file. For the task that appends, with nothing gathered. */
    public void rollNow() {
        roll();
    }

    /** Compares the control file; writes it again if it does not read as it was written. For the background task; false if it was sound. */
    public boolean restoreControl() {
        if (damage.isPresent() || JournalScrub.controlSound(files)) {
            return false;
        }
        writeControl(oldestGeneration());
        return true;
    }

    /** Bytes of all files, spare ones included. */
    public long bytes() {
        lock.lock();
        try {
            long used =
                    generations.values().stream().mapToLong(JournalFile::bytes).sum();
            return used + (long) spares.size() * settings.fileBytes();
        } finally {
            lock.unlock();
        }
    }

    /** Files that hold log, the one being written included. */
    public int filesInUse() {
        lock.lock();
        try {
            return generations.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Creates a file for the time when the current one is full, if none is ready.
     *
     * @throws FileException FULL if the disk has no room: nothing happened
     */
    public void prepareSpare() {
        lock.lock();
        String name;
        try {
            if (!spares.isEmpty()) {
                return;
            }
            name = freshName();
        } finally {
            lock.unlock();
        }
        try (StoredFile made = create(name, settings.fileBytes())) {
            // Says that the file was never used, so that recovery need not look for log in it.
            putHeader(made, header(JournalFormat.UNUSED, 0, 0));
        }
        lock.lock();
        try {
            spares.add(name);
        } finally {
            lock.unlock();
        }
        metrics.count("storage.journal.prepared");
    }

    /**
     * Gives up all generations older than {@code oldestNeeded}: the control file says so first, so that recovery neither misses them nor
     * reads them again, and then their files are used again.
     */
    public void release(long oldestNeeded) {
        if (damage.isPresent() || oldestNeeded <= oldestGeneration()) {
            // A damaged journal is evidence: it stays until all segments know what they may have forgotten.
            return;
        }
        writeControl(oldestNeeded);
        // Nothing that is not on the disk yet shall come there after the file's next use.
        stage.ifPresent(StagedCopies::sync);
        lock.lock();
        TreeMap<Long, JournalFile> released = new TreeMap<>();
        try {
            released.putAll(generations.headMap(Math.min(oldestNeeded, generations.lastKey())));
            released.keySet().forEach(generations::remove);
            ends.keySet().removeAll(released.keySet());
        } finally {
            lock.unlock();
        }
        for (Map.Entry<Long, JournalFile> each : released.entrySet()) {
            JournalFile given = each.getValue();
            metrics.count("storage.journal.recycled");
            lock.lock();
            boolean keep;
            try {
                keep = !distrusted.remove(each.getKey()) && reusable(given);
                if (keep) {
                    spares.add(given.name());
                }
            } finally {
                lock.unlock();
            }
            if (!keep) {
                files.delete(given.name());
            }
        }
    }

    /** Whether a file that nobody needs becomes a spare one: not if there are enough, nor one of another size than files have now. */
    private boolean reusable(JournalFile free) {
        return spares.size() < settings.spareFiles() && free.bytes() == settings.fileBytes();
    }

    private void writeControl(long oldestNeeded) {
        byte[] content = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(oldestNeeded)
                .array();
        ReplacedFile.write(
                files,
                JournalRecovery.CONTROL,
                JournalRecovery.CONTROL_MAGIC,
                JournalRecovery.CONTROL_VERSION,
                content);
    }

    private void roll() {
        stage.ifPresent(StagedCopies::copy);
        extent = new JournalExtent(header.generation(), position);
        FileHeader next = header(header.generation() + 1, position, sequence);
        FileHeader before = header;
        header = next;
        StoredFile old = file;
        try {
            file = begin();
        } catch (FileException e) {
            header = before;
            payload.clear();
            throw e;
        }
        old.close();
    }

    /**
     * Takes a file for {@code header}'s generation and writes that header. Without a spare one it makes a file that is as small as it may be: whoever waits
     * for it, a start or a commit, does not wait for a whole file of zeroes.
     */
    private StoredFile begin() {
        lock.lock();
        Optional<String> spare;
        String name;
        try {
            spare = Optional.ofNullable(spares.pollFirst());
            name = spare.isPresent() ? spare.get() : freshName();
        } finally {
            lock.unlock();
        }
        long bytes = spare.isPresent() ? settings.fileBytes() : settings.smallFileBytes();
        StoredFile next = spare.isPresent() ? files.open(name, mode()) : create(name, bytes);
        metrics.count(spare.isPresent() ? "storage.journal.rolled" : "storage.journal.rolledUnprepared");
        try {
            putHeader(next, header);
        } catch (FileException e) {
            next.close();
            throw e;
        }
        lock.lock();
        try {
            if (extent.generation() > 0) {
                ends.put(extent.generation(), extent.end());
            }
            generations.put(header.generation(), new JournalFile(name, bytes));
            extent = new JournalExtent(header.generation(), JournalFormat.ALIGNMENT);
        } finally {
            lock.unlock();
        }
        stage.ifPresent(copies -> copies.goOnIn(name));
        fileBytes = bytes;
        position = JournalFormat.ALIGNMENT;
        sequence = 0;
        lastChecksum = 0;
        return next;
    }

    private void putHeader(StoredFile target, FileHeader content) {
        ByteBuffer first = files.alignedBuffer(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putFileHeader(first, content);
        write(target, 0, first);
    }

    private StoredFile create(String name, long bytes) {
        try {
            return files.create(name, bytes, mode());
        } catch (FileException e) {
            if (e.kind() == FileException.Kind.FULL) {
                // What creating left behind would take the room that collection needs.
                files.delete(name);
            }
            throw e;
        }
    }

    private String freshName() {
        return JournalRecovery.FOLDER + "/file-" + nextFile++;
    }

    private static WriteMode mode() {
        return PlantedBug.SKIP_JOURNAL_SYNC.planted() ? WriteMode.BUFFERED : WriteMode.DURABLE;
    }

    /** Has what is in the stage only become durable in the journal's own files when the stage needs the room; until {@link #endSettling}. For a task of its own. */
    public void settle() {
        stage.ifPresent(StagedCopies::run);
    }

    /** Has {@link #settle} return. */
    public void endSettling() {
        stage.ifPresent(StagedCopies::end);
    }

    /** Closes its file; the stage is not needed any more if all that was written could be synced. */
    @Override
    public void close() {
        file.close();
        stage.ifPresent(StagedCopies::close);
    }
}
