package org.borealisdb.storage.materialize;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.ingest.Ingest;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.journal.Journal;
import org.borealisdb.storage.pace.ForegroundLatency;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;
import org.borealisdb.storage.share.NodeShare;

/** The background task: folds, merges, empties old journal files, prepares new ones, watches the room on the disk. */
public final class Materializer {
    private final Budget budget;
    private final FileStore files;
    private final Metrics metrics;
    private final MaterializeSettings settings;
    private final Volumes volumes;
    private final Journal journal;
    private final Ingest ingest;
    private final Consumer<String> report;
    private final NodeShare share;
    private final SegmentFold fold;
    private final FreedLog freed;
    private final TailTrim trim;
    private final LayerMerge merge;
    private final MemoryImages images;
    private final SegmentChanges changes;
    private final Lock lock;
    private final Condition woken;
    private boolean urgent;
    private boolean closed;
    /** Generations of the journal below this are to be given up, since a file does not read as it was written. */
    private volatile long givenUpBelow;
    /** True if the journal's control file is to be compared, and written again if need be. */
    private volatile Optional<Runnable> controlDoubted = Optional.empty();

    /** Newest generation of the journal when segments were last asked what they need; only the task knows it. */
    private long newestSeen;

    /** What was last reported of the room on the disk; only the task knows it. */
    private boolean refused;

    /** The background task of a node, which yields to {@code foreground}; {@code report} is told in words when batches are refused for lack of room, and when they are taken again. */
    public Materializer(
            Tasks tasks,
            Clock clock,
            FileStore files,
            Metrics metrics,
            MaterializeSettings settings,
            Volumes volumes,
            Journal journal,
            Ingest ingest,
            List<ForegroundLatency> foreground,
            NodeShare share,
            Consumer<String> report) {
        this.budget = new Budget(tasks, clock, foreground);
        this.files = files;
        this.metrics = metrics;
        this.settings = settings;
        this.volumes = volumes;
        this.journal = journal;
        this.ingest = ingest;
        this.report = report;
        this.share = share;
        this.fold = new SegmentFold(budget, clock, metrics, settings, share);
        this.freed = new FreedLog(settings);
        this.trim = new TailTrim(metrics, settings);
        this.changes = new SegmentChanges(tasks, volumes, metrics);
        this.merge = new LayerMerge(budget, clock, metrics, settings, share);
        this.images = new MemoryImages(budget, clock, metrics);
        this.lock = tasks.lock("materializer");
        this.woken = lock.condition();
    }

    /** Where other tasks leave changes of segments' files, which this task makes. */
    public SegmentChanges changes() {
        return changes;
    }

    /**
     * The file of {@code generation} of the journal is damaged on the disk: all that it holds is folded, or moved to raw logs, so that nobody needs it. No harm is done unless the node is
     * restarted before that.
     */
    public void giveUpJournal(long generation) {
        givenUpBelow = Math.max(givenUpBelow, generation + 1);
        wake();
    }

    /** The journal's control file does not read as it was written; {@code restored} is told when it was written again. */
    public void restoreControl(Runnable restored) {
        controlDoubted = Optional.of(restored);
        wake();
    }

    /** There is something to do before the next turn. */
    public void wake() {
        lock.lock();
        try {
            urgent = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        changes.close();
        budget.close();
        lock.lock();
        try {
            closed = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The task's body. */
    public void run() {
        while (pause()) {
            budget.begin();
            try {
                changes.make(Optional.empty());
                duties();
                for (VolumeReplica volume : volumes.all()) {
                    for (Segment segment : volume.segmentsNow()) {
                        merge(volume, segment);
                    }
                }
            } catch (WorkAbandonedException closing) {
                return;
            } catch (ObjectStoreException e) {
                // Layers of a restored segment that are not here yet: later.
                metrics.count("storage.materialize.unreachable");
            } catch (FileException e) {
                if (e.kind() != FileException.Kind.FULL) {
                    throw e;
                }
                metrics.count("storage.materialize.diskFull");
                ingest.refuse(true);
            }
        }
    }

    /** Remembers damage that was found where nothing could be written. A full disk is no reason to forget it: then it is tried again. */
    private void mark(VolumeReplica volume, Segment segment) {
        boolean unmarked;
        volume.lock().lock();
        try {
            unmarked = segment.health().toBeMarked();
        } finally {
            volume.lock().unlock();
        }
        if (unmarked) {
            volume.damage().mark(segment);
        }
    }

    /** What differs from its peers, whoever is right, is nothing to take from each other. */
    private void separate(VolumeReplica volume, Segment segment) {
        boolean differs;
        volume.lock().lock();
        try {
            differs = !segment.differingPages().isEmpty();
        } finally {
            volume.lock().unlock();
        }
        if (differs) {
            share.separate(segment.volume(), segment.group());
        }
    }

    /** All but merging: what ingestion waits for sooner or later. */
    private void duties() {
        long usable = files.usableBytes();
        boolean room = usable >= settings.headroomBytes();
        if (room == refused) {
            refused = !room;
            report.accept(
                    room
                            ? "takes batches again: the disk has " + usable + " bytes left"
                            : "refuses batches: the disk has " + usable + " bytes left, and keeps "
                                    + settings.headroomBytes() + " for collection");
        }
        if (room) {
            journal.prepareSpare();
        }
        ingest.refuse(!room);
        Optional<Runnable> doubted = controlDoubted;
        if (doubted.isPresent()) {
            controlDoubted = Optional.empty();
            if (journal.restoreControl()) {
                doubted.get().run();
            }
        }
        foldAll();
    }

    private boolean pause() {
        lock.lock();
        try {
            if (!closed && !urgent) {
                woken.await(settings.interval().toNanos());
            }
            urgent = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void foldAll() {
        long newest = journal.generation();
        long wanted = Math.max(newest - settings.journalFiles() + 1, Math.min(newest, givenUpBelow));
        boolean outliving = journal.damage().isPresent() && nobodyDoubts();
        if (outliving) {
            wanted = Math.max(wanted, journal.begun());
        }
        boolean empty = journal.oldestGeneration() < wanted;
        boolean changed = outliving || newest != newestSeen;
        newestSeen = newest;
        budget.backlog(backlog(), 2 * settings.foldBytes(), settings.foldLimit());
        budget.hurry(awaited());
        for (VolumeReplica volume : volumes.all()) {
            for (Segment segment : volume.segmentsNow()) {
                mark(volume, segment);
                separate(volume, segment);
                try {
                    changed |= fold(volume, segment, empty ? wanted : 0);
                    if (!isTail(volume, segment)) {
                        images.make(volume, segment);
                    }
                } catch (MalformedException e) {
                    damaged(volume, segment, e);
                    changed = true;
                }
                budget.spent();
            }
        }
        budget.hurry(false);
        if (empty && PlantedBug.RECYCLE_JOURNAL_EARLY.planted()) {
            journal.release(wanted);
        } else if (changed && journal.oldestGeneration() < newest) {
            // At once, so that a start reads no log that is in layers. What is written and not applied yet is in the
            // generation that was the newest before the segments were asked.
            long needed = oldestNeeded();
            if (outliving && needed >= journal.begun()) {
                metrics.count("storage.journal.outlived");
                report.accept("all segments know what the journal may have lost: its damaged files are given up");
                journal.outlived();
            }
            journal.release(Math.min(newest, needed));
        }
    }

    /** Bytes of log in the segment that has most. */
    private long backlog() {
        long most = 0;
        for (VolumeReplica volume : volumes.all()) {
            volume.lock().lock();
            try {
                for (Segment segment : volume.segments()) {
                    most = Math.max(most, segment.tail() ? 0 : segment.gapFreeBytes());
                }
            } finally {
                volume.lock().unlock();
            }
        }
        return most;
    }

    /** True if somebody waits until a volume's log is in layers, to rewind it or to branch another off. */
    private boolean awaited() {
        for (VolumeReplica volume : volumes.all()) {
            volume.lock().lock();
            try {
                if (volume.segments().stream().anyMatch(volume.settling()::wants)) {
                    return true;
                }
            } finally {
                volume.lock().unlock();
            }
        }
        return false;
    }

    private boolean fold(VolumeReplica volume, Segment segment, long emptyBefore) {
        boolean wanted = wanted(volume, segment, emptyBefore);
        if (isTail(volume, segment)) {
            boolean trimmed = trim.trim(volume, segment, wanted);
            if (wanted) {
                moveToRawLog(volume, segment, emptyBefore);
            }
            return trimmed || wanted;
        }
        boolean changed = false;
        while (fold.fold(volume, segment, wanted ? 1 : enough(volume, segment))) {
            metrics.count("storage.materialize.folded");
            changed = true;
            wanted = wanted(volume, segment, emptyBefore);
        }
        if (freed.worthFolding(volume, segment) && fold.foldEarly(volume, segment)) {
            metrics.count("storage.materialize.freedFolded");
            changed = true;
        }
        if (wanted) {
            moveToRawLog(volume, segment, emptyBefore);
        }
        return changed || wanted;
    }

    /**
     * So much log is worth a fold. A little more for each slot than for the one before: all copies of a group have the same log, and would otherwise be folded, and merged, at the same moments, on nodes
     * that may share a machine.
     */
    private long enough(VolumeReplica volume, Segment segment) {
        volume.lock().lock();
        try {
            return settings.foldBytes()
                    + volume.slotOf(segment.group()) * settings.foldBytes() / (2 * Membership.COPIES);
        } finally {
            volume.lock().unlock();
        }
    }

    private static boolean isTail(VolumeReplica volume, Segment segment) {
        volume.lock().lock();
        try {
            return segment.tail();
        } finally {
            volume.lock().unlock();
        }
    }

    /** True if a journal file that is wanted back holds log of the segment, or the volume is about to be rewound. */
    private static boolean wanted(VolumeReplica volume, Segment segment, long emptyBefore) {
        if (emptyBefore > 0 && oldest(volume, segment) < emptyBefore && !PlantedBug.RECYCLE_JOURNAL_EARLY.planted()) {
            return true;
        }
        volume.lock().lock();
        try {
            return volume.settling().wants(segment);
        } finally {
            volume.lock().unlock();
        }
    }

    private void merge(VolumeReplica volume, Segment segment) {
        try {
            Runnable otherDuties = () -> {
                changes.make(Optional.of(segment));
                duties();
            };
            if (!isTail(volume, segment) && merge.merge(volume, segment, otherDuties)) {
                metrics.count("storage.materialize.merged");
            }
        } catch (MalformedException e) {
            damaged(volume, segment, e);
        }
    }

    private void damaged(VolumeReplica volume, Segment segment, MalformedException e) {
        metrics.count("storage.materialize.damaged");
        volume.damage().found(segment, e);
    }

    /** What is left in generations before {@code generation} can't be folded now: keep it in a file of the segment's own. */
    private void moveToRawLog(VolumeReplica volume, Segment segment, long generation) {
        List<LogEntry> entries;
        Manifest manifest;
        int timeline;
        long vdl;
        volume.lock().lock();
        try {
            entries = segment.healthy() ? segment.journaledBefore(generation) : List.of();
            manifest = segment.manifest();
            timeline = volume.timelines().current().id();
            vdl = volume.vdl();
        } finally {
            volume.lock().unlock();
        }
        if (entries.isEmpty()) {
            return;
        }
        long number = manifest.nextFile();
        segment.files().writeRawLog(number, entries);
        Manifest next = manifest.withRawLog(timeline, vdl);
        segment.files().writeManifest(next);
        volume.lock().lock();
        try {
            segment.setManifest(next);
            segment.movedToRawLog(number, entries, generation);
        } finally {
            volume.lock().unlock();
        }
        metrics.count("storage.materialize.rawLog");
    }

    private long oldestNeeded() {
        long oldest = Long.MAX_VALUE;
        for (VolumeReplica volume : volumes.all()) {
            for (Segment segment : volume.segmentsNow()) {
                oldest = Math.min(oldest, oldest(volume, segment));
            }
        }
        return oldest;
    }

    /** True if each segment knows durably how far it must come, or that it has to be rebuilt. */
    private boolean nobodyDoubts() {
        for (VolumeReplica volume : volumes.all()) {
            volume.lock().lock();
            try {
                for (Segment segment : volume.segments()) {
                    if (segment.health().unmarked()
                            || (segment.healthy() && segment.health().doubt().isPresent())) {
                        return false;
                    }
                }
            } finally {
                volume.lock().unlock();
            }
        }
        return true;
    }

    /**
     * The oldest generation that a segment needs. A damaged one needs none, for it is rebuilt from what its peers have; but as long as it is not sure that the next
     * start takes it for damaged too, that might need all.
     */
    private static long oldest(VolumeReplica volume, Segment segment) {
        volume.lock().lock();
        try {
            if (segment.health().unmarked()) {
                return 0;
            }
            return segment.healthy() ? segment.oldestGeneration() : LogEntry.IN_RAW_LOG;
        } finally {
            volume.lock().unlock();
        }
    }
}
