package org.borealisdb.server.cli;

import java.util.concurrent.Callable;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.server.role.ControlPlaneRole;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.ServicePlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a node of the control plane. */
@Command(
        name = "control-plane",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one node of the control plane until it is stopped (SIGTERM or Ctrl-C).",
            "",
            "It hears from all instances, and makes a reader the writer when the writer is gone. Reads and writes never wait for it.",
            "",
            "With a folder in the region's file it keeps a copy of the metadata log: alone, or with two others, of which any one may be away. New ones begin when all have met once."
        })
final class RunControlPlaneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionOption region = new RegionOption();

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Override
    public Integer call() throws Exception {
        RegionPlan plan = region.plan();
        Address node = region.node();
        ServicePlace place = plan.services().controlPlane().stream()
                .filter(candidate -> candidate.address().equals(node))
                .findFirst()
                .orElseThrow(() -> region.noSuchNode("node of the control plane"));
        LogFile.use(region.logFile());
        RunningRole.RoleFiles files = new RunningRole.RoleFiles(
                region.statusFile(),
                plan.metadataFolder(),
                region.logFile(),
                "",
                ByteSize.ZERO,
                metrics.place(place.metricsPort()));
        return new RunningRole(node, files, spec.commandLine().getOut()).run(plan, (world, links, lifetime) -> {
            ControlPlaneRole role =
                    new ControlPlaneRole(place, plan, world, links.network(), links::learn, lifetime::end);
            role.open();
            return role;
        });
    }
}
