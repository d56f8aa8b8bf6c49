package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.volume.healing.LeavingNodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes storage nodes out for maintenance: others of their zones take over what they hold. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = {
            "Has other storage nodes of the same zone take over everything that these nodes hold, one copy of a group at a time, while"
                    + " the database is used, and waits until they hold nothing and may be stopped.",
            "",
            "A node that was drained gets nothing any more until --undo. Ctrl-C ends the waiting, not the draining."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It can't be done, or not be told.", "2:Wrong usage."})
final class DrainCommand implements Callable<Integer> {
    private static final long POLL_NANOS = 200_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @Parameters(paramLabel = "NODE", arity = "1..*", description = "Storage nodes, such as storage-a1.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--undo", description = "They may hold segments again.")
    private boolean undo;

    @Option(names = "--no-wait", description = "Only asks for it.")
    private boolean noWait;

    @Override
    public Integer call() throws IOException {
        RegionPlan plan = region.plan();
        List<Address> nodes = named(plan);
        PrintWriter out = spec.commandLine().getOut();
        try (RealWorld world = RealWorld.create(DrainCommand::taskFailed);
                RegionLog opened = RegionLog.of(plan, world)) {
            MetadataLog log = opened.log();
            LeavingNodes leaving = new LeavingNodes(log);
            if (undo) {
                SortedSet<Address> left = leaving.remove(nodes);
                out.println(String.join(", ", names) + " may hold segments again."
                        + (left.isEmpty() ? "" : " Still leaving: " + left + "."));
                return ExitCode.OK;
            }
            checkRoom(plan, nodes, leaving.read());
            leaving.add(nodes);
            if (!region.mayRun()) {
                out.println("The region does not run. When it does, others will take over what they hold.");
            } else if (!noWait) {
                await(log, nodes, world, out);
            }
        }
        return ExitCode.OK;
    }

    /** Only here is the log touched: every command is made at each start, before it is known where to log. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(DrainCommand.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    private List<Address> named(RegionPlan plan) {
        List<Address> known = plan.storageMembers().stream().map(Member::node).toList();
        List<Address> nodes = new ArrayList<>();
        for (String name : names) {
            Optional<Address> node =
                    known.stream().filter(each -> each.name().equals(name)).findFirst();
            nodes.add(node.orElseThrow(
                    () -> new RegionProblemException("there is no storage node " + name + "; there are " + known)));
        }
        return nodes;
    }

    /** Each zone keeps as many nodes as it holds copies of a group. */
    private static void checkRoom(RegionPlan plan, List<Address> nodes, SortedSet<Address> leaving) {
        plan.storageByZone().forEach((zone, places) -> {
            long staying = places.stream()
                    .filter(place -> !nodes.contains(place.address()) && !leaving.contains(place.address()))
                    .count();
            boolean concerned = places.stream().anyMatch(place -> nodes.contains(place.address()));
            if (concerned && staying < RegionPlan.COPIES_PER_ZONE) {
                throw new RegionProblemException("zone " + zone + " would have " + staying
                        + " storage nodes left, and needs " + RegionPlan.COPIES_PER_ZONE
                        + ": add one first (start --nodes-per-zone, or region.yaml)");
            }
        });
    }

    private static void await(MetadataLog log, List<Address> nodes, RealWorld world, PrintWriter out) {
        long told = -1;
        while (true) {
            long held = held(log, nodes);
            if (held != told) {
                out.println(
                        held == 0
                                ? "They hold nothing and may be stopped."
                                : "They hold " + held + (held == 1 ? " segment" : " segments") + " still ...");
                out.flush();
                told = held;
            }
            if (held == 0) {
                return;
            }
            world.tasks().sleep(POLL_NANOS);
        }
    }

    /** Segments on these nodes, by what is decided. */
    private static long held(MetadataLog log, List<Address> nodes) {
        long held = 0;
        for (String key : log.keys("volumes/")) {
            held += log.read(key).stream()
                    .map(value -> VolumeMetadata.decode(value.bytes()))
                    .filter(volume -> !volume.deleted())
                    .flatMap(volume -> volume.groups().stream())
                    .flatMap(group -> group.members().stream())
                    .filter(member -> nodes.contains(member.node()))
                    .count();
        }
        return held;
    }
}
