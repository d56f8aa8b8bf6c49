package org.borealisdb.storage.scrub;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.ingest.Arrival;
import org.borealisdb.storage.ingest.Completion;
import org.borealisdb.storage.ingest.Ingest;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.journal.Journal;
import org.borealisdb.storage.journal.JournalDamage;
import org.borealisdb.storage.journal.JournalScrub;
import org.borealisdb.storage.materialize.Materializer;
import org.borealisdb.storage.materialize.SegmentChange;
import org.borealisdb.storage.restore.LazyFileStore;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Verifies everything but layers: the journal's files and its control file, the metadata of volumes, manifests and raw logs. All that they say is in memory while the node runs, so nobody is
 * asked: what is damaged is written again, or given up. Used by the scrubbing task.
 */
final class SmallFileScrub {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Tasks tasks;
    private final Metrics metrics;
    private final Volumes volumes;
    private final Journal journal;
    private final Ingest ingest;
    private final Materializer materializer;
    private final Consumer<String> found;
    private final Runnable restored;
    private final JournalScrub blocks;
    private final Optional<LazyFileStore> restoredFiles;

    SmallFileScrub(
            Tasks tasks,
            FileStore files,
            Metrics metrics,
            Volumes volumes,
            Journal journal,
            Ingest ingest,
            Materializer materializer,
            int windowBytes,
            Consumer<String> found,
            Runnable restored) {
        this.tasks = tasks;
        this.metrics = metrics;
        this.volumes = volumes;
        this.journal = journal;
        this.ingest = ingest;
        this.materializer = materializer;
        this.found = found;
        this.restored = restored;
        this.restoredFiles = files instanceof LazyFileStore lazy ? Optional.of(lazy) : Optional.empty();
        this.blocks = new JournalScrub(files, journal, windowBytes);
    }

    /** Bytes of the journal that are in use. */
    long bytes() {
        return blocks.bytes();
    }

    /** Verifies what belongs to the node as a whole, telling {@code read} of the bytes. */
    void verify(LongConsumer read) {
        Optional<JournalDamage> damage = blocks.verify(read);
        if (damage.isPresent()) {
            found.accept(damage.get().reason());
            giveUp(damage.get().generation());
        }
        if (!blocks.controlSound()) {
            found.accept("the control file of the journal is damaged");
            materializer.restoreControl(restored);
        }
        if (restoredFiles.isPresent() && !restoredFiles.get().listSound()) {
            found.accept("the list of what is still to be fetched is damaged");
            if (restoredFiles.get().restoreList()) {
                restored.run();
            }
        }
        for (VolumeReplica volume : volumes.all()) {
            if (!volumes.sound(volume.id())) {
                found.accept("the metadata of " + volume.id() + " are damaged on the disk");
                if (inOrder(() -> volumes.restore(volume.id()))) {
                    restored.run();
                }
            }
        }
    }

    /** What the damaged generations hold is in memory or in layers still: the journal goes on in another file, and these are emptied. */
    private void giveUp(long generation) {
        if (generation == journal.generation() && !inOrder(journal::rollNow)) {
            // No room for another file: the next pass tries again.
            return;
        }
        materializer.giveUpJournal(generation);
        metrics.count("storage.scrub.journalGivenUp");
        restored.run();
    }

    /** Has the journal's task do something; false if it can't. */
    private boolean inOrder(Runnable work) {
        Completion done = new Completion(tasks);
        return ingest.put(new Arrival.Work(work, done)) && done.await(PATIENCE_NANOS);
    }

    /** Verifies the manifest and the raw logs of a segment. */
    void verify(VolumeReplica volume, Segment segment) {
        Optional<String> damage = damage(segment);
        // The background task may have replaced or deleted them in between.
        damage = damage.isPresent() ? damage(segment) : damage;
        if (damage.isPresent() && holds(volume, segment)) {
            found.accept(damage.get());
            if (materializer.changes().make(new SegmentChange.Rewrite(volume, segment), materializer::wake)) {
                restored.run();
            }
        }
    }

    private static boolean holds(VolumeReplica volume, Segment segment) {
        volume.lock().lock();
        try {
            return volume.holds(segment);
        } finally {
            volume.lock().unlock();
        }
    }

    private static Optional<String> damage(Segment segment) {
        try {
            segment.files().verifySmallFiles();
            return Optional.empty();
        } catch (MalformedException | FileException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
