package org.borealisdb.tests.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of the launcher at the root of the working tree. */
final class Launcher {
    /** Longest that any command of these tests may take on a busy machine, with a build before the first. */
    private static final long TIMEOUT_SECONDS = 300;

    /** What a command printed, and how it ended. */
    record Outcome(int exitCode, String output, String errors) {}

    private final Path folder;

    /** Commands run in {@code folder}, where what they print is kept too. */
    Launcher(Path folder) {
        this.folder = folder;
    }

    /** Runs a command to its end. */
    Outcome run(String... arguments) throws IOException, InterruptedException {
        return answer("", arguments);
    }

    /** Runs a command that is given {@code input}. */
    Outcome answer(String input, String... arguments) throws IOException, InterruptedException {
        return run(input, builder(arguments));
    }

    /** Runs another program to its end. */
    Outcome program(String... command) throws IOException, InterruptedException {
        return run("", new ProcessBuilder(command).directory(folder.toFile()));
    }

    private Outcome run(String input, ProcessBuilder command) throws IOException, InterruptedException {
        Path in = Files.createTempFile(folder, "input", ".txt");
        Path out = Files.createTempFile(folder, "output", ".txt");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        Files.writeString(in, input);
        Process process = command.redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command.command()) + " has not ended; it printed "
                    + Files.readString(out) + Files.readString(errors));
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(errors));
    }

    /** Starts a command whose output is read by the caller while it runs. */
    Process start(String... arguments) throws IOException {
        return builder(arguments).redirectErrorStream(true).start();
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(root().resolve("borealis").toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        throw new IllegalStateException("no launcher at or above the working folder");
    }

    /** Reads lines of a running command until one contains {@code text}; answers all of them. */
    static String readUntil(Process process, String text) throws IOException {
        var reader = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder lines = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.append(line).append('\n');
            if (line.contains(text)) {
                return lines.toString();
            }
        }
        throw new AssertionError("it ended without saying '" + text + "': " + lines);
    }
}
