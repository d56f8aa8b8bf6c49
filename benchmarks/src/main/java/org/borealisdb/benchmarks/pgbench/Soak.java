package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.benchmarks.contender.Contender;
import org.borealisdb.benchmarks.contender.Usage;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.runtime.config.ByteSize;

/** A long run of TPC-B on Borealis, whose second half must be as fast as its first and whose backlog must not grow. */
public final class Soak {
    private static final Pattern PROGRESS = Pattern.compile("^progress: [0-9.]+ s, ([0-9.]+) tps.*", Pattern.MULTILINE);

    private static final Duration INITIALISE_PATIENCE = Duration.ofMinutes(15);
    private static final Duration SLACK = Duration.ofMinutes(2);

    /** What a second half may be slower by, and a backlog higher by: a busy machine varies by as much. */
    private static final double SPEED_KEPT = 0.95;

    private static final double BACKLOG_KEPT = 1.2;

    /** A backlog below this is no backlog: one fold's worth for each of six nodes. */
    private static final long NO_BACKLOG = 6L * (32 << 20);

    private final SoakSettings settings;
    private final Path home;
    private final Path work;
    private final Path postgres;
    private final Console console;

    /** What was seen at the end of an interval. */
    private record Look(int second, long backlog, long disk, Usage usage) {}

    /**
     * A long run.
     *
     * @param home     root of the working tree
     * @param work     where the temporary folder is made
     * @param postgres folder of PostgreSQL's programs
     */
    public Soak(SoakSettings settings, Path home, Path work, Path postgres, PrintWriter out) {
        this.settings = settings;
        this.home = home;
        this.work = work;
        this.postgres = postgres;
        this.console = new Console(out);
    }

    /** Runs it; true if it stayed as it was. */
    public boolean run() throws IOException, InterruptedException {
        return LongRun.of(home, work, postgres, console, this::run);
    }

    private boolean run(LongRun within) throws IOException, InterruptedException {
        MatrixSettings servers = new MatrixSettings(
                home.resolve("borealis"),
                1,
                Math.toIntExact(settings.length().toSeconds()),
                0,
                settings.scale(),
                settings.pool(),
                Set.of(),
                settings.jvmOptions(),
                settings.processes(),
                false);
        // Its processes end with the workspace.
        Field field = new Field(within.workspace(), within.programs(), servers, settings.pool());
        return run(field, within.workspace(), within.pgbench());
    }

    private boolean run(Field field, Workspace workspace, Pgbench pgbench) throws IOException, InterruptedException {
        Contender subject = field.subject();
        console.line("%s: %s", subject.name(), subject.settings());
        subject.start();
        console.line("filled in %.1f s", pgbench.initialise(subject.endpoint(), settings.scale(), INITIALISE_PATIENCE));
        int seconds = Math.toIntExact(settings.length().toSeconds());
        int interval = Math.toIntExact(settings.interval().toSeconds());
        Path output = workspace.fresh("soak");
        Load load = new Load(Script.TPC_B, settings.protocol(), settings.clients());
        Process running = pgbench.startLoad(
                subject.endpoint(), load, settings.scale(), seconds, List.of("-P", String.valueOf(interval)), output);
        List<Look> looks = new ArrayList<>();
        long start = System.nanoTime();
        for (int second = interval; second < seconds; second += interval) {
            long wait = start + Duration.ofSeconds(second).toNanos() - System.nanoTime();
            if (running.waitFor(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
                break;
            }
            SortedMap<String, Long> counters = subject.counters();
            Look look = new Look(
                    second,
                    counters.getOrDefault(Contender.BACKLOG_BYTES, 0L),
                    counters.getOrDefault(Contender.DISK_BYTES, 0L),
                    subject.usage());
            looks.add(look);
            console.line("%5d s  %s", second, describe(look, lastTps(output)));
        }
        String printed = LongRun.finish(running, output, SLACK.plusSeconds(interval));
        console.line("collections: %s", field.pauses());
        return verdict(progress(printed), looks, PgbenchOutput.parse(printed));
    }

    private static String describe(Look look, String tps) {
        return String.format(
                Locale.ROOT,
                "%s tps, backlog %s, data %s, memory %s",
                tps,
                new ByteSize(look.backlog()),
                new ByteSize(look.disk()),
                new ByteSize(look.usage().residentBytes()));
    }

    private static String lastTps(Path output) throws IOException {
        List<Double> progress = progress(Files.readString(output));
        return progress.isEmpty() ? "?" : String.format(Locale.ROOT, "%,.0f", progress.getLast());
    }

    /** Transactions a second of each interval. */
    static List<Double> progress(String printed) {
        List<Double> tps = new ArrayList<>();
        Matcher matcher = PROGRESS.matcher(printed);
        while (matcher.find()) {
            tps.add(Double.valueOf(matcher.group(1)));
        }
        return tps;
    }

    private boolean verdict(List<Double> tps, List<Look> looks, PgbenchOutput output) {
        double first = mean(tps.subList(0, tps.size() / 2));
        double second = mean(tps.subList(tps.size() / 2, tps.size()));
        boolean fast = second >= SPEED_KEPT * first;
        long middle = highest(looks.subList(looks.size() / 3, 2 * looks.size() / 3));
        long last = highest(looks.subList(2 * looks.size() / 3, looks.size()));
        boolean bounded = last <= Math.max(NO_BACKLOG, BACKLOG_KEPT * middle);
        console.line("%,d transactions, %d failed, %,.0f tps", output.transactions(), output.failed(), output.tps());
        console.line("first half %,.0f tps, second half %,.0f tps: %s", first, second, fast ? "as fast" : "SLOWER");
        console.line(
                "backlog at most %s in the middle third, %s in the last: %s",
                new ByteSize(middle),
                new ByteSize(last),
                settings.processes() ? "not known between processes" : bounded ? "does not grow" : "GROWS");
        return fast && bounded && output.failed() == 0;
    }

    private static double mean(List<Double> figures) {
        return figures.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static long highest(List<Look> looks) {
        return looks.stream().mapToLong(Look::backlog).max().orElse(0);
    }
}
