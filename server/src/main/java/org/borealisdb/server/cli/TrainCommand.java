package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.cloud.certificate.CertificateAuthority;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.MemoryPlan;
import org.borealisdb.server.region.OpenDataFolder;
import org.borealisdb.server.role.BackupPlan;
import org.borealisdb.server.role.EncryptionPlan;
import org.borealisdb.server.role.EndpointPlan;
import org.borealisdb.server.role.KeptHistory;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.storage.node.StorageSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A short life of a region, for the JVM to record in the AOT cache what a start, a session and a stop need: classes that are loaded and linked, and
 * methods that run often. The launcher runs it once for each build. It starts twice, since the second start finds files of the first, once with a reader, and once more with a third storage node in each zone, to which one moves its pages:
 * a node that has to compile all that first makes others wait. Commands have a cache of their own, which is recorded while they ask a region that runs.
 */
@Command(
        name = "train",
        hidden = true,
        mixinStandardHelpOptions = true,
        description =
                "Starts a region on a new data folder, runs some statements and stops: the launcher's training run.")
final class TrainCommand implements Callable<Integer> {
    private static final ByteSize NEED = ByteSize.ofMebibytes(1024);
    private static final int TRANSACTIONS = 150;
    private static final String CHANGE = "UPDATE train SET balance = balance + $1 WHERE id = $2";
    private static final String LOOK = "SELECT balance FROM train WHERE id = $1";
    /** The port in a URL that a command printed. */
    private static final Pattern PORT = Pattern.compile("@127\\.0\\.0\\.1:([0-9]+)/");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--commands",
            description = "Asks the region that runs on the data folder instead, as short commands do.")
    private boolean commands;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return commands ? ask() : live();
    }

    /** What is recorded for commands that ask a region and end. */
    private int ask() {
        List<List<String>> all = List.of(
                List.of("status"),
                List.of("instance", "add", "train-reader"),
                List.of("instance", "list"),
                List.of("endpoint", "list"),
                List.of("volume", "status"),
                List.of("top", "--count", "1"),
                List.of("instance", "remove", "train-reader"));
        return all.stream().mapToInt(words -> Main.run(withFolder(words))).max().orElseThrow();
    }

    private int live() throws IOException, InterruptedException {
        LogFile.use(data.folder().logFile());
        runOnce(RegionPlan.COPIES_PER_ZONE, this::fill);
        runOnce(RegionPlan.COPIES_PER_ZONE, this::work);
        runOnce(RegionPlan.COPIES_PER_ZONE, this::read);
        runOnce(RegionPlan.COPIES_PER_ZONE + 1, this::move);
        TrainingRoles.run(data.folder().part("roles"), TRANSACTIONS);
        return ExitCode.OK;
    }

    /** What is done to a region that is ready. */
    @FunctionalInterface
    private interface Statements {
        void run(ConnectionUrl url, TrainingClient client) throws IOException;
    }

    private void runOnce(int nodesPerZone, Statements statements) throws IOException, InterruptedException {
        OpenDataFolder open = OpenDataFolder.open(data.folder(), Optional.empty(), NEED, NEED);
        RunningRegion region = new RunningRegion(
                open,
                HostPort.loopback(0),
                MemoryPlan.withPool(MemoryPlan.SMALLEST_POOL),
                nodesPerZone,
                KeptHistory.STANDARD,
                BackupPlan.NONE,
                StorageSettings.brief(),
                false,
                EncryptionPlan.standard(data.folder().path()),
                Optional.empty(),
                EndpointPlan.NONE,
                Optional.empty(),
                spec.commandLine().getOut());
        region.run(url -> {
            try (TrainingClient client = new TrainingClient(url)) {
                statements.run(url, client);
                command("status");
            } catch (IOException failure) {
                region.failed("the training run failed: " + failure);
                return;
            }
            region.end();
        });
    }

    /** Does as the command of these words, which must come to a good end; answers what it printed. */
    private String command(String... words) throws IOException {
        StringWriter printed = new StringWriter();
        PrintWriter lines = new PrintWriter(printed);
        int code = Main.commandLine().setOut(lines).setErr(lines).execute(withFolder(List.of(words)));
        spec.commandLine().getOut().print(printed);
        if (code != ExitCode.OK) {
            throw new IOException(String.join(" ", words) + " ended with " + code + ": " + printed);
        }
        return printed.toString();
    }

    private String[] withFolder(List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        arguments.addAll(List.of("--data", data.folder().path().toString()));
        return arguments.toArray(String[]::new);
    }

    /** A reader comes, follows what is written, is read from, and goes. */
    private void read(ConnectionUrl url, TrainingClient client) throws IOException {
        Matcher place = PORT.matcher(command("instance", "add", "train-reader"));
        if (!place.find()) {
            throw new IOException("where the reader serves was not said");
        }
        int port = Integer.parseInt(place.group(1));
        Path authorities = data.folder().part("tls").resolve(CertificateAuthority.BUNDLE);
        try (TrainingClient reader = TrainingClient.encrypted(
                new ConnectionUrl(url.host(), port, url.user(), url.password(), url.database()), authorities)) {
            for (int id = 1; id <= TRANSACTIONS; id++) {
                client.runPrepared(CHANGE, List.of("1", String.valueOf(id)));
                reader.runPrepared(LOOK, List.of(String.valueOf(id)));
            }
            reader.run("SELECT branch, count(*), sum(balance) FROM train GROUP BY branch ORDER BY branch");
        }
        command("instance", "list");
        command("instance", "remove", "train-reader");
    }

    /** A storage node's pages are copied to another one, while the region works. */
    private void move(ConnectionUrl url, TrainingClient client) throws IOException {
        command("drain", "storage-a1", "--no-wait");
        work(url, client);
        command("drain", "storage-a1");
    }

    private void fill(ConnectionUrl url, TrainingClient client) throws IOException {
        client.run("CREATE TABLE train (id int PRIMARY KEY, branch int NOT NULL, balance int, note varchar(80))");
        client.run("CREATE TABLE trail (branch int, delta int, at timestamp)");
        client.run("CREATE INDEX train_branch ON train (branch)");
        StringBuilder rows = new StringBuilder("INSERT INTO train VALUES ");
        for (int id = 1; id <= TRANSACTIONS; id++) {
            rows.append(id == 1 ? "" : ", ").append("(" + id + ", " + id % 10 + ", 0, 'note " + id + "')");
        }
        client.run(rows.toString());
    }

    private void work(ConnectionUrl url, TrainingClient client) throws IOException {
        String note = "INSERT INTO trail (branch, delta, at) VALUES ($1, $2, CURRENT_TIMESTAMP)";
        for (int id = 1; id <= TRANSACTIONS; id++) {
            String number = String.valueOf(id);
            client.run("BEGIN");
            client.runPrepared(CHANGE, List.of("5", number));
            client.runPrepared(LOOK, List.of(number));
            client.runPrepared(note, List.of(number, "5"));
            client.run("END");
            client.run("SELECT balance FROM train WHERE id = " + number);
            client.run("UPDATE train SET balance = balance + 1 WHERE id = " + number);
        }
        client.run("SELECT branch, count(*), sum(balance) FROM train GROUP BY branch ORDER BY branch LIMIT 5");
        client.run("DELETE FROM train WHERE branch = 3");
    }
}
