package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.server.demo.ProcessLayout;
import org.borealisdb.server.demo.RegionOfProcesses;

/** Every node a process, which agents of three machines run: seven storage nodes, a control plane, a gateway, a writer, and each reader. */
public final class ClusterOfProcesses implements ReaderCluster {
    private static final String PASSWORD = "benchmark";
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration READER_PATIENCE = Duration.ofMinutes(2);
    private static final Duration RESTART_PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 50;

    private final Workspace workspace;
    private final BorealisSettings settings;
    private final RegionOfProcesses region;

    /** Starts the region, and waits until its writer serves. */
    public ClusterOfProcesses(Workspace workspace, BorealisSettings settings) throws IOException, InterruptedException {
        this.workspace = workspace;
        this.settings = settings;
        Path folder = Files.createDirectory(workspace.fresh("region"));
        this.region = new RegionOfProcesses(
                folder,
                words -> {
                    List<String> command =
                            new ArrayList<>(List.of(settings.launcher().toString()));
                    command.addAll(words);
                    return command;
                },
                PASSWORD,
                ProcessLayout.hosted().withMemory(settings.pool().bytes() + "b"),
                /* backedUp= */ false);
        region.start(ProcessLayout.HOSTS);
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!serves(writer())) {
            if (System.nanoTime() > deadline) {
                throw new BenchmarkException("the writer does not serve after " + START_PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean serves(Endpoint at) {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + at.port() + "/postgres", "postgres", at.password())) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public String settings() {
        return "all nodes processes of their own, pool of the writer " + settings.pool();
    }

    @Override
    public Endpoint writer() {
        return new Endpoint(region.clientPort(ProcessLayout.INSTANCES.getFirst()), PASSWORD);
    }

    /** Where the gateway leads clients to the writer, whichever that is. */
    public Endpoint gateway() {
        return new Endpoint(region.clientPort(ProcessLayout.GATEWAY), PASSWORD);
    }

    /** Restarts all instances in turn, as a user does. */
    public void restartInstances() throws IOException, InterruptedException {
        workspace.run(
                List.of(
                        settings.launcher().toString(),
                        "instance",
                        "restart",
                        "--all",
                        "--region",
                        region.regionFile().toString()),
                settings.environment(workspace.fresh("restart-gc")),
                RESTART_PATIENCE);
    }

    @Override
    public AddedReader addReader(String name) throws IOException, InterruptedException {
        String added = workspace.run(
                List.of(
                        settings.launcher().toString(),
                        "instance",
                        "add",
                        name,
                        "--json",
                        "--memory",
                        "64MB",
                        "--region",
                        region.regionFile().toString()),
                settings.environment(workspace.fresh("add-gc")),
                READER_PATIENCE);
        return AddedReader.of(name, added, PASSWORD);
    }

    @Override
    public void close() {
        region.close();
    }
}
