package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.HistoryGoneException;
import org.borealisdb.volume.RewindTarget;

/**
 * Volumes that are branched off the one of the run while it is written, or off each other; written on by writers of their own, some of them for a while only; and deleted, some of them. What they
 * had when they were branched off must be what their readers see, whatever becomes of the volume that they come from.
 */
final class Branches {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final int MOST = 3;
    /** Their ids come behind that of the run's volume in the metadata log. */
    private static final int FIRST_ID = 71;

    private final SimulatedWorld world;
    private final SimulatedRegion region;
    private final Nemesis nemesis;
    private final SplittableRandom random;
    private final List<Branch> all = new ArrayList<>();
    private int writers;
    private int begun;

    /** A branch, and the task that works with it until everything is mended. */
    private record Branch(Chronicle chronicle, Task life) {}

    /**
     * How a branch was left.
     *
     * @param vdl     of its last writer
     * @param deleted true if it was deleted after that
     */
    record End(Chronicle chronicle, long vdl, boolean deleted) {}

    Branches(SimulatedWorld world, SimulatedRegion region, Nemesis nemesis, SplittableRandom random) {
        this.world = world;
        this.region = region;
        this.nemesis = nemesis;
        this.random = random;
    }

    /** Sometimes begins to branch off the volume that {@code opened} writes. */
    void maybeBegin(SimulatedOpener.Opened opened, Chronicle source) {
        if (begun < MOST && !nemesis.over() && random.nextInt(150) == 0) {
            begun++;
            VolumeId id = new VolumeId(FIRST_ID + begun);
            opened.process().tasks().start("branch " + id, TaskKind.SESSION, () -> branch(opened, source, id));
        }
    }

    private void branch(SimulatedOpener.Opened opened, Chronicle source, VolumeId id) {
        long durable = opened.model().seenDurable();
        Optional<RewindTarget> target =
                region.historyNanos() > 0 && random.nextBoolean() ? source.pastPoint(random) : Optional.empty();
        // With a key of its own, even off a volume that is not encrypted, or with those of its source.
        List<WrappedKey> keys = random.nextBoolean() ? List.of(region.newKey()) : List.of();
        VolumeMetadata metadata;
        try {
            metadata = opened.opener().client().branch(source.volume(), id, target, keys);
        } catch (HistoryGoneException e) {
            world.metrics().count("branch.historyGone");
            return;
        } catch (FencedException e) {
            world.metrics().count("branch.fenced");
            return;
        } catch (OperationException e) {
            PageModel.check(e.retryable(), "could not be branched off for good: " + e);
            world.metrics().count("branch.failed");
            return;
        }
        long point = metadata.timelines().current().branchLsn();
        PageModel.check(
                target.isPresent() ? point == target.get().lsn() : point >= durable,
                id + " was to be branched off at " + target + ", or behind " + durable + ", and is at " + point);
        world.metrics().count(target.isPresent() ? "branch.past" : "branch.now");
        Chronicle chronicle = source.branch(id, metadata.timelines().current());
        nemesis.heal(id);
        SimulatedHost.LiveProcess driver = world.host("user of " + id).start();
        all.add(new Branch(
                chronicle, driver.tasks().start("life of " + id, TaskKind.BACKGROUND, () -> live(chronicle))));
    }

    /** One writer after another, until everything is mended. */
    private void live(Chronicle chronicle) {
        while (!nemesis.over()) {
            world.scheduler().sleep(random.nextLong(1L << random.nextInt(20, 31)));
            if (nemesis.over()) {
                return;
            }
            Optional<SimulatedOpener.Opened> opened = open(chronicle);
            if (opened.isPresent()) {
                work(opened.get(), chronicle);
            }
        }
    }

    private Optional<SimulatedOpener.Opened> open(Chronicle chronicle) {
        writers++;
        SimulatedOpener opener = new SimulatedOpener(
                world,
                region,
                chronicle,
                "branch-writer-" + writers,
                random.split(),
                () -> world.metrics().count("branch.commits"));
        if (!nemesis.over()) {
            opener.maybeRewind();
        }
        opener.instance().open(opener, 5 * SECOND);
        if (opener.opened().isEmpty()) {
            opener.instance().crash();
        }
        return opener.opened();
    }

    private void work(SimulatedOpener.Opened opened, Chronicle chronicle) {
        opened.writer().scan();
        opened.writer().start(1 + random.nextInt(2));
        long until = world.scheduler().now() + random.nextLong(50, 2_000) * MILLISECOND;
        while (world.scheduler().now() < until && !opened.process().dead() && !nemesis.over()) {
            world.scheduler().sleep(20 * MILLISECOND);
            maybeBegin(opened, chronicle);
        }
        opened.opener().instance().crash();
    }

    /** With everything mended: what each has is read once more, and some are deleted. How all of them are then. */
    List<End> end() {
        return List.copyOf(all).stream().map(this::check).toList();
    }

    private End check(Branch branch) {
        VolumeId id = branch.chronicle.volume();
        long giveUp = world.scheduler().now() + 60 * SECOND;
        Optional<SimulatedOpener.Opened> opened = Optional.empty();
        while (opened.isEmpty() || !branch.life.done()) {
            world.checkNothingEscaped();
            PageModel.check(world.scheduler().now() < giveUp, id + " could not be opened for 60 s" + region.describe());
            opened = branch.life.done() ? open(branch.chronicle) : Optional.empty();
            world.scheduler().sleep(20 * MILLISECOND);
        }
        SimulatedOpener.Opened last = opened.get();
        Task reading = last.process().tasks().start("read all", TaskKind.SESSION, last.writer()::readAll);
        PageModel.check(reading.join(60 * SECOND), id + " can't be read" + region.describe());
        world.checkNothingEscaped();
        long vdl = last.volume().vdl();
        boolean deleted = random.nextBoolean();
        if (deleted) {
            delete(last, id);
        }
        last.opener().instance().crash();
        return new End(branch.chronicle, vdl, deleted);
    }

    private void delete(SimulatedOpener.Opened opened, VolumeId id) {
        opened.process()
                .tasks()
                .start(
                        "delete",
                        TaskKind.SESSION,
                        () -> opened.opener().client().delete(id))
                .join();
        world.checkNothingEscaped();
        world.metrics().count("branch.deleted");
        String name = "deleter of " + id;
        Endpoint asker = world.host(name).start().network().bind(new Address(name), new NoMessages());
        for (Member member : region.nodes()) {
            awaitGone(asker, member, id);
        }
    }

    private void awaitGone(Endpoint asker, Member member, VolumeId id) {
        long giveUp = world.scheduler().now() + 60 * SECOND;
        while (!nemesis.gone().contains(member.node()) && has(asker, member, id)) {
            PageModel.check(
                    world.scheduler().now() < giveUp,
                    member.node() + " keeps something of " + id + ", which is deleted" + region.describe());
            world.scheduler().sleep(100 * MILLISECOND);
        }
    }

    private static boolean has(Endpoint asker, Member member, VolumeId id) {
        try {
            return StorageMessages.decode(
                                    asker.call(member.node(), StorageMessages.encode(new StatusRequest(id)), SECOND))
                            instanceof NodeStatus status
                    && !status.segments().isEmpty();
        } catch (OperationException e) {
            return true;
        }
    }
}
