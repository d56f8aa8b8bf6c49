package org.borealisdb.tests.volume;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.PageWitness;
import org.borealisdb.engine.table.Indexing;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.memory.ArenaPageMemory;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.TakenOver;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.stream.FollowedVolume;

/** A reader of the bank, which follows whoever writes, and looks all the time whether what it sees adds up. It lives as long as the run, or until it is promoted. */
final class SimulatedDatabaseReader {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final int FRAMES = 64;
    private static final int OBSERVERS = 2;

    private final SimulatedWorld world;
    private final VolumeId id;
    private final BankLedger ledger;
    private final String name;
    private final SimulatedInstance instance;
    private final VolumeClient client;
    private Optional<FollowedVolume> followed = Optional.empty();
    private Optional<Database> database = Optional.empty();
    private Optional<BufferPool> pool = Optional.empty();
    private Optional<Task> opening = Optional.empty();
    private final List<Task> observers = new ArrayList<>();
    private boolean promoted;

    SimulatedDatabaseReader(SimulatedWorld world, SimulatedRegion region, VolumeId id, BankLedger ledger, String name) {
        this.world = world;
        this.id = id;
        this.ledger = ledger;
        this.name = name;
        this.instance = new SimulatedInstance(world, region, name);
        this.client = instance.client(
                DatabaseSimulation.ALLOCATION_LIMIT, DatabaseSimulation.LOG_BUFFER, DatabaseSimulation.ROUND);
    }

    /** Follows the writer at {@code writer} from now on; begins to, if it could not before. Does not wait. */
    void follow(Address writer) {
        if (followed.isPresent()) {
            followed.get().followAt(writer);
            return;
        }
        if (opening.filter(task -> !task.done()).isEmpty()) {
            opening = Optional.of(
                    instance.process().tasks().start("opening of " + name, TaskKind.SESSION, () -> open(writer)));
        }
    }

    private void open(Address writer) {
        Optional<FollowedVolume> joined = Optional.empty();
        try {
            FollowedVolume volume = client.follow(id, writer, name);
            joined = Optional.of(volume);
            BufferPool made = new BufferPool(
                    volume,
                    instance.process().tasks(),
                    new ArenaPageMemory(),
                    instance.process().metrics(),
                    PageWitness.NONE,
                    FRAMES,
                    FRAMES);
            Database opened = Database.follow(
                    made,
                    instance.process().clock(),
                    DatabaseSettings.DEFAULT,
                    (_, _, _, _) -> (_, _, _, _) -> Indexing.ABSENT);
            volume.start(opened.follower());
            followed = Optional.of(volume);
            pool = Optional.of(made);
            database = Optional.of(opened);
            for (int observer = 0; observer < OBSERVERS; observer++) {
                observers.add(instance.process()
                        .tasks()
                        .start("observer of " + name, TaskKind.SESSION, () -> observe(opened)));
            }
        } catch (OperationException e) {
            world.metrics().count("reader.opening.failed");
            joined.ifPresent(FollowedVolume::close);
        }
    }

    private void observe(Database opened) {
        Workspace workspace = opened.newWorkspace();
        while (!promoted) {
            instance.process().tasks().sleep(15 * MILLISECOND);
            look(opened, workspace, false);
        }
    }

    /** True if it follows, and so can be promoted. */
    boolean follows() {
        return database.isPresent();
    }

    SimulatedInstance instance() {
        return instance;
    }

    /**
     * Ends following, and opens the volume for writing, with what is cached. Waits; by a task of its process.
     *
     * @throws OperationException if it cannot
     */
    BufferPool promote() {
        promoted = true;
        observers.forEach(Task::join);
        TakenOver taken = client.takeOver(followed.orElseThrow(), PreviousWriter.MAY_BE_ALIVE);
        BufferPool given = pool.orElseThrow().promote(taken);
        int cached = checkPages(taken.volume(), given);
        world.metrics().counter("reader.promoted.pages").add(cached);
        world.metrics()
                .counter("reader.promoted.outdated")
                .add(taken.outdated().map(Set::size).orElse(0));
        world.metrics().count(taken.outdated().isPresent() ? "reader.promoted.warm" : "reader.promoted.cold");
        PageModel.check(taken.outdated().isPresent() || cached == 0, name + " has kept pages");
        return given;
    }

    /** Compares what is cached with what storage has; how many pages that are. */
    private static int checkPages(Volume volume, BufferPool pool) {
        MemorySegment stored = MemorySegment.ofArray(new byte[Page.BYTES]);
        int cached = 0;
        long pages = (long) volume.groups() * volume.geometry().pagesPerGroup();
        for (long page = 0; page < pages; page++) {
            int frame = pool.pinCached(page);
            if (frame < 0) {
                continue;
            }
            cached++;
            volume.readPage(page, stored, 0);
            long lsn = Page.lsn(pool.memory(), pool.at(frame));
            PageModel.check(
                    lsn == Page.lsn(stored, 0),
                    "page " + page + " is cached as of LSN " + lsn + ", and is at LSN " + Page.lsn(stored, 0) + " at "
                            + volume.openedAt());
            PageModel.check(
                    MemorySegment.mismatch(
                                    pool.memory(), pool.at(frame), pool.at(frame) + Page.BYTES, stored, 0, Page.BYTES)
                            == -1,
                    "page " + page + " is cached with other bytes than are stored");
            pool.unpin(frame);
        }
        return cached;
    }

    /** Looks at the bank once; false if that was not possible. */
    private boolean look(Database opened, Workspace workspace, boolean complete) {
        try {
            Optional<Bank> bank = Bank.seen(opened, ledger);
            bank.ifPresent(seen -> seen.check(workspace, complete));
            world.metrics().count("reader.looks");
            return bank.isPresent();
        } catch (SqlException e) {
            PageModel.check(e.code() == ErrorCode.SERIALIZATION_FAILURE, name + ": " + e.getMessage());
            world.metrics().count("reader.views.ended");
        } catch (OperationException e) {
            world.metrics().count("reader.looks.failed");
        }
        return false;
    }

    /** With everything mended: the reader comes to see everything that was acknowledged, which is durable at {@code durable}. */
    void checkCaughtUp(Address writer, long durable) {
        long until = world.scheduler().now() + 60 * SECOND;
        instance.process()
                .tasks()
                .start("last look of " + name, TaskKind.SESSION, () -> {
                    opening.ifPresent(Task::join);
                    if (database.isEmpty()) {
                        open(writer);
                    }
                    PageModel.check(database.isPresent(), name + " could not begin to follow");
                    Workspace workspace = database.get().newWorkspace();
                    PageModel.check(
                            followed.orElseThrow().waitForApplied(durable, 60 * SECOND),
                            name + " does not come to " + durable + ": " + followed.map(FollowedVolume::following));
                    while (!look(database.get(), workspace, true)) {
                        PageModel.check(
                                world.scheduler().now() < until,
                                name + " sees nothing: " + followed.map(FollowedVolume::following));
                        instance.process().tasks().sleep(100 * MILLISECOND);
                    }
                })
                .join();
        world.checkNothingEscaped();
    }
}
