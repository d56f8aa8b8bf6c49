package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.Contender;
import org.borealisdb.benchmarks.contender.Workspace;

/** One cell being measured, from its warm-up to its result. */
final class CellRun {
    /** Cells that measure a time, not a rate, take minutes each and vary little: three rounds are enough. */
    private static final int MOST_ROUNDS_OF_TIMES = 3;

    /** A restart comes after so many times the seconds of a cell: a minute, for the standard 20. */
    private static final int LOAD_BEFORE_CRASH = 3;

    private static final Duration INITIALISE_PATIENCE = Duration.ofMinutes(15);
    private static final Duration RESTART_PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 5;

    private final Field field;
    private final Cell cell;
    private final MatrixSettings settings;
    private final Workspace workspace;
    private final Pgbench pgbench;
    private final Console console;
    private final Map<String, Entrant> entrants = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** A server with what it has to do. */
    private record Entrant(String name, Contender contender, Load load) {}

    CellRun(Field field, Cell cell, MatrixSettings settings, Workspace workspace, Pgbench pgbench, Console console) {
        this.field = field;
        this.cell = cell;
        this.settings = settings;
        this.workspace = workspace;
        this.pgbench = pgbench;
        this.console = console;
    }

    CellResult run() throws IOException, InterruptedException {
        Map<Opponent, String> opponents = new EnumMap<>(Opponent.class);
        Contender subject = field.subject();
        enter(subject.name(), subject, cell.load());
        field.opponents(cell).forEach((opponent, contender) -> {
            opponents.put(opponent, contender.name());
            enter(contender.name(), contender, cell.load());
        });
        cell.base().ifPresent(base -> {
            String name = subject.name() + ", " + base.clients() + " clients";
            opponents.put(Opponent.SELF, name);
            enter(name, subject, base);
        });
        warmUp();
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < rounds(); i++) {
            // Without Borealis there is nothing to compare; an opponent may be missing.
            if (!entrants.containsKey(subject.name())) {
                break;
            }
            rounds.add(round(i));
        }
        return new CellResult(cell, subject.name(), opponents, rounds, problems, Pauses.NONE);
    }

    private int rounds() {
        return cell.kind() == Cell.Kind.LOAD ? settings.rounds() : Math.min(settings.rounds(), MOST_ROUNDS_OF_TIMES);
    }

    private void enter(String name, Contender contender, Load load) {
        String problem = field.problem(contender.name());
        if (problem.isEmpty()) {
            entrants.put(name, new Entrant(name, contender, load));
        } else {
            problems.add(name + ": " + problem);
        }
    }

    private void warmUp() throws IOException, InterruptedException {
        if (cell.kind() == Cell.Kind.INITIALISE) {
            return;
        }
        for (Entrant entrant : List.copyOf(entrants.values())) {
            attempt(entrant, () -> {
                pgbench.warmUp(
                        entrant.contender().endpoint(), entrant.load(), settings.scale(cell), settings.warmUpSeconds());
            });
        }
    }

    /** Each server once; the first of a round is the last of the next. */
    private Round round(int index) throws IOException, InterruptedException {
        List<Entrant> order = new ArrayList<>(entrants.values());
        if (index % 2 == 1) {
            Collections.reverse(order);
        }
        Map<String, Sample> samples = new TreeMap<>();
        for (Entrant entrant : order) {
            attempt(entrant, () -> samples.put(entrant.name(), sample(entrant)));
        }
        StringBuilder line = new StringBuilder();
        entrants.keySet().forEach(name -> {
            Sample sample = samples.get(name);
            if (sample != null) {
                line.append(String.format(
                        Locale.ROOT,
                        "   %s %,.1f %s",
                        name,
                        sample.figure(),
                        cell.kind().unit()));
            }
        });
        console.line("  %d/%d%s", index + 1, rounds(), line);
        return new Round(samples);
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** A server that fails is out of this cell; if it has ended it is started again for the next. */
    private void attempt(Entrant entrant, Step step) throws IOException, InterruptedException {
        try {
            step.run();
        } catch (BenchmarkException failure) {
            problems.add(entrant.name() + ": " + failure.getMessage());
            entrants.remove(entrant.name());
            try {
                if (entrant.contender().restartIfDead()) {
                    problems.add(entrant.name() + " had ended, and was started again");
                }
            } catch (BenchmarkException gone) {
                problems.add(entrant.name() + ": " + gone.getMessage());
                field.failed(entrant.contender().name(), gone);
            }
        }
    }

    private Sample sample(Entrant entrant) throws IOException, InterruptedException {
        return switch (cell.kind()) {
            case LOAD ->
                pgbench.measure(
                        entrant.contender(), entrant.load(), settings.scale(cell), settings.seconds(entrant.load()));
            case INITIALISE ->
                Sample.seconds(
                        pgbench.initialise(entrant.contender().endpoint(), settings.scale(cell), INITIALISE_PATIENCE),
                        entrant.contender().usage());
            case RESTART -> restart(entrant);
        };
    }

    private Sample restart(Entrant entrant) throws IOException, InterruptedException {
        Contender contender = entrant.contender();
        int seconds = LOAD_BEFORE_CRASH * settings.seconds();
        Path output = workspace.fresh("load");
        Process load = pgbench.startLoad(
                contender.endpoint(), entrant.load(), settings.scale(cell), 2 * seconds, List.of(), output);
        if (load.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new BenchmarkException("the load before the crash ended by itself: " + Workspace.tail(output));
        }
        contender.crash();
        load.waitFor();
        long start = System.nanoTime();
        contender.startAgain();
        while (!pgbench.answers(contender.endpoint())) {
            if (System.nanoTime() - start > RESTART_PATIENCE.toNanos()) {
                throw new BenchmarkException("no answer " + RESTART_PATIENCE.toSeconds() + " s after the restart");
            }
            load.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        return Sample.seconds((System.nanoTime() - start) / 1e9, contender.usage());
    }
}
