package org.borealisdb.storage.materialize;

import java.util.List;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.TailBound;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * What stands for folding in a tail: log that the full segments have is let go, and log that they have and the tail lacks is taken as had. Both are a line in the manifest, up to which the segment counts as
 * complete. Used by the background task.
 */
final class TailTrim {
    private final Metrics metrics;
    private final MaterializeSettings settings;

    TailTrim(Metrics metrics, MaterializeSettings settings) {
        this.metrics = metrics;
        this.settings = settings;
    }

    /** Lets log go if it is worth while, or as much as may be if {@code all}; true if it did. */
    boolean trim(VolumeReplica volume, Segment segment, boolean all) {
        Manifest next;
        List<Layer> old;
        long upTo;
        volume.lock().lock();
        try {
            if (!segment.healthy()) {
                return false;
            }
            upTo = upTo(volume, segment, all);
            if (upTo <= segment.flushed()) {
                return false;
            }
            old = segment.layers();
            next = segment.manifest()
                    .withTrim(
                            volume.timelines().current().id(),
                            upTo,
                            volume.vdl(),
                            segment.neededRawLogs(upTo, volume.timelines()));
        } finally {
            volume.lock().unlock();
        }
        segment.files().writeManifest(next);
        volume.lock().lock();
        try {
            segment.flushed(upTo, List.of(), next);
            volume.settling().folded();
        } finally {
            volume.lock().unlock();
        }
        // A segment that was full had layers.
        old.forEach(Layer::retire);
        segment.files().deleteOrphans(next, old);
        return true;
    }

    /** Where the log that is kept is to begin: the end of a batch, at or below VDL. */
    private long upTo(VolumeReplica volume, Segment segment, boolean all) {
        boolean impatient = segment.gapFreeBytes() > settings.foldLimit() || segment.logCollected();
        long held = TailBound.of(volume, segment, impatient);
        long lacked = segment.heldElsewhere();
        if (lacked <= segment.scl()) {
            segment.setHeldElsewhere(held > segment.scl() ? held : 0);
        } else if (lacked <= volume.vdl() && lacked <= held) {
            // It has lacked this since the last turn, so it is not merely on its way. It is a full segment's SCL: the
            // LSN of a record of the group.
            segment.setHeldElsewhere(0);
            metrics.count("storage.tail.skipped");
            return lacked;
        }
        List<LogEntry> entries =
                segment.foldable(Math.min(held, volume.vdl()), all ? 1 : settings.foldBytes(), Long.MAX_VALUE);
        if (entries.isEmpty()) {
            return 0;
        }
        metrics.count("storage.tail.trimmed");
        return entries.getLast().upTo();
    }
}
