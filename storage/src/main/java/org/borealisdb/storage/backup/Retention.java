package org.borealisdb.storage.backup;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.cloud.objectstore.TaggedObject;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;

/** What of a group's backup is not needed any more: everything before the newest base that is older than the retention, and than every pin. */
final class Retention {
    /** Times are kept for so long beyond the retention. */
    private static final long TIMES_MARGIN_MILLIS = 7_200_000;

    private final BackupPlace place;

    /**
     * What may go.
     *
     * @param lsn    layers that end at or below, but for the base there
     * @param millis times before
     */
    record Floor(long lsn, long millis) {}

    Retention(BackupPlace place) {
        this.place = place;
    }

    /** The floor of {@code index} at a time; empty if nothing may go. */
    Optional<Floor> floor(GroupIndex index, TimelineTree timelines, long nowMillis) {
        long cut = nowMillis - place.retention().toMillis();
        long pinned = lowestPin(index.volume(), nowMillis);
        Optional<StoredLayer> base = index.layers().stream()
                .filter(layer ->
                        layer.base() && layer.millis() <= cut && layer.upTo() <= pinned && onAllLines(layer, timelines))
                .max(Comparator.comparingLong(StoredLayer::upTo));
        boolean useful = base.isPresent()
                && index.layers().stream()
                        .anyMatch(layer -> layer.upTo() < base.get().upTo()
                                || (layer.upTo() == base.get().upTo() && !layer.base()));
        return useful ? Optional.of(new Floor(base.get().upTo(), cut - TIMES_MARGIN_MILLIS)) : Optional.empty();
    }

    /** True unless a later line branched from before the base: then that line's history needs an older one. */
    private static boolean onAllLines(StoredLayer base, TimelineTree timelines) {
        for (int line = base.timeline(); line <= timelines.current().id(); line++) {
            if (!timelines.includes(line, base.timeline(), base.upTo())) {
                return false;
            }
        }
        return true;
    }

    /** True if somebody may still need what no index names any more. */
    boolean pinned(VolumeId volume, long nowMillis) {
        return lowestPin(volume, nowMillis) < Long.MAX_VALUE;
    }

    private long lowestPin(VolumeId volume, long nowMillis) {
        long lowest = Long.MAX_VALUE;
        String folder = BackupNames.pins(volume);
        List<String> names = place.store().list(folder, "");
        for (String name : names) {
            Optional<TaggedObject> found = place.store().read(folder + "/" + name);
            if (found.isPresent()) {
                BackupPin pin = BackupPin.decode(found.get().bytes());
                if (pin.untilMillis() < nowMillis) {
                    place.store().delete(folder + "/" + name);
                } else {
                    lowest = Math.min(lowest, pin.lsn());
                }
            }
        }
        return lowest;
    }
}
