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
        RegionReport report = desk.report();
        List<Shown> all = new ArrayList<>();
        for (NodeHealth node : report.nodes()) {
            Optional<InstanceRecord> known = registry.last(node.name());
            // A report may be a second old, and show one that has been removed.
            boolean removed = known.filter(InstanceRecord::gone).isPresent();
            if (!node.role().equals("storage") && !removed) {
                Optional<InstanceRecord> record = known.filter(each -> each.port() != 0);
                String url = record.map(each -> ConnectionUrl.withPort(report.url(), each.port()))
                        .orElse(node.role().equals("writer") ? report.url() : "");
                all.add(new Shown(node.name(), node.zone(), node.role(), node.state(), node.reason(), url));
            }
        }
        if (json) {
            RegionDesk.print(all, out);
            return;
        }
        line(out, "instance", "zone", "role", "state", "", "connect");
        all.forEach(each -> line(out, each.name(), each.zone(), each.role(), each.state(), each.note(), each.url()));
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
