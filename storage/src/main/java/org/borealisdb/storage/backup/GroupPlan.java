package org.borealisdb.storage.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;

/**
 * What makes up a group at a point: a base, the layers behind it, and what is to be fetched because it reaches beyond the point. Pure.
 *
 * @param group  the group
 * @param floor  LSN of the base, or the point if the base ends in what its line skipped behind that: versions before it can't be had
 * @param layers base and layers that end at or below the point, or a base that is the same there, from the oldest
 * @param cut    layers that reach beyond the point
 * @param logs   log behind the layers
 */
public record GroupPlan(int group, long floor, List<StoredLayer> layers, List<StoredLayer> cut, List<StoredLog> logs) {
    public GroupPlan {
        layers = List.copyOf(layers);
        cut = List.copyOf(cut);
        logs = List.copyOf(logs);
    }

    /** The plan for LSN {@code lsn} in the history of {@code timeline}; empty if the group can't be had there. */
    public static Optional<GroupPlan> of(GroupIndex index, TimelineTree timelines, int timeline, long lsn) {
        if (!index.whole(timelines, timeline, lsn)) {
            return Optional.empty();
        }
        long base = index.layers().stream()
                .filter(layer -> layer.baseOf(timelines, timeline)
                        && (layer.upTo() <= lsn
                                // One that ends in what its line skipped is the same as at the branch.
                                || nothing(timelines, timeline, index.group(), lsn, layer.upTo())))
                .mapToLong(StoredLayer::upTo)
                .max()
                .orElse(0);
        List<StoredLayer> layers = new ArrayList<>();
        List<StoredLayer> cut = new ArrayList<>();
        // Bases of lines that branched elsewhere may end there too.
        index.layers().stream()
                .filter(layer -> layer.upTo() == base && layer.baseOf(timelines, timeline))
                .forEach(layers::add);
        List<StoredLayer> deltas = index.layers().stream()
                .filter(layer -> !layer.base() && layer.upTo() > base)
                .sorted(Comparator.comparingLong(StoredLayer::after))
                .toList();
        long covered = base;
        for (StoredLayer delta : deltas) {
            if (delta.after() >= lsn) {
                break;
            }
            if (delta.after() > covered && !nothing(timelines, timeline, index.group(), covered, delta.after())) {
                return Optional.empty();
            }
            (delta.upTo() <= lsn ? layers : cut).add(delta);
            covered = Math.max(covered, delta.upTo());
        }
        List<StoredLog> logs = new ArrayList<>();
        for (StoredLog log : index.logs()) {
            if (log.upTo() <= covered || log.after() >= lsn) {
                continue;
            }
            if (log.after() > covered && !nothing(timelines, timeline, index.group(), covered, log.after())) {
                return Optional.empty();
            }
            logs.add(log);
            covered = log.upTo();
        }
        return covered >= Math.min(lsn, index.upTo())
                ? Optional.of(new GroupPlan(index.group(), Math.min(base, lsn), layers, cut, logs))
                : Optional.empty();
    }

    /**
     * True if the group has nothing in {@code (after, upTo]} of the history of {@code timeline}, because that branched behind the group's last record and skipped the rest: what the store has
     * there, or lacks, because a base took its place, is of other lines.
     */
    private static boolean nothing(TimelineTree timelines, int timeline, int group, long after, long upTo) {
        Timeline owner = timelines.get(timelines.ownerOf(timeline, upTo));
        return owner.groupTail(group) <= after && upTo <= owner.firstLsn();
    }

    /** The layers hold everything at or below; what is behind is in {@link #cut} and {@link #logs}. */
    public long layersUpTo() {
        return layers.stream().mapToLong(StoredLayer::upTo).max().orElse(0);
    }
}
