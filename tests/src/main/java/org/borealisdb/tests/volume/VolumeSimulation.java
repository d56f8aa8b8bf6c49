package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.node.StorageSettings;

/** One run, from one seed. */
public final class VolumeSimulation {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final int PAGES_PER_GROUP = 8;
    private static final int COMMITS = 200;
    private static final int MIN_OPENINGS = 3;
    private static final int MIN_FAULTS = 3;
    /** However much breaks, everything is mended within seconds: so long without a commit, and none will ever come. */
    private static final long MOST_IDLE = 120 * SECOND;

    private final long seed;
    private final SimulatedWorld world;
    private final SplittableRandom random;
    private final SimulatedRegion region;
    private final Nemesis nemesis;
    private final Chronicle chronicle = Chronicle.empty(VOLUME);
    private final Branches branches;

    /** Openers that were given up, but go on. */
    private final List<SimulatedInstance> leftOpening = new ArrayList<>();

    private int writers;
    private int commits;
    private long lastCommitAt;

    public VolumeSimulation(long seed) {
        this.seed = seed;
        this.world = new SimulatedWorld(seed, 5_000_000, 600 * SECOND);
        this.random = world.newRandom();
        this.region = new SimulatedRegion(
                world,
                StorageSettings.tiny(),
                random.nextInt(2),
                history(random),
                /* encrypted= */ random.nextBoolean(),
                /* backedUp= */ random.nextInt(3) == 0);
        if (shares(seed)) {
            region.shareLayers();
        }
        if (stages(seed)) {
            region.stageJournals();
        }
        this.nemesis = new Nemesis(world, region, VOLUME, world.newRandom());
        this.branches = new Branches(world, region, nemesis, world.newRandom());
    }

    /** Half of the runs keep history, for a moment or for the whole run, and go back in it. */
    private static long history(SplittableRandom random) {
        return random.nextBoolean() ? 0 : MILLISECOND << random.nextInt(6, 18);
    }

    /**
     * Runs it.
     *
     * @return how often everything that is counted happened
     * @throws AssertionError if a promise was broken; its message begins with the seed
     */
    public SortedMap<String, Long> run() {
        try {
            world.run(this::main);
            world.checkNothingEscaped();
            PageModel.check(
                    world.metrics().counter("storage.scrub.differences").sum() == 0, "sound copies of a page differ");
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        world.metrics()
                .counter("simulation.virtualMilliseconds")
                .add(world.scheduler().now() / MILLISECOND);
        world.metrics().counter("simulation.steps").add(world.scheduler().steps());
        world.metrics().counter("key.sealed").add(region.sealings());
        world.metrics().counter("simulation.commits").add(commits);
        world.metrics().counter("simulation.openings").add(chronicle.openings());
        world.metrics().counter("simulation.faults").add(nemesis.faults());
        return world.metrics().values();
    }

    /** Steps of the scheduler so far, for comparing two runs of a seed. */
    public long steps() {
        return world.scheduler().steps();
    }

    /** Depends on which task did each of them, and when. */
    public long trace() {
        return world.scheduler().trace();
    }

    private void main() {
        region.startAll();
        nemesis.delaySome();
        create();
        nemesis.startHealing();
        if (!region.firstKeys().isEmpty()) {
            new SimulatedRotation(world, region, VOLUME).start(nemesis::over);
        }
        SimulatedHost.LiveProcess chaos = world.host("nemesis").start();
        chaos.tasks().start("nemesis", TaskKind.BACKGROUND, nemesis::run);
        while (commits < COMMITS || chronicle.openings() < MIN_OPENINGS || nemesis.faults() < MIN_FAULTS) {
            period();
            PageModel.check(
                    world.scheduler().now() - lastCommitAt < MOST_IDLE,
                    "nothing was committed for " + MOST_IDLE / SECOND + " s" + region.describe());
        }
        nemesis.end();
        // Writers that were left alive go on, but nobody may open the volume after the last one.
        leftOpening.forEach(SimulatedInstance::crash);
        List<Branches.End> ends = branches.end();
        SimulatedOpener.Opened last = openUntilItWorks();
        last.writer().start(3);
        world.scheduler().sleep(60 * MILLISECOND);
        stop(last);
        world.checkNothingEscaped();
        PageModel.check(
                last.process()
                        .tasks()
                        .start(
                                "settle",
                                TaskKind.SESSION,
                                () -> last.volume().awaitDurable(last.volume().appendedLsn()))
                        .join(30 * SECOND),
                "with everything mended, what was appended does not become durable; VDL of "
                        + last.opener().instance().address() + " is "
                        + last.model().highestVdl()
                        + region.describe());
        Endpoint auditor = world.host("auditor").start().network().bind(new Address("auditor"), new NoMessages());
        new Audit(world.scheduler(), auditor, region, nemesis, last.volume(), last.model()).run();
        Optional<RestoreCheck> restores = region.backedUp()
                ? Optional.of(new RestoreCheck(world, region, chronicle, random.split()))
                : Optional.empty();
        restores.ifPresent(check ->
                check.awaitBackup(last.model().timeline(), last.volume().vdl()));
        List<BranchRestore> branched =
                region.backedUp() ? ends.stream().map(this::restoreOf).toList() : List.of();
        branched.forEach(BranchRestore::awaitBackup);
        PageModel.check(
                last.process()
                        .tasks()
                        .start("close", TaskKind.SESSION, last.volume()::close)
                        .join(30 * SECOND),
                "the volume cannot be closed");
        world.checkNothingEscaped();
        restores.ifPresent(RestoreCheck::run);
        branched.forEach(BranchRestore::run);
    }

    /** A branch is restored from its own backup, whatever became of what it was branched off, and of itself. */
    private record BranchRestore(Branches.End branch, RestoreCheck check) {
        void awaitBackup() {
            if (!branch.deleted()) {
                check.awaitBackup(branch.chronicle().last().timeline(), branch.vdl());
            }
        }

        void run() {
            check.runOnce(branch.deleted());
        }
    }

    private BranchRestore restoreOf(Branches.End branch) {
        return new BranchRestore(branch, new RestoreCheck(world, region, branch.chronicle(), random.split()));
    }

    /** In a third of the runs three segments of each group are tails. */
    static SegmentMix mix(long seed) {
        return new SplittableRandom(~seed).nextInt(3) == 0 ? SegmentMix.THREE_FULL_THREE_TAIL : SegmentMix.SIX_FULL;
    }

    /** In a third of the runs nodes take each other's layers. */
    private static boolean shares(long seed) {
        return new SplittableRandom(-seed).nextInt(3) == 0;
    }

    private static boolean stages(long seed) {
        return new SplittableRandom(~seed).nextInt(3) == 0;
    }

    private void create() {
        world.metrics().count("simulation.mix." + mix(seed));
        SimulatedOpener creator = opener("creator");
        creator.instance()
                .process()
                .tasks()
                .start(
                        "create",
                        TaskKind.SESSION,
                        () -> creator.client()
                                .create(
                                        VOLUME,
                                        new Geometry(PAGES_PER_GROUP),
                                        region.homes(0),
                                        mix(seed),
                                        region.firstKeys()))
                .join();
        world.checkNothingEscaped();
    }

    /** A writer opens the volume and works for a while; then it ends, in one of the ways in which writers end. */
    private void period() {
        SimulatedOpener.Opened opened = openUntilItWorks();
        int target = commits + 15 + random.nextInt(50);
        opened.writer().start(1 + random.nextInt(4));
        nemesis.working(Optional.of(opened.writer()::scan));
        long giveUp = world.scheduler().now() + random.nextLong(300, 5_000) * MILLISECOND;
        while (commits < target
                && world.scheduler().now() < giveUp
                && !opened.writer().stopped()
                && !opened.process().dead()) {
            world.scheduler().sleep(random.nextLong(1, 20) * MILLISECOND);
            world.checkNothingEscaped();
            branches.maybeBegin(opened, chronicle);
        }
        nemesis.working(Optional.empty());
        if (opened.process().dead()) {
            world.metrics().count("writer.killed");
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> world.metrics().count("writer.left.alive");
            case 1 -> {
                world.metrics().count("writer.cutOff");
                for (Member member : region.nodes()) {
                    world.network().cut(opened.opener().instance().address(), member.node());
                }
            }
            default -> {
                world.metrics().count("writer.crashed");
                opened.opener().instance().crash();
            }
        }
    }

    private SimulatedOpener.Opened openUntilItWorks() {
        long giveUp = world.scheduler().now() + 60 * SECOND;
        while (true) {
            if (world.scheduler().now() >= giveUp) {
                throw new AssertionError("the volume could not be opened for 60 s" + region.describe());
            }
            world.checkNothingEscaped();
            writers++;
            SimulatedOpener opener = opener("writer-" + writers);
            if (!nemesis.over()) {
                opener.maybeRewind();
            }
            nemesis.target(opener.instance().address());
            // Some openers are crashed in the middle, whatever they are at then; some are left alone to become rivals
            // of the next.
            long patience = random.nextInt(4) == 0 ? random.nextLong(1L << random.nextInt(16, 28)) : 5 * SECOND;
            boolean ended = opener.instance().open(opener, patience);
            if (opener.opened().isPresent()) {
                return opener.opened().get();
            }
            if (!ended && random.nextInt(2) == 0) {
                world.metrics().count("opener.left.alive");
                leftOpening.add(opener.instance());
            } else {
                opener.instance().crash();
            }
        }
    }

    private SimulatedOpener opener(String name) {
        return new SimulatedOpener(world, region, chronicle, name, random, () -> {
            commits++;
            lastCommitAt = world.scheduler().now();
        });
    }

    private void stop(SimulatedOpener.Opened opened) {
        Task stopper = opened.process().tasks().start("stop", TaskKind.SESSION, opened.writer()::stop);
        long giveUp = world.scheduler().now() + 60 * SECOND;
        while (!stopper.done()) {
            world.checkNothingEscaped();
            PageModel.check(
                    world.scheduler().now() < giveUp,
                    "with everything mended, the sessions of the last writer still wait" + region.describe());
            world.scheduler().sleep(5 * MILLISECOND);
        }
    }
}
