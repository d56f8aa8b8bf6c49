package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.PageWitness;
import org.borealisdb.engine.buffer.PoolFailedException;
import org.borealisdb.engine.table.Indexing;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.memory.ArenaPageMemory;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;

/**
 * One run of a whole database, from one seed: the engine on the volume's client on six storage nodes, under the same faults as {@link VolumeSimulation},
 * with sessions that transfer money between accounts ({@link Bank}). There may be readers, which follow whoever writes, and must see balances that add up as well.
 */
public final class DatabaseSimulation {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final VolumeId VOLUME = new VolumeId(9);
    private static final int COMMITS = 60;
    private static final int MIN_OPENINGS = 2;
    private static final int FRAMES = 64;
    static final int ALLOCATION_LIMIT = 4 << 20;
    static final int LOG_BUFFER = 2 << 20;
    static final int ROUND = 16 << 10;

    private final long seed;
    private final SimulatedWorld world;
    private final SplittableRandom random;
    private final SimulatedRegion region;
    private final Nemesis nemesis;
    private final BankLedger ledger = new BankLedger();
    private final List<SimulatedDatabaseReader> readers = new ArrayList<>();
    private final int readerCount;
    private int writers;
    private int readersMade;
    private int openings;

    public DatabaseSimulation(long seed) {
        this(seed, 0);
    }

    /** The same with so many readers. */
    public DatabaseSimulation(long seed, int readerCount) {
        this.seed = seed;
        this.readerCount = readerCount;
        this.world = new SimulatedWorld(seed, 5_000_000, 600 * SECOND);
        this.random = world.newRandom();
        this.region = new SimulatedRegion(world, StorageSettings.tiny(), random.nextInt(2), 0, random.nextBoolean());
        this.nemesis = new Nemesis(world, region, VOLUME, world.newRandom());
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
            throw new AssertionError("database seed " + seed + ": " + e.getMessage(), e);
        }
        world.metrics().counter("simulation.steps").add(world.scheduler().steps());
        world.metrics().counter("simulation.commits").add(ledger.commits());
        return world.metrics().values();
    }

    private void main() {
        region.startAll();
        Opener creator = new Opener("creator");
        creator.process
                .tasks()
                .start(
                        "create",
                        TaskKind.SESSION,
                        () -> creator.client()
                                .create(
                                        VOLUME,
                                        new Geometry(1024),
                                        region.homes(0),
                                        VolumeSimulation.mix(seed),
                                        region.firstKeys()))
                .join();
        world.checkNothingEscaped();
        nemesis.startHealing();
        world.host("nemesis").start().tasks().start("nemesis", TaskKind.BACKGROUND, nemesis::run);
        while (ledger.commits() < COMMITS || openings < MIN_OPENINGS) {
            period(false);
            PageModel.check(world.scheduler().now() < 300 * SECOND, "nothing is committed" + region.describe());
        }
        nemesis.end();
        period(true);
    }

    /** An instance opens the database, checks it and works for a while; then it is killed. */
    private void period(boolean last) {
        Opener opener = nextOpener();
        nemesis.target(opener.instance.address());
        opener.instance.open(opener::open, (last ? 30 : 3) * SECOND);
        PageModel.check(
                !last || opener.bank.isPresent(),
                "with everything mended, the database does not open" + region.describe());
        if (opener.bank.isPresent()) {
            openings++;
            startReaders(opener);
            nemesis.working(Optional.of(() -> {}));
            int target = ledger.commits() + 5 + random.nextInt(30);
            long giveUp = world.scheduler().now() + random.nextLong(300, 3_000) * MILLISECOND;
            while (ledger.commits() < target
                    && !opener.process.dead()
                    && world.scheduler().now() < giveUp) {
                world.scheduler().sleep(10 * MILLISECOND);
                world.checkNothingEscaped();
            }
            nemesis.working(Optional.empty());
            if (last && readerCount > 0) {
                opener.rest();
                long durable = opener.volume.orElseThrow().vdl();
                readers.forEach(reader -> reader.checkCaughtUp(opener.instance.address(), durable));
            }
        }
        if (!last && random.nextInt(4) == 0) {
            world.metrics().count("writer.left.alive");
        } else {
            opener.instance.crash();
        }
    }

    /** A reader that is to be promoted, or a new instance. */
    private Opener nextOpener() {
        List<SimulatedDatabaseReader> ready = readers.stream()
                .filter(reader ->
                        reader.follows() && !reader.instance().process().dead())
                .toList();
        if (!ready.isEmpty() && random.nextBoolean()) {
            SimulatedDatabaseReader chosen = ready.get(random.nextInt(ready.size()));
            readers.remove(chosen);
            return new Opener(chosen);
        }
        writers++;
        return new Opener("instance-" + writers);
    }

    private void startReaders(Opener writer) {
        while (readers.size() < readerCount) {
            readers.add(new SimulatedDatabaseReader(world, region, VOLUME, ledger, "reader-" + readersMade));
            readersMade++;
        }
        readers.forEach(reader -> reader.follow(writer.instance.address()));
    }

    /** An instance, and the database that it opens. */
    private final class Opener {
        final SimulatedInstance instance;
        final SimulatedHost.LiveProcess process;
        final SplittableRandom own = random.split();
        private final Optional<SimulatedDatabaseReader> reader;
        Optional<Bank> bank = Optional.empty();
        Optional<Volume> volume = Optional.empty();
        private final List<Task> sessions = new ArrayList<>();
        private boolean resting;

        Opener(String name) {
            instance = new SimulatedInstance(world, region, name);
            process = instance.process();
            reader = Optional.empty();
        }

        Opener(SimulatedDatabaseReader promoted) {
            instance = promoted.instance();
            process = instance.process();
            reader = Optional.of(promoted);
        }

        VolumeClient client() {
            return instance.client(ALLOCATION_LIMIT, LOG_BUFFER, ROUND);
        }

        private BufferPool openPool() {
            if (reader.isPresent()) {
                return reader.get().promote();
            }
            return new BufferPool(
                    client().open(VOLUME),
                    process.tasks(),
                    new ArenaPageMemory(),
                    process.metrics(),
                    PageWitness.NONE,
                    FRAMES,
                    FRAMES);
        }

        void open() {
            try {
                BufferPool pool = openPool();
                Database database = new Database(
                        pool,
                        process.clock(),
                        DatabaseSettings.DEFAULT,
                        (_, _, _, _) -> (_, _, _, _) -> Indexing.ABSENT);
                database.maintenance().start();
                Bank opened = Bank.open(database, ledger);
                for (int session = 0; session < 3; session++) {
                    SplittableRandom choices = own.split();
                    sessions.add(process.tasks()
                            .start("session " + session, TaskKind.SESSION, () -> transfers(database, opened, choices)));
                }
                process.tasks().start("observer", TaskKind.SESSION, () -> observe(database, opened));
                volume = Optional.of(pool.volume());
                bank = Optional.of(opened);
            } catch (OperationException | PoolFailedException e) {
                world.metrics().count("opening.failed");
            }
        }

        /** Lets the sessions end what they are doing, and do no more. */
        void rest() {
            resting = true;
            sessions.forEach(Task::join);
        }

        private void transfers(Database database, Bank opened, SplittableRandom random) {
            Workspace workspace = database.newWorkspace();
            while (!resting) {
                process.tasks().sleep(random.nextLong(12 * MILLISECOND));
                try {
                    opened.transfer(workspace, random);
                } catch (SqlException e) {
                    world.metrics().count("sql." + e.code());
                    if (e.code().endsSession()) {
                        return;
                    }
                } catch (OperationException | PoolFailedException e) {
                    world.metrics().count("session.ended");
                    return;
                }
            }
        }

        private void observe(Database database, Bank opened) {
            Workspace workspace = database.newWorkspace();
            while (true) {
                process.tasks().sleep(40 * MILLISECOND);
                try {
                    opened.check(workspace, false);
                } catch (SqlException e) {
                    if (!e.code().endsSession()) {
                        throw e;
                    }
                    return;
                } catch (OperationException | PoolFailedException e) {
                    return;
                }
            }
        }
    }
}
