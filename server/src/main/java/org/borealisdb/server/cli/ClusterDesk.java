package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.borealisdb.server.cluster.BranchRequest;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.ClusterRegistry;
import org.borealisdb.server.region.PointSyntax;
import org.borealisdb.server.region.RegionProblemException;

/** Where commands ask a running region for clusters and snapshots, and wait for what becomes of that. Closed when done. */
final class ClusterDesk implements AutoCloseable {
    private final RegionDesk desk;
    private final ClusterRegistry registry;

    /** A desk of a region that runs. */
    ClusterDesk(RegionPlace region) throws IOException {
        this.desk = new RegionDesk(region);
        this.registry = new ClusterRegistry(desk.log());
    }

    ClusterRegistry registry() {
        return registry;
    }

    /** A point as a person wrote it; empty for now. */
    static BranchRequest from(String source, Optional<String> point, Optional<String> masterKey) {
        if (point.isEmpty()) {
            return new BranchRequest(source, BranchRequest.Kind.NOW, 0, masterKey.orElse(""));
        }
        PointSyntax read = PointSyntax.parse(point.get(), Instant.now(), ZoneId.systemDefault());
        return new BranchRequest(
                source,
                read.isLsn() ? BranchRequest.Kind.LSN : BranchRequest.Kind.TIME,
                read.value(),
                masterKey.orElse(""));
    }

    /** Has one made, and says so. */
    void make(String name, ClusterRecord.Kind kind, BranchRequest from, boolean json, PrintWriter out)
            throws IOException {
        ClusterRecord wanted = ClusterRecord.wanted(name, kind, desk.newId(), from, desk.nowMillis());
        if (!from.source().equals(ClusterRecord.MAIN)) {
            registry.get(from.source());
        }
        registry.add(wanted);
        ClusterRecord made = await(
                wanted,
                record ->
                        record.state() == ClusterRecord.State.AVAILABLE && (!record.isCluster() || record.port() != 0));
        double seconds = desk.seconds();
        if (json) {
            RegionDesk.print(fields(made, seconds), out);
        } else {
            print(made, seconds, out);
        }
    }

    /** Has one deleted. */
    void delete(String name, ClusterRecord.Kind kind) {
        if (name.equals(ClusterRecord.MAIN)) {
            throw new RegionProblemException("the main cluster goes with the region: ./borealis destroy");
        }
        ClusterRecord record = registry.get(name);
        if (record.kind() != kind) {
            throw new RegionProblemException("'" + name + "' is a " + record.kind() + ", not a " + kind);
        }
        registry.change(record, ClusterRecord::deleting);
        await(record, each -> each.state() == ClusterRecord.State.GONE);
    }

    private ClusterRecord await(ClusterRecord asked, Predicate<ClusterRecord> done) {
        return desk.await(
                () -> registry.last(asked.name())
                        .filter(record -> record.id() == asked.id())
                        .map(ClusterDesk::withoutProblem),
                done,
                RegionDesk.removedIf(record -> record.gone()));
    }

    private static ClusterRecord withoutProblem(ClusterRecord record) {
        if (!record.problem().isEmpty()) {
            throw new RegionProblemException(record.problem());
        }
        return record;
    }

    private void print(ClusterRecord made, double seconds, PrintWriter out) throws IOException {
        String begins = "the "
                + (made.from().source().equals(ClusterRecord.MAIN)
                        ? "main cluster"
                        : made.from().source())
                + " at " + PointSyntax.time(made.pointMillis(), ZoneId.systemDefault()) + " (LSN " + made.pointLsn()
                + ")";
        out.println(String.format(
                java.util.Locale.ROOT, "The %s %s is %s, made in %.2f s.", made.kind(), made.name(), begins, seconds));
        if (made.isCluster()) {
            out.println("  Connect  psql \"" + desk.url(made.port()) + "\"");
        }
    }

    private Map<String, Object> fields(ClusterRecord made, double seconds) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", made.name());
        fields.put("kind", made.kind().toString());
        fields.put("source", made.from().source());
        fields.put("volume", made.volume());
        fields.put("point", Instant.ofEpochMilli(made.pointMillis()).toString());
        fields.put("pointLsn", made.pointLsn());
        if (made.isCluster()) {
            fields.put("port", made.port());
            fields.put("url", desk.url(made.port()));
        }
        fields.put("seconds", seconds);
        return fields;
    }

    @Override
    public void close() {
        desk.close();
    }
}
