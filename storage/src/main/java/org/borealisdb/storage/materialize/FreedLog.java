package org.borealisdb.storage.materialize;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.borealisdb.redo.page.Page;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Counts the pages that the log of segments frees and that is not folded yet, as far as nobody asks for what they were: if they are many it is folded though it is short, for it says that much of what is in layers
 * can be given back. Used by the background task.
 */
final class FreedLog {
    /** The pages freed in the log from what is flushed up to {@code upTo}. */
    private record Seen(long upTo, long pages) {}

    private final MaterializeSettings settings;
    private final Map<Segment, Seen> seen = new WeakHashMap<>();

    FreedLog(MaterializeSettings settings) {
        this.settings = settings;
    }

    /** How much freed content makes it worth while to fold, and to merge layers of {@code bytes}. */
    static long enough(MaterializeSettings settings, long bytes) {
        return Math.max(settings.foldBytes(), bytes) / 8;
    }

    /** True if the segment's log is to be folded because of the pages that it frees. */
    boolean worthFolding(VolumeReplica volume, Segment segment) {
        Seen before = seen.getOrDefault(segment, new Seen(0, 0));
        List<LogEntry> entries;
        long bytes;
        long from;
        volume.lock().lock();
        try {
            if (!segment.healthy()) {
                return false;
            }
            // Whoever copies the segment, the backup above all, keeps older versions, but does not keep them from being
            // folded: the backup waits for that.
            long unread = Math.min(Math.min(volume.lowestReadLsn(), volume.vdl()), segment.archived());
            from = Math.max(before.upTo(), segment.flushed());
            entries = from < unread ? segment.between(from, unread) : List.of();
            bytes = segment.layerContentBytes();
        } finally {
            volume.lock().unlock();
        }
        long pages = before.upTo() < from ? 0 : before.pages();
        long upTo = from;
        for (LogEntry entry : entries) {
            pages += entry.batch().freedPages();
            upTo = Math.max(upTo, entry.upTo());
        }
        seen.put(segment, new Seen(upTo, pages));
        return pages > 0 && pages * Page.BYTES >= enough(settings, bytes);
    }
}
