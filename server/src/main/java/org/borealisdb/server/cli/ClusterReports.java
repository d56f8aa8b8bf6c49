package org.borealisdb.server.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.ClusterRegistry;
import org.borealisdb.server.region.ClusterReport;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.role.HostedCluster;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;

/** What the status file says of clusters and snapshots. */
final class ClusterReports {
    private ClusterReports() {}

    /** Of the main cluster, which is at {@code url}, and those beside it. */
    static List<ClusterReport> of(String url, List<HostedCluster> others) {
        List<ClusterReport> all = new ArrayList<>();
        all.add(new ClusterReport(
                ClusterRecord.MAIN,
                ClusterRecord.Kind.CLUSTER.toString(),
                ClusterRecord.State.AVAILABLE.toString(),
                url,
                ClusterRecord.MAIN_VOLUME.value(),
                "",
                "",
                "",
                0));
        others.forEach(other -> all.add(of(url, other)));
        return all;
    }

    /**
     * Of a region that runs, as of now: what is decided, and what is not served by what the region last said.
     *
     * @param report what the region last said
     * @param plan   where its metadata log is
     */
    static List<ClusterReport> of(RegionReport report, RegionPlan plan) throws IOException {
        try (RealWorld world = RealWorld.create(ClusterReports::taskFailed);
                RegionLog opened = RegionLog.of(plan, world)) {
            ClusterRegistry registry = new ClusterRegistry(opened.log());
            List<HostedCluster> clusters = new ArrayList<>();
            for (ClusterRecord record : registry.all()) {
                Optional<ClusterReport> said = report.clusters().stream()
                        .filter(each -> each.name().equals(record.name()))
                        .findFirst();
                String trouble = said.map(ClusterReport::state)
                        .filter(state -> state.startsWith(HostedCluster.NOT_SERVED))
                        .map(state -> state.substring(HostedCluster.NOT_SERVED.length()))
                        .orElse("");
                clusters.add(new HostedCluster(
                        record,
                        trouble.isEmpty() && record.port() != 0
                                ? Optional.of(HostPort.loopback(record.port()))
                                : Optional.empty(),
                        trouble));
            }
            return of(report.url(), clusters);
        }
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(ClusterReports.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    private static ClusterReport of(String url, HostedCluster cluster) {
        ClusterRecord record = cluster.record();
        return new ClusterReport(
                record.name(),
                record.kind().toString(),
                cluster.state(),
                cluster.clients()
                        .map(clients -> ConnectionUrl.withPort(url, clients.port()))
                        .orElse(""),
                record.volume(),
                record.from().source(),
                time(record.createdMillis()),
                time(record.pointMillis()),
                record.pointLsn());
    }

    private static String time(long millis) {
        return millis == 0 ? "" : Instant.ofEpochMilli(millis).toString();
    }
}
