package org.borealisdb.tests.failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program pgbench at work on an instance, until it is closed. */
final class PgbenchLoad implements AutoCloseable {
    private static final long INITIALISE_SECONDS = 120;

    private final Path output;
    private final Process process;

    private PgbenchLoad(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    /** Makes pgbench's tables. */
    static void initialise(int port, String password, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("pgbench-i.out");
        Process process = start(port, password, output, List.of("pgbench", "-i", "-q", "-s", "1"));
        if (!process.waitFor(INITIALISE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("pgbench -i: " + Files.readString(output));
        }
    }

    /** Runs the TPC-B script with two clients, so many transactions a second, which print their progress every second. */
    static PgbenchLoad run(int port, String password, Path folder, int rate) throws IOException {
        Path output = folder.resolve("pgbench.out");
        return new PgbenchLoad(
                output,
                start(
                        port,
                        password,
                        output,
                        List.of(
                                "pgbench",
                                "-n",
                                "-M",
                                "prepared",
                                "-c",
                                "2",
                                "-T",
                                "3600",
                                "-P",
                                "1",
                                "-R",
                                String.valueOf(rate))));
    }

    private static Process start(int port, String password, Path output, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("PGHOST", "127.0.0.1");
        builder.environment().put("PGPORT", String.valueOf(port));
        builder.environment().put("PGUSER", "postgres");
        builder.environment().put("PGDATABASE", "postgres");
        builder.environment().put("PGPASSWORD", password);
        return builder.start();
    }

    /** Whether it still runs, and no client of it was told an error. */
    boolean isUnharmed() {
        return process.isAlive() && !printed().contains("error");
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
