package org.borealisdb.tests.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.tests.chaos.ChaosRun;

/** {@code borealis chaos [--minutes M] [--seed S] [--folder DIR]}: breaks a region of processes at random, and checks what its clients were told. */
public final class Chaos {
    private static final String USAGE = """
            usage: borealis chaos [--minutes M] [--seed S] [--folder DIR]
              starts a region of 15 processes, and for M minutes (5) kills, freezes, cuts off and restarts one thing after
              the other, while clients write and read; then checks that nothing acknowledged is lost, nobody was shown what
              must not be seen, and commits went on. docs/chaos.md says more.
              --seed S      what goes wrong, and when (default: another one each time; it is printed)
              --folder DIR  where everything goes (default: a new folder for temporary files, which stays if something was found)""";

    private Chaos() {}

    /** Exit status 0: nothing was wrong; 1: something was; 2: usage. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seed = System.nanoTime() & 0xffffff;
        double minutes = 5;
        Path folder = null;
        try {
            for (int index = 0; index < arguments.length; index++) {
                switch (arguments[index]) {
                    case "--seed" -> seed = Long.parseLong(arguments[++index]);
                    case "--minutes" -> minutes = Double.parseDouble(arguments[++index]);
                    case "--folder" -> folder = Path.of(arguments[++index]);
                    default -> throw new IllegalArgumentException(arguments[index]);
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unreadable) {
            System.err.println(USAGE);
            System.exit(2);
        }
        Path launcher = Path.of(System.getProperty("borealis.home"), "borealis");
        Path place = folder == null ? Files.createTempDirectory("borealis-chaos") : Files.createDirectories(folder);
        ChaosRun run = new ChaosRun(
                place,
                words -> command(launcher, words),
                "psql",
                seed,
                Duration.ofMillis((long) (minutes * 60_000)),
                System.out);
        boolean clean;
        try {
            clean = run.run().isEmpty();
        } catch (RegionProblemException | IOException failed) {
            System.err.println("borealis: " + failed.getMessage());
            clean = false;
        }
        if (clean && folder == null) {
            remove(place);
        }
        System.exit(clean ? 0 : 1);
    }

    /** Nothing of a clean run is of use. */
    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static List<String> command(Path launcher, List<String> words) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(words);
        return command;
    }
}
