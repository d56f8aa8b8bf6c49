package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.cluster.EndpointRecord;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.EndpointReport;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.FleetInstances;
import org.borealisdb.server.role.GatewayMessages;
import org.borealisdb.server.role.GatewayPlace;
import org.borealisdb.server.role.GatewayReport;

/** The gateways of a region of processes. What was decided of endpoints is in the metadata log; each gateway is asked what it makes of that. One that does not answer is not waited for: it looks at the log when it begins. */
final class GatewaysOfRegion implements EndpointSource {
    /** Longest that a gateway is waited for, on a busy machine too. */
    private static final long ANSWER_NANOS = 5_000_000_000L;

    private static final long POLL_NANOS = 50_000_000;
    private static final double PATIENCE_SECONDS = 60;

    private final RegionDesk desk;
    private final EndpointRegistry registry;
    private final org.borealisdb.runtime.net.Endpoint visitor;

    /**
     * Those of a region's file.
     *
     * @throws RegionProblemException with one line if it has none
     */
    GatewaysOfRegion(RegionDesk desk, EndpointRegistry registry) throws IOException {
        this.desk = desk;
        this.registry = registry;
        if (all().isEmpty()) {
            throw new RegionProblemException("the region's file has no gateways, which listen for endpoints");
        }
        this.visitor = RegionNetwork.of(desk.plan(), desk.world())
                .network()
                .visit(new Address("visitor-" + Long.toHexString(desk.newId())));
    }

    private List<Address> all() {
        return addresses(desk.plan().services().gateways());
    }

    private List<Address> withNumbers() {
        return addresses(desk.plan().services().gatewaysWithNumbers());
    }

    private static List<Address> addresses(List<GatewayPlace> places) {
        return places.stream().map(each -> each.node().address()).toList();
    }

    /** What those say that answer. */
    private Map<Address, GatewayReport> answers(Iterable<Address> gateways) {
        Map<Address, GatewayReport> answers = new LinkedHashMap<>();
        for (Address gateway : gateways) {
            try {
                answers.put(
                        gateway,
                        GatewayMessages.report(visitor.call(gateway, GatewayMessages.question(), ANSWER_NANOS)));
            } catch (OperationException silent) {
                // It is not among the answers.
                System.getLogger(GatewaysOfRegion.class.getName())
                        .log(System.Logger.Level.DEBUG, "{0} does not answer: {1}", gateway, silent.getMessage());
            }
        }
        return answers;
    }

    @Override
    public void check() {
        if (withNumbers().isEmpty()) {
            throw new RegionProblemException(
                    "no gateway of the region's file has endpoint-ports or endpoint-addresses, where custom endpoints could be");
        }
        if (answers(withNumbers()).isEmpty()) {
            throw nobodyAnswers();
        }
    }

    private static RegionProblemException nobodyAnswers() {
        return new RegionProblemException("no gateway of the region answers; does one run?");
    }

    @Override
    public void awaitServed(EndpointRecord asked) {
        int served = await(
                answer -> said(answer, asked)
                        .filter(each -> each.trouble().isEmpty() && each.revision() >= asked.revision())
                        .isPresent(),
                answer -> said(answer, asked)
                        .filter(each -> each.revision() == asked.revision())
                        .map(EndpointReport::trouble)
                        .orElse(""));
        if (served == 0) {
            throw nobodyAnswers();
        }
    }

    @Override
    public void end(EndpointRecord record) {
        registry.change(record, EndpointRecord::left);
        // If none answers, nobody listens either.
        await(answer -> said(answer, record).isEmpty(), _ -> "");
    }

    private static Optional<EndpointReport> said(GatewayReport answer, EndpointRecord record) {
        return answer.endpoints().stream()
                .filter(each -> each.id() == record.id()
                        && each.name().equals(record.name())
                        && !each.type().equals(EndpointReport.INSTANCE))
                .findFirst();
    }

    /** Waits until all that answer have done something, or one says why it cannot; how many have done it. */
    private int await(Predicate<GatewayReport> done, Function<GatewayReport, String> trouble) {
        TreeSet<Address> awaited = new TreeSet<>(withNumbers());
        int finished = 0;
        double deadline = desk.seconds() + PATIENCE_SECONDS;
        while (true) {
            Map<Address, GatewayReport> answers = answers(awaited);
            awaited.retainAll(answers.keySet());
            for (Map.Entry<Address, GatewayReport> each : answers.entrySet()) {
                String why = trouble.apply(each.getValue());
                if (!why.isEmpty()) {
                    throw new RegionProblemException(each.getKey() + ": " + why);
                }
                if (done.test(each.getValue())) {
                    awaited.remove(each.getKey());
                    finished++;
                }
            }
            if (awaited.isEmpty()) {
                return finished;
            }
            if (desk.seconds() > deadline) {
                throw new RegionProblemException(awaited.first()
                        + " has not done it within a minute; its log, beside the region's file, may say why");
            }
            desk.world().tasks().sleep(POLL_NANOS);
        }
    }

    @Override
    public Saying ask() throws IOException {
        Map<Address, GatewayReport> answers = answers(all());
        if (answers.isEmpty()) {
            throw nobodyAnswers();
        }
        try (FleetDesk fleet = desk.openFleet()) {
            return new Said(
                    all(),
                    answers,
                    new TopologyView(
                            ClusterRecord.MAIN,
                            1,
                            fleet.view().map(FleetInstances::of).orElse(List.of())));
        }
    }

    @Override
    public void close() {
        visitor.close();
    }

    /** What gateways answered. */
    private record Said(List<Address> gateways, Map<Address, GatewayReport> answers, TopologyView view)
            implements Saying {
        /** Each that says anything of an endpoint of that kind and name, with what it says. */
        private Map<Address, EndpointReport> reports(Endpoint endpoint) {
            Map<Address, EndpointReport> reports = new LinkedHashMap<>();
            boolean instance = endpoint instanceof Endpoint.OfInstance;
            answers.forEach((gateway, answer) -> answer.endpoints().stream()
                    .filter(each -> each.name().equals(endpoint.name())
                            && each.type().equals(EndpointReport.INSTANCE) == instance)
                    .findFirst()
                    .ifPresent(each -> reports.put(gateway, each)));
            return reports;
        }

        @Override
        public Optional<Served> of(Endpoint endpoint) {
            Map<Address, EndpointReport> reports = reports(endpoint);
            return reports.isEmpty() ? Optional.empty() : Optional.of(served(reports, true));
        }

        @Override
        public Served custom(EndpointRecord record) {
            Map<Address, EndpointReport> reports = reports(record.endpoint());
            reports.values().removeIf(each -> each.id() != record.id());
            return served(reports, reports.values().stream().allMatch(each -> each.revision() == record.revision()));
        }

        private static Served served(Map<Address, EndpointReport> reports, boolean upToDate) {
            List<String> urls = new ArrayList<>();
            List<String> troubles = new ArrayList<>();
            String dnsName = "";
            for (Map.Entry<Address, EndpointReport> each : reports.entrySet()) {
                EndpointReport report = each.getValue();
                if (report.port() != 0) {
                    urls.add(ConnectionUrl.at(new HostPort(report.host(), report.port())));
                }
                if (!report.trouble().isEmpty()) {
                    troubles.add(each.getKey() + ": " + report.trouble());
                }
                dnsName = dnsName.isEmpty() ? report.dnsName() : dnsName;
            }
            String state = !troubles.isEmpty()
                    ? Served.TROUBLED
                    : upToDate && !urls.isEmpty() ? Served.SERVING : Served.STARTING;
            return new Served(urls, dnsName, state, String.join("; ", troubles));
        }

        @Override
        public List<Endpoint.OfInstance> instances() {
            TreeSet<String> names = new TreeSet<>();
            answers.values()
                    .forEach(answer -> answer.endpoints().stream()
                            .filter(each -> each.type().equals(EndpointReport.INSTANCE))
                            .forEach(each -> names.add(each.name())));
            return names.stream().map(Endpoint.OfInstance::new).toList();
        }

        @Override
        public List<String> notes() {
            Stream<String> named = answers.entrySet().stream()
                    .filter(each -> !each.getValue().dns().isEmpty())
                    .map(each -> each.getKey() + " answers names at "
                            + each.getValue().dns() + ".");
            Stream<String> silent = gateways.stream()
                    .filter(gateway -> !answers.containsKey(gateway))
                    .map(gateway -> gateway + " does not answer.");
            return Stream.concat(named, silent).toList();
        }
    }
}
