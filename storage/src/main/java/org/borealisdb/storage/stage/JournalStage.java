package org.borealisdb.storage.stage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * The stage of a process: where its nodes make the newest blocks of their journals durable together. Safe for use by all tasks.
 *
 * <p>A failed write fails nobody: its blocks are not durable here, and their journals write them by themselves, as they do from then on; what was durable before stays so.
 */
public final class JournalStage implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JournalStage.class.getName());

    /** How long to wait before a file is tried to be made again. */
    private static final long RETRY_NANOS = 1_000_000_000;

    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final StageSettings settings;
    private final StageFiles files;

    /** Guards what follows; held for no file operation. */
    private final Lock lock;

    /** Signalled when a file is full, free or there, and when somebody leaves. */
    private final Condition filesChanged;

    private final List<StageFile> all;
    private Optional<StageFile> current = Optional.empty();
    private long uses;
    private Turn gathering;
    private Turn spare;
    /** Some turn is being written, or about to be. */
    private boolean writing;

    /** Members that were in the last turns, about. */
    private int expected = 1;

    private boolean refusing;
    private boolean closed;
    private final Task maker;
    /** Said once: it is tried again each second. Used by the maker alone. */
    private boolean toldFull;

    /** Records that are written at once. */
    private static final class Turn {
        private final ByteBuffer buffer;
        private final List<StageMember> members = new ArrayList<>();
        private final List<Parker> waiters = new ArrayList<>();
        /** The first one of it is to write. */
        private volatile boolean promoted;

        private volatile boolean ended;
        /** Valid once it has ended. */
        private boolean durable;

        Turn(ByteBuffer buffer) {
            this.buffer = buffer;
        }
    }

    private JournalStage(
            FileStore folder,
            Tasks tasks,
            Clock clock,
            Metrics metrics,
            StageSettings settings,
            StageFiles.Opened opened) {
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.files = opened.files();
        this.all = opened.all();
        this.refusing = settings.recordBytes() == 0;
        this.lock = tasks.lock("stage");
        this.filesChanged = lock.condition();
        this.gathering = new Turn(buffer(folder));
        this.spare = new Turn(buffer(folder));
        this.maker = tasks.start("stage", TaskKind.BACKGROUND, this::makeFiles);
    }

    private ByteBuffer buffer(FileStore folder) {
        return folder.alignedBuffer(settings.turnBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Opens the stage in {@code folder}, or makes one there.
     *
     * @throws FileException if the disk fails
     */
    public static JournalStage open(
            FileStore folder, Tasks tasks, Clock clock, RandomSource random, Metrics metrics, StageSettings settings) {
        return new JournalStage(folder, tasks, clock, metrics, settings, StageFiles.open(folder, settings, random));
    }

    /** The identity by which a journal knows, when it is opened again, that this is the stage that has its newest blocks. */
    public StageId id() {
        return files.id();
    }

    /** A handle for the journal of the node {@code name}: one at a time. */
    public StageMember join(String name) {
        return new StageMember(this, name);
    }

    /** Bytes of its files. */
    public long bytes() {
        lock.lock();
        try {
            return (long) all.size() * settings.fileBytes();
        } finally {
            lock.unlock();
        }
    }

    /** {@link StageMember#write}. */
    boolean write(StageMember member, long salt, long position, ByteBuffer block) {
        int bytes = StageFormat.recordBytes(member.nameBytes(), block.remaining());
        if (bytes > settings.recordBytes()) {
            return false;
        }
        Parker parker = tasks.parker();
        Turn own;
        boolean first;
        lock.lock();
        try {
            own = gathering;
            if (refusing || closed || (current.isEmpty() && nextFree().isEmpty()) || own.buffer.remaining() < bytes) {
                return false;
            }
            StageFormat.putRecord(own.buffer, member.nameBytes(), salt, position, block);
            first = own.members.isEmpty();
            own.members.add(member);
            own.waiters.add(parker);
            own.promoted |= !writing;
            writing = true;
        } finally {
            lock.unlock();
        }
        while (!own.ended) {
            if (first && own.promoted) {
                lead(own);
            } else {
                parker.park();
            }
        }
        return own.durable;
    }

    /** Writes what has gathered, for all who take part. */
    private void lead(Turn turn) {
        awaitOthers(turn);
        Optional<Parker> successor;
        lock.lock();
        Turn next = spare;
        try {
            gathering = next;
            Optional<StageFile> room = room(turn.buffer.position());
            if (room.isPresent()) {
                // Before anything is there: whoever asks what is unsettled meanwhile must see it.
                turn.members.forEach(member -> room.get().unsettled().add(member.name()));
                turn.durable = written(turn, room.get());
            }
        } finally {
            expected = Math.max(turn.members.size(), expected - 1);
            spare = new Turn(turn.buffer.clear());
            // Whoever came meanwhile goes on.
            successor = next.waiters.stream().findFirst();
            writing = successor.isPresent();
            next.promoted = writing;
            turn.ended = true;
            lock.unlock();
        }
        turn.waiters.forEach(Parker::unpark);
        successor.ifPresent(Parker::unpark);
    }

    /** The nodes of a process mostly get the same log at the same time: who comes first waits a moment for those who took part of late. */
    private void awaitOthers(Turn turn) {
        if (settings.patience().isZero()) {
            return;
        }
        long until = clock.nanoTime() + settings.patience().toNanos();
        while (fewer(turn) && clock.nanoTime() < until) {
            tasks.giveWay();
        }
    }

    private boolean fewer(Turn turn) {
        lock.lock();
        try {
            return turn.members.size() < expected;
        } finally {
            lock.unlock();
        }
    }

    private boolean written(Turn turn, StageFile target) {
        ByteBuffer bytes = turn.buffer.duplicate().flip();
        int at = target.take(bytes.remaining());
        lock.unlock();
        boolean durable = false;
        try {
            target.file().write(at, bytes);
            durable = true;
            metrics.count("storage.stage.writes");
        } catch (FileException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the stage cannot be written, journals are on their own: {0}",
                    e.getMessage());
        } finally {
            lock.lock();
            if (!durable) {
                refuse();
            }
        }
        return durable;
    }

    /** The file that has room for {@code bytes}; empty if all are full and needed. */
    private Optional<StageFile> room(int bytes) {
        if (current.isPresent() && current.get().position() + bytes <= settings.fileBytes()) {
            return current;
        }
        Optional<StageFile> next = nextFree();
        if (next.isEmpty()) {
            metrics.count("storage.stage.full");
        } else {
            next.get().begin(++uses);
            current = next;
        }
        filesChanged.signalAll();
        return next;
    }

    private Optional<StageFile> nextFree() {
        return all.stream().filter(file -> file.free() && !isCurrent(file)).findFirst();
    }

    private boolean isCurrent(StageFile file) {
        return current.isPresent() && current.get().number() == file.number();
    }

    /** Has a free file ready, so that nobody waits for one of zeroes. */
    private void makeFiles() {
        lock.lock();
        try {
            while (!closed) {
                if (refusing || nextFree().isPresent() || all.size() >= settings.mostFiles()) {
                    filesChanged.await();
                } else if (!makeFile()) {
                    filesChanged.await(RETRY_NANOS);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes a file; false if there is no room now. The lock is given up meanwhile. */
    private boolean makeFile() {
        long number = all.stream().mapToLong(StageFile::number).max().orElse(0) + 1;
        List<StageFile> before = List.copyOf(all);
        lock.unlock();
        Optional<StageFile> made = Optional.empty();
        boolean failed = true;
        try {
            made = Optional.of(files.add(number, before));
            failed = false;
        } catch (FileException e) {
            failed = e.kind() != FileException.Kind.FULL;
            if (failed || !toldFull) {
                LOG.log(System.Logger.Level.WARNING, "the stage gets no further file: {0}", e.getMessage());
            }
            toldFull = true;
        } finally {
            lock.lock();
        }
        made.ifPresent(all::add);
        if (failed) {
            refuse();
        }
        return made.isPresent();
    }

    /** Nobody writes here again, and everybody is to make durable in their journals what they have here. */
    private void refuse() {
        refusing = true;
        current = Optional.empty();
        filesChanged.signalAll();
    }

    /** {@link StageMember#awaitUnsettled}. */
    long awaitUnsettled(StageMember member) {
        lock.lock();
        try {
            while (!member.leaving()) {
                long newest = all.stream()
                        .filter(file -> !isCurrent(file) && file.unsettled().contains(member.name()))
                        .mapToLong(StageFile::use)
                        .max()
                        .orElse(0);
                if (newest > 0) {
                    return newest;
                }
                filesChanged.await();
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** {@link StageMember#settled}. */
    void settled(StageMember member, long throughUse) {
        lock.lock();
        try {
            all.stream()
                    .filter(file -> file.use() <= throughUse)
                    .forEach(file -> file.unsettled().remove(member.name()));
            filesChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes whoever waits for something to settle. */
    void leaving() {
        lock.lock();
        try {
            filesChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@link StageMember#replay}. */
    void replay(StageMember member, Consumer<StagedBlock> visitor) {
        List<StageFile> holding;
        lock.lock();
        try {
            holding = all.stream()
                    .filter(file -> file.unsettled().contains(member.name()))
                    .toList();
        } finally {
            lock.unlock();
        }
        holding.forEach(file -> files.records(file, member.name(), visitor));
    }

    /** {@link StageMember#takes}. */
    boolean takes() {
        lock.lock();
        try {
            return !refusing;
        } finally {
            lock.unlock();
        }
    }

    /** Closes its files. Whose blocks are only here finds them here when it is opened again. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            filesChanged.signalAll();
        } finally {
            lock.unlock();
        }
        maker.join();
        try {
            if (all.stream().allMatch(StageFile::free)) {
                files.writeControl(true, all);
            }
        } catch (FileException e) {
            LOG.log(System.Logger.Level.WARNING, "the stage stays as after a crash: {0}", e.getMessage());
        }
        all.forEach(file -> file.file().close());
    }
}
