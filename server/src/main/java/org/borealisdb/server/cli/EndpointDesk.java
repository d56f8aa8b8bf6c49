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
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.EndpointChoice;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.InstanceRole;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.EndpointRecord;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.role.InstanceHealth;

/** Where commands ask a running region for endpoints, and wait for what becomes of that. Closed when done. */
final class EndpointDesk implements AutoCloseable {
    private final RegionDesk desk;
    private final EndpointRegistry registry;

    /**
     * An endpoint as it is shown.
     *
     * @param type     {@code cluster}, {@code reader}, {@code READER} or {@code ANY}
     * @param members  of a custom one with a static list
     * @param excluded of a custom one with an exclusion list
     * @param now      instances that it leads to at the moment, by what the region said last
     * @param state    {@code serving}, or {@code starting}
     */
    private record Shown(
            String name,
            String type,
            List<String> members,
            List<String> excluded,
            List<String> now,
            String state,
            String url) {}

    /** A desk of a region that runs. */
    EndpointDesk(RegionPlace region) throws IOException {
        this.desk = new RegionDesk(region);
        this.registry = new EndpointRegistry(desk.log());
    }

    /** Has a custom one created, and says so. */
    void create(String name, CustomType type, Membership members, boolean json, PrintWriter out) throws IOException {
        EndpointRecord.checkName(name);
        EndpointRecord wanted =
                EndpointRecord.wanted(new Endpoint.Custom(name, type, members), desk.newId(), desk.nowMillis());
        registry.add(wanted);
        EndpointRecord made = await(wanted, EndpointRecord::upToDate);
        if (json) {
            RegionDesk.print(shown(desk.report(), made), out);
        } else {
            out.println("The endpoint " + name + " is " + type + ": " + words(members) + ".");
            out.println("  Connect  psql \"" + desk.url(made.port()) + "\"");
        }
    }

    /** Has a custom one changed, in what is given, and says so. */
    void modify(String name, Optional<CustomType> type, Optional<Membership> members, boolean json, PrintWriter out)
            throws IOException {
        EndpointRecord known = registry.custom(name);
        EndpointRecord asked = registry.change(
                        known,
                        record -> record.endpoint() instanceof Endpoint.Custom custom
                                ? record.modified(new Endpoint.Custom(
                                        name, type.orElse(custom.type()), members.orElse(custom.members())))
                                : record)
                .orElseThrow(() -> new RegionProblemException("somebody else has removed it meanwhile"));
        EndpointRecord made = await(asked, record -> record.port() != 0 && record.served() >= asked.revision());
        if (json) {
            RegionDesk.print(shown(desk.report(), made), out);
        } else if (made.endpoint() instanceof Endpoint.Custom now) {
            out.println("The endpoint " + name + " is " + now.type() + ": " + words(now.members())
                    + ". Connections that there are stay where they are.");
        }
    }

    /** Has a custom one deleted. */
    void delete(String name) {
        EndpointRecord record = registry.custom(name);
        registry.change(record, EndpointRecord::leaving);
        await(record, EndpointRecord::gone);
    }

    private EndpointRecord await(EndpointRecord asked, Predicate<EndpointRecord> done) {
        return desk.await(
                () -> registry.last(asked.name()).filter(record -> record.id() == asked.id()),
                done,
                EndpointRecord::gone);
    }

    /** Prints all. */
    void list(boolean json, PrintWriter out) throws IOException {
        RegionReport report = desk.report();
        List<Shown> all = new ArrayList<>();
        all.add(new Shown(
                EndpointRecord.CLUSTER,
                "cluster",
                List.of(),
                List.of(),
                now(new Endpoint.OfCluster(EndpointRecord.CLUSTER), report),
                "serving",
                report.url()));
        for (EndpointRecord record : registry.all()) {
            // Before there is a reader, the reader endpoint is nowhere.
            if (record.id() != 0 || record.port() != 0) {
                all.add(shown(report, record));
            }
        }
        if (json) {
            RegionDesk.print(all, out);
            return;
        }
        line(out, "endpoint", "type", "stands for", "leads to now", "connect");
        all.forEach(each ->
                line(out, each.name(), each.type(), standsFor(each), String.join(",", each.now()), connect(each)));
    }

    private Shown shown(RegionReport report, EndpointRecord record) {
        List<String> members = List.of();
        List<String> excluded = List.of();
        String type = "reader";
        if (record.endpoint() instanceof Endpoint.Custom custom) {
            type = custom.type().name();
            switch (custom.members()) {
                case Membership.Listed listed -> members = listed.names();
                case Membership.AllBut allBut -> excluded = allBut.names();
            }
        }
        return new Shown(
                record.name(),
                type,
                members,
                excluded,
                now(record.endpoint(), report),
                record.upToDate() ? "serving" : "starting",
                record.port() == 0 ? "" : ConnectionUrl.withPort(report.url(), record.port()));
    }

    /** Instances that the endpoint leads to, by name; of the reader endpoint the writer only if there is no reader for it. */
    private List<String> now(Endpoint endpoint, RegionReport report) {
        List<Instance> candidates = EndpointChoice.candidates(endpoint, view(report), 0);
        boolean several = endpoint instanceof Endpoint.OfReaders && candidates.size() > 1;
        return candidates.stream()
                .filter(instance -> !several || instance.role() == InstanceRole.READER)
                .map(Instance::name)
                .sorted()
                .toList();
    }

    private TopologyView view(RegionReport report) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        new InstanceRegistry(desk.log()).all().forEach(reader -> ports.put(reader.name(), reader.port()));
        List<Instance> instances = new ArrayList<>();
        for (NodeHealth node : report.nodes()) {
            int port = ports.getOrDefault(node.name(), 0);
            if (node.role().equals("writer") && ports.containsKey(node.name())) {
                instances.add(InstanceHealth.instance(node, HostPort.loopback(ConnectionUrl.port(report.url()))));
            } else if (port != 0) {
                instances.add(InstanceHealth.instance(node, HostPort.loopback(port)));
            }
        }
        return new TopologyView(ClusterRecord.MAIN, 1, instances);
    }

    private static String words(Membership members) {
        return switch (members) {
            case Membership.Listed listed -> String.join(",", listed.names());
            case Membership.AllBut allBut ->
                allBut.names().isEmpty() ? "all instances" : "all but " + String.join(",", allBut.names());
        };
    }

    private static String standsFor(Shown shown) {
        return switch (shown.type()) {
            case "cluster" -> "the writer";
            case "reader" -> "all readers";
            default ->
                words(
                        shown.members().isEmpty()
                                ? new Membership.AllBut(shown.excluded())
                                : new Membership.Listed(shown.members()));
        };
    }

    private static String connect(Shown shown) {
        return shown.url().isEmpty() ? shown.state() : shown.url();
    }

    private static void line(PrintWriter out, Object... values) {
        out.println(String.format(Locale.ROOT, "  %-16s %-8s %-28s %-28s %s", values)
                .stripTrailing());
    }

    @Override
    public void close() {
        desk.close();
    }
}
