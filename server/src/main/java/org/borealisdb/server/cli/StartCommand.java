package org.borealisdb.server.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.DurationSyntax;
import org.borealisdb.server.region.MemoryPlan;
import org.borealisdb.server.region.OpenDataFolder;
import org.borealisdb.server.region.PortOwner;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.SizeSyntax;
import org.borealisdb.server.role.BackupPlan;
import org.borealisdb.server.role.EncryptionPlan;
import org.borealisdb.server.role.EndpointPlan;
import org.borealisdb.server.role.KeptHistory;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.storage.node.StorageSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs a whole region in this process, or in one that it leaves behind. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts a whole region: three zones, six storage nodes or more, and one writer in one process.",
            "",
            "The first start makes the data folder, a region key and a password, which is kept in DIR/password and shown in"
                    + " the URL that is printed. Later starts go on with what is there. It runs until Ctrl-C or"
                    + " ./borealis stop; data survive both, and kill -9 as well."
        })
final class StartCommand implements Callable<Integer> {
    /** For each node of a zone: journals of three nodes, 256 MiB that each leaves free for collection, and the first layers. */
    private static final long FIRST_NEED_MEBIBYTES = 512;

    private static final int MOST_NODES_PER_ZONE = 16;

    /** With less the storage nodes would refuse all log, and the start would not end. */
    private static final ByteSize LATER_NEED = ByteSize.ofMebibytes(320);

    /** How a detached start hands the password to its child: a command line can be read by every user of the machine. */
    static final String PASSWORD_VARIABLE = "BOREALIS_PASSWORD";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "5432",
            description = "Port for clients (default: ${DEFAULT-VALUE}; 0: any free one).")
    private int port = 5432;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address for clients (default: ${DEFAULT-VALUE}, this machine only; 0.0.0.0: every network).")
    private String listen = "127.0.0.1";

    /** Where the password comes from. */
    static final class PasswordChoice {
        @Option(
                names = "--password",
                paramLabel = "PASSWORD",
                description =
                        "Password of the role postgres from now on; the environment variable BOREALIS_PASSWORD does the"
                                + " same and does not show in the list of processes.")
        private @Nullable String password;

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "The same, from the first line of a file.")
        private @Nullable Path file;
    }

    @ArgGroup
    private @Nullable PasswordChoice passwordChoice;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "Memory for the page cache, such as 512MB (default: a quarter of the machine's, at most 2 GiB).")
    private @Nullable ByteSize memory;

    @Option(
            names = "--nodes-per-zone",
            paramLabel = "N",
            description =
                    "Storage nodes in each of the three zones, 2 to 16 (default: as many as there are, at first 2). A"
                            + " group of pages has two copies in each zone; new groups take turns among the nodes.")
    private @Nullable Integer nodesPerZone;

    @Option(
            names = "--history",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = DurationConverter.class,
            description =
                    "How far back the database can be rewound (backtrack), up to 72h (default: ${DEFAULT-VALUE}).")
    private Duration history = KeptHistory.STANDARD.time();

    @Option(
            names = "--history-size",
            paramLabel = "SIZE",
            defaultValue = "2GB",
            converter = SizeConverter.class,
            description = "Most log that each storage node keeps for that; when it is reached, history is kept for less"
                    + " time (default: ${DEFAULT-VALUE}).")
    private ByteSize historySize = KeptHistory.STANDARD.size();

    @Option(
            names = "--encryption",
            paramLabel = "on|off",
            description = "Whether what is stored is encrypted (default: on). Decided at the first start, for good.")
    private @Nullable String encryption;

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description =
                    "Master key that wraps the data key: local, which is made in DIR/keys, or the ARN of a key of AWS"
                            + " KMS (default: local). Decided at the first start; ./borealis key rotate changes it.")
    private @Nullable String kmsKey;

    @Option(
            names = "--segments",
            paramLabel = "MIX",
            converter = SegmentsConverter.class,
            description =
                    "What the six copies of a group of pages are: six-full, or three-full-three-tail, where one in each"
                            + " zone keeps log only, for less disk and work (default: six-full). Decided at the first start,"
                            + " for good.")
    private @Nullable SegmentMix segments;

    @Mixin
    private BackupOption backup = new BackupOption();

    @Mixin
    private ScrubOption scrub = new ScrubOption();

    @Option(
            names = "--fault-injection",
            description = "Lets superusers make the region misbehave on purpose, for tests: ./borealis inject, and the"
                    + " SQL functions aurora_inject_... and borealis_inject_...")
    private boolean faultInjection;

    @Mixin
    private EndpointOption endpoints = new EndpointOption();

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Option(names = "--detach", description = "Leaves the region running in the background once it is ready.")
    private boolean detach;

    /** Reads a size and says what one looks like. */
    static final class SizeConverter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            try {
                return SizeSyntax.parse(text);
            } catch (IllegalArgumentException unreadable) {
                throw new TypeConversionException(unreadable.getMessage());
            }
        }
    }

    /** Reads a mix of segments and says what there are. */
    static final class SegmentsConverter implements ITypeConverter<SegmentMix> {
        @Override
        public SegmentMix convert(String text) {
            return SegmentMix.named(text)
                    .orElseThrow(() ->
                            new TypeConversionException("segments are " + SegmentMix.names() + ", not '" + text + "'"));
        }
    }

    /** Reads a time and says what one looks like. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return DurationSyntax.parse(text);
            } catch (IllegalArgumentException unreadable) {
                throw new TypeConversionException(unreadable.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataFolder folder = data.folder();
        Optional<String> password = password();
        MemoryPlan plan = memory == null ? MemoryPlan.standard() : MemoryPlan.withPool(memory);
        int nodes = nodesPerZone(folder);
        EncryptionPlan encrypted = EncryptionPlan.standard(folder.path())
                .with(Optional.ofNullable(encryption), Optional.ofNullable(kmsKey));
        Optional<HostPort> metricsPlace = metrics.place();
        BackupPlan backupPlan = backup.plan(folder);
        folder.checkNotRunning();
        folder.checkNotRestoring();
        PortOwner.checkFree(address(), port);
        EndpointPlan endpointPlan = endpoints.plan(listen);
        if (detach) {
            return new DetachedStart(
                            folder,
                            spec.commandLine().getOut(),
                            spec.commandLine().getErr())
                    .run(arguments(folder), password);
        }
        LogFile.use(folder.logFile());
        OpenDataFolder open =
                OpenDataFolder.open(folder, password, ByteSize.ofMebibytes(FIRST_NEED_MEBIBYTES * nodes), LATER_NEED);
        return new RunningRegion(
                        open,
                        new HostPort(listen, port),
                        plan,
                        nodes,
                        new KeptHistory(history, historySize),
                        backupPlan,
                        StorageSettings.standard().withScrubEvery(scrub.every()),
                        faultInjection,
                        encrypted,
                        Optional.ofNullable(segments),
                        endpointPlan,
                        metricsPlace,
                        spec.commandLine().getOut())
                .run();
    }

    private Optional<String> password() {
        PasswordChoice choice = passwordChoice;
        if (choice != null && choice.file != null) {
            return Optional.of(OpenDataFolder.readPassword(choice.file));
        }
        if (choice != null && choice.password != null) {
            return Optional.of(choice.password);
        }
        return Optional.ofNullable(System.getenv(PASSWORD_VARIABLE));
    }

    /** As many as were asked for, or as there are. */
    private int nodesPerZone(DataFolder folder) {
        int known = folder.nodesPerZone();
        Integer wanted = nodesPerZone;
        if (wanted == null) {
            return Math.max(known, RegionPlan.COPIES_PER_ZONE);
        }
        if (wanted < RegionPlan.COPIES_PER_ZONE || wanted > MOST_NODES_PER_ZONE) {
            throw new RegionProblemException("--nodes-per-zone: a zone has " + RegionPlan.COPIES_PER_ZONE + " to "
                    + MOST_NODES_PER_ZONE + " storage nodes, not " + wanted);
        }
        if (wanted < known) {
            throw new RegionProblemException("--nodes-per-zone: the region in " + folder.path() + " has " + known
                    + " storage nodes in each zone, and its data may be on any of them; start it with " + known
                    + " or more");
        }
        return wanted;
    }

    private InetAddress address() {
        if (port < 0 || port > 65_535) {
            throw new RegionProblemException("--port: a port is between 0 and 65535, not " + port);
        }
        try {
            return InetAddress.getByName(listen);
        } catch (UnknownHostException unknown) {
            throw new RegionProblemException("--listen: there is no address " + listen, unknown);
        }
    }

    /** The same start for a process in the background, without the password. */
    private List<String> arguments(DataFolder folder) {
        var arguments = new ArrayList<>(List.of(
                "start", "--data", folder.path().toString(), "--port", String.valueOf(port), "--listen", listen));
        ByteSize size = memory;
        if (size != null) {
            arguments.add("--memory");
            arguments.add(String.valueOf(size.bytes()));
        }
        if (nodesPerZone != null) {
            arguments.add("--nodes-per-zone");
            arguments.add(String.valueOf(nodesPerZone));
        }
        arguments.addAll(List.of("--history", history.toSeconds() + "s", "--history-size", historySize.bytes() + ""));
        arguments.addAll(backup.arguments(folder));
        arguments.addAll(scrub.arguments());
        if (faultInjection) {
            arguments.add("--fault-injection");
        }
        if (encryption != null) {
            arguments.addAll(List.of("--encryption", encryption));
        }
        if (segments != null) {
            arguments.addAll(List.of("--segments", segments.toString()));
        }
        if (kmsKey != null) {
            arguments.addAll(List.of("--kms-key", kmsKey));
        }
        arguments.addAll(endpoints.arguments());
        arguments.addAll(metrics.arguments());
        return arguments;
    }
}
