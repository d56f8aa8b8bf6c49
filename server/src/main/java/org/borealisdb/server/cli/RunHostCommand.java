package org.borealisdb.server.cli;

import java.util.concurrent.Callable;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.server.host.HostAgent;
import org.borealisdb.server.role.HostPlace;
import org.borealisdb.server.role.RegionPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the agent of a machine. */
@Command(
        name = "host",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the agent of a machine until it is stopped (SIGTERM or Ctrl-C): it starts all nodes that the region's file has there, and starts again what has ended.",
            "",
            "It runs instances too that are added with ./borealis instance add, or by the control plane when the writer is gone and there is no reader.",
            "",
            "Stopped, it stops its nodes first. Killed, it leaves them running, and finds them when it is started again."
        })
final class RunHostCommand implements Callable<Integer> {
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
        HostPlace place = plan.services().hosts().stream()
                .filter(candidate -> candidate.agent().equals(node))
                .findFirst()
                .orElseThrow(() -> region.noSuchNode("host"));
        LogFile.use(region.logFile());
        RunningRole.RoleFiles files = new RunningRole.RoleFiles(
                region.statusFile(),
                plan.metadataFolder(),
                region.logFile(),
                "",
                ByteSize.ZERO,
                metrics.place(place.metricsPort()));
        return new RunningRole(node, files, spec.commandLine().getOut()).run(plan, (world, links, _) -> {
            HostAgent agent = new HostAgent(
                    place, plan, region.file(), OwnProgram::command, AddedInstance::arguments, world, links.log());
            agent.open();
            return agent;
        });
    }
}
