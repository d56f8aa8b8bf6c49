package org.borealisdb.tests.volume;

import java.util.Optional;
import java.util.SplittableRandom;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.volume.HistoryGoneException;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.RewindTarget;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.writer.WritableVolume;
import org.jspecify.annotations.Nullable;

/** A process that opens a volume, and what its writer tells the run. */
final class SimulatedOpener implements Runnable, SimulatedWriter.Ledger {
    private static final int MAX_GROUPS = 4;
    private static final int LOG_BUFFER = 16 << 10;
    /** Bytes that the log of a volume of the simulation may run ahead. */
    static final int ALLOCATION_LIMIT = 32 << 10;

    private final SimulatedWorld world;
    private final SimulatedRegion region;
    private final Chronicle chronicle;
    private final SplittableRandom random;
    private final Runnable onCommit;
    private final SimulatedInstance instance;
    private final VolumeClient client;

    @Nullable
    private Opened opened;

    /** Where to rewind to, in which history; or nowhere. */
    private Optional<RewindTarget> target = Optional.empty();

    /** The volume, opened, its writer, which does not run yet, and what both must see. */
    record Opened(SimulatedOpener opener, WritableVolume volume, SimulatedWriter writer, PageModel model) {
        SimulatedHost.LiveProcess process() {
            return opener.instance.process();
        }
    }

    /** Starts a process named {@code name}, which does not open the volume yet. */
    SimulatedOpener(
            SimulatedWorld world,
            SimulatedRegion region,
            Chronicle chronicle,
            String name,
            SplittableRandom random,
            Runnable onCommit) {
        this.world = world;
        this.region = region;
        this.chronicle = chronicle;
        this.random = random;
        this.onCommit = onCommit;
        this.instance = new SimulatedInstance(world, region, name);
        this.client = instance.client(ALLOCATION_LIMIT, LOG_BUFFER, LOG_BUFFER / 2);
    }

    SimulatedInstance instance() {
        return instance;
    }

    VolumeClient client() {
        return client;
    }

    /** What came of it, if it has opened the volume. */
    Optional<Opened> opened() {
        return Optional.ofNullable(opened);
    }

    /** Sometimes goes back to a point of the past. */
    void maybeRewind() {
        if (region.historyNanos() > 0 && random.nextInt(3) == 0) {
            target = chronicle.pastPoint(random);
        }
    }

    /** Opens the volume; the body of a task of the process. */
    @Override
    public void run() {
        WritableVolume volume;
        try {
            Volume any = target.isPresent()
                    ? client.rewind(chronicle.volume(), PreviousWriter.MAY_BE_ALIVE, target.get())
                    : client.open(chronicle.volume());
            volume = (WritableVolume) any;
        } catch (HistoryGoneException e) {
            world.metrics().count("opening.historyGone");
            return;
        } catch (OperationException e) {
            world.metrics().count("opening.failed");
            return;
        }
        long epoch = volume.epoch().number();
        if (epoch < chronicle.last().epoch()) {
            world.metrics().count("opening.overtaken");
            return;
        }
        TimelineTree tree = region.metadataLog().volume(chronicle.volume()).timelines();
        PageModel model = chronicle.opened(instance.address().name(), tree, volume.timeline(), epoch);
        PageModel.check(
                target.isEmpty() || volume.openedAt() == target.get().lsn(),
                model.writer() + " wanted to rewind to " + target + ", and is at " + volume.openedAt());
        SimulatedWriter writer = new SimulatedWriter(instance.process().tasks(), volume, model, this, random.split());
        opened = new Opened(this, volume, writer, model);
    }

    @Override
    public boolean committed() {
        onCommit.run();
        return true;
    }

    @Override
    public Optional<PageModel> successorOf(PageModel model) {
        return chronicle.successorOf(model);
    }

    @Override
    public int maxGroups() {
        return MAX_GROUPS;
    }

    @Override
    public void note(String what) {
        world.metrics().count(what);
    }
}
