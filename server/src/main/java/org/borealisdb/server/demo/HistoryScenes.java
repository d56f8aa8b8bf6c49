package org.borealisdb.server.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.server.region.RegionProblemException;

/** The scenes of the demonstration that are about history: clones, snapshots, going back, and restoring. */
final class HistoryScenes {
    private static final Pattern PORT = Pattern.compile("\"port\" : ([0-9]+)");
    /** The last LSN that can be restored, as {@code backup restore --list} says it. */
    private static final Pattern NEWEST = Pattern.compile("\\(LSN [0-9]+ to ([0-9]+)\\)");

    private static final Pattern SECONDS = Pattern.compile("\"(?:seconds|pauseSeconds)\" : ([0-9.]+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The index of times has one a second. */
    private static final long MOMENT_MILLIS = 2_500;

    private static final int TIME_CHARACTERS = 19;

    private final UnaryOperator<List<String>> program;
    private final String psqlProgram;
    private final Narrator narrator;
    private final Ledger ledger;
    private final RegionOfProcesses region;
    private final LedgerClients clients;
    /** The instance that runs. */
    private final String instance;

    /** Scenes in a region whose instance is {@code instance}, while {@code clients} work. */
    HistoryScenes(
            UnaryOperator<List<String>> program,
            String psqlProgram,
            Narrator narrator,
            Ledger ledger,
            RegionOfProcesses region,
            LedgerClients clients,
            String instance) {
        this.program = program;
        this.psqlProgram = psqlProgram;
        this.narrator = narrator;
        this.ledger = ledger;
        this.region = region;
        this.clients = clients;
        this.instance = instance;
    }

    /** Runs a command about the region; what it printed. */
    private String command(String... words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--region", region.regionFile().toString()));
        return run(arguments);
    }

    private String run(List<String> arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.apply(arguments))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new RegionProblemException("borealis " + String.join(" ", arguments) + ": " + printed.strip());
        }
        return printed;
    }

    private static String number(Pattern pattern, String printed) {
        Matcher matcher = pattern.matcher(printed);
        if (!matcher.find()) {
            throw new RegionProblemException("no answer: " + printed.strip());
        }
        return matcher.group(1);
    }

    private ClientSession session(int port) throws IOException {
        return new PsqlSession(psqlProgram, port, region.password());
    }

    /** A clone and a restored snapshot have what was acknowledged before they were asked for, and are on their own. */
    void clonesAreMade() throws IOException, InterruptedException {
        narrator.scene("The database is cloned while clients write (borealis clone --name copy)");
        ledger.newScene();
        Set<Ledger.Entry> before = ledger.acknowledgedEntries();
        String made = command("clone", "--name", "copy", "--json");
        int port = Integer.parseInt(number(PORT, made));
        narrator.tell("It took %s s, and nothing was copied.", number(SECONDS, made));
        judge("the clone", before, port);
        try (ClientSession session = session(port)) {
            session.execute("DELETE FROM ledger;");
            session.execute("UPDATE accounts SET balance = 1;");
        }
        narrator.tell("In the clone the ledger is emptied, and all accounts are changed.");
        before = ledger.acknowledgedEntries();
        command("snapshot", "--name", "kept");
        String restored = command("restore", "--from", "kept", "--name", "again", "--json");
        narrator.tell(
                "A snapshot is taken of the database, and a third one made of it: %s s.", number(SECONDS, restored));
        judge("what was restored", before, Integer.parseInt(number(PORT, restored)));
        for (String name : List.of("copy", "again")) {
            command("cluster", "delete", name);
        }
        command("snapshot", "--delete", "kept");
        narrator.tell("The clone, the snapshot and what was restored are deleted.");
        audit("the source has what it had");
        List<String> errors = ledger.errors();
        narrator.verdict(
                errors.isEmpty(),
                "no error reached a client" + (errors.isEmpty() ? "" : "; but: " + errors.getFirst()));
    }

    private void judge(String what, Set<Ledger.Entry> before, int port) throws IOException, InterruptedException {
        Set<Ledger.Entry> found = clients.entriesAt(port);
        boolean quiet = clients.pauseWriters(PATIENCE);
        long foreign = ledger.audit(found).foreign();
        clients.resumeWriters();
        narrator.verdict(
                quiet && found.containsAll(before) && foreign == 0,
                String.format(
                        Locale.ROOT,
                        "%s has all %,d transactions that were acknowledged before, and none that should not be",
                        what,
                        before.size()));
    }

    /** Somebody drops the tables, and the database goes back to before that. */
    void databaseGoesBack() throws IOException, InterruptedException {
        narrator.scene("Somebody drops the tables, and the database goes back (borealis backtrack)");
        ledger.newScene();
        boolean quiet = clients.pauseWriters(PATIENCE);
        String moment;
        try (ClientSession session = session(region.clientPort(instance))) {
            session.execute("CREATE TABLE calm (id integer);");
            Thread.sleep(MOMENT_MILLIS);
            moment = now();
            Thread.sleep(MOMENT_MILLIS);
            session.execute("DROP TABLE ledger;");
            session.execute("DROP TABLE accounts;");
            narrator.tell(
                    "The tables are gone: %s",
                    session.execute("SELECT count(*) FROM ledger;").error().orElse("they are not"));
        }
        String back = command("backtrack", "--to", moment, "--json");
        narrator.tell("borealis backtrack --to %s: nobody was answered for %s s.", moment, number(SECONDS, back));
        Ledger.Audit audit = ledger.audit(clients.entries());
        narrator.verdict(quiet && audit.holds(), "the ledger is back: " + audit);
        long acknowledged = ledger.acknowledged();
        clients.resumeWriters();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ledger.acknowledged() == acknowledged && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        narrator.verdict(ledger.acknowledged() > acknowledged, "clients work again");
        audit("the ledger");
    }

    /** All disks are gone, and a new region is made from the backup alone. */
    void everythingIsLost() throws IOException, InterruptedException {
        narrator.scene(
                "All storage nodes are lost at once, with their disks, and the database is restored from its backup");
        ledger.newScene();
        boolean quiet = clients.pauseWriters(PATIENCE);
        Set<Ledger.Entry> then = clients.entries();
        Thread.sleep(MOMENT_MILLIS);
        String moment = now();
        Thread.sleep(MOMENT_MILLIS);
        clients.resumeWriters();
        narrator.tell("It is %s, and %,d transactions are in the ledger. Clients go on.", moment, then.size());
        long written = region.durableLsn(instance);
        List<String> backup =
                List.of("backup", "restore", "--from", region.backup().toString());
        long start = System.nanoTime();
        while (newest(backup) <= written) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new RegionProblemException("the backup does not get further than LSN " + newest(backup));
            }
        }
        clients.close();
        List<String> nodes = new ArrayList<>(RegionOfProcesses.STORAGE);
        nodes.set(0, RegionOfProcesses.SPARE);
        region.kill(nodes);
        region.kill(List.of(instance));
        for (String node : nodes) {
            region.loseDisk(node);
        }
        narrator.tell(
                "Now all processes are killed (kill -9), and the folders of all storage nodes are deleted. What is left is %s.",
                region.backup().getFileName());
        start = System.nanoTime();
        Path restored = region.backup().resolveSibling("restored");
        List<String> restore = new ArrayList<>(backup);
        restore.addAll(List.of("--to", moment, "--data", restored.toString()));
        restore.addAll(List.of("--keys", region.keys().toString()));
        restore.addAll(List.of("--password-file", region.passwordFile().toString()));
        run(restore);
        int port = RegionOfProcesses.freePort();
        region.startBeside(restored, port);
        Set<Ledger.Entry> found = clients.entriesAt(port);
        narrator.tell(
                "borealis backup restore --to %s, and borealis start: answered after %.1f s, from nothing but the backup.",
                moment, (System.nanoTime() - start) / 1e9);
        Set<Ledger.Entry> missing = new HashSet<>(then);
        missing.removeAll(found);
        Set<Ledger.Entry> later = new HashSet<>(found);
        later.removeAll(then);
        narrator.verdict(
                quiet && missing.isEmpty() && later.isEmpty(),
                String.format(
                        Locale.ROOT,
                        "the ledger is as it was at that moment: %,d transactions, %d missing, %d from later",
                        found.size(),
                        missing.size(),
                        later.size()));
    }

    private String now() throws IOException {
        try (ClientSession session = session(region.clientPort(instance))) {
            return session.execute("SELECT now();").last().orElseThrow().substring(0, TIME_CHARACTERS) + "Z";
        }
    }

    private long newest(List<String> backup) throws IOException, InterruptedException {
        List<String> list = new ArrayList<>(backup);
        list.add("--list");
        Matcher matcher = NEWEST.matcher(run(list));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private void audit(String claim) throws IOException, InterruptedException {
        boolean quiet = clients.pauseWriters(PATIENCE);
        Ledger.Audit audit = ledger.audit(clients.entries());
        clients.resumeWriters();
        narrator.verdict(quiet && audit.holds(), claim + ": " + audit);
    }
}
