package org.borealisdb.server.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.borealisdb.sql.postgres.VolumeFacts;

/** The demonstration: breaks a region in every way that it must survive, one scene after the other, and judges each. */
public final class FailureDemo {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 20;
    private static final double SERVING_AGAIN_SECONDS = 3;

    private final UnaryOperator<List<String>> program;
    private final String psqlProgram;
    private final Duration watching;
    private final boolean keep;
    private final Narrator narrator;
    private final Ledger ledger = new Ledger(LedgerClients.WRITERS);

    /**
     * A demonstration.
     *
     * @param program     makes the command line of a process from the arguments of {@code borealis}
     * @param psqlProgram path of psql
     * @param watching    how long the clients are watched while something is broken
     * @param pace        between two lines of the story
     * @param keep        leaves the folder with its logs
     */
    public FailureDemo(
            UnaryOperator<List<String>> program,
            String psqlProgram,
            Duration watching,
            Duration pace,
            boolean keep,
            PrintWriter out) {
        this.program = program;
        this.psqlProgram = psqlProgram;
        this.watching = watching;
        this.keep = keep;
        this.narrator = new Narrator(out, pace);
    }

    /** Plays it in a temporary folder, which is gone afterwards; answers the claims that did not hold. */
    public List<String> run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("borealis-demo");
        RegionOfProcesses region =
                new RegionOfProcesses(folder, program, "demonstration", ProcessLayout.byRole(), /* backedUp= */ true);
        LedgerClients clients = new LedgerClients(
                port -> new PsqlSession(psqlProgram, port, region.password()),
                region.clientPort(RegionOfProcesses.WRITER),
                ledger,
                Duration.ZERO);
        Thread cleaner = new Thread(() -> cleanUp(region, clients, folder), "clean-up");
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            narrator.tell("Six storage nodes in three zones and an instance start, each a process of its own ...");
            region.start(RegionOfProcesses.STORAGE);
            region.start(List.of(RegionOfProcesses.WRITER));
            clients.createTables();
            clients.start();
            narrator.tell(
                    "%d clients write transfers between accounts and note every commit they are told of; one reads and checks.",
                    LedgerClients.WRITERS);
            play(region, clients);
        } finally {
            cleanUp(region, clients, folder);
            forget(cleaner);
        }
        return narrator.failed();
    }

    private static void forget(Thread cleaner) {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException shuttingDown) {
            // Then it runs, and finds nothing to do.
        }
    }

    private synchronized void cleanUp(RegionOfProcesses region, LedgerClients clients, Path folder) {
        clients.close();
        region.close();
        try {
            if (keep) {
                narrator.tell("The folder is kept: %s", folder);
            } else if (Files.exists(folder)) {
                RegionOfProcesses.remove(folder);
            }
        } catch (IOException failure) {
            System.err.println("borealis: cannot remove " + folder + ": " + failure.getMessage());
        }
    }

    private void play(RegionOfProcesses region, LedgerClients clients) throws IOException, InterruptedException {
        awaitWork();
        nodesDie(region, "Any two storage nodes die", List.of("storage-a1", "storage-b2"));
        nodesDie(region, "A whole zone goes dark", RegionOfProcesses.ofZone("c"));
        filesRot(region, clients);
        zonesRestart(region);
        thirdNodeDies(region, clients);
        instanceDies(region, clients);
        rivalTakesOver(region, clients);
        nodeIsReplaced(region, clients);
        HistoryScenes history =
                new HistoryScenes(program, psqlProgram, narrator, ledger, region, clients, RegionOfProcesses.RIVAL);
        history.clonesAreMade();
        history.databaseGoesBack();
        history.everythingIsLost();
    }

    /** Two copies are lost: a quorum of four is left. */
    private void nodesDie(RegionOfProcesses region, String title, List<String> nodes)
            throws IOException, InterruptedException {
        narrator.scene(title + " (kill -9 " + String.join(", ", nodes) + ")");
        ledger.newScene();
        long before = ledger.acknowledged();
        region.kill(nodes);
        narrator.tell("Four of six copies are left, which is a write quorum.");
        watch();
        long after = ledger.acknowledged();
        narrator.tell(
                "%,d transactions were committed meanwhile; the longest took %.2f s.",
                after - before, ledger.longestWriteSeconds());
        noError("no error reached a client");
        narrator.verdict(after > before, "writes went on");
        bringBack(region, nodes, RegionOfProcesses.WRITER);
    }

    /** Bytes change on a disk while nobody reads them. */
    private void filesRot(RegionOfProcesses region, LedgerClients clients) throws IOException, InterruptedException {
        String node = "storage-b1";
        narrator.scene("Bytes rot on a disk, unseen (one in a layer of " + node + ", and one in its journal)");
        ledger.newScene();
        try (ClientSession session =
                new PsqlSession(psqlProgram, region.clientPort(RegionOfProcesses.WRITER), region.password())) {
            session.execute("CREATE TABLE filler (id integer PRIMARY KEY, text text);");
            // Enough log for a layer.
            for (int round = 0; round < 10; round++) {
                session.execute("INSERT INTO filler SELECT a.id + 100 * b.id + 10000 * " + round
                        + ", 'borealis borealis borealis borealis borealis' FROM accounts a, accounts b;");
            }
        }
        long start = System.nanoTime();
        narrator.tell(
                "Each storage node reads all its files once in %d s here (once a day as a rule).",
                RegionOfProcesses.SCRUB_EVERY.toSeconds());
        boolean mended = mended(region, node, region::rotLayer) && mended(region, node, region::rotJournal);
        VolumeFacts.Scrub scrub = scrub(region, node);
        narrator.tell(
                "After %.1f s it has found %d damaged parts and mended %d: the layer's from another copy, the journal's from memory.",
                (System.nanoTime() - start) / 1e9, scrub.damaged(), scrub.mended());
        narrator.verdict(mended, node + " found what had rotted, and rebuilt it");
        noError("no error reached a client");
        audit(clients);
    }

    private interface Rot {
        Optional<RottenByte> happens(String node) throws IOException;
    }

    private static Optional<RottenByte> happens(Rot rot, String node) {
        try {
            return rot.happens(node);
        } catch (IOException changed) {
            // A file was deleted meanwhile; it is tried again.
            return Optional.empty();
        }
    }

    /** Lets a byte rot until the node has found and mended one: what has rotted may be deleted before the node comes to read it. */
    private static boolean mended(RegionOfProcesses region, String node, Rot rot) throws InterruptedException {
        long before = scrub(region, node).damaged();
        List<RottenByte> rotten = new ArrayList<>();
        return await(
                () -> {
                    VolumeFacts.Scrub scrub = scrub(region, node);
                    if (scrub.damaged() == before && rotten.stream().noneMatch(RottenByte::remains)) {
                        happens(rot, node).ifPresent(rotten::add);
                    }
                    return scrub.damaged() > before && scrub.mended() >= scrub.damaged();
                },
                PATIENCE);
    }

    private static VolumeFacts.Scrub scrub(RegionOfProcesses region, String node) {
        return region.scrub(RegionOfProcesses.WRITER, node).orElse(VolumeFacts.Scrub.NONE);
    }

    /** All storage nodes are stopped and started again, as for a new version. */
    private void zonesRestart(RegionOfProcesses region) throws IOException, InterruptedException {
        narrator.scene("All storage nodes are restarted, zone by zone, as for a new version");
        ledger.newScene();
        long before = ledger.acknowledged();
        for (String zone : List.of("a", "b", "c")) {
            List<String> nodes = RegionOfProcesses.ofZone(zone);
            region.stop(nodes);
            bringBack(region, nodes, RegionOfProcesses.WRITER);
        }
        narrator.tell(
                "%,d transactions were committed meanwhile; the longest took %.2f s.",
                ledger.acknowledged() - before, ledger.longestWriteSeconds());
        noError("no error reached a client");
    }

    private void bringBack(RegionOfProcesses region, List<String> nodes, String instance)
            throws IOException, InterruptedException {
        long durable = region.durableLsn(instance);
        region.start(nodes);
        boolean caughtUp = await(() -> nodes.stream().allMatch(node -> region.completeLsn(node) >= durable), PATIENCE);
        narrator.tell("They are started again, and fetch from the others what they have missed.");
        narrator.verdict(caughtUp, String.join(" and ", nodes) + " caught up by themselves");
    }

    /** Three copies are lost: no write quorum, and still a read quorum. */
    private void thirdNodeDies(RegionOfProcesses region, LedgerClients clients)
            throws IOException, InterruptedException {
        List<String> zone = RegionOfProcesses.ofZone("c");
        narrator.scene("A zone and one more node die (kill -9 " + String.join(", ", zone) + ", storage-a1)");
        ledger.newScene();
        region.kill(zone);
        region.kill(List.of("storage-a1"));
        boolean waiting = await(() -> ledger.secondsSinceCommit() > 1, PATIENCE);
        long acknowledged = ledger.acknowledged();
        long reads = ledger.reads();
        narrator.tell("Three copies are left. A commit needs four, so writes wait, holding nothing up but themselves.");
        watch();
        narrator.verdict(
                waiting && ledger.acknowledged() == acknowledged, "no commit was acknowledged without a quorum");
        narrator.tell(
                "%,d reads were answered meanwhile; the longest took %.2f s.",
                ledger.reads() - reads, ledger.longestReadSeconds());
        narrator.verdict(ledger.reads() > reads, "reads went on");
        region.start(List.of("storage-a1"));
        boolean resumed = await(() -> ledger.acknowledged() > acknowledged, PATIENCE);
        narrator.tell("storage-a1 is started again.");
        narrator.verdict(resumed, "writes went on by themselves");
        noError("no error reached a client all the while");
        audit(clients);
        bringBack(region, zone, RegionOfProcesses.WRITER);
    }

    private void instanceDies(RegionOfProcesses region, LedgerClients clients)
            throws IOException, InterruptedException {
        narrator.scene("The instance dies in the middle of its work (kill -9 writer) and is started again");
        ledger.newScene();
        region.kill(List.of(RegionOfProcesses.WRITER));
        long acknowledged = ledger.acknowledged();
        long start = System.nanoTime();
        region.start(List.of(RegionOfProcesses.WRITER));
        boolean answered;
        try (PsqlSession session =
                new PsqlSession(psqlProgram, region.clientPort(RegionOfProcesses.WRITER), region.password())) {
            answered = session.execute("SELECT count(*) FROM accounts;").last().isPresent();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        narrator.tell(
                "It owns no data: nothing was replayed. The first query was answered %.2f s after the start.", seconds);
        narrator.verdict(
                answered && seconds < SERVING_AGAIN_SECONDS,
                String.format(Locale.ROOT, "serving again within %.0f s", SERVING_AGAIN_SECONDS));
        narrator.verdict(await(() -> ledger.acknowledged() > acknowledged, PATIENCE), "clients work again");
        audit(clients);
    }

    /** The writer stands still while another takes over, and then goes on as if nothing had been. */
    private void rivalTakesOver(RegionOfProcesses region, LedgerClients clients)
            throws IOException, InterruptedException {
        String rival = RegionOfProcesses.RIVAL;
        narrator.scene("The instance freezes (SIGSTOP writer), another takes over, and the frozen one comes back");
        ledger.newScene();
        int oldPort = region.clientPort(RegionOfProcesses.WRITER);
        try (PsqlSession old = new PsqlSession(psqlProgram, oldPort, region.password())) {
            old.execute("SELECT balance FROM accounts WHERE id = 0;");
            region.freeze(RegionOfProcesses.WRITER);
            narrator.tell(
                    "To its clients it looks slow. Now a rival opens the volume: it takes the next epoch, and fences.");
            region.start(List.of(rival));
            clients.connectTo(region.clientPort(rival));
            try (PsqlSession fresh = new PsqlSession(psqlProgram, region.clientPort(rival), region.password())) {
                Answer changed = fresh.execute("CREATE TABLE after_the_takeover (id integer PRIMARY KEY);");
                narrator.verdict(
                        !changed.ended() && changed.error().isEmpty(),
                        "the rival reads and writes while the old one is frozen");
            }
            long acknowledged = ledger.acknowledged();
            old.send("SELECT balance FROM accounts WHERE id = 0;");
            narrator.tell(
                    "A client of the frozen instance asks it for a balance. Now that instance wakes up (SIGCONT) ...");
            region.thaw(RegionOfProcesses.WRITER);
            Answer answer = old.receive();
            narrator.verdict(answer.last().isEmpty(), "the old instance gave no answer that may be stale");
            String why = answer.error().orElse("");
            narrator.tell("It said: %s", why.isEmpty() ? String.join(" ", answer.lines()) : why);
            narrator.verdict(why.contains("fenced") && why.contains("57P01"), "it said why, with SQLSTATE 57P01");
            boolean ended =
                    await(() -> !region.process(RegionOfProcesses.WRITER).isAlive(), PATIENCE);
            String printed = region.printed(RegionOfProcesses.WRITER).strip();
            narrator.tell("Its last words: %s", printed.substring(printed.lastIndexOf('\n') + 1));
            narrator.verdict(ended && printed.contains("is fenced"), "its process ended, and said why in its output");
            narrator.verdict(
                    await(() -> ledger.acknowledged() > acknowledged, PATIENCE), "its clients work on with the rival");
        }
        audit(clients);
    }

    /** A copy is lost for good, and another node takes its place. */
    private void nodeIsReplaced(RegionOfProcesses region, LedgerClients clients)
            throws IOException, InterruptedException {
        String lost = "storage-a1";
        narrator.scene("A storage node is lost for good, with its disk (kill -9 " + lost + ", and its folder deleted)");
        ledger.newScene();
        region.start(List.of(RegionOfProcesses.SPARE));
        narrator.tell("Zone a has a third node now, %s, which holds nothing yet.", RegionOfProcesses.SPARE);
        long before = ledger.acknowledged();
        region.kill(List.of(lost));
        region.loseDisk(lost);
        boolean noticed = await(() -> !region.notes(RegionOfProcesses.RIVAL).isEmpty(), PATIENCE);
        region.notes(RegionOfProcesses.RIVAL).stream()
                .findFirst()
                .ifPresent(note -> narrator.tell("The instance says: %s.", note));
        long start = System.nanoTime();
        boolean replaced = await(() -> region.notes(RegionOfProcesses.RIVAL).isEmpty(), PATIENCE);
        narrator.tell(
                "After %d s without it, %s was told to take its place, and copied its pages from the others: %.1f s in all.",
                RegionOfProcesses.REPLACE_AFTER.toSeconds(),
                RegionOfProcesses.SPARE,
                (System.nanoTime() - start) / 1e9);
        narrator.verdict(noticed && replaced, RegionOfProcesses.SPARE + " has replaced " + lost + " by itself");
        narrator.tell(
                "%,d transactions were committed meanwhile; the longest took %.2f s.",
                ledger.acknowledged() - before, ledger.longestWriteSeconds());
        noError("no error reached a client");
        List<String> two = List.of("storage-b1", "storage-c1");
        long whole = ledger.acknowledged();
        region.kill(two);
        narrator.tell("Now %s die: what is left are four copies, one of them the new one.", String.join(" and ", two));
        watch();
        narrator.verdict(ledger.acknowledged() > whole, "writes went on, so the new copy counts");
        bringBack(region, two, RegionOfProcesses.RIVAL);
        audit(clients);
    }

    private void awaitWork() throws InterruptedException {
        await(() -> ledger.acknowledged() > LedgerClients.WRITERS && ledger.reads() > 0, PATIENCE);
    }

    private void noError(String claim) {
        List<String> errors = new ArrayList<>(ledger.errors());
        narrator.verdict(errors.isEmpty(), errors.isEmpty() ? claim : claim + "; but: " + errors.getFirst());
    }

    /** Compares what clients were told with what the database holds. */
    private void audit(LedgerClients clients) throws IOException, InterruptedException {
        boolean quiet = clients.pauseWriters(PATIENCE);
        Ledger.Audit audit = ledger.audit(clients.entries());
        clients.resumeWriters();
        List<String> wrong = ledger.errors().stream()
                .filter(error -> error.contains("WRONG ANSWER") || error.contains("STALE ANSWER"))
                .toList();
        narrator.verdict(quiet && audit.holds() && wrong.isEmpty(), "the ledger: " + audit + String.join("; ", wrong));
    }

    private void watch() throws InterruptedException {
        Thread.sleep(watching);
    }

    private static boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
