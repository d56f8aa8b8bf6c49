package org.borealisdb.server.role;

import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.node.FleetListener;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.RegionProblemException;

/** Asks for a new instance when the writer is gone and there is no reader, if there are host agents that could run it. For one node of the control plane. */
final class Replenishing implements FleetListener {
    private static final System.Logger LOG = System.getLogger(Replenishing.class.getName());

    /** An instance that was asked for has so long to be there, before another one is. */
    private static final long PATIENCE_MILLIS = 60_000;

    private final boolean possible;
    private final RealWorld world;
    private final InstanceRegistry registry;
    private final Consumer<InstanceReport> learns;

    /**
     * One that has asked for nothing.
     *
     * @param learns told where instances are
     */
    Replenishing(RegionPlan plan, RealWorld world, MetadataLog log, Consumer<InstanceReport> learns) {
        this.possible = plan.services().runsMore();
        this.world = world;
        this.registry = new InstanceRegistry(log);
        this.learns = learns;
    }

    @Override
    public void heardOf(InstanceReport report) {
        learns.accept(report);
    }

    @Override
    public void wantsInstance(String why) {
        if (!possible) {
            return;
        }
        long now = world.clock().wallMicros() / 1_000;
        List<InstanceRecord> all = registry.all();
        boolean coming = all.stream().anyMatch(record -> now - record.createdMillis() < PATIENCE_MILLIS);
        if (coming || all.size() >= InstanceRegistry.MOST) {
            return;
        }
        String name = freeName();
        try {
            registry.add(
                    InstanceRecord.wanted(name, world.random().nextLong(), 0, now, "", InstanceRecord.STANDARD_TIER));
            LOG.log(
                    System.Logger.Level.WARNING,
                    "asked for a new instance, {0}: {1}, and there is no reader",
                    name,
                    why);
        } catch (RegionProblemException taken) {
            // Another node of the control plane has asked for it.
            world.metrics().count("controlplane.instance-asked-twice");
        }
    }

    private String freeName() {
        int number = 1;
        while (registry.last("instance-" + number)
                .filter(record -> !record.gone())
                .isPresent()) {
            number++;
        }
        return "instance-" + number;
    }
}
