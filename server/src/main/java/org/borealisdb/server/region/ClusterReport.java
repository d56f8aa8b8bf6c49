package org.borealisdb.server.region;

/**
 * A cluster or snapshot as the status file shows it.
 *
 * @param name    its name
 * @param kind    {@code cluster} or {@code snapshot}
 * @param state   {@code creating}, {@code starting}, {@code available}, {@code deleting}, or what is wrong
 * @param url     how to connect to a cluster, with the password; empty if one can't
 * @param volume  number of its volume
 * @param source  name of what it was branched off; empty for the main cluster
 * @param created when it was asked for, ISO 8601; empty for the main cluster
 * @param point   time of the point that it began with, ISO 8601; empty for the main cluster
 * @param lsn     LSN of that point
 */
public record ClusterReport(
        String name,
        String kind,
        String state,
        String url,
        long volume,
        String source,
        String created,
        String point,
        long lsn) {}
