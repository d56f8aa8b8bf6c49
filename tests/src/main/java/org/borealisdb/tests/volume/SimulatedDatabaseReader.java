package org.borealisdb.tests.volume;

import java.util.Optional;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.PageWitness;
import org.borealisdb.engine.table.Indexing;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.memory.ArenaPageMemory;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.stream.FollowedVolume;

/** A reader of the bank, which follows whoever writes, and looks all the time whether what it sees adds up. It lives as long as the run. */
final class SimulatedDatabaseReader {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final int FRAMES = 64;
    private static final int LOG_BYTES = 2 << 20;
    private static final int ROUND = 16 << 10;
    private static final int OBSERVERS = 2;

    private final SimulatedWorld world;
    private final VolumeId id;
    private final BankLedger ledger;
    private final String name;
    private final SimulatedInstance instance;
    private final VolumeClient client;
    private Optional<FollowedVolume> followed = Optional.empty();
    private Optional<Database> database = Optional.empty();

    SimulatedDatabaseReader(SimulatedWorld world, SimulatedRegion region, VolumeId id, BankLedger ledger, String name) {
        this.world = world;
        this.id = id;
        this.ledger = ledger;
        this.name = name;
        this.instance = new SimulatedInstance(world, region, name);
        this.client = instance.client(LOG_BYTES, LOG_BYTES, ROUND);
    }

    /** Follows the writer at {@code writer} from now on; begins to, if it could not before. Does not wait. */
    void follow(Address writer) {
        if (followed.isPresent()) {
            followed.get().followAt(writer);
            return;
        }
        instance.process().tasks().start("opening of " + name, TaskKind.SESSION, () -> open(writer));
    }

    private void open(Address writer) {
        try {
            FollowedVolume volume = client.follow(id, writer, name);
            BufferPool pool = new BufferPool(
                    volume,
                    instance.process().tasks(),
                    new ArenaPageMemory(),
                    instance.process().metrics(),
                    PageWitness.NONE,
                    FRAMES,
                    FRAMES);
            Database opened = Database.follow(
                    pool,
                    instance.process().clock(),
                    DatabaseSettings.DEFAULT,
                    (_, _, _) -> (_, _, _, _) -> Indexing.ABSENT);
            volume.start(opened.follower());
            followed = Optional.of(volume);
            database = Optional.of(opened);
            for (int observer = 0; observer < OBSERVERS; observer++) {
                instance.process().tasks().start("observer of " + name, TaskKind.SESSION, () -> observe(opened));
            }
        } catch (OperationException e) {
            world.metrics().count("reader.opening.failed");
        }
    }

    private void observe(Database opened) {
        Workspace workspace = opened.newWorkspace();
        while (true) {
            instance.process().tasks().sleep(15 * MILLISECOND);
            look(opened, workspace, false);
        }
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
