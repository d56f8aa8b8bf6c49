package org.borealisdb.tests.volume;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.backup.GroupIndex;
import org.borealisdb.storage.backup.TimePoint;
import org.borealisdb.storage.node.NodeReport;
import org.borealisdb.storage.restore.BackupView;
import org.borealisdb.storage.restore.RestoreException;
import org.borealisdb.storage.restore.VolumeRestore;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;

/**
 * The end of a run with a backup: the backup catches up, all disks are lost, and the volume is restored at random times of the retention, one after the other, from nothing but
 * the store. Each time every page is what the models say of the line that was current at that time, and the restored volume can be written.
 */
final class RestoreCheck {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final long PATIENCE = 60 * SECOND;
    private static final int RESTORES = 3;

    private final SimulatedWorld world;
    private final SimulatedRegion region;
    private final VolumeId id;
    private final Map<Integer, PageModel> lines;
    private final SplittableRandom random;
    /** Why nothing can be restored. */
    private final List<String> nothing = new ArrayList<>();

    private int instances;

    /** A check of the backup of the volume that {@code chronicle} is of. */
    RestoreCheck(SimulatedWorld world, SimulatedRegion region, Chronicle chronicle, SplittableRandom random) {
        this.world = world;
        this.region = region;
        this.id = chronicle.volume();
        this.lines = new TreeMap<>(chronicle.lines());
        this.random = random;
    }

    /** Waits until the store has everything of the volume, which nobody writes any more, at or below {@code vdl} of {@code timeline}. */
    void awaitBackup(int timeline, long vdl) {
        SimulatedHost.LiveProcess process = newProcess();
        ObjectStore store = region.objectStore(new Address(name()), process);
        long giveUp = world.scheduler().now() + PATIENCE;
        List<String> missing = new ArrayList<>(List.of("nothing was read yet"));
        while (!missing.isEmpty()) {
            PageModel.check(
                    world.scheduler().now() < giveUp,
                    () -> "the backup does not catch up with LSN " + vdl + " of timeline " + timeline + ": " + missing
                            + region.describe());
            inProcess(process, "await backup", () -> {
                missing.clear();
                try {
                    for (GroupIndex group :
                            BackupView.read(store, id, process.tasks()).groups()) {
                        if (group.wholeUpTo(timeline) < vdl) {
                            missing.add("group " + group.group() + " is at " + group.progress());
                        }
                    }
                } catch (RestoreException | ObjectStoreException e) {
                    missing.add(String.valueOf(e.getMessage()));
                }
            });
            world.scheduler().sleep(20 * MILLISECOND);
        }
    }

    /** Loses all disks and restores, some times. */
    void run() {
        region.stopBackup();
        for (int restore = 0; restore < RESTORES; restore++) {
            region.loseAll();
            check(restore().orElseThrow(() -> new AssertionError("nothing of " + id + " can be restored: " + nothing)));
        }
    }

    /** The same, once; of a volume that was {@code deleted} there may be nothing any more, or not yet. */
    void runOnce(boolean deleted) {
        region.loseAll();
        Optional<TimePoint> restored = restore();
        PageModel.check(deleted || restored.isPresent(), () -> "nothing of " + id + " can be restored: " + nothing);
        restored.ifPresent(this::check);
        world.metrics().count(restored.isPresent() ? "restore.branch" : "restore.deleted-branch-gone");
    }

    private Optional<TimePoint> restore() {
        SimulatedHost.LiveProcess process = newProcess();
        ObjectStore store = region.objectStore(new Address(name()), process);
        List<TimePoint> chosen = new ArrayList<>();
        region.objects().garble(random.nextInt(3));
        inProcess(process, "restore", () -> {
            BackupView view;
            try {
                view = BackupView.read(store, id, process.tasks());
            } catch (RestoreException none) {
                nothing.add(String.valueOf(none.getMessage()));
                return;
            }
            Optional<TimePoint> earliest = view.earliest();
            if (earliest.isEmpty()) {
                nothing.add(view.groups().toString());
                return;
            }
            TimePoint latest = view.latest().orElseThrow();
            TimePoint point = random.nextInt(4) == 0
                    ? latest
                    : view.at(random.nextLong(earliest.get().millis(), latest.millis() + 1));
            chosen.add(point);
            VolumeRestore plan = VolumeRestore.plan(view, point, id, region::homes, process.random());
            TreeMap<Address, FileStore> folders = new TreeMap<>();
            for (Member member : region.nodes()) {
                folders.put(member.node(), region.host(member.node()).start().files());
            }
            plan.write(folders, region.newKeys(process), process.tasks(), process.clock(), process.random());
            region.nodes().forEach(member -> region.crash(member.node()));
            region.metadataLog().reset(plan.metadata());
        });
        world.host(name()).crash();
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        for (Member member : region.nodes()) {
            region.start(member.node());
        }
        world.metrics().count("restore.done");
        return Optional.of(chosen.getFirst());
    }

    /** Every page is what the model says, while layers are still in the store, and when they have been fetched. */
    private void check(TimePoint point) {
        SimulatedInstance instance = new SimulatedInstance(world, region, "restored-" + id.value() + "-" + ++instances);
        VolumeClient client = instance.client(1 << 20, 1 << 18, 1 << 16);
        PageModel model = Optional.ofNullable(lines.get(point.timeline()))
                .orElseThrow(() -> new AssertionError(
                        "the backup has a point of timeline " + point.timeline() + ", which nobody wrote"));
        inProcess(instance.process(), "open restored", () -> {
            Volume volume = client.open(id, PreviousWriter.KNOWN_DEAD);
            PageModel.check(
                    volume.openedAt() >= 0 && volume.openedAt() <= point.lsn(),
                    "restored at " + point + ", and opened at " + volume.openedAt());
            loseStore();
            rot();
            checkPages(volume, model, point);
            await("the restored nodes do not fetch their files", this::fetched);
            // Nodes do not start without the store: the next ones shall.
            world.network().healAll();
            checkPages(volume, model, point);
            volume.close();
        });
        instance.crash();
    }

    private void checkPages(Volume volume, PageModel model, TimePoint point) {
        MemorySegment content = MemorySegment.ofArray(new byte[Page.BYTES]);
        long pages = (long) volume.groups() * volume.geometry().pagesPerGroup();
        for (long page = 0; page < pages; page++) {
            boolean present = read(volume, page, content);
            model.checkRead(
                    "restored at " + point,
                    page,
                    point.lsn(),
                    present ? Optional.of(SimulatedWriter.crc(content)) : Optional.empty());
        }
    }

    /** Half of the time restored nodes can't reach the store for a moment, just when they need it; at times what it answers is not what was stored. */
    private void loseStore() {
        if (random.nextInt(3) == 0) {
            region.objects().garble(1 + random.nextInt(4));
        }
        if (random.nextBoolean()) {
            Address store = ObjectStoreService.ADDRESS;
            region.nodes().forEach(member -> world.network().cut(member.node(), store));
            region.nodes()
                    .forEach(member ->
                            world.network().cut(new Address(member.node().name() + "-objects"), store));
            world.scheduler()
                    .at(
                            world.scheduler().now() + random.nextLong(3_000) * MILLISECOND,
                            () -> world.network().healAll());
        }
    }

    /** At times something rots on the disk of a restored node: of a layer, or of the list of what is still to be fetched. */
    private void rot() {
        if (random.nextInt(3) == 0) {
            Address node =
                    region.nodes().get(random.nextInt(region.nodes().size())).node();
            boolean rotten = region.host(node).disk().rot(random.nextBoolean() ? "/layer-" : "restore/files");
            world.metrics().count(rotten ? "restore.rot" : "restore.nothing-to-rot");
        }
    }

    private boolean read(Volume volume, long page, MemorySegment content) {
        long giveUp = world.scheduler().now() + PATIENCE;
        while (true) {
            try {
                return volume.readPage(page, volume.vdl(), content, 0);
            } catch (OperationException e) {
                PageModel.check(
                        e.retryable() && world.scheduler().now() < giveUp,
                        () -> "page " + page + " of the restored volume can't be read: " + e + region.describe());
                world.scheduler().sleep(20 * MILLISECOND);
            }
        }
    }

    private boolean fetched() {
        return region.nodes().stream()
                .allMatch(member -> region.status(member.node())
                        .map(NodeReport::restoring)
                        .filter(left -> left == 0)
                        .isPresent());
    }

    private interface Wish {
        boolean fulfilled();
    }

    private void await(String complaint, Wish wish) {
        long giveUp = world.scheduler().now() + PATIENCE;
        while (!wish.fulfilled()) {
            PageModel.check(world.scheduler().now() < giveUp, complaint + region.describe());
            world.scheduler().sleep(20 * MILLISECOND);
        }
    }

    private SimulatedHost.LiveProcess newProcess() {
        instances++;
        return world.host(name()).start();
    }

    private String name() {
        return "restorer-" + id.value() + "-" + instances;
    }

    private void inProcess(SimulatedHost.LiveProcess process, String what, Runnable work) {
        boolean done = process.tasks().start(what, TaskKind.SESSION, work).join(2 * PATIENCE);
        world.checkNothingEscaped();
        PageModel.check(done, what + " does not end" + region.describe());
    }
}
