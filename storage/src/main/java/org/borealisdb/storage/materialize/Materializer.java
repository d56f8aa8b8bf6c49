package org.borealisdb.storage.materialize;

import java.util.List;
import java.util.function.Consumer;
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
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

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
    private final SegmentFold fold;
    private final LayerMerge merge;
    private final Lock lock;
    private final Condition woken;
    private boolean closed;

    /** Newest generation of the journal when segments were last asked what they need; only the task knows it. */
    private long newestSeen;

    /** What was last reported of the room on the disk; only the task knows it. */
    private boolean refused;

    /** The background task of a node; {@code report} is told in words when batches are refused for lack of room, and when they are taken again. */
    public Materializer(
            Tasks tasks,
            Clock clock,
            FileStore files,
            Metrics metrics,
            MaterializeSettings settings,
            Volumes volumes,
            Journal journal,
            Ingest ingest,
            Consumer<String> report) {
        this.budget = new Budget(tasks, clock);
        this.files = files;
        this.metrics = metrics;
        this.settings = settings;
        this.volumes = volumes;
        this.journal = journal;
        this.ingest = ingest;
        this.report = report;
        this.fold = new SegmentFold(budget, metrics, settings);
        this.merge = new LayerMerge(budget, metrics, settings);
        this.lock = tasks.lock("materializer");
        this.woken = lock.condition();
    }

    public void close() {
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
                duties();
                for (VolumeReplica volume : volumes.all()) {
                    for (Segment segment : volume.segmentsNow()) {
                        merge(volume, segment);
                    }
                }
            } catch (WorkAbandonedException closing) {
                return;
            } catch (FileException e) {
                if (e.kind() != FileException.Kind.FULL) {
                    throw e;
                }
                metrics.count("storage.materialize.diskFull");
                ingest.refuse(true);
            }
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
        foldAll();
    }

    private boolean pause() {
        lock.lock();
        try {
            if (!closed) {
                woken.await(settings.interval().toNanos());
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void foldAll() {
        long newest = journal.generation();
        long wanted = newest - settings.journalFiles() + 1;
        boolean empty = journal.oldestGeneration() < wanted;
        boolean changed = newest != newestSeen;
        newestSeen = newest;
        budget.urgent(backlog() > settings.foldLimit());
        for (VolumeReplica volume : volumes.all()) {
            for (Segment segment : volume.segmentsNow()) {
                try {
                    changed |= fold(volume, segment, empty ? wanted : 0);
                } catch (MalformedException e) {
                    damaged(volume, segment, e);
                    changed = true;
                }
                budget.spent();
            }
        }
        if (empty && PlantedBug.RECYCLE_JOURNAL_EARLY.planted()) {
            journal.release(wanted);
        } else if (changed && journal.oldestGeneration() < newest) {
            // At once, so that a start reads no log that is in layers. What is written and not applied yet is in the
            // generation that was the newest before the segments were asked.
            journal.release(Math.min(newest, oldestNeeded()));
        }
    }

    /** Bytes of log in the segment that has most. */
    private long backlog() {
        long most = 0;
        for (VolumeReplica volume : volumes.all()) {
            volume.lock().lock();
            try {
                for (Segment segment : volume.segments()) {
                    most = Math.max(most, segment.gapFreeBytes());
                }
            } finally {
                volume.lock().unlock();
            }
        }
        return most;
    }

    private boolean fold(VolumeReplica volume, Segment segment, long emptyBefore) {
        boolean changed = false;
        boolean wanted = wanted(volume, segment, emptyBefore);
        while (fold.fold(volume, segment, wanted ? 1 : settings.foldBytes())) {
            metrics.count("storage.materialize.folded");
            changed = true;
            wanted = wanted(volume, segment, emptyBefore);
        }
        if (wanted) {
            moveToRawLog(volume, segment, emptyBefore);
        }
        return changed || wanted;
    }

    /** True if a journal file that is wanted back holds log of the segment. */
    private static boolean wanted(VolumeReplica volume, Segment segment, long emptyBefore) {
        return emptyBefore > 0 && oldest(volume, segment) < emptyBefore && !PlantedBug.RECYCLE_JOURNAL_EARLY.planted();
    }

    private void merge(VolumeReplica volume, Segment segment) {
        try {
            if (merge.merge(volume, segment, this::duties)) {
                metrics.count("storage.materialize.merged");
            }
        } catch (MalformedException e) {
            damaged(volume, segment, e);
        }
    }

    private void damaged(VolumeReplica volume, Segment segment, MalformedException e) {
        metrics.count("storage.materialize.damaged");
        volume.damaged(segment, String.valueOf(e.getMessage()));
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

    /** The oldest generation that a segment needs. A damaged one needs none: it abstains until it is replaced, by what its peers have. */
    private static long oldest(VolumeReplica volume, Segment segment) {
        volume.lock().lock();
        try {
            return segment.healthy() ? segment.oldestGeneration() : LogEntry.IN_RAW_LOG;
        } finally {
            volume.lock().unlock();
        }
    }
}
