package org.borealisdb.benchmarks.pgbench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/** The files in which pgbench logs transactions ({@code --log}): one line each, the third field is the latency in microseconds, the fifth and sixth are the time when it ended. */
final class LatencyLog {
    private static final int LATENCY_FIELD = 2;
    private static final int SECONDS_FIELD = 4;

    private LatencyLog() {}

    /** The latency in milliseconds that {@code share} of all logged transactions kept below; NaN if none was logged. */
    static double percentileMillis(Path folder, double share) throws IOException {
        return percentileMillis(folder, share, Instant.EPOCH, Instant.MAX);
    }

    /** The same of those that ended in that time. */
    static double percentileMillis(Path folder, double share, Instant from, Instant to) throws IOException {
        long[] latencies = new long[1024];
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try (BufferedReader lines = Files.newBufferedReader(file)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        if (count == latencies.length) {
                            latencies = Arrays.copyOf(latencies, 2 * count);
                        }
                        long latency = latency(line);
                        if (latency >= 0
                                && !ended(line).isBefore(from)
                                && ended(line).isBefore(to)) {
                            latencies[count++] = latency;
                        }
                    }
                }
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        Arrays.sort(latencies, 0, count);
        return latencies[Math.min(count - 1, (int) Math.ceil(share * count) - 1)] / 1000.0;
    }

    /** Latency of a line; -1 for a transaction that failed or was skipped, which has a word instead of a number. */
    private static long latency(String line) {
        String[] fields = line.split(" ", LATENCY_FIELD + 2);
        if (fields.length <= LATENCY_FIELD || !Character.isDigit(fields[LATENCY_FIELD].charAt(0))) {
            return -1;
        }
        return Long.parseLong(fields[LATENCY_FIELD]);
    }

    private static Instant ended(String line) {
        String[] fields = line.split(" ", SECONDS_FIELD + 3);
        return Instant.ofEpochSecond(
                Long.parseLong(fields[SECONDS_FIELD]), 1000 * Long.parseLong(fields[SECONDS_FIELD + 1]));
    }
}
