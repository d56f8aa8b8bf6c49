package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.proxy.name.ClusterNames;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.EndpointRecord;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.cluster.RegionNames;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.EndpointReport;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.role.InstanceHealth;

/** The endpoints of a region in one process. What was decided of them is in the metadata log, as is where they are; of troubles the region says every second. */
final class OwnEndpoints implements EndpointSource {
    private final RegionDesk desk;
    private final EndpointRegistry registry;

    OwnEndpoints(RegionDesk desk, EndpointRegistry registry) {
        this.desk = desk;
        this.registry = registry;
    }

    /** It may run soon: who asks waits. */
    @Override
    public void check() {}

    @Override
    public void awaitServed(EndpointRecord asked) {
        desk.await(
                () -> {
                    trouble(asked).ifPresent(why -> {
                        throw new RegionProblemException(why);
                    });
                    return registry.last(asked.name()).filter(record -> record.id() == asked.id());
                },
                record -> record.port() != 0 && record.served() >= asked.revision(),
                RegionDesk.removedIf(EndpointRecord::gone));
    }

    private Optional<String> trouble(EndpointRecord asked) {
        try {
            return desk.report().endpoints().stream()
                    .filter(each -> each.id() == asked.id() && each.revision() == asked.revision())
                    .map(EndpointReport::trouble)
                    .filter(why -> !why.isEmpty())
                    .findFirst();
        } catch (IOException unreadable) {
            throw new RegionProblemException(
                    "the region's status cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public void end(EndpointRecord record) {
        registry.change(record, EndpointRecord::leaving);
        desk.await(
                () -> registry.last(record.name()).filter(each -> each.id() == record.id()),
                EndpointRecord::gone,
                RegionDesk.removedIf(EndpointRecord::gone));
    }

    @Override
    public Saying ask() throws IOException {
        RegionReport report = desk.report();
        Optional<ClusterNames> names = report.dns().isEmpty()
                ? Optional.empty()
                : RegionNames.known(desk.log()).map(known -> known.of(ClusterRecord.MAIN));
        return new Said(report, view(report), names, registry.all());
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

    @Override
    public void close() {}

    /** What the region said last, and what is decided. */
    private record Said(
            RegionReport report, TopologyView view, Optional<ClusterNames> names, List<EndpointRecord> records)
            implements Saying {
        @Override
        public Optional<Served> of(Endpoint endpoint) {
            return switch (endpoint) {
                case Endpoint.OfCluster _ -> Optional.of(serving(endpoint, report.url()));
                case Endpoint.OfReaders _, Endpoint.Custom _ ->
                    records.stream()
                            .filter(record -> record.name().equals(endpoint.name()) && record.port() != 0)
                            .map(this::custom)
                            .findFirst();
                case Endpoint.OfInstance _ ->
                    report.endpoints().stream()
                            .filter(each -> each.type().equals(EndpointReport.INSTANCE)
                                    && each.name().equals(endpoint.name()))
                            .map(each -> serving(endpoint, ConnectionUrl.withPort(report.url(), each.port())))
                            .findFirst();
            };
        }

        private Served serving(Endpoint endpoint, String url) {
            return new Served(List.of(url), nameOf(endpoint), Served.SERVING, "");
        }

        private String nameOf(Endpoint endpoint) {
            return names.map(known -> known.nameOf(endpoint)).orElse("");
        }

        @Override
        public Served custom(EndpointRecord record) {
            String trouble = report.endpoints().stream()
                    .filter(each -> each.id() == record.id() && each.name().equals(record.name()))
                    .map(EndpointReport::trouble)
                    .findFirst()
                    .orElse("");
            if (record.port() == 0) {
                return new Served(List.of(), "", trouble.isEmpty() ? Served.STARTING : Served.TROUBLED, trouble);
            }
            String url = record.address().isEmpty()
                    ? ConnectionUrl.withPort(report.url(), record.port())
                    : ConnectionUrl.withPlace(report.url(), new HostPort(record.address(), record.port()));
            String state = !trouble.isEmpty() ? Served.TROUBLED : record.upToDate() ? Served.SERVING : Served.STARTING;
            return new Served(List.of(url), nameOf(record.endpoint()), state, trouble);
        }

        @Override
        public List<Endpoint.OfInstance> instances() {
            return report.endpoints().stream()
                    .filter(each -> each.type().equals(EndpointReport.INSTANCE))
                    .map(each -> new Endpoint.OfInstance(each.name()))
                    .toList();
        }

        @Override
        public List<String> notes() {
            return report.dns().isEmpty() ? List.of() : List.of("Names are answered at " + report.dns() + ".");
        }
    }
}
