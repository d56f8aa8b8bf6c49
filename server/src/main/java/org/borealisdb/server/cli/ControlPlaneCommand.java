package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.borealisdb.controlplane.store.MemberStatus;
import org.borealisdb.controlplane.store.MetadataGroup;
import org.borealisdb.controlplane.store.MetadataMember;
import org.borealisdb.controlplane.store.RaftMetadataLog;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.ServicePlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at the copies of the metadata log that the nodes of a control plane keep, readmits one, and moves a log into them. */
@Command(
        name = "control-plane",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The nodes of a control plane that keep the metadata log of a region together (region.yaml: control-plane with folders). Any one of three may be away.",
            "",
            "  ./borealis control-plane status --region region.yaml",
            "  ./borealis control-plane readmit --region region.yaml --name control-2     # its disk is lost for good",
            "  ./borealis control-plane import --region region.yaml --from metadata       # move a log from a folder into a new group"
        },
        subcommands = {
            ControlPlaneCommand.Status.class,
            ControlPlaneCommand.Readmit.class,
            ControlPlaneImportCommand.class
        })
final class ControlPlaneCommand {
    /**
     * Who keeps the metadata log.
     *
     * @throws RegionProblemException if it is in a folder
     */
    static MetadataGroup group(RegionPlan plan) {
        return plan.services()
                .metadataGroup()
                .orElseThrow(() -> new RegionProblemException(
                        "the metadata log of this region is in a folder, not with its control plane"));
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(ControlPlaneCommand.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Says how each copy of the metadata log is, as its node says.")
    static final class Status implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--region", paramLabel = "FILE", required = true, description = "The region.yaml.")
        private Path file = Path.of("region.yaml");

        @Option(names = "--json", description = "Prints them as JSON, for programs.")
        private boolean json;

        /** A copy as it is shown. */
        private record Shown(String name, String zone, String role, int term, long committed, String detail) {}

        @Override
        public Integer call() throws IOException {
            RegionPlan plan = RegionOption.read(file);
            group(plan);
            List<Shown> all = new ArrayList<>();
            try (RealWorld world = RealWorld.create(ControlPlaneCommand::taskFailed);
                    RegionLog opened = RegionLog.of(plan, world)) {
                if (opened.log() instanceof RaftMetadataLog log) {
                    plan.services().controlPlane().forEach(node -> all.add(shown(log, node)));
                }
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                RegionDesk.print(all, out);
            } else {
                line(out, "node", "zone", "role", "term", "entries", "");
                all.forEach(each ->
                        line(out, each.name(), each.zone(), each.role(), each.term(), each.committed(), each.detail()));
            }
            return all.stream().anyMatch(each -> each.role().equals("leader")) ? ExitCode.OK : ExitCode.SOFTWARE;
        }

        private static Shown shown(RaftMetadataLog log, ServicePlace node) {
            String name = node.address().name();
            try {
                MemberStatus status = log.status(node.address());
                String detail = status.detail().isEmpty() && status.role() == MemberStatus.Role.FOLLOWER
                        ? status.leader().map(leader -> "follows " + leader).orElse("knows no leader")
                        : status.detail();
                return new Shown(
                        name,
                        node.zone(),
                        status.role().name().toLowerCase(Locale.ROOT),
                        status.term(),
                        status.commitIndex(),
                        detail);
            } catch (OperationException unreachable) {
                return new Shown(name, node.zone(), "silent", 0, 0, String.valueOf(unreachable.getMessage()));
            }
        }

        private static void line(PrintWriter out, Object... values) {
            out.println(String.format(Locale.ROOT, "  %-16s %-5s %-10s %6s %10s  %s", values)
                    .stripTrailing());
        }
    }

    @Command(
            name = "readmit",
            mixinStandardHelpOptions = true,
            description = {
                "Says that the disk of a node is lost for good, so that it may begin with an empty one. It learns from the others, which must both run, and votes again when it knows what it may have known before.",
                "",
                "Run it on that node's machine, while its process is stopped. Never say so while the old disk may come back: it could undo what was decided since."
            })
    static final class Readmit implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private RegionOption region = new RegionOption();

        @Option(names = "--yes", description = "Does not ask.")
        private boolean yes;

        @Override
        public Integer call() throws IOException {
            RegionPlan plan = region.plan();
            MetadataGroup group = group(plan);
            ServicePlace place = plan.services().controlPlane().stream()
                    .filter(node -> node.address().equals(region.node()))
                    .findFirst()
                    .orElseThrow(() -> region.noSuchNode("node of the control plane"));
            PrintWriter out = spec.commandLine().getOut();
            String question = "Is the disk of " + place.address() + " lost for good, never to come back?";
            if (group.members().size() == 1) {
                throw new RegionProblemException(
                        place.address() + " is the only one that keeps the metadata log: without its disk it is lost");
            }
            if (!yes && !Confirmation.given(question, out)) {
                out.println("Nothing was done.");
                return ExitCode.SOFTWARE;
            }
            try (RealWorld world = RealWorld.create(ControlPlaneCommand::taskFailed)) {
                MetadataMember.readmit(
                        new RealFileStore(place.folder().orElseThrow()), group, place.address(), world.random());
            }
            out.println(place.address() + " may begin anew. Start it: ./borealis run control-plane --region "
                    + region.file() + " --name " + place.address());
            return ExitCode.OK;
        }
    }
}
