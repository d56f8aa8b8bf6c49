package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.cluster.BranchRequest;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.ClusterRegistry;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.PointSyntax;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.role.RealWorld;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where commands ask a running region for clusters and snapshots, and wait for what becomes of that. Closed when done. */
final class ClusterDesk implements AutoCloseable {
    private static final long POLL_NANOS = 20_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final RegionPlace region;
    private final RealWorld world;
    private final ClusterRegistry registry;

    /** A desk of a region that runs. */
    ClusterDesk(RegionPlace region) throws IOException {
        this.region = region;
        RealFileStore files = new RealFileStore(region.plan().metadataFolder());
        if (!region.mayRun()) {
            throw new RegionProblemException("the region does not run; start it first");
        }
        this.world = RealWorld.create(ClusterDesk::taskFailed);
        this.registry = new ClusterRegistry(new FileMetadataLog(files, world.tasks(), world.clock()));
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(ClusterDesk.class.getName()).log(System.Logger.Level.ERROR, task, failure);
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
        long began = world.clock().nanoTime();
        ClusterRecord wanted = ClusterRecord.wanted(
                name, kind, world.random().nextLong(), from, world.clock().wallMicros() / MICROS_PER_MILLI);
        if (!from.source().equals(ClusterRecord.MAIN)) {
            registry.get(from.source());
        }
        registry.add(wanted);
        ClusterRecord made = await(
                wanted,
                record ->
                        record.state() == ClusterRecord.State.AVAILABLE && (!record.isCluster() || record.port() != 0));
        double seconds = (world.clock().nanoTime() - began) / NANOS_PER_SECOND;
        if (json) {
            out.println(json(made, seconds));
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
        long deadline = world.clock().nanoTime() + PATIENCE_NANOS;
        while (world.clock().nanoTime() - deadline < 0) {
            Optional<ClusterRecord> now = registry.last(asked.name()).filter(record -> record.id() == asked.id());
            if (now.isEmpty() || !now.get().problem().isEmpty()) {
                throw new RegionProblemException(
                        now.map(ClusterRecord::problem).orElse("somebody else deleted it meanwhile"));
            }
            if (done.test(now.get())) {
                return now.get();
            }
            world.tasks().sleep(POLL_NANOS);
        }
        throw new RegionProblemException(
                "nobody has done it within a minute; ./borealis status and ./borealis logs may say why");
    }

    private String url(ClusterRecord made) throws IOException {
        return region.writersReport()
                .map(RegionReport::url)
                .map(url -> ConnectionUrl.withPort(url, made.port()))
                .orElse("port " + made.port());
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
            out.println("  Connect  psql \"" + url(made) + "\"");
        }
    }

    private String json(ClusterRecord made, double seconds) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", made.name());
        fields.put("kind", made.kind().toString());
        fields.put("source", made.from().source());
        fields.put("volume", made.volume());
        fields.put("point", Instant.ofEpochMilli(made.pointMillis()).toString());
        fields.put("pointLsn", made.pointLsn());
        if (made.isCluster()) {
            fields.put("port", made.port());
            fields.put("url", url(made));
        }
        fields.put("seconds", seconds);
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(fields);
    }

    @Override
    public void close() {
        world.close();
    }
}
