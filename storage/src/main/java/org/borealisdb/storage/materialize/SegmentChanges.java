package org.borealisdb.storage.materialize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.SegmentFiles;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Changes that others want of files that belong to the background task: a base copied from peers in place of a segment's layers, an abstention, the end of a segment
 * that is not placed here any more.
 *
 * <p>A new base comes into being with its manifest: copies get their names as layers, then the manifest that names them and nothing else replaces the old one, and only then
 * are the mark of damage and the old files deleted. A crash before leaves the old state and layers that nobody names; after, the new state, and at worst a mark
 * because of which it is made once more.
 */
public final class SegmentChanges {
    private record Wanted(SegmentChange change, Outcome outcome) {}

    /** What became of a change. */
    private static final class Outcome {
        private boolean done;
        private boolean made;
    }

    private final Volumes volumes;
    private final Metrics metrics;
    private final Lock lock;
    private final Condition changed;
    /** At most one for each task that asks. */
    private final ArrayDeque<Wanted> wanted = new ArrayDeque<>();

    private boolean closed;

    SegmentChanges(Tasks tasks, Volumes volumes, Metrics metrics) {
        this.volumes = volumes;
        this.metrics = metrics;
        this.lock = tasks.lock("segment changes");
        this.changed = lock.condition();
    }

    /**
     * Has {@code change} made and waits for it; false if it was not, since the segment has changed otherwise, the disk is full or the node closes.
     *
     * @param wake wakes the background task
     */
    public boolean make(SegmentChange change, Runnable wake) {
        Outcome outcome = new Outcome();
        lock.lock();
        try {
            wanted.add(new Wanted(change, outcome));
        } finally {
            lock.unlock();
        }
        wake.run();
        lock.lock();
        try {
            while (!outcome.done && !closed) {
                changed.await();
            }
            return outcome.made;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes what is wanted. By the background task, while nothing is under way in any segment's files, but for those of {@code busy}, which have to wait. */
    void make(Optional<Segment> busy) {
        for (VolumeReplica volume : volumes.all()) {
            for (int group : volume.leaving().groups()) {
                boolean waits = busy.filter(segment -> segment.volume().equals(volume.id()) && segment.group() == group)
                        .isPresent();
                if (!waits) {
                    volume.leaving().deleteFiles(group);
                    metrics.count("storage.segment.deleted");
                }
            }
        }
        for (Optional<Wanted> found = take(busy); found.isPresent(); found = take(busy)) {
            Wanted next = found.get();
            boolean made = false;
            try {
                made = switch (next.change()) {
                    case SegmentChange.Abstain change -> abstain(change);
                    case SegmentChange.Rebase change -> rebase(change);
                    case SegmentChange.Mend change -> new LayerReplacement(change, metrics).make();
                    case SegmentChange.Rewrite change -> SmallFiles.rewrite(change.volume(), change.segment());
                };
            } finally {
                finish(next.outcome(), made);
            }
        }
    }

    /** The oldest that need not wait for {@code busy}. */
    private Optional<Wanted> take(Optional<Segment> busy) {
        lock.lock();
        try {
            for (Wanted each : wanted) {
                if (busy.filter(segment -> segment == each.change().segment()).isEmpty()) {
                    wanted.remove(each);
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void finish(Outcome outcome, boolean made) {
        lock.lock();
        try {
            outcome.done = true;
            outcome.made = made;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    static boolean here(VolumeReplica volume, Segment segment) {
        return volume.segment(segment.group()).filter(found -> found == segment).isPresent();
    }

    private boolean abstain(SegmentChange.Abstain change) {
        VolumeReplica volume = change.volume();
        Segment segment = change.segment();
        Manifest next;
        volume.lock().lock();
        try {
            if (!here(volume, segment) || !segment.healthy()) {
                return false;
            }
            next = segment.manifest().withAbstention(change.abstention());
        } finally {
            volume.lock().unlock();
        }
        segment.files().writeManifest(next);
        volume.lock().lock();
        try {
            segment.resolved(next);
            volume.changed().signalAll();
        } finally {
            volume.lock().unlock();
        }
        return true;
    }

    private boolean rebase(SegmentChange.Rebase change) {
        VolumeReplica volume = change.volume();
        Segment segment = change.segment();
        RebuiltBase base = change.base();
        SegmentFiles files = segment.files();
        Manifest manifest;
        List<Layer> old;
        List<Long> rawLogs;
        long vdl;
        volume.lock().lock();
        try {
            if (!here(volume, segment)
                    || !segment.fits(base.upTo(), base.timeline(), base.afresh(), volume.timelines())) {
                return false;
            }
            manifest = segment.manifest();
            old = segment.layers();
            rawLogs = base.afresh() ? List.of() : segment.neededRawLogs(base.upTo(), volume.timelines());
            volume.noteVdl(base.upTo());
            vdl = volume.vdl();
        } finally {
            volume.lock().unlock();
        }
        long number = Math.max(manifest.nextFile(), files.unusedNumber());
        List<Layer> layers = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        Manifest next;
        try {
            for (int copy : base.copies()) {
                numbers.add(number);
                files.store().replace(files.copyName(copy), files.layerName(number));
                layers.add(files.openLayer(number));
                number++;
            }
            next = new Manifest(
                    segment.volume(),
                    segment.group(),
                    base.timeline(),
                    base.upTo(),
                    vdl,
                    base.collectionFloor(),
                    base.upTo(),
                    number,
                    numbers,
                    rawLogs,
                    base.afresh() ? base.abstention() : manifest.abstention(),
                    List.of(),
                    0);
            files.writeManifest(next);
        } catch (MalformedException e) {
            // What was written a moment ago reads wrong: the copy is worth nothing.
            metrics.count("storage.repair.copyDamaged");
            abandon(files, numbers, layers);
            return false;
        } catch (FileException e) {
            if (e.kind() != FileException.Kind.FULL) {
                layers.forEach(Layer::release);
                throw e;
            }
            abandon(files, numbers, layers);
            return false;
        }
        files.deleteDiffering();
        if (base.afresh()) {
            files.deleteDamage();
        }
        volume.lock().lock();
        try {
            segment.rebased(next, layers, base.afresh());
            volume.changed().signalAll();
        } finally {
            volume.lock().unlock();
        }
        old.forEach(Layer::retire);
        files.deleteOrphans(next, old);
        return true;
    }

    /** The old manifest still stands, and nobody names the copies. */
    private static void abandon(SegmentFiles files, List<Long> numbers, List<Layer> layers) {
        layers.forEach(Layer::release);
        numbers.forEach(files::deleteLayer);
        files.deleteCopies();
    }
}
