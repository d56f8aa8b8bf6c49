package org.borealisdb.storage.restore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.backup.BackupNames;
import org.borealisdb.storage.backup.BackupPin;
import org.borealisdb.storage.backup.GroupIndex;
import org.borealisdb.storage.backup.GroupPlan;
import org.borealisdb.storage.backup.StoredLayer;
import org.borealisdb.storage.backup.TimePoint;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.segment.RestoredSegment;

/**
 * Makes the folders of new storage nodes, on which a volume is what it was at a point. The metadata that it answers are to be recorded in the new region's metadata log; then the nodes are started, and the
 * volume is opened like any other.
 *
 * <p>The new timeline branches at the point, and begins above every LSN that the store has. All copies of a group are the same, and complete there, so the point itself is the
 * tail of every group.
 */
public final class VolumeRestore {
    /** What is gathered of a group is in memory until it is written. */
    private static final int MOST_GROUPS = 4;

    private static final int MOST_COPIES = 12;

    private final BackupView view;
    private final TimePoint point;
    private final List<GroupPlan> plans;
    private final VolumeMetadata metadata;

    private VolumeRestore(BackupView view, TimePoint point, List<GroupPlan> plans, VolumeMetadata metadata) {
        this.view = view;
        this.point = point;
        this.plans = plans;
        this.metadata = metadata;
    }

    /**
     * Plans a restore.
     *
     * @param members of a group, by its number
     * @throws RestoreException if the point can't be restored
     */
    public static VolumeRestore plan(
            BackupView view,
            TimePoint point,
            VolumeId id,
            Function<Integer, List<Member>> members,
            RandomSource random) {
        List<GroupPlan> plans = view.plan(point)
                .orElseThrow(() ->
                        new RestoreException("the backup in " + view.store().place() + " lacks LSN "
                                + point.lsn() + " of timeline " + point.timeline() + " of "
                                + view.metadata().id()));
        VolumeMetadata source = view.metadata();
        List<Membership> groups = new ArrayList<>();
        for (int group = 0; group < source.groups().size(); group++) {
            groups.add(Membership.initial(members.apply(group)));
        }
        VolumeMetadata restored = new VolumeMetadata(
                id,
                source.revision() + 1,
                source.geometry(),
                new VolumeEpoch(source.epoch().number() + 1, random.nextLong() | 1),
                source.allocationLimit(),
                source.timelines().with(branch(view, point)),
                groups,
                source.keys());
        return new VolumeRestore(view, point, plans, restored);
    }

    private static Timeline branch(BackupView view, TimePoint point) {
        TimelineTree tree = view.timelines();
        int owner = tree.ownerOf(point.timeline(), point.lsn());
        long lsn = point.lsn();
        if (lsn < tree.get(owner).firstLsn()) {
            // The range that the owner's branch skipped: what there is was there at the branch.
            lsn = Math.min(lsn, tree.get(owner).branchLsn());
            owner = tree.ownerOf(owner, lsn);
        }
        long highest = lsn;
        for (Timeline line : tree.timelines()) {
            highest = Math.max(highest, line.firstLsn());
        }
        List<Long> tails = new ArrayList<>();
        for (GroupIndex group : view.groups()) {
            highest = Math.max(highest, group.upTo());
            tails.add(lsn);
        }
        return new Timeline(
                tree.current().id() + 1, owner, lsn, highest + view.metadata().allocationLimit(), tails);
    }

    /** Of the restored volume. */
    public VolumeMetadata metadata() {
        return metadata;
    }

    /** What the volume will be. */
    public TimePoint point() {
        return point;
    }

    /** Bytes that are fetched once the nodes run, by each copy. */
    public long remoteBytes() {
        return plans.stream()
                .flatMap(plan -> plan.layers().stream())
                .mapToLong(StoredLayer::bytes)
                .sum();
    }

    /**
     * Writes the folders of the members, which must be empty: groups, and the copies of each, side by side.
     *
     * @param keys  that unwrap those of the volume, which stay what they are
     * @param clock for how long the store keeps what is not fetched yet
     */
    public void write(
            SortedMap<Address, ? extends FileStore> nodes,
            VolumeKeys keys,
            Tasks tasks,
            Clock clock,
            RandomSource random) {
        keys.learn(metadata);
        long lowest = plans.stream().mapToLong(GroupPlan::floor).min().orElse(0);
        ObjectContent pin = ObjectContent.of(BackupPin.at(lowest, clock).encode());
        SortedMap<Address, Folder> folders = new TreeMap<>();
        nodes.forEach((node, files) -> {
            String name = BackupNames.pins(view.metadata().id()) + "/" + Long.toHexString(random.nextLong());
            folders.put(node, new Folder(files, name, new TreeMap<>()));
        });
        // Before anything is read: what is named now stays.
        all(tasks, folders.values(), folder -> view.store().putIfAbsent(folder.pin(), pin));
        List<Group> groups =
                plans.stream().map(plan -> group(plan, folders, keys)).toList();
        SideBySide.run(
                tasks,
                "restore group",
                MOST_GROUPS,
                groups.stream()
                        .map(group -> (Runnable) () -> group.writeTail(keys))
                        .toList());
        List<Copy> copies =
                groups.stream().flatMap(group -> group.copies().stream()).toList();
        all(tasks, copies, copy -> copy.write(metadata.timelines().current()));
        all(tasks, folders.values(), folder -> {
            new RemoteFiles(view.store().place(), folder.pin(), folder.remote()).write(folder.files());
            Volumes.place(folder.files(), metadata);
        });
    }

    private static <T> void all(Tasks tasks, Collection<T> each, Consumer<T> work) {
        SideBySide.run(
                tasks,
                "restore",
                MOST_COPIES,
                each.stream().map(one -> (Runnable) () -> work.accept(one)).toList());
    }

    /**
     * The folder of a node.
     *
     * @param pin    object that keeps for it what it has not fetched
     * @param remote files that it is to fetch
     */
    private record Folder(FileStore files, String pin, TreeMap<String, RemoteFiles.Remote> remote) {}

    /**
     * One copy of a group.
     *
     * @param first the folder where the group's last layer is written; the others are copies of that
     */
    private record Copy(Group group, FileStore first, FileStore files, RestoredSegment segment) {
        void write(Timeline line) {
            if (group.tail().get()) {
                String name = segment.nextLayer();
                if (!files.equals(first)) {
                    TailLayer.copy(first, files, name);
                }
            }
            segment.write(line.id(), line.branchLsn(), group.plan().floor());
        }
    }

    /**
     * A group that is being restored.
     *
     * @param tail true once it has a layer that is not in the store
     */
    private record Group(VolumeRestore restore, GroupPlan plan, List<Copy> copies, AtomicBoolean tail) {
        void writeTail(VolumeKeys keys) {
            VolumeMetadata metadata = restore.metadata;
            long lsn = metadata.timelines().current().branchLsn();
            LayerHeader header = new LayerHeader(
                    metadata.id(),
                    plan.group(),
                    metadata.timelines().current().id(),
                    Math.min(plan.layersUpTo(), lsn),
                    lsn);
            FileStore first = copies.getFirst().first();
            TailLayer gathered = TailLayer.gather(
                    restore.view, plan, header, metadata.timelines().path(), keys, first);
            if (!gathered.isEmpty()) {
                gathered.write(first, copies.getFirst().segment().layerBehind());
                tail.set(true);
            }
        }
    }

    private Group group(GroupPlan plan, SortedMap<Address, Folder> folders, VolumeKeys keys) {
        String objects = BackupNames.group(view.metadata().id(), plan.group()) + "/";
        List<Copy> copies = new ArrayList<>();
        Group group = new Group(this, plan, copies, new AtomicBoolean());
        for (Member member : metadata.group(plan.group()).members()) {
            Folder folder = folders.get(member.node());
            if (folder == null) {
                throw new IllegalArgumentException("there is no folder for " + member);
            }
            RestoredSegment segment = new RestoredSegment(folder.files(), keys, metadata.id(), plan.group());
            for (StoredLayer layer : plan.layers()) {
                folder.remote()
                        .put(segment.nextLayer(), new RemoteFiles.Remote(objects + layer.object(), layer.bytes()));
            }
            FileStore first =
                    copies.isEmpty() ? folder.files() : copies.getFirst().first();
            copies.add(new Copy(group, first, folder.files(), segment));
        }
        return group;
    }
}
