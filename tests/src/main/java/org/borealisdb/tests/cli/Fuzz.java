package org.borealisdb.tests.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.tests.fuzz.FuzzRegion;
import org.borealisdb.tests.fuzz.FuzzRun;

/** {@code borealis fuzz sql}: random schemas and queries, each asked for in several ways, and of a PostgreSQL 15 if there is one (docs/fuzzing.md). */
public final class Fuzz {
    private static final String USAGE = """
            usage: borealis fuzz sql [--seed S] [--runs N] [--minutes M] [--oracle URL] [--url URL]
              runs N seeds (20) from S (1) on: each is a schema and 40 queries, changes and calls
              --minutes M   runs seeds for M minutes instead
              --oracle URL  a PostgreSQL 15 that must answer the same: jdbc:postgresql://HOST:PORT/DATABASE?user=...
              --url URL     the database to try; without it a region starts in a scratch folder
              The schema "fuzz" of both databases is dropped.""";

    private final long first;
    private final long runs;
    private final Optional<Long> minutes;
    private final Optional<String> oracle;

    private Fuzz(long first, long runs, Optional<Long> minutes, Optional<String> oracle) {
        this.first = first;
        this.runs = runs;
        this.minutes = minutes;
        this.oracle = oracle;
    }

    /** Exit status 0: nothing found; 1: differences; 2: usage. */
    public static void main(String[] arguments) throws IOException, SQLException {
        long first = 1;
        long runs = 20;
        Optional<Long> minutes = Optional.empty();
        Optional<String> oracle = Optional.empty();
        Optional<String> url = Optional.empty();
        try {
            if (arguments.length == 0 || !arguments[0].equals("sql")) {
                System.out.println(USAGE);
                System.exit(arguments.length > 0 && arguments[0].equals("--help") ? 0 : 2);
            }
            for (int index = 1; index < arguments.length; index++) {
                switch (arguments[index]) {
                    case "--seed" -> first = Long.parseLong(arguments[++index]);
                    case "--runs" -> runs = Long.parseLong(arguments[++index]);
                    case "--minutes" -> minutes = Optional.of(Long.parseLong(arguments[++index]));
                    case "--oracle" -> oracle = Optional.of(arguments[++index]);
                    case "--url" -> url = Optional.of(arguments[++index]);
                    case "--help" -> {
                        System.out.println(USAGE);
                        return;
                    }
                    default -> throw new IllegalArgumentException("unknown option " + arguments[index]);
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
        }
        Fuzz fuzz = new Fuzz(first, runs, minutes, oracle);
        boolean good = url.isPresent() ? fuzz.run(url.get()) : fuzz.runInRegion();
        System.exit(good ? 0 : 1);
    }

    private boolean runInRegion() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("borealis-fuzz");
        try (FuzzRegion region = new FuzzRegion(folder)) {
            boolean good = run(region.url());
            if (!region.ended().isEmpty()) {
                System.out.println("the region has not served to the end: " + region.ended());
            }
            return good && region.ended().isEmpty();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void print(String script) {
        System.out.println(script);
    }

    private boolean run(String url) throws SQLException {
        System.out.println("seeds from " + first + " on");
        long end = System.nanoTime() + minutes.orElse(0L) * 60_000_000_000L;
        long failed = 0;
        long seed = first;
        try (FuzzRun run = new FuzzRun(url, oracle, Fuzz::print)) {
            while (minutes.isPresent() ? System.nanoTime() < end : seed < first + runs) {
                failed += run.run(seed++) ? 0 : 1;
            }
            System.out.println("what was compared:");
            run.counts()
                    .forEach((name, count) ->
                            System.out.println(String.format(Locale.ROOT, "  %-60s %,12d", name, count)));
        }
        System.out.println(seed - first + " seeds, " + failed + " failed");
        return failed == 0;
    }
}
