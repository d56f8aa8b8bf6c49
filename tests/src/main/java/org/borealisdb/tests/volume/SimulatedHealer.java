package org.borealisdb.tests.volume;

import java.util.List;
import java.util.function.Supplier;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.volume.healing.Healer;
import org.borealisdb.volume.healing.HealingSettings;
import org.borealisdb.volume.healing.Orders;

/** A process that heals the volume, which may be crashed and started again like any other. */
final class SimulatedHealer {
    private static final long INTERVAL_NANOS = 60_000_000;
    private static final int MOST_CHANGES = 2;
    private static final int KEPT_BYTES = 32 << 10;

    private final SimulatedWorld world;
    private final SimulatedRegion region;
    private final VolumeId volume;
    private final String name;
    private final long suspectAfterNanos;
    private final Supplier<Orders> orders;

    /**
     * A healer that does not run yet.
     *
     * @param orders what an operator decided about nodes, which may change at any time
     */
    SimulatedHealer(
            SimulatedWorld world,
            SimulatedRegion region,
            VolumeId volume,
            String name,
            long suspectAfterNanos,
            Supplier<Orders> orders) {
        this.world = world;
        this.region = region;
        this.volume = volume;
        this.name = name;
        this.suspectAfterNanos = suspectAfterNanos;
        this.orders = orders;
    }

    /** Starts the process, unless it runs. */
    void start() {
        if (world.host(name).running()) {
            return;
        }
        SimulatedInstance instance = new SimulatedInstance(world, region, name);
        Healer healer = instance.client(KEPT_BYTES, KEPT_BYTES, KEPT_BYTES / 2)
                .healer(
                        volume,
                        new HealingSettings(INTERVAL_NANOS, suspectAfterNanos, 2 * suspectAfterNanos, MOST_CHANGES),
                        () -> List.copyOf(region.nodes()),
                        orders,
                        _ -> {});
        instance.process().tasks().start("healer", TaskKind.BACKGROUND, healer::run);
    }

    void crash() {
        world.host(name).crash();
    }
}
