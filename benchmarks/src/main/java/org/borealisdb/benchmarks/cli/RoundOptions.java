package org.borealisdb.benchmarks.cli;

import picocli.CommandLine.Option;

/** How often, and how long, two servers are measured in turns. */
final class RoundOptions {
    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds of each load (default: ${DEFAULT-VALUE}).")
    int pairs = 5;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Length of one measurement (default: ${DEFAULT-VALUE}).")
    int seconds = 20;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long each load runs on each server before it is measured (default: ${DEFAULT-VALUE}).")
    int warmUp = 60;

    /** In words. */
    @Override
    public String toString() {
        return "rounds: " + pairs + " of " + seconds + " s after " + warmUp + " s of warm-up";
    }
}
