package org.borealisdb.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.SplittableRandom;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.simulation.file.SimulatedDisk;
import org.borealisdb.simulation.file.SimulatedFileStore;
import org.borealisdb.simulation.task.SimulatedTasks;
import org.jspecify.annotations.Nullable;

/** A machine: a name, a disk that survives, and at most one live process at a time. */
public final class SimulatedHost {
    private final SimulatedWorld world;
    private final String name;
    private final SplittableRandom random;
    private final SimulatedDisk disk;
    private final Clock clock;
    private @Nullable LiveProcess process;
    private int starts;

    SimulatedHost(SimulatedWorld world, String name, SplittableRandom random) {
        this.world = world;
        this.name = name;
        this.random = random;
        this.disk = new SimulatedDisk(world.scheduler(), random.split(), world.metrics(), name);
        this.clock = new SimulatedClock(
                world.scheduler(), random.nextLong(1L << 50), random.nextLong(-5_000_000, 5_000_000));
    }

    public String name() {
        return name;
    }

    public SimulatedDisk disk() {
        return disk;
    }

    /** True while a process lives here. */
    public boolean running() {
        return process != null && !process.tasks.dead();
    }

    /** Starts a process; there must be none. It has nothing running until tasks are started in it. */
    public LiveProcess start() {
        if (running()) {
            throw new IllegalStateException("host " + name + " has a process already");
        }
        starts++;
        LiveProcess started = new LiveProcess(name + "#" + starts);
        process = started;
        return started;
    }

    /** Kills the process, if there is one: its tasks never run again, its unsynced writes may be lost or torn. */
    public void crash() {
        LiveProcess victim = process;
        if (victim != null && !victim.tasks.dead()) {
            process = null;
            disk.crash();
            victim.tasks.kill();
        }
    }

    /** A process: the runtime as its code sees it. */
    public final class LiveProcess {
        private final SimulatedTasks tasks;
        private final FileStore files;
        private final RandomSource randomSource;

        private LiveProcess(String title) {
            tasks = new SimulatedTasks(world.scheduler(), title, this::escaped);
            files = new SimulatedFileStore(disk, tasks, "");
            randomSource = new SimulatedRandom(random.split());
        }

        public Tasks tasks() {
            return tasks;
        }

        public Clock clock() {
            return clock;
        }

        public FileStore files() {
            return files;
        }

        /** The files below {@code folder} only. */
        public FileStore files(String folder) {
            return new SimulatedFileStore(disk, tasks, folder + "/");
        }

        public Network network() {
            return world.network().of(tasks);
        }

        public RandomSource random() {
            return randomSource;
        }

        public Metrics metrics() {
            return world.metrics();
        }

        public boolean dead() {
            return tasks.dead();
        }

        /** What must not happen in production stops the process there; here it is noted, and the process crashes. */
        private void escaped(String task, Throwable cause) {
            StringWriter text = new StringWriter();
            cause.printStackTrace(new PrintWriter(text));
            world.escapes().add(tasks.process() + "/" + task + ": " + text);
            if (!tasks.dead()) {
                crash();
            }
        }
    }
}
