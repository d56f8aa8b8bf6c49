package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.tests.cli.Launcher.Outcome;

/** A region that the launcher has left running in the background, and commands about it. Whatever still runs is killed in the end. */
final class DetachedRegion {
    private static final Pattern PID = Pattern.compile("\"pid\" : ([0-9]+)");

    /** Longest that anything may take on a busy machine; a failure, not a pace. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Launcher launcher;
    private final String data;

    /** One that does not run yet, below {@code folder}. */
    DetachedRegion(Path folder) {
        this.launcher = new Launcher(folder);
        this.data = folder.resolve("data").toString();
    }

    void start(String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("--port", "0", "--memory", "64MB", "--detach"));
        words.addAll(List.of(more));
        Outcome start = run("start", words.toArray(String[]::new));
        assertThat(start.exitCode()).as(start.errors() + start.output()).isZero();
    }

    void stop() throws IOException, InterruptedException {
        done("stop");
    }

    /** A folder within its data folder. */
    String folder(String name) {
        return Path.of(data).resolve(name).toString();
    }

    /** Runs a command about this region. */
    Outcome run(String command, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--data", data));
        words.addAll(List.of(more));
        return launcher.run(words.toArray(String[]::new));
    }

    /** The same, of one that must succeed; its output. */
    String done(String command, String... more) throws IOException, InterruptedException {
        Outcome outcome = run(command, more);
        assertThat(outcome.exitCode()).as(command + ": " + outcome.errors()).isZero();
        return outcome.output();
    }

    /** The same, of one that must be refused with one line; that line. */
    String refused(String command, String... more) throws IOException, InterruptedException {
        Outcome outcome = run(command, more);
        assertThat(outcome.exitCode()).as(command + ": " + outcome.output()).isOne();
        assertThat(outcome.errors().lines()).hasSize(1);
        return outcome.errors();
    }

    /** What psql answers. */
    String psql(String statement) throws IOException, InterruptedException {
        return done("psql", "-Atc", statement).strip();
    }

    /** What psql answers as soon as the instance, which is opening the volume again, serves it. */
    String psqlWhenServed(String statement) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        Outcome outcome = run("psql", "-Atc", statement);
        while (outcome.exitCode() != 0) {
            assertThat(System.nanoTime()).as(outcome.errors()).isLessThan(giveUp);
            outcome = run("psql", "-Atc", statement);
        }
        return outcome.output().strip();
    }

    /** What psql answers at another place. */
    String psqlAt(String url, String statement) throws IOException, InterruptedException {
        Outcome outcome = launcher.program("psql", url, "-qAtc", statement);
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.output().strip();
    }

    /** What psql answers at another place as soon as it is {@code expected}, or in the end. */
    String awaitAt(String url, String statement, String expected) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        String answer = "";
        while (!answer.equals(expected) && System.nanoTime() < giveUp) {
            answer = launcher.program("psql", url, "-qAtc", statement).output().strip();
        }
        return answer;
    }

    /** What psql answers about another cluster. */
    String psqlOf(String cluster, String statement) throws IOException, InterruptedException {
        return done("psql", "--cluster", cluster, "-Atc", statement).strip();
    }

    /** The time of the server once every point up to now is behind it: the index has one a second. */
    String momentAfter(String statement) throws IOException, InterruptedException {
        psql(statement);
        psql("SELECT pg_sleep(3.5)");
        String moment = psql("SELECT now()");
        psql("SELECT pg_sleep(1.5)");
        return moment.substring(0, 19) + "Z";
    }

    /** Ends it, whatever it is doing. */
    void kill() throws IOException, InterruptedException {
        Matcher pid = PID.matcher(run("status", "--json").output());
        if (pid.find()) {
            ProcessHandle.of(Long.parseLong(pid.group(1))).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
