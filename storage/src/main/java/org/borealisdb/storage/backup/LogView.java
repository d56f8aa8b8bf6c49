package org.borealisdb.storage.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * What a segment has at a moment that the store may lack.
 *
 * @param metadata of the volume
 * @param vdl      known to be durable on the current timeline
 * @param whole    the segment has everything of the group at or below, in batches that end at or below VDL
 * @param flushed  its layers have everything of the group at or below
 * @param gap      true if log behind what is stored is in layers only
 * @param entries  batches behind what is stored, from the oldest
 * @param rank     how many other segments should upload rather than this one
 */
record LogView(
        VolumeMetadata metadata, long vdl, long whole, long flushed, boolean gap, List<LogEntry> entries, int rank) {
    /** What is there behind {@code stored}; empty if the segment is not to be relied on. {@code turns} makes members of equal health take turns. */
    static Optional<LogView> of(VolumeReplica volume, int group, Address self, long stored, long turns) {
        volume.lock().lock();
        try {
            Optional<Segment> found = volume.segment(group);
            // A tail can't upload layers.
            if (found.isEmpty()
                    || found.get().tail()
                    || !volume.learnt()
                    || !found.get().votes(volume.timelines())) {
                return Optional.empty();
            }
            Segment segment = found.get();
            long vdl = volume.vdl();
            long whole = Math.min(segment.completeUpTo(), vdl);
            List<LogEntry> entries = new ArrayList<>();
            for (LogEntry entry : segment.upTo(vdl)) {
                if (entry.upTo() > vdl) {
                    whole = Math.min(whole, entry.after());
                } else if (entry.upTo() > stored) {
                    entries.add(entry);
                }
            }
            boolean gap = segment.flushed() > stored
                    && (entries.isEmpty() || entries.getFirst().after() > stored);
            return Optional.of(new LogView(
                    volume.metadata(),
                    vdl,
                    whole,
                    segment.flushed(),
                    gap,
                    entries,
                    rank(volume, segment, self, turns)));
        } finally {
            volume.lock().unlock();
        }
    }

    int timeline() {
        return metadata.timelines().current().id();
    }

    private static int rank(VolumeReplica volume, Segment segment, Address self, long turns) {
        List<Address> peers = volume.fullPeersOf(segment.group());
        List<Address> all = new ArrayList<>(peers);
        all.add(self);
        all.sort(null);
        int own = place(all, self, turns);
        int rank = 0;
        for (Address peer : peers) {
            long scl = segment.peers().scl(peer);
            boolean sooner = scl == segment.scl() && place(all, peer, turns) < own;
            rank += scl > segment.scl() || sooner ? 1 : 0;
        }
        return rank;
    }

    private static int place(List<Address> all, Address node, long turns) {
        return (int) Math.floorMod(all.indexOf(node) - turns, (long) all.size());
    }
}
