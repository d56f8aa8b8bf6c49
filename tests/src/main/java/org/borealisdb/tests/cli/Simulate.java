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
import org.borealisdb.tests.volume.VolumeSimulation;

/**
 * {@code borealis simulate [--seeds N] [--seed S]}: runs N seeds from S on, prints each seed that fails with what was wrong, and at the end how often
 * each kind of fault and each branch of the protocol was hit, and which never were. With {@code --plant BUG} it stops at the first seed that finds that
 * planted bug; {@code --planted} looks for all of them, each within N seeds. {@code --database} has the engine on top.
 */
public final class Simulate {
    private static final String USAGE = """
            usage: borealis simulate [--seed S] [--seeds N] [--database | --plant BUG | --planted]
              runs N seeds (100) from S (1) on: each is a volume with its writers and everything that goes wrong
              --database   each is a whole database, with transfers between accounts
              --plant BUG  makes a mistake on purpose, and looks for the first seed that finds it (N: 500)
              --planted    does so for every mistake that there is""";

    private final long first;
    private final long count;
    private final Map<String, Long> totals = new TreeMap<>();
    private final LongFunction<SortedMap<String, Long>> simulation;
    private long failures;

    Simulate(long first, long count, LongFunction<SortedMap<String, Long>> simulation) {
        this.first = first;
        this.count = count;
        this.simulation = simulation;
    }

    /** Exit status 0: all seeds clean (or all planted bugs found); 1: not; 2: usage. */
    public static void main(String[] arguments) {
        long first = 1;
        Optional<Long> count = Optional.empty();
        Optional<PlantedBug[]> bugs = Optional.empty();
        boolean database = false;
        try {
            for (int index = 0; index < arguments.length; index++) {
                switch (arguments[index]) {
                    case "--seed" -> first = Long.parseLong(arguments[++index]);
                    case "--seeds" -> count = Optional.of(Long.parseLong(arguments[++index]));
                    case "--plant" -> bugs = Optional.of(new PlantedBug[] {PlantedBug.valueOf(arguments[++index])});
                    case "--planted" -> bugs = Optional.of(PlantedBug.values());
                    case "--database" -> database = true;
                    case "--help" -> {
                        System.out.println(USAGE);
                        return;
                    }
                    default -> throw new IllegalArgumentException("unknown option " + arguments[index]);
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
        }
        LongFunction<SortedMap<String, Long>> simulation =
                database ? seed -> new DatabaseSimulation(seed).run() : seed -> new VolumeSimulation(seed).run();
        boolean good = bugs.isPresent()
                ? find(bugs.get(), first, count.orElse(500L))
                : new Simulate(first, count.orElse(100L), simulation).run();
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
    boolean run() {
        System.out.println("seeds " + first + " to " + (first + count - 1));
        for (long seed = first; seed < first + count; seed++) {
            try {
                simulation.apply(seed).forEach((name, value) -> totals.merge(name, value, Long::sum));
            } catch (AssertionError e) {
                failures++;
                System.out.println(e.getMessage());
            }
            if ((seed - first + 1) % 100 == 0) {
                System.out.println((seed - first + 1) + " seeds, " + failures + " failed");
            }
        }
        System.out.println("what happened:");
        totals.forEach((name, value) -> System.out.println(String.format(Locale.ROOT, "  %-50s %,15d", name, value)));
        System.out.println("never happened: " + String.join(", ", Coverage.neverHit(totals)));
        System.out.println(count + " seeds, " + failures + " failed" + cpu());
        return failures == 0;
    }

    private String cpu() {
        Optional<Duration> used = ProcessHandle.current().info().totalCpuDuration();
        return used.map(cpu ->
                        String.format(Locale.ROOT, "; %.2f s of CPU each, all told", cpu.toMillis() / 1000.0 / count))
                .orElse("");
    }
}
