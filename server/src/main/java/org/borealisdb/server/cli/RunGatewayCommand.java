package org.borealisdb.server.cli;

import java.util.concurrent.Callable;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.GatewayPlace;
import org.borealisdb.server.role.GatewayRole;
import org.borealisdb.server.role.RegionPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a gateway. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a gateway until it is stopped (SIGTERM or Ctrl-C): one place leads to whoever writes, another to the readers in turn, more to custom endpoints and instances if the region's file gives it places for these. It answers their names if that says so.",
            "",
            "The control plane tells it who is what, so the region's file must name one."
        })
final class RunGatewayCommand implements Callable<Integer> {
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
        GatewayPlace place = plan.services().gateways().stream()
                .filter(candidate -> candidate.node().address().equals(node))
                .findFirst()
                .orElseThrow(() -> region.noSuchNode("gateway"));
        if (plan.services().controlPlane().isEmpty()) {
            throw new RegionProblemException("a gateway needs a control plane, and the region's file names none");
        }
        LogFile.use(region.logFile());
        RunningRole.RoleFiles files = new RunningRole.RoleFiles(
                region.statusFile(),
                plan.metadataFolder(),
                region.logFile(),
                ConnectionUrl.at(place.writer()),
                ByteSize.ZERO,
                metrics.place(place.node().metricsPort()));
        return new RunningRole(node, files, spec.commandLine().getOut()).run(plan, (world, region, _) -> {
            GatewayRole role = new GatewayRole(place, plan, world, region.network(), region.log());
            role.open();
            return role;
        });
    }
}
