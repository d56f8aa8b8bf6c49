package org.borealisdb.benchmarks.sysbench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.benchmarks.contender.BenchmarkException;

/**
 * What sysbench says of a run.
 *
 * @param rate    transactions per second
 * @param latency 95th percentile of their times, in milliseconds
 */
record SysbenchOutput(double rate, double latency) {
    private static final Pattern RATE = Pattern.compile("transactions:\\s+\\d+\\s+\\(([0-9.]+) per sec\\.\\)");
    private static final Pattern LATENCY = Pattern.compile("95th percentile:\\s+([0-9.]+)");

    /**
     * Reads it.
     *
     * @throws BenchmarkException if it is not what a run says at its end
     */
    static SysbenchOutput of(String text) {
        return new SysbenchOutput(number(RATE, text), number(LATENCY, text));
    }

    private static double number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new BenchmarkException("sysbench did not say what it measured: " + text.strip());
        }
        return Double.parseDouble(found.group(1));
    }
}
