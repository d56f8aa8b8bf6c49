package org.borealisdb.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.simulation.net.SimulatedNetwork;
import org.borealisdb.simulation.task.Scheduler;
import org.borealisdb.simulation.task.SimulatedTasks;

/**
 * A world made from a seed: hosts, a network, time. {@link #run} runs a test in it; everything that happens follows from the seed.
 */
public final class SimulatedWorld {
    private final SplittableRandom random;
    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
    private final Metrics metrics = new Metrics();
    private final List<String> escapes = new ArrayList<>();

    public SimulatedWorld(long seed, long stepLimit, long timeLimitNanos) {
        this.random = new SplittableRandom(seed);
        this.scheduler = new Scheduler(random.split(), stepLimit, timeLimitNanos);
        this.network = new SimulatedNetwork(scheduler, random.split(), metrics);
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public SimulatedNetwork network() {
        return network;
    }

    /** Counters of the world and of all processes in it. */
    public Metrics metrics() {
        return metrics;
    }

    /** A source of randomness of its own for whoever asks; the order of asking matters. */
    public SplittableRandom newRandom() {
        return random.split();
    }

    /** The host of that name, made at first use. */
    public SimulatedHost host(String name) {
        return hosts.computeIfAbsent(name, each -> new SimulatedHost(this, each, random.split()));
    }

    /** What escaped from tasks so far, as text: each is a bug, unless its process was meant to fail. */
    public List<String> escapes() {
        return escapes;
    }

    /** Fails if something escaped from a task. */
    public void checkNothingEscaped() {
        if (!escapes.isEmpty()) {
            throw new AssertionError("escaped from a task: " + escapes.getFirst());
        }
    }

    /**
     * Runs {@code main} in this world, on a task outside all hosts.
     *
     * @throws AssertionError if it threw, or nothing could run any more, or the limits were passed
     */
    public void run(Runnable main) {
        SimulatedTasks test = new SimulatedTasks(scheduler, "test", (task, cause) -> scheduler.end(cause));
        Optional<Throwable> failure = scheduler.run(test, main);
        if (failure.isPresent()) {
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
    }
}
