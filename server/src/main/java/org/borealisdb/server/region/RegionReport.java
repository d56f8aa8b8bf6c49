package org.borealisdb.server.region;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a running region says about itself: the content of the status file, and of {@code status --json}.
 *
 * @param version   version of Borealis
 * @param state     {@code starting}, {@code ready}, {@code stopping} or {@code failed}
 * @param reason    why it failed; empty otherwise
 * @param pid       number of the process
 * @param url       how to connect, with the password (the file is for its owner alone)
 * @param readerUrl how to connect to the reader endpoint, likewise; empty if there is none
 * @param data      the data folder
 * @param log       the log file
 * @param started   when the process began, ISO 8601
 * @param updated   when this was written, ISO 8601
 * @param startUp   whether the process started with the AOT cache
 * @param vdl       volume durable LSN
 * @param clients   connections
 * @param zones     names of the zones
 * @param nodes     every node
 * @param notes     what the volume lacks, and what is being done about it, a line each
 * @param volumes   what the writer knows of its clusters' volumes, the main one's first; none if the process has none open
 * @param clusters  the main cluster and those beside it, and the snapshots; none if the process serves none
 * @param endpoints what clients connect to by this process: what it listens for, or should
 * @param dns       where it answers the names of these; empty if it does not
 * @param poolBytes page cache of the writer
 * @param heapBytes Java heap in use
 * @param diskBytes what the data folder takes
 * @param freeBytes what its file system has left
 * @param encryption how the data is encrypted, in words; empty if none is open
 * @param caFile    the certificate that clients are to trust to know the servers by, as a file; empty if the process shows none
 * @param counters  what happened since the process began, by name, such as {@code volume.sent.log-bytes}
 */
public record RegionReport(
        String version,
        String state,
        String reason,
        long pid,
        String url,
        String readerUrl,
        String data,
        String log,
        String started,
        String updated,
        StartUpCache startUp,
        long vdl,
        int clients,
        List<String> zones,
        List<NodeHealth> nodes,
        List<String> notes,
        List<VolumeReport> volumes,
        List<ClusterReport> clusters,
        List<EndpointReport> endpoints,
        String dns,
        long poolBytes,
        long heapBytes,
        long diskBytes,
        long freeBytes,
        String encryption,
        String caFile,
        SortedMap<String, Long> counters) {
    public static final String STARTING = "starting";
    public static final String READY = "ready";
    public static final String STOPPING = "stopping";
    public static final String FAILED = "failed";

    public RegionReport {
        zones = List.copyOf(zones);
        nodes = List.copyOf(nodes);
        notes = List.copyOf(notes);
        volumes = List.copyOf(volumes);
        clusters = List.copyOf(clusters);
        endpoints = List.copyOf(endpoints);
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    }
}
