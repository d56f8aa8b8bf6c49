package org.borealisdb.tests.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.tests.volume.Coverage;
import org.borealisdb.tests.volume.DatabaseSimulation;
import org.borealisdb.tests.volume.PlantedBugSearch;
import org.borealisdb.tests.volume.PlantedBugSearch.Finding;
import org.borealisdb.tests.volume.ReaderSimulation;
import org.borealisdb.tests.volume.VolumeSimulation;

/**
 * {@code borealis simulate [--seeds N] [--seed S] [--jobs J]}: runs N seeds from S on, J at a time, prints each seed that fails with what was wrong, and at the end how often
 * each kind of fault and each branch of the protocol was hit, and which never were; the same for every J. With {@code --plant BUG} it stops at the first seed that finds that
 * planted bug; {@code --planted} looks for all of them, each within N seeds. {@code --database} has the engine on top, {@code --readers} has readers.
 */
public final class Simulate {
    private static final String USAGE = """
            usage: borealis simulate [--seed S] [--seeds N] [--database | --readers] [--jobs J]
                   borealis simulate [--seed S] [--seeds N] --plant BUG | --planted
              runs N seeds (100) from S (1) on: each is a volume with its writers and everything that goes wrong
              --database   each is a whole database, with transfers between accounts
              --readers    each is a volume with readers that follow its log
              --jobs J     runs J seeds (1) at a time; the output is the same
              --plant BUG  makes a mistake on purpose, and looks for the first seed that finds it (N: 500)
              --planted    does so for every mistake that there is""";

    private final long first;
    private final long count;
    private final Map<String, Long> totals = new TreeMap<>();
    private final SeedRuns runs;
    private long told;
    private long failures;

    Simulate(long first, long count, SeedRuns runs) {
        this.first = first;
        this.count = count;
        this.runs = runs;
    }

    /** Exit status 0: all seeds clean (or all planted bugs found); 1: not; 2: usage. */
    public static void main(String[] arguments) throws InterruptedException {
        long first = 1;
        Optional<Long> count = Optional.empty();
        Optional<PlantedBug[]> bugs = Optional.empty();
        int jobs = 1;
        LongFunction<SortedMap<String, Long>> simulation = seed -> new VolumeSimulation(seed).run();
        try {
            for (int index = 0; index < arguments.length; index++) {
                switch (arguments[index]) {
                    case "--seed" -> first = Long.parseLong(arguments[++index]);
                    case "--seeds" -> count = Optional.of(Long.parseLong(arguments[++index]));
                    case "--jobs" -> jobs = Integer.parseInt(arguments[++index]);
                    case "--plant" -> bugs = Optional.of(new PlantedBug[] {PlantedBug.valueOf(arguments[++index])});
                    case "--planted" ->
                        bugs = Optional.of(PlantedBugSearch.bugs().toArray(PlantedBug[]::new));
                    case "--database" -> simulation = seed -> new DatabaseSimulation(seed).run();
                    case "--readers" -> simulation = seed -> new ReaderSimulation(seed).run();
                    case "--help" -> {
                        System.out.println(USAGE);
                        return;
                    }
                    default -> throw new IllegalArgumentException("unknown option " + arguments[index]);
                }
            }
            if (bugs.isPresent() && jobs != 1) {
                throw new IllegalArgumentException("--jobs: planted bugs are looked for one seed at a time");
            }
            SeedRuns.checkJobs(jobs);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
        }
        boolean good = bugs.isPresent()
                ? find(bugs.get(), first, count.orElse(500L))
                : new Simulate(first, count.orElse(100L), new SeedRuns(simulation, jobs)).run();
        System.exit(good ? 0 : 1);
    }

    private static boolean find(PlantedBug[] bugs, long first, long count) {
        System.out.println("planted bugs, each in up to " + count + " seeds from " + first + " on");
        boolean all = true;
        for (PlantedBug bug : bugs) {
            Optional<Finding> finding = PlantedBugSearch.search(bug, first, count);
            String result = finding.map(found -> String.format(
                            Locale.ROOT,
                            "%4d seeds  %s",
                            found.tried(),
                            found.message().lines().findFirst().orElse("")))
                    .orElse("NOT FOUND");
            System.out.println(String.format(Locale.ROOT, "%-26s %s", bug, result));
            all &= finding.isPresent();
        }
        return all;
    }

    /** Runs the seeds; true if all were clean. */
    boolean run() throws InterruptedException {
        System.out.println("seeds " + first + " to " + (first + count - 1));
        runs.run(first, count, this::tell);
        System.out.println("what happened:");
        totals.forEach((name, value) -> System.out.println(String.format(Locale.ROOT, "  %-50s %,15d", name, value)));
        System.out.println("never happened: " + String.join(", ", Coverage.neverHit(totals)));
        System.out.println(count + " seeds, " + failures + " failed" + cpu());
        return failures == 0;
    }

    private void tell(SeedRuns.Outcome outcome) {
        switch (outcome) {
            case SeedRuns.Clean clean -> clean.counts().forEach((name, value) -> totals.merge(name, value, Long::sum));
            case SeedRuns.Broken broken -> {
                failures++;
                System.out.println(broken.message());
            }
        }
        told++;
        if (told % 100 == 0) {
            System.out.println(told + " seeds, " + failures + " failed");
        }
    }

    private String cpu() {
        Optional<Duration> used = ProcessHandle.current().info().totalCpuDuration();
        return used.map(cpu ->
                        String.format(Locale.ROOT, "; %.2f s of CPU each, all told", cpu.toMillis() / 1000.0 / count))
                .orElse("");
    }
}
