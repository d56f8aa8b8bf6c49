package org.borealisdb.tests.chaos;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.borealisdb.tests.history.Elements;
import org.borealisdb.tests.history.HistoryChecker;
import org.borealisdb.tests.history.ObservedTransaction;
import org.borealisdb.tests.history.ObservedTransaction.Outcome;
import org.borealisdb.tests.history.ObservedTransaction.Promise;

/** A run: starts a region, has clients work, breaks and mends one thing after the other, and checks what clients were told. */
public final class ChaosRun {
    /** Commits go on within so long, whatever single thing is broken; a failure, not a pace. */
    private static final double MOST_SILENT_SECONDS = 30;

    private static final int WRITERS = 4;
    private static final int READERS_OF_EACH = 1;
    private static final int LISTS = 12_000;
    private static final long CLIENT_PAUSE_MILLIS = 15;
    private static final long LEAST_MILLIS = 1_000;
    private static final int MORE_MILLIS = 9_000;
    private static final long CALM_MILLIS = 2_000;

    private final Path folder;
    private final UnaryOperator<List<String>> program;
    private final String psql;
    private final long seed;
    private final Duration length;
    private final PrintStream out;
    private final Pulse pulse = new Pulse();
    private final List<String> findings = new ArrayList<>();
    /** Longest interruptions by kind of fault, in seconds. */
    private final Map<String, List<Double>> interruptions = new TreeMap<>();

    /**
     * A run that has not begun.
     *
     * @param folder  empty; everything goes there
     * @param program makes the command line of a process from the arguments of {@code borealis}
     * @param psql    the program
     */
    public ChaosRun(
            Path folder,
            UnaryOperator<List<String>> program,
            String psql,
            long seed,
            Duration length,
            PrintStream out) {
        this.folder = folder;
        this.program = program;
        this.psql = psql;
        this.seed = seed;
        this.length = length;
        this.out = out;
    }

    /** Runs; what was wrong, a line each. */
    public List<String> run() throws IOException, InterruptedException {
        say("seed %d, %d s, in %s", seed, length.toSeconds(), folder);
        Workload workload = new Workload(seed, LISTS, CLIENT_PAUSE_MILLIS);
        Map<Integer, Elements> lists;
        try (ChaosRegion region = new ChaosRegion(folder, program, psql)) {
            region.startAll();
            if (!region.awaitWhole()) {
                return List.of("the region does not start");
            }
            region.createLists(LISTS);
            startClients(workload, region);
            breakThings(region);
            region.relays().heal();
            boolean whole = region.awaitWhole();
            workload.stop();
            if (!whole) {
                findings.add("the region is not whole again in the end");
            }
            lists = region.lists();
        }
        List<ObservedTransaction> history = workload.history();
        findings.addAll(HistoryChecker.check(history, lists));
        summarise(history, workload.errors());
        if (!findings.isEmpty()) {
            write(history, lists);
        }
        return findings;
    }

    private void startClients(Workload workload, ChaosRegion region) {
        for (int i = 0; i < WRITERS; i++) {
            int turn = i;
            workload.start("writer-" + i, () -> region.writers(turn), "", Promise.EVERYTHING, pulse::beat);
        }
        for (int i = 0; i < READERS_OF_EACH; i++) {
            int turn = i;
            workload.start("session-" + i, () -> region.readers(turn), mode("session"), Promise.OWN, _ -> {});
            workload.start("global-" + i, () -> region.readers(turn + 1), mode("global"), Promise.EVERYTHING, _ -> {});
            workload.start("eventual-" + i, () -> region.readers(turn), mode("eventual"), Promise.SOMETHING, _ -> {});
        }
    }

    private static String mode(String mode) {
        return "SET apg_write_forward.consistency_mode = '" + mode + "';";
    }

    private void breakThings(ChaosRegion region) throws IOException, InterruptedException {
        Faults faults = new Faults(region, seed);
        Random random = new Random(seed ^ 1);
        long began = System.nanoTime();
        for (int number = 1; System.nanoTime() - began < length.toNanos(); number++) {
            Thread.sleep(CALM_MILLIS);
            Fault fault = faults.next();
            pulse.reset();
            long lasts = LEAST_MILLIS + random.nextInt(MORE_MILLIS);
            fault.breaks().run();
            Thread.sleep(lasts);
            // It lasts until commits have gone on in spite of it.
            long deadline = System.nanoTime() + (long) (MOST_SILENT_SECONDS * 1e9);
            while (pulse.silent() > 1 && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            double silent = pulse.longest();
            fault.mends().run();
            boolean whole = region.awaitWhole();
            say(
                    "%3d  %-40s %5.1f s, commits waited for %.2f s at most%s",
                    number, fault.what(), lasts / 1e3, silent, whole ? "" : ", NOT WHOLE AGAIN");
            interruptions.computeIfAbsent(fault.kind(), _ -> new ArrayList<>()).add(silent);
            if (silent > MOST_SILENT_SECONDS && !fault.stops()) {
                findings.add("commits waited for " + silent + " s during: " + fault.what());
            }
            if (!whole) {
                findings.add("the region was not whole again after: " + fault.what());
                return;
            }
        }
    }

    private void summarise(List<ObservedTransaction> history, Map<String, Integer> errors) {
        Map<Outcome, Integer> outcomes = new TreeMap<>();
        history.forEach(one -> outcomes.merge(one.outcome(), 1, Integer::sum));
        say("%s", "");
        say("transactions %s", outcomes);
        interruptions.forEach((kind, seconds) -> say(
                "  %-32s %3d times, commits waited for %.2f s at most, %.2f s in the middle",
                kind,
                seconds.size(),
                seconds.stream().mapToDouble(each -> each).max().orElse(0),
                seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElse(0.0)));
        say("%s", "errors that clients were told:");
        errors.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(20)
                .forEach(each -> say("  %6d  %s", each.getValue(), each.getKey()));
        say("%s", findings.isEmpty() ? "CLEAN" : findings.size() + " FINDINGS");
        findings.forEach(finding -> say("  %s", finding));
    }

    private void write(List<ObservedTransaction> history, Map<Integer, Elements> lists) throws IOException {
        List<String> lines = new ArrayList<>();
        history.forEach(one -> lines.add(one.toString()));
        lists.forEach((key, elements) -> lines.add("list " + key + " " + elements));
        Files.write(folder.resolve("history.txt"), lines);
        say("history: %s", folder.resolve("history.txt"));
    }

    @FormatMethod
    private void say(@FormatString String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
