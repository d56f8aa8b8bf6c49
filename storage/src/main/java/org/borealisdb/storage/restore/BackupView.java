package org.borealisdb.storage.restore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.TaggedObject;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.backup.BackupNames;
import org.borealisdb.storage.backup.GroupIndex;
import org.borealisdb.storage.backup.GroupPlan;
import org.borealisdb.storage.backup.TimeObject;
import org.borealisdb.storage.backup.TimePoint;

/** What a store has of a volume, as it was when it was read. */
public final class BackupView {
    private static final int MOST_READS = 16;

    private final ObjectStore store;
    private final VolumeMetadata metadata;
    private final List<GroupIndex> groups;

    private BackupView(ObjectStore store, VolumeMetadata metadata, List<GroupIndex> groups) {
        this.store = store;
        this.metadata = metadata;
        this.groups = List.copyOf(groups);
    }

    /** The volumes that have a backup there. */
    public static List<VolumeId> volumes(ObjectStore store) {
        List<VolumeId> volumes = new ArrayList<>();
        for (String name : store.list(BackupNames.VOLUMES, "")) {
            volumes.add(new VolumeId(Long.parseLong(name)));
        }
        return volumes;
    }

    /**
     * Reads what there is of {@code volume}, the groups side by side.
     *
     * @throws RestoreException if there is no backup of it
     */
    public static BackupView read(ObjectStore store, VolumeId volume, Tasks tasks) {
        GroupIndex root = index(store, volume, 0)
                .filter(index -> !index.metadata().isEmpty())
                .orElseThrow(() -> new RestoreException("there is no backup of " + volume + " in " + store.place()));
        VolumeMetadata metadata = VolumeMetadata.decode(whole(store, volume, 0, root.metadata()));
        ConcurrentSkipListMap<Integer, GroupIndex> groups = new ConcurrentSkipListMap<>();
        groups.put(0, root);
        List<Runnable> reads = new ArrayList<>();
        for (int each = 1; each < metadata.groups().size(); each++) {
            int group = each;
            reads.add(() -> groups.put(
                    group,
                    index(store, volume, group)
                            .orElseThrow(() -> new RestoreException("the backup in " + store.place()
                                    + " has nothing of group " + group + " of " + volume + " yet"))));
        }
        SideBySide.run(tasks, "read index", MOST_READS, reads);
        return new BackupView(store, metadata, new ArrayList<>(groups.values()));
    }

    private static Optional<GroupIndex> index(ObjectStore store, VolumeId volume, int group) {
        return store.read(BackupNames.index(volume, group))
                .map(TaggedObject::bytes)
                .map(GroupIndex::decode);
    }

    private static ByteBuffer whole(ObjectStore store, VolumeId volume, int group, String object) {
        return store.read(BackupNames.group(volume, group) + "/" + object)
                .orElseThrow(() -> new RestoreException(object + " of " + volume + " is missing in " + store.place()))
                .bytes();
    }

    public ObjectStore store() {
        return store;
    }

    public VolumeMetadata metadata() {
        return metadata;
    }

    public List<GroupIndex> groups() {
        return groups;
    }

    TimelineTree timelines() {
        return metadata.timelines();
    }

    /** A small object of a group. */
    ByteBuffer object(int group, String name) {
        return whole(store, metadata.id(), group, name);
    }

    /** The points behind the sealed ones, and the sealed ones that reach {@code fromMillis}, ascending. */
    private List<TimePoint> times(long fromMillis, long untilMillis) {
        List<TimePoint> times = new ArrayList<>();
        for (TimeObject sealed : groups.getFirst().sealed()) {
            if (sealed.last() >= fromMillis && sealed.first() <= untilMillis) {
                times.addAll(TimeObject.points(object(0, sealed.object())));
            }
        }
        times.addAll(groups.getFirst().times());
        return times;
    }

    /** What each group needs at a point; empty if one of them can't be had there. */
    public Optional<List<GroupPlan>> plan(TimePoint point) {
        if (point.timeline() > timelines().current().id()) {
            return Optional.empty();
        }
        List<GroupPlan> plans = new ArrayList<>();
        for (GroupIndex group : groups) {
            Optional<GroupPlan> plan = GroupPlan.of(group, timelines(), point.timeline(), point.lsn());
            if (plan.isEmpty()) {
                return Optional.empty();
            }
            plans.add(plan.get());
        }
        return Optional.of(plans);
    }

    /**
     * The newest point at or before a time that can be restored.
     *
     * @throws RestoreException if there is none
     */
    public TimePoint at(long millis) {
        long from = millis;
        for (TimeObject sealed : groups.getFirst().sealed()) {
            // Only the last object that begins before may hold the point.
            from = sealed.first() <= millis ? sealed.first() : from;
        }
        List<TimePoint> times = times(from, millis);
        for (TimePoint point : times.reversed()) {
            if (point.millis() <= millis && plan(point).isPresent()) {
                return point;
            }
        }
        throw new RestoreException("the backup of " + metadata.id() + " in " + store.place()
                + " does not go back that far, or has a gap there");
    }

    /** The newest point that can be restored; empty if none can. */
    public Optional<TimePoint> latest() {
        List<TimePoint> times = times(Long.MAX_VALUE, Long.MAX_VALUE);
        return times.reversed().stream()
                .filter(point -> plan(point).isPresent())
                .findFirst();
    }

    /** The oldest point that can be restored; empty if none can. */
    public Optional<TimePoint> earliest() {
        return times(0, Long.MAX_VALUE).stream()
                .filter(point -> plan(point).isPresent())
                .findFirst();
    }
}
