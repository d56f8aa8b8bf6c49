package org.borealisdb.server.region;

/**
 * An endpoint as a process says that it is: one that listens for it, or should.
 *
 * @param name     unique among the endpoints of its kind
 * @param type     {@code cluster}, {@code reader}, {@code READER} or {@code ANY} of a custom one, or {@code instance}
 * @param host     where clients connect; empty if they cannot
 * @param port     likewise; 0 if they cannot
 * @param dnsName  its name in the DNS; empty if it has none
 * @param trouble  why nobody listens; empty if somebody does
 * @param id       of its record; 0 of the cluster and the reader endpoint
 * @param revision of what it stands for, as clients get it
 */
public record EndpointReport(
        String name, String type, String host, int port, String dnsName, String trouble, long id, int revision) {
    /** Type of the cluster endpoint. */
    public static final String CLUSTER = "cluster";

    /** Type of the reader endpoint. */
    public static final String READER = "reader";

    /** Type of an instance's. */
    public static final String INSTANCE = "instance";
}
