package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.role.InstancePlace;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.StorageNodePlace;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where commands ask a running region for readers, and wait for what becomes of that. Closed when done. */
final class InstanceDesk implements AutoCloseable {
    /** Smallest page cache of an instance. */
    static final ByteSize LEAST_POOL = ByteSize.ofMebibytes(1);

    private static final long POLL_NANOS = 20_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final RegionPlace region;
    private final RegionPlan plan;
    private final RealWorld world;
    private final InstanceRegistry registry;

    /** An instance as it is shown. */
    private record Shown(String name, String zone, String role, String state, String note, String url) {}

    /** A desk of a region that runs. */
    InstanceDesk(RegionPlace region) throws IOException {
        this.region = region;
        this.plan = region.plan();
        RealFileStore files = new RealFileStore(plan.metadataFolder());
        if (!region.mayRun()) {
            throw new RegionProblemException("the region does not run; start it first");
        }
        this.world = RealWorld.create(InstanceDesk::taskFailed);
        this.registry = new InstanceRegistry(new FileMetadataLog(files, world.tasks(), world.clock()));
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(InstanceDesk.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    /** Has one added, and says so. */
    void add(String name, long poolBytes, boolean json, PrintWriter out) throws IOException {
        InstanceRecord.checkName(name);
        Stream<Address> known = Stream.concat(
                plan.storageNodes().stream().map(StorageNodePlace::address),
                plan.instances().stream().map(InstancePlace::address));
        if (known.anyMatch(node -> node.name().equals(name))) {
            throw new RegionProblemException("there is a node '" + name + "' already; choose another name");
        }
        long began = world.clock().nanoTime();
        InstanceRecord wanted = InstanceRecord.wanted(
                name, world.random().nextLong(), poolBytes, world.clock().wallMicros() / MICROS_PER_MILLI);
        registry.add(wanted);
        InstanceRecord made = await(wanted, record -> record.port() != 0);
        double seconds = (world.clock().nanoTime() - began) / NANOS_PER_SECOND;
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", name);
            fields.put("role", "reader");
            fields.put("port", made.port());
            fields.put("url", url(made));
            fields.put("seconds", seconds);
            print(fields, out);
        } else {
            out.println(String.format(Locale.ROOT, "The reader %s serves, after %.2f s.", name, seconds));
            out.println("  Connect  psql \"" + url(made) + "\"");
        }
    }

    /** Has one removed. */
    void remove(String name) {
        if (plan.instances().stream()
                .anyMatch(instance -> instance.address().name().equals(name))) {
            throw new RegionProblemException("'" + name + "' is not a reader that was added: it belongs to the region");
        }
        InstanceRecord record = registry.get(name);
        registry.change(record, InstanceRecord::leaving);
        await(record, InstanceRecord::gone);
    }

    /** Prints all. */
    void list(boolean json, PrintWriter out) throws IOException {
        RegionReport report = region.writersReport().orElseThrow(() -> new RegionProblemException(region.notRunning()));
        List<Shown> all = new ArrayList<>();
        for (NodeHealth node : report.nodes()) {
            if (!node.role().equals("storage")) {
                Optional<InstanceRecord> record =
                        registry.last(node.name()).filter(each -> !each.gone() && each.port() != 0);
                String url = record.map(each -> ConnectionUrl.withPort(report.url(), each.port()))
                        .orElse(node.role().equals("writer") ? report.url() : "");
                all.add(new Shown(node.name(), node.zone(), node.role(), node.state(), node.reason(), url));
            }
        }
        if (json) {
            print(all, out);
            return;
        }
        line(out, "instance", "zone", "role", "state", "", "connect");
        all.forEach(each -> line(out, each.name(), each.zone(), each.role(), each.state(), each.note(), each.url()));
    }

    private static void line(PrintWriter out, Object... values) {
        out.println(String.format(Locale.ROOT, "  %-16s %-5s %-7s %-9s %-24s %s", values)
                .stripTrailing());
    }

    private static void print(Object value, PrintWriter out) {
        out.println(JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(value));
    }

    private InstanceRecord await(InstanceRecord asked, Predicate<InstanceRecord> done) {
        long deadline = world.clock().nanoTime() + PATIENCE_NANOS;
        while (world.clock().nanoTime() - deadline < 0) {
            InstanceRecord now = registry.last(asked.name())
                    .filter(record -> record.id() == asked.id())
                    .orElseThrow(() -> new RegionProblemException("somebody else has removed it meanwhile"));
            if (done.test(now)) {
                return now;
            }
            if (now.gone()) {
                throw new RegionProblemException("somebody else has removed it meanwhile");
            }
            world.tasks().sleep(POLL_NANOS);
        }
        throw new RegionProblemException(
                "nobody has done it within a minute; ./borealis status and ./borealis logs may say why");
    }

    private String url(InstanceRecord made) throws IOException {
        return region.writersReport()
                .map(RegionReport::url)
                .map(url -> ConnectionUrl.withPort(url, made.port()))
                .orElse("port " + made.port());
    }

    @Override
    public void close() {
        world.close();
    }
}
