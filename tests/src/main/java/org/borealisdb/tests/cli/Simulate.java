package org.borealisdb.tests.cli;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.tests.volume.VolumeSimulation;

/**
 * {@code borealis simulate --seeds N [--seed S] [--plant BUG]}: runs N seeds from S on, prints each seed that fails with what was wrong, and at
 * the end how often each kind of fault and each branch of the protocol was hit. With a planted bug it stops at the first seed that
 * finds it.
 */
public final class Simulate {
    private final long first;
    private final long count;
    private final boolean stopAtFirst;
    private final Map<String, Long> totals = new TreeMap<>();
    private long failures;

    Simulate(long first, long count, boolean stopAtFirst) {
        this.first = first;
        this.count = count;
        this.stopAtFirst = stopAtFirst;
    }

    /** Exit status 0: all seeds clean (or, with a planted bug: found); 1: not; 2: usage. */
    public static void main(String[] arguments) {
        long first = 1;
        long count = 100;
        boolean planted = false;
        for (int index = 0; index < arguments.length; index += 2) {
            String value = index + 1 < arguments.length ? arguments[index + 1] : "";
            switch (arguments[index]) {
                case "--seed" -> first = Long.parseLong(value);
                case "--seeds" -> count = Long.parseLong(value);
                case "--plant" -> {
                    PlantedBug.valueOf(value).plant();
                    planted = true;
                }
                default -> {
                    System.err.println("usage: borealis simulate [--seed S] [--seeds N] [--plant BUG]");
                    System.exit(2);
                }
            }
        }
        System.exit(new Simulate(first, count, planted).run() == planted ? 0 : 1);
    }

    /** Runs the seeds; true if one failed. */
    boolean run() {
        System.out.println("seeds " + first + " to " + (first + count - 1));
        for (long seed = first; seed < first + count; seed++) {
            try {
                new VolumeSimulation(seed).run().forEach((name, value) -> totals.merge(name, value, Long::sum));
            } catch (AssertionError e) {
                failures++;
                System.out.println(e.getMessage());
                if (stopAtFirst) {
                    return true;
                }
            }
            if ((seed - first + 1) % 100 == 0) {
                System.out.println((seed - first + 1) + " seeds, " + failures + " failed");
            }
        }
        System.out.println(count + " seeds, " + failures + " failed; what happened:");
        totals.forEach((name, value) -> System.out.println(String.format(Locale.ROOT, "  %-50s %,15d", name, value)));
        return failures > 0;
    }
}
