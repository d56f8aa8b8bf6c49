package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.controlplane.store.MetadataGroup;
import org.borealisdb.controlplane.store.RaftMetadataLog;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.InstancePlace;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Moves the metadata log of a region from a folder to its control plane.
 *
 * <p>Two logs that decide about one volume would be two writers. So the folder is closed for good before anything is copied: whoever comes to it later, by an old region.yaml, is told where the log is now.
 */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Moves the metadata log of a region from a folder to a control plane that has just been founded, and knows nothing yet. Instances must be stopped; start them again with a region.yaml without metadata.",
            "",
            "From then on nobody can use the folder. Interrupted, it can be repeated. Keep the folder until everything runs."
        })
final class ControlPlaneImportCommand implements Callable<Integer> {
    private static final long PROBE_NANOS = 500_000_000L;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--region", paramLabel = "FILE", required = true, description = "The new region.yaml.")
    private Path file = Path.of("region.yaml");

    @Option(names = "--from", paramLabel = "DIR", required = true, description = "The folder that metadata: named.")
    private Path from = Path.of("metadata");

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        RegionPlan plan = RegionOption.read(file);
        MetadataGroup group = ControlPlaneCommand.group(plan);
        if (!Files.isDirectory(from)) {
            throw new RegionProblemException("there is no folder " + from);
        }
        RegionPlace.running(file, plan).ifPresent(node -> {
            throw new RegionProblemException(node + " runs on this machine; stop it first, as all instances");
        });
        try (RealWorld world = RealWorld.create(ControlPlaneImportCommand::taskFailed);
                RegionNetwork network = RegionNetwork.of(plan, world)) {
            checkStopped(plan, network, world);
            FileMetadataLog source = new FileMetadataLog(new RealFileStore(from), world.tasks(), world.clock());
            return network.log() instanceof RaftMetadataLog log ? move(source, log, group) : ExitCode.SOFTWARE;
        }
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(ControlPlaneImportCommand.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    /** An instance that went on could not change anything any more: better it is stopped in order. */
    private static void checkStopped(RegionPlan plan, RegionNetwork network, RealWorld world) {
        Address visitor =
                new Address("visitor-" + Long.toHexString(world.random().nextLong()));
        try (Endpoint endpoint = network.network().visit(visitor)) {
            for (InstancePlace instance : plan.instances()) {
                String trouble = running(endpoint, instance.address());
                if (!trouble.isEmpty()) {
                    throw new RegionProblemException(instance.address() + " may be running (" + trouble
                            + "): stop it first, or if its machine is gone for good, take it out of the region.yaml");
                }
            }
        }
    }

    /** Empty if its machine says that it does not run. Whatever it answers, it is there. */
    private static String running(Endpoint endpoint, Address instance) {
        try {
            endpoint.call(instance, ByteBuffer.allocate(1), PROBE_NANOS);
            return "it answers";
        } catch (NetworkException failure) {
            return failure.nobodyListens() ? "" : String.valueOf(failure.getMessage());
        }
    }

    private int move(FileMetadataLog source, RaftMetadataLog log, MetadataGroup group) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String where = "the control plane, " + group.members();
        Optional<String> moved = source.moved();
        if (moved.isPresent() && !moved.get().equals(where)) {
            throw new RegionProblemException("the metadata log in " + from + " has moved to " + moved.get());
        }
        if (moved.isEmpty()) {
            if (source.keys("").isEmpty()) {
                throw new RegionProblemException("there is no metadata log in " + from);
            }
            if (!log.keys("").isEmpty()) {
                throw new RegionProblemException(
                        "the control plane has a metadata log already. If nothing was done by that,"
                                + " stop its nodes, empty their folders, start them, and import again");
            }
            if (!yes
                    && !Confirmation.given(
                            "Move the metadata log from " + from + ", which nobody can use then?", out)) {
                out.println("Nothing was done.");
                return ExitCode.SOFTWARE;
            }
        }
        int keys = log.copyFrom(source.moveTo(where));
        out.println("The control plane has the metadata log now: " + keys + " keys.");
        return ExitCode.OK;
    }
}
