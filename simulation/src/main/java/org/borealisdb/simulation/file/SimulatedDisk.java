package org.borealisdb.simulation.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.simulation.task.Scheduler;

/** The disk of a host: its files, and what goes wrong with them. It survives the crashes of processes. */
public final class SimulatedDisk {
    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final Metrics metrics;
    private final String host;
    private final NavigableMap<String, SimulatedContent> files = new TreeMap<>();
    private final Set<String> locks = new TreeSet<>();

    private long capacity = Long.MAX_VALUE;
    private int slowness = 1;
    private int writesUntilFailure = -1;
    private int syncsUntilFailure = -1;
    private boolean failed;

    public SimulatedDisk(Scheduler scheduler, SplittableRandom random, Metrics metrics, String host) {
        this.scheduler = scheduler;
        this.random = random;
        this.metrics = metrics;
        this.host = host;
    }

    /** Limits the sum of all file sizes. */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** Makes every operation take {@code factor} times as long. */
    public void slowness(int factor) {
        slowness = factor;
    }

    /** The write after the next {@code count} ones fails, leaving anything behind. */
    public void failWriteAfter(int count) {
        writesUntilFailure = count;
    }

    /** The sync after the next {@code count} ones fails; what it should have made durable is lost at the next crash. */
    public void failSyncAfter(int count) {
        syncsUntilFailure = count;
    }

    /** No failing writes and syncs, normal speed, all the room there is. */
    public void repair() {
        capacity = Long.MAX_VALUE;
        slowness = 1;
        writesUntilFailure = -1;
        syncsUntilFailure = -1;
    }

    /** Sum of the sizes of all files. */
    public long usedBytes() {
        long sum = 0;
        for (SimulatedContent content : contents()) {
            sum += content.size();
        }
        return sum;
    }

    public List<String> fileNames() {
        return new ArrayList<>(files.keySet());
    }

    /**
     * Flips one random bit of what is durable in a file whose name contains {@code part}, but for the file's last write; false if there is
     * none.
     */
    public boolean rot(String part) {
        List<SimulatedContent> candidates = new ArrayList<>();
        files.forEach((name, content) -> {
            if (name.contains(part)) {
                candidates.add(content);
            }
        });
        while (!candidates.isEmpty()) {
            if (candidates.remove(random.nextInt(candidates.size())).rot(random)) {
                metrics.count("fault.disk.rot");
                return true;
            }
        }
        return false;
    }

    /** Removes everything, as if the disk had been replaced by a new one. */
    public void wipe() {
        files.clear();
        locks.clear();
    }

    /** Called when the process dies: each write that was not made durable is there, lost or torn. */
    public void crash() {
        failed = false;
        locks.clear();
        for (SimulatedContent content : contents()) {
            content.crash(random, metrics);
        }
    }

    /** Every content once, in the order of its first name: several names may share one. */
    private List<SimulatedContent> contents() {
        Set<SimulatedContent> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<SimulatedContent> contents = new ArrayList<>();
        for (SimulatedContent content : files.values()) {
            if (seen.add(content)) {
                contents.add(content);
            }
        }
        return contents;
    }

    NavigableMap<String, SimulatedContent> files() {
        return files;
    }

    Set<String> locks() {
        return locks;
    }

    String host() {
        return host;
    }

    long usableBytes() {
        // Asked before each write; adding up takes long where there are many files.
        return capacity == Long.MAX_VALUE ? capacity : Math.max(0, capacity - usedBytes());
    }

    /** True if a write or sync has failed since the process that uses it started: that one is about to stop, if it has not yet. */
    public boolean failed() {
        return failed;
    }

    boolean nextWriteFails() {
        boolean fails = writesUntilFailure == 0;
        failed |= fails;
        writesUntilFailure = Math.max(-1, writesUntilFailure - 1);
        if (fails) {
            metrics.count("fault.disk.write");
        }
        return fails;
    }

    boolean nextSyncFails() {
        boolean fails = syncsUntilFailure == 0;
        failed |= fails;
        syncsUntilFailure = Math.max(-1, syncsUntilFailure - 1);
        if (fails) {
            metrics.count("fault.disk.sync");
        }
        return fails;
    }

    void countFull() {
        metrics.count("fault.disk.full");
    }

    /** Part of a failed write that got through, of {@code length} bytes. */
    int partOf(int length) {
        return random.nextInt(length + 1);
    }

    /** Lets the time of a durable operation pass. */
    void durableDelay() {
        scheduler.sleep(random.nextLong(40_000, 250_000) * slowness);
    }

    /** Lets the time of a read or cached write pass: often none. */
    void cachedDelay() {
        if (slowness > 1 || random.nextInt(8) == 0) {
            scheduler.sleep(random.nextLong(1_000, 30_000) * slowness);
        }
    }
}
