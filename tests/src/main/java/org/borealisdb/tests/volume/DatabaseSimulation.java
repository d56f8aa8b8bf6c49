package org.borealisdb.tests.volume;

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
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.VolumeSettings;

/**
 * One run of a whole database, from one seed: the engine on the volume's client on six storage nodes, under the same faults as {@link VolumeSimulation},
 * with sessions that transfer money between accounts ({@link Bank}).
 */
public final class DatabaseSimulation {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final VolumeId VOLUME = new VolumeId(9);
    private static final int COMMITS = 60;
    private static final int MIN_OPENINGS = 2;
    private static final int FRAMES = 64;
    private static final int ALLOCATION_LIMIT = 4 << 20;
    private static final int LOG_BUFFER = 2 << 20;

    private final long seed;
    private final SimulatedWorld world;
    private final SplittableRandom random;
    private final SimulatedRegion region;
    private final Nemesis nemesis;
    private final BankLedger ledger = new BankLedger();
    private int writers;
    private int openings;

    public DatabaseSimulation(long seed) {
        this.seed = seed;
        this.world = new SimulatedWorld(seed, 5_000_000, 600 * SECOND);
        this.random = world.newRandom();
        this.region = new SimulatedRegion(world, StorageSettings.tiny());
        this.nemesis = new Nemesis(world, region, world.newRandom());
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
            checkNoViolation();
        } catch (AssertionError e) {
            throw new AssertionError("database seed " + seed + ": " + e.getMessage(), e);
        }
        world.metrics().counter("simulation.steps").add(world.scheduler().steps());
        world.metrics().counter("simulation.commits").add(ledger.commits());
        return world.metrics().values();
    }

    private void main() {
        MetadataService.start(world.host("metadata").start().network());
        region.startAll();
        Instance creator = new Instance("creator");
        creator.process
                .tasks()
                .start(
                        "create",
                        TaskKind.SESSION,
                        () -> creator.client().create(VOLUME, new Geometry(1024), region.members()))
                .join();
        checkNoViolation();
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
        writers++;
        Instance instance = new Instance("instance-" + writers);
        nemesis.target(instance.address);
        Task opening = instance.process.tasks().start("opening", TaskKind.SESSION, instance::open);
        long giveUp = world.scheduler().now() + (last ? 30 : 3) * SECOND;
        while (!opening.done() && !instance.process.dead() && world.scheduler().now() < giveUp) {
            opening.join(10 * MILLISECOND);
        }
        checkNoViolation();
        PageModel.check(
                !last || instance.bank.isPresent(),
                "with everything mended, the database does not open" + region.describe());
        if (instance.bank.isPresent()) {
            openings++;
            nemesis.working(Optional.of(() -> {}));
            int target = ledger.commits() + 5 + random.nextInt(30);
            giveUp = world.scheduler().now() + random.nextLong(300, 3_000) * MILLISECOND;
            while (ledger.commits() < target
                    && !instance.process.dead()
                    && world.scheduler().now() < giveUp) {
                world.scheduler().sleep(10 * MILLISECOND);
                checkNoViolation();
            }
            nemesis.working(Optional.empty());
        }
        if (!last && random.nextInt(4) == 0) {
            world.metrics().count("writer.left.alive");
        } else {
            world.host(instance.address.name()).crash();
        }
    }

    private VolumeSettings volumeSettings() {
        return new VolumeSettings(
                "a",
                _ -> region.members(),
                ALLOCATION_LIMIT,
                LOG_BUFFER,
                ALLOCATION_LIMIT,
                2,
                16 << 10,
                120 * MILLISECOND,
                10 * MILLISECOND,
                30 * MILLISECOND,
                25 * MILLISECOND,
                100 * MILLISECOND,
                3 * SECOND,
                5 * SECOND,
                40 * MILLISECOND);
    }

    private void checkNoViolation() {
        if (!world.escapes().isEmpty()) {
            throw new AssertionError("escaped from a task: " + world.escapes().getFirst());
        }
    }

    /** A process with a database. */
    private final class Instance {
        final Address address;
        final SimulatedHost.LiveProcess process;
        final SplittableRandom own = random.split();
        Optional<Bank> bank = Optional.empty();

        Instance(String name) {
            address = new Address(name);
            process = world.host(name).start();
        }

        VolumeClient client() {
            Endpoint metadata = process.network().bind(new Address(address.name() + "-metadata"), new NoMessages());
            return new VolumeClient(
                    address,
                    process.tasks(),
                    process.clock(),
                    process.network(),
                    process.random(),
                    process.metrics(),
                    MetadataService.client(metadata),
                    volumeSettings());
        }

        void open() {
            try {
                Volume volume = client().open(VOLUME);
                BufferPool pool = new BufferPool(
                        volume,
                        process.tasks(),
                        new ArenaPageMemory(),
                        process.metrics(),
                        PageWitness.NONE,
                        FRAMES,
                        FRAMES);
                Database database = new Database(
                        pool, process.clock(), DatabaseSettings.DEFAULT, (_, _, _) -> (_, _, _, _) -> Indexing.ABSENT);
                database.maintenance().start();
                Bank opened = Bank.open(database, ledger);
                for (int session = 0; session < 3; session++) {
                    SplittableRandom sessions = own.split();
                    process.tasks()
                            .start("session " + session, TaskKind.SESSION, () -> transfers(database, opened, sessions));
                }
                process.tasks().start("observer", TaskKind.SESSION, () -> observe(database, opened));
                bank = Optional.of(opened);
            } catch (OperationException | PoolFailedException e) {
                world.metrics().count("opening.failed");
            }
        }

        private void transfers(Database database, Bank opened, SplittableRandom random) {
            Workspace workspace = database.newWorkspace();
            while (true) {
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
