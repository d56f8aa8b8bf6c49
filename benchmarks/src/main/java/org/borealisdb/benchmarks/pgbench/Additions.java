package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.benchmarks.contender.AddedReader;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.contender.ClusterInOneProcess;
import org.borealisdb.benchmarks.contender.ClusterOfProcesses;
import org.borealisdb.benchmarks.contender.Endpoint;
import org.borealisdb.benchmarks.contender.ReaderCluster;

/** How long it takes to add a reader to a large database: from the start of the command until the reader has answered a query about a row of it. Afterwards all readers answer the same query again. */
public final class Additions {
    private static final Duration INITIALISE_PATIENCE = Duration.ofMinutes(30);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BAR_IN_ONE_PROCESS = 1;
    private static final double BAR_OF_PROCESSES = 3;
    private static final int ROWS_OF_SCALE = 100_000;

    private final int readers;
    private final int scale;
    private final BorealisSettings product;
    private final boolean processes;
    private final Path home;
    private final Path work;
    private final Path postgres;
    private final Console console;

    /**
     * Additions of {@code readers} readers, one after the other.
     *
     * @param processes whether each node is a process of its own
     * @param home      root of the working tree
     * @param work      where the temporary folder is made
     * @param postgres  folder of PostgreSQL's programs
     */
    public Additions(
            int readers,
            int scale,
            BorealisSettings product,
            boolean processes,
            Path home,
            Path work,
            Path postgres,
            PrintWriter out) {
        this.readers = readers;
        this.scale = scale;
        this.product = product;
        this.processes = processes;
        this.home = home;
        this.work = work;
        this.postgres = postgres;
        this.console = new Console(out);
    }

    /** Adds them; true if the bar is met each time. */
    public boolean run() throws IOException, InterruptedException {
        return LongRun.of(home, work, postgres, console, within -> {
            try (ReaderCluster cluster = processes
                    ? new ClusterOfProcesses(within.workspace(), product)
                    : new ClusterInOneProcess(within.workspace(), product)) {
                console.line("%s", cluster.settings());
                console.line(
                        "filled in %.1f s", within.pgbench().initialise(cluster.writer(), scale, INITIALISE_PATIENCE));
                return measure(cluster);
            }
        });
    }

    private boolean measure(ReaderCluster cluster) throws IOException, InterruptedException {
        double bar = processes ? BAR_OF_PROCESSES : BAR_IN_ONE_PROCESS;
        List<Endpoint> places = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        List<Double> asked = new ArrayList<>();
        // What the driver takes to begin in this process is not a reader's.
        look(cluster.writer(), 1, /* reader= */ false);
        for (int number = 1; number <= readers; number++) {
            long began = System.nanoTime();
            AddedReader added = cluster.addReader("reader-" + number);
            look(added.place(), number, /* reader= */ true);
            times.add((System.nanoTime() - began) / NANOS_PER_SECOND);
            asked.add(added.seconds());
            places.add(added.place());
            console.line("%3d  %.2f s, %.2f s of it until it served", number, times.getLast(), asked.getLast());
        }
        for (int at = 0; at < places.size(); at++) {
            look(places.get(at), at + 1, /* reader= */ true);
        }
        List<Double> sorted = times.stream().sorted().toList();
        boolean good = sorted.getLast() < bar;
        console.line(
                "%d readers added to a database of scale %d: after %.2f s each answers (median; least %.2f, most %.2f), bar %.0f: %s",
                readers,
                scale,
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast(),
                bar,
                good ? "met" : "MISSED");
        List<Double> served = asked.stream().sorted().toList();
        console.line(
                "without the start of the command and the client's session: median %.2f s, least %.2f, most %.2f",
                served.get(served.size() / 2), served.getFirst(), served.getLast());
        return good;
    }

    /** Looks for an account somewhere in the middle. */
    private void look(Endpoint place, int number, boolean reader) {
        int account = (int) ((long) scale * ROWS_OF_SCALE * number / (readers + 1));
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + place.port() + "/postgres", "postgres", place.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT pg_is_in_recovery(), bid FROM pgbench_accounts WHERE aid = " + account)) {
            if (!rows.next() || rows.getBoolean(1) != reader || rows.getInt(2) != (account - 1) / ROWS_OF_SCALE + 1) {
                throw new BenchmarkException("reader " + number + " has another account " + account);
            }
        } catch (SQLException failure) {
            throw new BenchmarkException("reader " + number + " does not answer: " + failure.getMessage());
        }
    }
}
