package org.borealisdb.benchmarks.pgbench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.benchmarks.contender.BenchmarkException;

/**
 * What pgbench 15 prints at the end of a run.
 *
 * @param tps          transactions a second, without the time that connecting took
 * @param transactions done
 * @param failed       failed by a serialisation error or a deadlock
 */
record PgbenchOutput(double tps, long transactions, long failed) {
    private static final Pattern TPS = Pattern.compile("^tps = ([0-9.]+) \\(without", Pattern.MULTILINE);
    private static final Pattern TRANSACTIONS =
            Pattern.compile("^number of transactions actually processed: ([0-9]+)", Pattern.MULTILINE);
    private static final Pattern FAILED =
            Pattern.compile("^number of failed transactions: ([0-9]+)", Pattern.MULTILINE);

    /** Reads it; fails if it is something else. */
    static PgbenchOutput parse(String text) {
        long transactions = Long.parseLong(first(TRANSACTIONS, text));
        if (transactions == 0) {
            throw new BenchmarkException("no transaction came to its end in the time of the run");
        }
        return new PgbenchOutput(
                Double.parseDouble(first(TPS, text)), transactions, Long.parseLong(first(FAILED, text)));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new BenchmarkException("pgbench printed no result: " + text.replace('\n', ' '));
        }
        return matcher.group(1);
    }
}
