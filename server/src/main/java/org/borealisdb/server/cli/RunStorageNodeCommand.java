package org.borealisdb.server.cli;

import java.util.concurrent.Callable;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.real.CompilerThreads;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.RegionKeys;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.RegionStores;
import org.borealisdb.server.role.StorageNodePlace;
import org.borealisdb.server.role.StorageNodeRole;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.storage.seal.CipherWarmUp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a storage node. */
@Command(
        name = "storage-node",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one storage node until it is stopped (SIGTERM or Ctrl-C).",
            "",
            "It may be killed at any moment: what it acknowledged is on its disk."
        })
final class RunStorageNodeCommand implements Callable<Integer> {
    /** Nice value: they get a tenth of what those get that do a node's work, if both want it all. */
    private static final int COMPILERS_GIVE_WAY = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionOption region = new RegionOption();

    @Mixin
    private ScrubOption scrub = new ScrubOption();

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Override
    public Integer call() throws Exception {
        RegionPlan plan = region.plan();
        Address node = region.node();
        StorageNodePlace place = plan.storageNodes().stream()
                .filter(candidate -> candidate.address().equals(node))
                .findFirst()
                .orElseThrow(() -> region.noSuchNode("storage node"));
        LogFile.use(region.logFile());
        RunningRole.RoleFiles files = new RunningRole.RoleFiles(
                region.statusFile(),
                place.folder(),
                region.logFile(),
                "",
                ByteSize.ZERO,
                metrics.place(place.metricsPort()));
        return new RunningRole(node, files, spec.commandLine().getOut()).run(plan, (world, links, _) -> {
            StorageNodeRole role = new StorageNodeRole(
                    place,
                    world,
                    new RegionKeys(plan, world).service(),
                    links.network(),
                    StorageSettings.standard().withScrubEvery(scrub.every()),
                    new RegionStores(world).ofNodes(plan));
            if (!role.open()) {
                throw new RegionProblemException(
                        node + " cannot start: " + role.health().reason());
            }
            // Whoever waits for an acknowledgement waits for six nodes' compilers otherwise, if they share processors.
            CompilerThreads.giveWay(COMPILERS_GIVE_WAY);
            world.tasks().start("cipher warm-up", TaskKind.BACKGROUND, CipherWarmUp::run);
            return role;
        });
    }
}
