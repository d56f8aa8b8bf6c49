package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.region.ClusterReport;
import org.borealisdb.server.region.PointSyntax;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Clusters and snapshots in columns. */
final class ClusterTable {
    private final RegionPlace region;
    private final PrintWriter out;

    ClusterTable(RegionPlace region, PrintWriter out) {
        this.region = region;
        this.out = out;
    }

    /** Prints those of a kind, or all, of a region that runs. */
    void print(Optional<ClusterRecord.Kind> kind, boolean json) throws IOException {
        RegionReport report = region.writersReport().orElseThrow(() -> new RegionProblemException(region.notRunning()));
        List<ClusterReport> shown = ClusterReports.of(report, region.plan()).stream()
                .filter(each -> kind.isEmpty() || each.kind().equals(kind.get().toString()))
                .toList();
        if (json) {
            out.println(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(shown));
            return;
        }
        print(shown, out);
    }

    static void print(List<ClusterReport> clusters, PrintWriter out) {
        line(out, "name", "kind", "state", "from", "as it was at", "connect");
        for (ClusterReport each : clusters) {
            String point = each.point().isEmpty()
                    ? ""
                    : PointSyntax.time(Instant.parse(each.point()).toEpochMilli(), ZoneId.systemDefault());
            line(out, each.name(), each.kind(), each.state(), each.source(), point, each.url());
        }
    }

    private static void line(PrintWriter out, Object... values) {
        out.println(String.format(Locale.ROOT, "  %-16s %-9s %-10s %-16s %-24s %s", values)
                .stripTrailing());
    }
}
