package org.borealisdb.server.cli;

import java.util.concurrent.Callable;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.OpenDataFolder;
import org.borealisdb.server.role.ClusterHost;
import org.borealisdb.server.role.InstancePlace;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.RegionStores;
import org.borealisdb.volume.PreviousWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a compute instance. */
@Command(
        name = "instance",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one compute instance until it is stopped (SIGTERM or Ctrl-C).",
            "",
            "It opens the region's volume for writing and so fences whoever had it open. An instance that is fenced itself ends"
                    + " and says so.",
            "",
            "One whose role is reader in the region's file follows the first that is none, and serves what that has written."
        })
final class RunInstanceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionOption region = new RegionOption();

    @Mixin
    private AddedInstance added = new AddedInstance();

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Override
    public Integer call() throws Exception {
        RegionPlan plan = region.plan();
        Address node = region.node();
        InstancePlace place = plan.instances().stream()
                .filter(candidate -> candidate.address().equals(node))
                .findFirst()
                .or(() -> added.place(node))
                .orElseThrow(() -> region.noSuchNode("instance"));
        LogFile.use(region.logFile());
        RunningRole.RoleFiles files = new RunningRole.RoleFiles(
                region.statusFile(),
                plan.metadataFolder(),
                region.logFile(),
                ConnectionUrl.at(place.clients()),
                place.pool(),
                metrics.place(place.metricsPort()));
        return new RunningRole(node, files, spec.commandLine().getOut()).run(plan, (world, links, lifetime) -> {
            links.nodes().learn(node, place.place());
            MetadataLog metadataLog = links.log();
            ClusterHost role = ClusterHost.ofInstance(
                    place,
                    plan,
                    world,
                    links.network(),
                    metadataLog,
                    new RegionStores(world),
                    links::learn,
                    lifetime::end);
            role.open(PreviousWriter.MAY_BE_ALIVE, OpenDataFolder.readPassword(plan.passwordFile()));
            return role;
        });
    }
}
