package org.borealisdb.storage.materialize;

import java.util.List;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Manifest;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/** Writes a segment's manifest and raw logs again: all that they say is in memory too. By the background task. */
final class SmallFiles {
    private SmallFiles() {}

    /** False if there was no room, or the segment is gone or damaged. */
    static boolean rewrite(VolumeReplica volume, Segment segment) {
        Manifest manifest;
        List<LogEntry> entries;
        volume.lock().lock();
        try {
            if (!SegmentChanges.here(volume, segment) || !segment.healthy()) {
                return false;
            }
            manifest = segment.manifest();
            entries = segment.entries().stream()
                    .filter(entry -> entry.generation() == LogEntry.IN_RAW_LOG)
                    .toList();
        } finally {
            volume.lock().unlock();
        }
        long number = manifest.nextFile();
        Manifest next = manifest.withRawLogs(entries.isEmpty() ? List.of() : List.of(number));
        try {
            if (!entries.isEmpty()) {
                segment.files().writeRawLog(number, entries);
            }
            segment.files().writeManifest(next);
        } catch (FileException e) {
            if (e.kind() != FileException.Kind.FULL) {
                throw e;
            }
            return false;
        }
        volume.lock().lock();
        try {
            segment.setManifest(next);
            segment.rawLogsReplaced(number, entries);
        } finally {
            volume.lock().unlock();
        }
        manifest.rawLogs().forEach(segment.files()::deleteRawLog);
        return true;
    }
}
