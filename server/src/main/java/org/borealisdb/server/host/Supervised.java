package org.borealisdb.server.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.server.region.ProcessIdentity;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.StatusFile;

/** The process of a node, which is started again whenever it has ended. For the agent's task, but for {@link #trouble}. */
final class Supervised {
    private static final System.Logger LOG = System.getLogger(Supervised.class.getName());

    /** One that has just ended is started after this; one that ends again and again after twice as long each time. */
    private static final long FIRST_PAUSE_NANOS = 250_000_000L;

    private static final long LONGEST_PAUSE_NANOS = 10_000_000_000L;
    /** One that has run for so long has started well. */
    private static final long WELL_NANOS = 30_000_000_000L;

    private static final int LAST_WORDS = 300;

    private final HostedNode node;
    private final Path regionFile;
    private final UnaryOperator<List<String>> program;
    private final Clock clock;
    private Optional<ProcessHandle> process = Optional.empty();
    private long startedAt;
    private long startAt;
    private long pause = FIRST_PAUSE_NANOS;
    /** Restarts that had been asked for when it was started. */
    private int startedFor;

    private boolean ending;
    private volatile String trouble = "";

    /** One that may run already: an agent that is started again finds the processes of the one before. */
    Supervised(HostedNode node, Path regionFile, UnaryOperator<List<String>> program, Clock clock, int restarted) {
        this.node = node;
        this.regionFile = regionFile;
        this.program = program;
        this.clock = clock;
        this.startedFor = restarted;
        this.startAt = clock.nanoTime();
    }

    HostedNode node() {
        return node;
    }

    /** Why it does not run; empty if it does. */
    String trouble() {
        return trouble;
    }

    boolean runs() {
        return process.filter(ProcessHandle::isAlive).isPresent();
    }

    /**
     * Starts it if it does not run, and stops it if it is to begin anew.
     *
     * @param restarts how often somebody has asked for that
     */
    void attend(int restarts) {
        long now = clock.nanoTime();
        if (runs()) {
            if (restarts > startedFor && !ending) {
                LOG.log(System.Logger.Level.INFO, "{0} is restarted, as somebody asked for", node.name());
                stop();
            }
            if (now - startedAt > WELL_NANOS) {
                pause = FIRST_PAUSE_NANOS;
            }
            return;
        }
        if (process.isPresent()) {
            ended(now);
        }
        if (now - startAt >= 0) {
            start(now, restarts);
        }
    }

    private void ended(long now) {
        if (ending) {
            startAt = now;
        } else {
            trouble = "its process has ended" + lastWords();
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}; it is started again", node.name(), trouble);
            startAt = now + pause;
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
        ending = false;
        process = Optional.empty();
    }

    private String lastWords() {
        try {
            String said = Files.exists(output()) ? Files.readString(output()).strip() : "";
            String last = said.substring(said.lastIndexOf('\n') + 1);
            return last.isEmpty() ? "" : ": " + last.substring(0, Math.min(last.length(), LAST_WORDS));
        } catch (IOException unreadable) {
            return "";
        }
    }

    private void start(long now, int restarts) {
        startedAt = now;
        Optional<ProcessHandle> before = before();
        if (before.isPresent()) {
            process = before;
            trouble = "";
            return;
        }
        try {
            Process started = new ProcessBuilder(program.apply(node.arguments(regionFile.toString())))
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output().toFile())
                    .start();
            process = Optional.of(started.toHandle());
            startedFor = restarts;
            trouble = "";
            LOG.log(System.Logger.Level.INFO, "{0} runs as process {1}", node.name(), Long.toString(started.pid()));
        } catch (IOException failure) {
            trouble = "its process cannot be started: " + failure.getMessage();
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", node.name(), trouble);
            startAt = now + pause;
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }

    /** A process of an agent before, that has said who it is. */
    private Optional<ProcessHandle> before() {
        return StatusFile.ofNode(regionFile, node.name())
                .read()
                .map(Supervised::identity)
                .flatMap(ProcessIdentity::running);
    }

    private static ProcessIdentity identity(RegionReport report) {
        return new ProcessIdentity(report.pid(), Instant.parse(report.started()).toEpochMilli());
    }

    private Path output() {
        return regionFile.resolveSibling(node.name() + ".out");
    }

    /** SIGTERM: it ends in order. */
    void stop() {
        ending = true;
        process.ifPresent(ProcessHandle::destroy);
    }

    /** SIGKILL: what it acknowledged is on disks. */
    void kill() {
        process.ifPresent(ProcessHandle::destroyForcibly);
    }
}
