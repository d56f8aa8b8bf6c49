package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.Endpoint;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.server.demo.ProcessLayout;
import org.borealisdb.server.demo.RegionOfProcesses;
import org.borealisdb.server.demo.Relays;
import org.jspecify.annotations.Nullable;

/** How long writes pause, through the gateway of a region of processes and under a load that pgbench paces, when something happens to the writer. */
public final class Failovers {
    /** What happens to it. */
    public enum Fault {
        /** SIGKILL. */
        KILL(1.5, 3),
        /** SIGSTOP. */
        FREEZE(3, 6),
        /** Nothing that it says to another process arrives, nor the other way round; connections stay. */
        PARTITION(3, 6),
        /** Somebody asks for another writer. */
        PROMOTE(1, 1);

        private final double medianBar;
        private final double mostBar;

        Fault(double medianBar, double mostBar) {
            this.medianBar = medianBar;
            this.mostBar = mostBar;
        }
    }

    private static final Duration INITIALISE_PATIENCE = Duration.ofMinutes(10);
    private static final int CLIENTS = 4;
    private static final int LOAD_SECONDS = 8;
    private static final long SETTLING_MILLIS = 2_000;
    private static final long FAULT_MILLIS = 3_000;
    private static final long LOOK_MILLIS = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    /** The load: it waits for no other client's rows. */
    static final String SCRIPT = """
            \\set aid random(1, 100000 * :scale)
            \\set delta random(-5000, 5000)
            BEGIN;
            UPDATE pgbench_accounts SET abalance = abalance + :delta WHERE aid = :aid;
            SELECT abalance FROM pgbench_accounts WHERE aid = :aid;
            INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES (1, 1, :aid, :delta, CURRENT_TIMESTAMP);
            END;
            """;

    private final Fault fault;
    private final int runs;
    private final int rate;
    private final int scale;
    private final Path home;
    private final Path work;
    private final Path postgres;
    private final Console console;

    /**
     * Measurements of one kind of fault.
     *
     * @param rate     transactions a second of the load
     * @param home     root of the working tree
     * @param work     where the temporary folder is made
     * @param postgres folder of PostgreSQL's programs
     */
    public Failovers(Fault fault, int runs, int rate, int scale, Path home, Path work, Path postgres, PrintWriter out) {
        this.fault = fault;
        this.runs = runs;
        this.rate = rate;
        this.scale = scale;
        this.home = home;
        this.work = work;
        this.postgres = postgres;
        this.console = new Console(out);
    }

    /** Runs them; true if the bar is met and nothing acknowledged is lost. */
    public boolean run() throws IOException, InterruptedException {
        return LongRun.of(home, work, postgres, console, this::run);
    }

    private boolean run(LongRun within) throws IOException, InterruptedException {
        Workspace workspace = within.workspace();
        Path folder = Files.createDirectory(workspace.fresh("region"));
        String launcher = home.resolve("borealis").toString();
        try (RegionOfProcesses region = new RegionOfProcesses(
                        folder,
                        words -> {
                            List<String> command = new ArrayList<>(List.of(launcher));
                            command.addAll(words);
                            return command;
                        },
                        "benchmark",
                        ProcessLayout.replicated(),
                        /* backedUp= */ false);
                Relays relays = relays(region)) {
            List<String> all = new ArrayList<>(RegionOfProcesses.STORAGE);
            all.addAll(ProcessLayout.CONTROL_PLANES);
            all.addAll(ProcessLayout.INSTANCES);
            all.add(ProcessLayout.GATEWAY);
            region.start(all);
            Endpoint endpoint = new Endpoint(region.clientPort(ProcessLayout.GATEWAY), "benchmark");
            within.pgbench().initialise(endpoint, scale, INITIALISE_PATIENCE);
            InsertProbe.prepare(endpoint);
            return measure(region, relays, within, endpoint);
        }
    }

    /** What cuts links, for the fault that needs it: behind a relay no machine says that nobody listens there any more. */
    private @Nullable Relays relays(RegionOfProcesses region) throws IOException {
        return fault == Fault.PARTITION ? new Relays(region) : null;
    }

    private boolean measure(RegionOfProcesses region, @Nullable Relays relays, LongRun within, Endpoint endpoint)
            throws IOException, InterruptedException {
        Path script = within.workspace().fresh("script");
        Files.writeString(script, SCRIPT);
        List<Double> times = new ArrayList<>();
        InsertProbe probe = new InsertProbe(endpoint);
        try {
            for (int run = 1; run <= runs; run++) {
                awaitWhole(region, endpoint);
                Path output = within.workspace().fresh("load");
                Process load =
                        within.pgbench().startScript(endpoint, script, scale, CLIENTS, rate, LOAD_SECONDS, output);
                Thread.sleep(SETTLING_MILLIS);
                times.add(once(region, relays, endpoint, probe));
                console.line("%3d  %.2f s", run, times.getLast());
                // Its clients end with their connections.
                load.waitFor(LOAD_SECONDS * 4L, TimeUnit.SECONDS);
                load.destroyForcibly();
            }
        } finally {
            probe.stop();
        }
        List<Double> sorted = times.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        double most = sorted.getLast();
        long lost = probe.lost();
        boolean good = median < fault.medianBar && most < fault.mostBar && lost == 0;
        console.line(
                "%s of the writer, %d times, under %d transactions/s: writes pause for %.2f s (median; least %.2f, p90 %.2f, most %.2f),"
                        + " bar median %.1f and most %.1f: %s; of %,d inserts that were acknowledged %d are lost",
                fault,
                runs,
                rate,
                median,
                sorted.getFirst(),
                sorted.get(Math.min(sorted.size() - 1, sorted.size() * 9 / 10)),
                most,
                fault.medianBar,
                fault.mostBar,
                good ? "met" : "MISSED",
                probe.count(),
                lost);
        return good;
    }

    /** Seconds from the fault to the first insert after it that was acknowledged; of a change on request the longest pause. */
    private double once(RegionOfProcesses region, @Nullable Relays relays, Endpoint endpoint, InsertProbe probe)
            throws IOException, InterruptedException {
        String writer = writer(endpoint).orElseThrow(() -> new BenchmarkException("nobody writes"));
        probe.mark();
        long began = System.nanoTime();
        return switch (fault) {
            case KILL -> {
                region.kill(List.of(writer));
                probe.mark();
                double seconds = probe.firstSince(began) / NANOS_PER_SECOND;
                region.start(List.of(writer));
                yield seconds;
            }
            case FREEZE -> {
                region.freeze(writer);
                probe.mark();
                double seconds = probe.firstSince(began) / NANOS_PER_SECOND;
                Thread.sleep(FAULT_MILLIS);
                region.thaw(writer);
                yield seconds;
            }
            case PARTITION -> {
                Relays between = Objects.requireNonNull(relays);
                between.isolate(writer);
                probe.mark();
                double seconds = probe.firstSince(began) / NANOS_PER_SECOND;
                Thread.sleep(FAULT_MILLIS);
                between.heal();
                yield seconds;
            }
            case PROMOTE -> {
                String next = ProcessLayout.INSTANCES.stream()
                        .filter(each -> !each.equals(writer))
                        .findFirst()
                        .orElseThrow();
                promote(region, next);
                Thread.sleep(LOOK_MILLIS * 10);
                yield probe.longest() / NANOS_PER_SECOND;
            }
        };
    }

    private void promote(RegionOfProcesses region, String next) throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        home.resolve("borealis").toString(),
                        "instance",
                        "promote",
                        next,
                        "--region",
                        region.regionFile().toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (command.waitFor() != 0) {
            throw new BenchmarkException("promote " + next + ": " + printed);
        }
    }

    private static Optional<String> writer(Endpoint at) {
        return ask(at, "SELECT aurora_db_instance_identifier()");
    }

    private static Optional<String> ask(Endpoint at, String question) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + at.port()
                                + "/postgres?sslmode=disable&connectTimeout=10&socketTimeout=20",
                        "postgres",
                        at.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        } catch (SQLException gone) {
            return Optional.empty();
        }
    }

    /** Waits until one instance writes, and all others follow it. */
    private static void awaitWhole(RegionOfProcesses region, Endpoint endpoint) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!isWhole(region, endpoint)) {
            if (System.nanoTime() > deadline) {
                throw new BenchmarkException("the region is not whole again after two minutes");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static boolean isWhole(RegionOfProcesses region, Endpoint endpoint) {
        Optional<String> writer = writer(endpoint);
        return writer.isPresent()
                && ProcessLayout.INSTANCES.stream()
                        .filter(each -> !each.equals(writer.get()))
                        .allMatch(each -> ask(
                                        new Endpoint(region.clientPort(each), endpoint.password()),
                                        "SELECT pg_is_in_recovery()")
                                .filter("t"::equals)
                                .isPresent());
    }
}
