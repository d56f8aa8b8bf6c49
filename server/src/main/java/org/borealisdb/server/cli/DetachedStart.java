package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import picocli.CommandLine.ExitCode;

/**
 * Starts the same command in a process of its own, in a session of its own so that neither Ctrl-C nor the end of the terminal
 * reaches it, and waits until its status says that it is ready. What it printed until then is printed here.
 */
final class DetachedStart {
    /** A slow disk may take long to make the journals of a new region. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long POLL_MILLIS = 20;

    private final DataFolder folder;
    private final PrintWriter out;
    private final PrintWriter errors;

    DetachedStart(DataFolder folder, PrintWriter out, PrintWriter errors) {
        this.folder = folder;
        this.out = out;
        this.errors = errors;
    }

    int run(List<String> arguments, Optional<String> password) throws IOException, InterruptedException {
        // Readable by its owner alone: what is printed has the password in it.
        Path printed = Files.createTempFile("borealis-start", ".out");
        try {
            List<String> command = new ArrayList<>(detacher());
            command.addAll(OwnProgram.command(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(printed.toFile());
            password.ifPresent(given -> builder.environment().put(StartCommand.PASSWORD_VARIABLE, given));
            Process process = builder.start();
            return awaitReady(process, printed);
        } finally {
            Files.deleteIfExists(printed);
        }
    }

    private int awaitReady(Process process, Path printed) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                errors.print(Files.readString(printed, Charset.defaultCharset()));
                errors.flush();
                return process.exitValue() == ExitCode.OK ? ExitCode.SOFTWARE : process.exitValue();
            }
            boolean ready = folder.statusFile()
                    .read()
                    .filter(report -> report.pid() == process.pid())
                    .filter(report -> report.state().equals(RegionReport.READY))
                    .isPresent();
            if (ready) {
                out.print(Files.readString(printed, Charset.defaultCharset()));
                out.flush();
                return ExitCode.OK;
            }
        }
        throw new RegionProblemException("process " + process.pid() + " is not ready after " + PATIENCE.toMinutes()
                + " minutes and goes on trying; see " + folder.logFile());
    }

    /** Both replace themselves by the program that they start, so the child keeps its process number. */
    private static List<String> detacher() {
        for (String program : List.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup")) {
            if (Files.isExecutable(Path.of(program))) {
                return List.of(program);
            }
        }
        return List.of();
    }
}
