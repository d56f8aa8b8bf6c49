package org.borealisdb.tests.cli;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Runs a simulation for many seeds, on several threads, and tells what became of them in the order of the seeds: a report does not depend on the number of threads. Runs share
 * nothing: each makes a world of its own, and the one static switch that they read, {@link org.borealisdb.runtime.config.PlantedBug}, stays as it is.
 */
final class SeedRuns {
    static final int MOST_JOBS = 64;

    /** Runs begun for each thread before the oldest has been told: enough that nobody idles while a long one ends. */
    private static final int BEGUN_PER_JOB = 4;

    private final LongFunction<SortedMap<String, Long>> simulation;
    private final int jobs;

    /** What became of a seed. */
    sealed interface Outcome {}

    /** All promises were kept; how often everything that is counted happened. */
    record Clean(SortedMap<String, Long> counts) implements Outcome {}

    /** A promise was broken: the message of the assertion, which names the seed. */
    record Broken(String message) implements Outcome {}

    /**
     * Runs of {@code simulation}, which answers how often everything happened, or fails with an assertion.
     *
     * @param jobs threads that run seeds, 1 to {@link #MOST_JOBS}
     */
    SeedRuns(LongFunction<SortedMap<String, Long>> simulation, int jobs) {
        checkJobs(jobs);
        this.simulation = simulation;
        this.jobs = jobs;
    }

    /** Fails if so many threads are not possible. */
    static void checkJobs(int jobs) {
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new IllegalArgumentException("jobs: " + jobs + "; 1 to " + MOST_JOBS + " are possible");
        }
    }

    /**
     * Runs {@code count} seeds from {@code first} on; {@code report} is called by this thread.
     *
     * @throws IllegalStateException naming the seed, if a run ended by anything but an assertion
     */
    void run(long first, long count, Consumer<Outcome> report) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                jobs, Thread.ofPlatform().name("seeds-", 1).factory())) {
            Queue<Future<Outcome>> begun = new ArrayDeque<>();
            long next = first;
            for (long told = first; told < first + count; told++) {
                while (next < first + count && begun.size() < jobs * BEGUN_PER_JOB) {
                    long seed = next++;
                    begun.add(threads.submit(() -> run(seed)));
                }
                try {
                    report.accept(begun.remove().get());
                } catch (ExecutionException failure) {
                    throw new IllegalStateException("seed " + told + ": " + failure.getCause(), failure.getCause());
                }
            }
        }
    }

    private Outcome run(long seed) {
        try {
            return new Clean(simulation.apply(seed));
        } catch (AssertionError broken) {
            return new Broken(String.valueOf(broken.getMessage()));
        }
    }
}
