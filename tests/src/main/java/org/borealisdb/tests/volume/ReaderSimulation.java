package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.stream.FollowStatus;
import org.borealisdb.volume.stream.FollowedVolume;

/**
 * A volume with readers, from one seed: writers follow each other, at the same address or another, and rewind; readers come and go, are slow, cut off and told late who writes; and everything else happens that happens to a
 * volume.
 */
public final class ReaderSimulation {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final int PAGES_PER_GROUP = 8;
    private static final int COMMITS = 150;
    private static final int READERS = 3;
    private static final long MOST_IDLE = 120 * SECOND;
    private static final long PATIENCE = 60 * SECOND;

    private final long seed;
    private final SimulatedWorld world;
    private final SplittableRandom random;
    private final SimulatedRegion region;
    private final Nemesis nemesis;
    private final Chronicle chronicle = Chronicle.empty(VOLUME);
    private final List<SimulatedOpener.Opened> writers = new ArrayList<>();
    private final List<Optional<Reader>> readers = new ArrayList<>();
    /** Where the log was when a writer raised the purge horizon, and to what, by timeline. */
    private final TreeMap<Integer, TreeMap<Long, Long>> horizons = new TreeMap<>();

    private Address writer = new Address("writer-0");
    private int started;
    private int commits;
    private long lastCommitAt;
    private boolean over;

    /** A reader that runs. */
    private record Reader(SimulatedInstance instance, SimulatedReader body, Task session) {}

    public ReaderSimulation(long seed) {
        this.seed = seed;
        this.world = new SimulatedWorld(seed, 8_000_000, 900 * SECOND);
        this.random = world.newRandom();
        this.region = new SimulatedRegion(
                world,
                StorageSettings.tiny(),
                random.nextInt(2),
                random.nextBoolean() ? 0 : MILLISECOND << random.nextInt(6, 18),
                /* encrypted= */ false,
                /* backedUp= */ false);
        this.nemesis = new Nemesis(world, region, VOLUME, world.newRandom());
        for (int reader = 0; reader < READERS; reader++) {
            readers.add(Optional.empty());
        }
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
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        world.metrics().counter("simulation.commits").add(commits);
        world.metrics().counter("simulation.openings").add(chronicle.openings());
        return world.metrics().values();
    }

    /** Depends on which task did each step, and when. */
    public long trace() {
        return world.scheduler().trace();
    }

    private void main() {
        region.startAll();
        nemesis.delaySome();
        create();
        nemesis.startHealing();
        SimulatedHost.LiveProcess chaos = world.host("nemesis").start();
        chaos.tasks().start("nemesis", TaskKind.BACKGROUND, nemesis::run);
        chaos.tasks().start("owner of readers", TaskKind.BACKGROUND, this::keepReaders);
        while (commits < COMMITS || chronicle.openings() < 3 || (nemesis.faults() < 3 && !nemesis.over())) {
            period();
            PageModel.check(
                    world.scheduler().now() - lastCommitAt < MOST_IDLE,
                    () -> "nothing was committed for " + MOST_IDLE / SECOND + " s" + region.describe());
        }
        if (!nemesis.over()) {
            nemesis.end();
        }
        over = true;
        SimulatedOpener.Opened last = open();
        last.writer().start(2);
        world.scheduler().sleep(200 * MILLISECOND);
        finish(last);
    }

    private void create() {
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
                                        SegmentMix.SIX_FULL,
                                        region.firstKeys()))
                .join();
        world.checkNothingEscaped();
    }

    private SimulatedOpener opener(String name) {
        return new SimulatedOpener(world, region, chronicle, name, random, () -> {
            commits++;
            lastCommitAt = world.scheduler().now();
        });
    }

    /** A writer opens the volume, works for a while and ends, or is left to find out that it has a rival. */
    private void period() {
        SimulatedOpener.Opened opened = open();
        int target = commits + 15 + random.nextInt(40);
        opened.writer().start(1 + random.nextInt(3));
        opened.process().tasks().start("purge", TaskKind.BACKGROUND, () -> raiseHorizons(opened));
        nemesis.working(Optional.of(opened.writer()::scan));
        long giveUp = world.scheduler().now() + random.nextLong(300, 4_000) * MILLISECOND;
        while (commits < target
                && world.scheduler().now() < giveUp
                && !opened.writer().stopped()
                && !opened.process().dead()) {
            world.scheduler().sleep(random.nextLong(1, 20) * MILLISECOND);
            world.checkNothingEscaped();
        }
        nemesis.working(Optional.empty());
        switch (random.nextInt(3)) {
            case 0 -> world.metrics().count("writer.left.alive");
            default -> opened.opener().instance().crash();
        }
    }

    private SimulatedOpener.Opened open() {
        long enough = world.scheduler().now() + PATIENCE / 3;
        long giveUp = world.scheduler().now() + 2 * PATIENCE;
        while (true) {
            if (world.scheduler().now() > enough && !nemesis.over()) {
                // Openings under faults without end are for another simulation.
                world.metrics().count("simulation.mended.early");
                nemesis.end();
            }
            PageModel.check(world.scheduler().now() < giveUp, () -> "cannot be opened" + region.describe());
            world.checkNothingEscaped();
            boolean same = random.nextBoolean() && !world.host(writer.name()).running();
            started++;
            SimulatedOpener opener = opener(same ? writer.name() : "writer-" + started);
            if (!nemesis.over()) {
                opener.maybeRewind();
            }
            nemesis.target(opener.instance().address());
            opener.instance().open(opener, 5 * SECOND);
            if (opener.opened().isPresent()) {
                SimulatedOpener.Opened opened = opener.opened().get();
                writer = opener.instance().address();
                world.metrics().count(same ? "writer.at.same.address" : "writer.at.other.address");
                writers.add(opened);
                return opened;
            }
            opener.instance().crash();
        }
    }

    /** What an engine does: never raises the horizon above VDL, or above what readers have promised, and logs it. */
    private void raiseHorizons(SimulatedOpener.Opened opened) {
        SplittableRandom own = world.newRandom();
        int line = opened.volume().timeline();
        while (!over) {
            opened.process().tasks().sleep(own.nextLong(30 * MILLISECOND));
            try {
                long vdl = opened.volume().vdl();
                opened.process().tasks().interleave();
                long horizon = Math.min(vdl, opened.volume().oldestViewOfReaders());
                TreeMap<Long, Long> known = horizons.computeIfAbsent(line, _ -> new TreeMap<>());
                long before = known.isEmpty() ? 0 : known.lastEntry().getValue();
                known.merge(opened.volume().appendedLsn(), Math.max(before, horizon), Math::max);
                if (horizon < vdl && horizon > 0) {
                    world.metrics().count("reader.held.purge");
                }
            } catch (FencedException e) {
                return;
            }
        }
    }

    /** Starts readers, ends some, slows some down, cuts some off, and tells them, late, who writes. */
    private void keepReaders() {
        SplittableRandom own = world.newRandom();
        while (!over) {
            world.scheduler().sleep(own.nextLong(40 * MILLISECOND));
            int index = own.nextInt(READERS);
            Optional<Reader> reader = alive(index);
            if (reader.isEmpty()) {
                readers.set(index, start(index, own.split()));
            } else {
                change(reader.get(), own);
            }
        }
    }

    private void change(Reader reader, SplittableRandom own) {
        Address address = reader.instance().address();
        switch (own.nextInt(30)) {
            case 0 -> reader.instance().crash();
            case 1, 2 -> reader.body().slow(MILLISECOND << own.nextInt(5, 13));
            case 3, 4, 5, 6 -> reader.body().slow(1);
            case 7 -> cut(writer, address, own);
            case 8, 9 -> cut(address, writer, own);
            case 10 -> region.members().forEach(node -> cut(address, node, own));
            default -> reader.body().volume().followAt(writer);
        }
    }

    private void cut(Address from, Address to, SplittableRandom own) {
        world.network().cut(from, to);
        long pause = MILLISECOND << own.nextInt(3, 11);
        world.scheduler()
                .at(world.scheduler().now() + pause, () -> world.network().heal(from, to));
    }

    private Optional<Reader> start(int index, SplittableRandom own) {
        SimulatedInstance instance = new SimulatedInstance(world, region, "reader-" + index);
        List<FollowedVolume> followed = new ArrayList<>();
        Address whom = writer;
        Task task = instance.process().tasks().start("follow", TaskKind.SESSION, () -> {
            try {
                followed.add(instance.client(
                                SimulatedOpener.ALLOCATION_LIMIT,
                                SimulatedOpener.ALLOCATION_LIMIT / 2,
                                SimulatedOpener.ALLOCATION_LIMIT / 4)
                        .follow(VOLUME, whom, "reader-" + index));
            } catch (OperationException e) {
                world.metrics().count("reader.could.not.join");
            }
        });
        task.join(8 * SECOND);
        if (followed.isEmpty()) {
            instance.crash();
            return Optional.empty();
        }
        SimulatedReader body = new SimulatedReader(
                "reader-" + index, instance.process().tasks(), followed.getFirst(), new Knowledge(), own.split());
        followed.getFirst().start(body);
        Task session = instance.process().tasks().start("session", TaskKind.SESSION, body::session);
        return Optional.of(new Reader(instance, body, session));
    }

    /** True if a reader has come to {@code vdl} of the last writer, and is not about to begin again: one that was slow for long may have been forgotten, and finds out now. */
    private static boolean isThere(FollowedVolume volume, long vdl, SimulatedOpener.Opened last) {
        try {
            boolean there = volume.waitForApplied(vdl, 10 * MILLISECOND)
                    && volume.status().timeline() == last.volume().timeline();
            if (there) {
                volume.confirmLease();
            }
            return there;
        } catch (OperationException e) {
            PageModel.check(e.retryable(), () -> "a reader got an error for good: " + e);
            return false;
        }
    }

    /** With everything mended, all readers come to where the writer is, and have every page as it is there. */
    private void finish(SimulatedOpener.Opened last) {
        Task stopper = last.process().tasks().start("stop", TaskKind.SESSION, () -> {
            last.writer().stop();
            last.volume().awaitDurable(last.volume().appendedLsn());
        });
        PageModel.check(stopper.join(PATIENCE), () -> "what was appended does not become durable" + region.describe());
        world.checkNothingEscaped();
        world.network().healAll();
        SplittableRandom own = world.newRandom();
        long vdl = last.volume().vdl();
        for (int index = 0; index < READERS; index++) {
            Reader reader = lastly(index, own);
            FollowedVolume volume = reader.body().volume();
            reader.body().slow(1);
            volume.followAt(writer);
            Task waiting = reader.instance().process().tasks().start("catch up", TaskKind.SESSION, () -> {
                while (!isThere(volume, vdl, last)) {
                    world.scheduler().sleep(MILLISECOND);
                }
                reader.body().readAll();
                reader.body().stop();
                reader.session().join();
                volume.close();
            });
            boolean came = waiting.join(PATIENCE);
            world.checkNothingEscaped();
            PageModel.check(
                    came,
                    () -> "a reader does not come to LSN " + vdl + " of "
                            + last.opener().instance().address() + ", "
                            + last.volume().epoch() + ": " + volume.following());
        }
        long giveUp = world.scheduler().now() + PATIENCE;
        while (!last.volume().readers().isEmpty()) {
            PageModel.check(
                    world.scheduler().now() < giveUp,
                    () -> "the writer does not forget " + last.volume().readers());
            world.scheduler().sleep(10 * MILLISECOND);
        }
        PageModel.check(
                last.process()
                        .tasks()
                        .start("close", TaskKind.SESSION, last.volume()::close)
                        .join(PATIENCE),
                () -> "the volume cannot be closed");
    }

    private Reader lastly(int index, SplittableRandom own) {
        long giveUp = world.scheduler().now() + PATIENCE;
        while (true) {
            PageModel.check(world.scheduler().now() < giveUp, () -> "no reader can join" + region.describe());
            Optional<Reader> reader = alive(index);
            if (reader.isEmpty() && !world.host("reader-" + index).running()) {
                reader = start(index, own.split());
            }
            if (reader.isPresent()) {
                return reader.get();
            }
            // Another is starting it.
            world.scheduler().sleep(MILLISECOND);
        }
    }

    private Optional<Reader> alive(int index) {
        return readers.get(index).filter(each -> !each.instance().process().dead());
    }

    /** What readers may ask of the run. */
    private final class Knowledge implements SimulatedReader.Witness {
        @Override
        public Optional<PageModel> line(int timeline) {
            return Optional.ofNullable(chronicle.lines().get(timeline));
        }

        @Override
        public Optional<SimulatedReader.Branch> branch(int timeline) {
            Timeline line = region.metadataLog().volume(VOLUME).timelines().get(timeline);
            return line.rewound()
                    ? Optional.empty()
                    : Optional.of(new SimulatedReader.Branch(line.parent(), line.branchLsn()));
        }

        @Override
        public long horizonBelow(int timeline, long lsn) {
            return Optional.ofNullable(horizons.get(timeline))
                    .flatMap(known -> Optional.ofNullable(known.lowerEntry(lsn)))
                    .map(entry -> entry.getValue())
                    .orElse(0L);
        }

        @Override
        public boolean counted(FollowStatus status, String reader) {
            return status.trouble().isEmpty()
                    && writers.stream()
                            .filter(each -> each.volume().epoch().equals(status.epoch())
                                    && !each.process().dead())
                            .flatMap(each -> each.volume().readers().stream())
                            .anyMatch(each -> each.joining() == status.joining());
        }

        @Override
        public void note(String what) {
            world.metrics().count(what);
        }
    }
}
