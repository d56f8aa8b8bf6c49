package org.borealisdb.server.cli;

import org.borealisdb.server.cluster.ClusterRecord;
import picocli.CommandLine.Option;

/** Which backup a command reads. */
final class BackupSourceOptions {
    @Option(
            names = "--from",
            paramLabel = "PLACE",
            required = true,
            description = "The backup: a folder, or s3://bucket/prefix.")
    private String from = "";

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = ClusterRecord.MAIN,
            description =
                    "The cluster or snapshot whose backup it is; one that was deleted is there for the retention (default: ${DEFAULT-VALUE}).")
    private String cluster = ClusterRecord.MAIN;

    /** Where it is. */
    String from() {
        return from;
    }

    /** Whose it is. */
    String cluster() {
        return cluster;
    }
}
