package org.borealisdb.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.borealisdb.server.demo.RegionOfProcesses;

/** Commands of the launcher about a region of processes. */
final class RegionCommand {
    private static final long SECONDS = 120;

    private RegionCommand() {}

    /** How one ended, and what it printed. */
    private record Outcome(int code, String printed) {}

    /** Runs one that must succeed; what it prints. */
    static String done(RegionOfProcesses region, String... words) throws IOException, InterruptedException {
        return done(region.regionFile(), words);
    }

    /** The same with a file of the region. */
    static String done(Path regionFile, String... words) throws IOException, InterruptedException {
        Outcome outcome = run(regionFile, words);
        assertThat(outcome.code()).as(outcome.printed()).isZero();
        return outcome.printed();
    }

    /** Runs one that must be refused with one line; that line. */
    static String refused(RegionOfProcesses region, String... words) throws IOException, InterruptedException {
        Outcome outcome = run(region.regionFile(), words);
        assertThat(outcome.code()).as(outcome.printed()).isOne();
        assertThat(outcome.printed()).hasLineCount(1);
        return outcome.printed();
    }

    private static Outcome run(Path regionFile, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--region", regionFile.toString()));
        Path output = Files.createTempFile("command", ".out");
        try {
            Process process = new ProcessBuilder(Borealis.command(all))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            String printed = Files.readString(output);
            assertThat(ended).as(printed).isTrue();
            return new Outcome(process.exitValue(), printed);
        } finally {
            Files.delete(output);
        }
    }
}
