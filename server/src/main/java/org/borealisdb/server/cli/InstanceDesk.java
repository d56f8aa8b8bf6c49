package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.role.InstancePlace;
import org.borealisdb.server.role.StorageNodePlace;

/** Where commands ask a running region for readers, and wait for what becomes of that. Closed when done. */
final class InstanceDesk implements AutoCloseable {
    /** Smallest page cache of an instance. */
    static final ByteSize LEAST_POOL = ByteSize.ofMebibytes(1);

    private final RegionDesk desk;
    private final InstanceRegistry registry;

    /** An instance as it is shown. */
    private record Shown(String name, String zone, String role, String state, String note, String url) {}

    /** A desk of a region that runs. */
    InstanceDesk(RegionPlace region) throws IOException {
        this.desk = new RegionDesk(region);
        this.registry = new InstanceRegistry(desk.log());
    }

    /** Has one added, and says so. */
    void add(String name, long poolBytes, boolean json, PrintWriter out) throws IOException {
        InstanceRecord.checkName(name);
        Stream<Address> known = Stream.concat(
                desk.plan().storageNodes().stream().map(StorageNodePlace::address),
                desk.plan().instances().stream().map(InstancePlace::address));
        if (known.anyMatch(node -> node.name().equals(name))) {
            throw new RegionProblemException("there is a node '" + name + "' already; choose another name");
        }
        InstanceRecord wanted = InstanceRecord.wanted(name, desk.newId(), poolBytes, desk.nowMillis());
        registry.add(wanted);
        InstanceRecord made = await(wanted, record -> record.port() != 0);
        double seconds = desk.seconds();
        String url = desk.url(made.port());
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", name);
            fields.put("role", "reader");
            fields.put("port", made.port());
            fields.put("url", url);
            fields.put("seconds", seconds);
            RegionDesk.print(fields, out);
        } else {
            out.println(String.format(Locale.ROOT, "The reader %s serves, after %.2f s.", name, seconds));
            out.println("  Connect  psql \"" + url + "\"");
        }
    }

    /** Has one removed. */
    void remove(String name) {
        if (desk.plan().instances().stream()
                .anyMatch(instance -> instance.address().name().equals(name))) {
            throw new RegionProblemException("'" + name + "' is not a reader that was added: it belongs to the region");
        }
        InstanceRecord record = registry.get(name);
        registry.change(record, InstanceRecord::leaving);
        await(record, InstanceRecord::gone);
    }

    private InstanceRecord await(InstanceRecord asked, Predicate<InstanceRecord> done) {
        return desk.await(
                () -> registry.last(asked.name()).filter(record -> record.id() == asked.id()),
                done,
                InstanceRecord::gone);
    }

    /** Prints all. */
    void list(boolean json, PrintWriter out) throws IOException {
        List<Shown> all = shown(desk.report(), registry.all());
        if (json) {
            RegionDesk.print(all, out);
            return;
        }
        line(out, "instance", "zone", "role", "state", "", "connect");
        all.forEach(each -> line(out, each.name(), each.zone(), each.role(), each.state(), each.note(), each.url()));
    }

    /**
     * The instances: those of the region itself by its report, and the readers of the registry, with what the report says of them. A
     * report may be a second old, and lack a reader that serves already, or have one that is gone.
     */
    private static List<Shown> shown(RegionReport report, List<InstanceRecord> readers) {
        List<Shown> all = new ArrayList<>();
        Map<String, NodeHealth> reported = new LinkedHashMap<>();
        String zone = "";
        for (NodeHealth node : report.nodes()) {
            reported.put(node.name(), node);
            if (node.role().equals("writer")) {
                zone = node.zone();
                all.add(new Shown(node.name(), zone, node.role(), node.state(), node.reason(), report.url()));
            }
        }
        for (InstanceRecord reader : readers) {
            boolean serves = reader.port() != 0;
            String url = serves ? ConnectionUrl.withPort(report.url(), reader.port()) : "";
            NodeHealth node = reported.get(reader.name());
            all.add(
                    node == null
                            ? new Shown(reader.name(), zone, "reader", serves ? "running" : "starting", "", url)
                            : new Shown(reader.name(), node.zone(), node.role(), node.state(), node.reason(), url));
        }
        return all;
    }

    private static void line(PrintWriter out, Object... values) {
        out.println(String.format(Locale.ROOT, "  %-16s %-5s %-7s %-9s %-24s %s", values)
                .stripTrailing());
    }

    @Override
    public void close() {
        desk.close();
    }
}
