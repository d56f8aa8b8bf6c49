package org.borealisdb.tests.volume;

import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.volume.VolumeClient;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.stream.StreamSettings;

/** A process that opens the volume, and is given up if that takes too long. Starts when it is made. */
final class SimulatedInstance {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final long HISTORY_BYTES = 512 << 10;

    private final SimulatedWorld world;
    private final SimulatedRegion region;
    private final Address address;
    private final SimulatedHost.LiveProcess process;

    SimulatedInstance(SimulatedWorld world, SimulatedRegion region, String name) {
        this.world = world;
        this.region = region;
        this.address = new Address(name);
        this.process = world.host(name).start();
    }

    Address address() {
        return address;
    }

    SimulatedHost.LiveProcess process() {
        return process;
    }

    /**
     * Its client of the volume. Leases, patience and time-outs are shorter than in production, so that openings do not make up most of a run.
     *
     * @param allocationLimit bytes that the log may run ahead of VDL, and that are kept for segments that lack them
     * @param logBuffer       bytes of log that may wait to be sent
     * @param round           bytes of log sent at once
     */
    VolumeClient client(int allocationLimit, int logBuffer, int round) {
        Endpoint metadata = process.network().bind(new Address(address.name() + "-metadata"), new NoMessages());
        VolumeSettings settings = new VolumeSettings(
                "a",
                region::homes,
                allocationLimit,
                logBuffer,
                allocationLimit,
                2,
                round,
                120 * MILLISECOND,
                10 * MILLISECOND,
                30 * MILLISECOND,
                25 * MILLISECOND,
                100 * MILLISECOND,
                3 * SECOND,
                5 * SECOND,
                40 * MILLISECOND,
                region.historyNanos(),
                HISTORY_BYTES,
                new StreamSettings(
                        3,
                        2L * logBuffer,
                        MILLISECOND / 5,
                        20 * MILLISECOND,
                        5 * MILLISECOND,
                        300 * MILLISECOND,
                        600 * MILLISECOND));
        return new VolumeClient(
                address,
                process.tasks(),
                process.clock(),
                process.network(),
                process.random(),
                process.metrics(),
                MetadataService.client(metadata),
                settings);
    }

    /**
     * Runs {@code opening} in the process, and waits until it has ended, the process is dead, or {@code patience} nanoseconds have passed.
     *
     * @return whether it has ended; if not, it goes on, until the process is crashed
     */
    boolean open(Runnable opening, long patience) {
        Task task = process.tasks().start("opening", TaskKind.SESSION, opening);
        long until = world.scheduler().now() + patience;
        while (!task.done() && !process.dead() && world.scheduler().now() < until) {
            task.join(Math.min(until - world.scheduler().now(), 10 * MILLISECOND));
        }
        world.checkNothingEscaped();
        return task.done();
    }

    void crash() {
        world.host(address.name()).crash();
    }
}
