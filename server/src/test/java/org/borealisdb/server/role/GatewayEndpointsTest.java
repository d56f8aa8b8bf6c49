package org.borealisdb.server.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.proxy.endpoint.Topology;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.proxy.gateway.Gateway;
import org.borealisdb.proxy.gateway.GatewayLimits;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.server.cluster.EndpointRecord;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.EndpointReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway makes of the metadata log, and of one that cannot be read. */
class GatewayEndpointsTest {
    /** One for the reader endpoint, and three more. */
    private static final AddressRange ADDRESSES = AddressRange.parse("127.0.53.2-127.0.53.5");

    @TempDir
    private Path folder = Path.of("");

    private final RealWorld world = RealWorld.create((task, failure) -> {
        throw new AssertionError(task, failure);
    });
    private final SocketStreams streams = new SocketStreams(world.tasks(), world.clock());
    private final Gateway gateway = new Gateway(
            world.tasks(),
            world.clock(),
            streams,
            new Topology(world.tasks(), world.clock(), new TopologyView("main", 1, List.of())),
            GatewayLimits.DEFAULT,
            world.metrics());
    private final Away log = new Away();
    private int port;

    /** A metadata log that may be away. */
    private final class Away implements MetadataLog {
        private boolean away;

        private MetadataLog there() {
            if (away) {
                throw new OperationException("the metadata log is away", true);
            }
            return new FileMetadataLog(new RealFileStore(folder), world.tasks(), world.clock());
        }

        @Override
        public Optional<MetadataValue> read(String key) {
            return there().read(key);
        }

        @Override
        public boolean compareAndSet(String key, long expectedVersion, byte[] value) {
            return there().compareAndSet(key, expectedVersion, value);
        }

        @Override
        public List<String> keys(String prefix) {
            return there().keys(prefix);
        }
    }

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName(ADDRESSES.at(0)))) {
            port = any.getLocalPort();
        }
    }

    @AfterEach
    void close() {
        gateway.close();
        streams.close();
        world.close();
    }

    private GatewayEndpoints endpoints(Optional<HostPort> names) {
        NumberedPlaces.Addresses numbered = new NumberedPlaces.Addresses(ADDRESSES, port);
        GatewayPlace place = new GatewayPlace(
                new ServicePlace(new Address("gateway-1"), "a", HostPort.loopback(1), 0, Optional.empty()),
                HostPort.loopback(0),
                numbered.readers(),
                numbered,
                names);
        return new GatewayEndpoints(place, numbered.count(), gateway, log, world);
    }

    private static Endpoint.Custom custom(String name, CustomType type) {
        return new Endpoint.Custom(name, type, new Membership.AllBut(List.of()));
    }

    private EndpointRecord create(String name, long id) {
        EndpointRecord record = EndpointRecord.wanted(custom(name, CustomType.ANY), id, 1000);
        new EndpointRegistry(log).add(record);
        return record;
    }

    private void addInstance(String name) {
        new InstanceRegistry(log).add(InstanceRecord.wanted(name, 9, 0, 1000, "a", 1));
    }

    /** Where each is: its type and name, and its address or what is wrong. */
    private static Map<String, String> where(GatewayEndpoints endpoints) {
        return endpoints.report().endpoints().stream()
                .collect(Collectors.toMap(
                        each -> each.type() + " " + each.name(),
                        each -> each.trouble().isEmpty() ? each.host() : each.trouble()));
    }

    private boolean listens(String address) {
        try {
            streams.connect(new HostPort(address, port), 5_000_000_000L).close();
            return true;
        } catch (NetworkException refused) {
            return false;
        }
    }

    @Test
    void itFollowsTheLog() {
        try (GatewayEndpoints endpoints = endpoints(Optional.empty())) {
            endpoints.open();
            assertThat(where(endpoints))
                    .isEqualTo(Map.of("cluster cluster", "127.0.0.1", "reader reader", "127.0.53.2"));
            EndpointRecord reports = create("reports", 7);
            addInstance("reports");
            endpoints.look();
            assertThat(where(endpoints))
                    .containsEntry("ANY reports", "127.0.53.3")
                    .containsEntry("instance reports", "127.0.53.5");
            assertThat(listens("127.0.53.3")).isTrue();
            assertThat(listens("127.0.53.4")).isFalse();
            new EndpointRegistry(log).change(reports, each -> each.modified(custom("reports", CustomType.READER)));
            endpoints.look();
            assertThat(where(endpoints)).containsEntry("READER reports", "127.0.53.3");
            assertThat(endpoints.report().endpoints())
                    .filteredOn(each -> each.type().equals("READER"))
                    .extracting(EndpointReport::revision, EndpointReport::id)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(2, 7L));
            new EndpointRegistry(log).change(reports, EndpointRecord::left);
            endpoints.look();
            assertThat(where(endpoints)).doesNotContainKey("READER reports").containsKey("instance reports");
            assertThat(listens("127.0.53.3")).isFalse();
            assertThat(endpoints.notes()).isEmpty();
        }
    }

    @Test
    void anotherOfTheSameNameIsNotTheSame() {
        try (GatewayEndpoints endpoints = endpoints(Optional.empty())) {
            endpoints.open();
            EndpointRecord before = create("a", 7);
            create("b", 8);
            endpoints.look();
            new EndpointRegistry(log).change(before, EndpointRecord::left);
            create("a", 9);
            endpoints.look();
            assertThat(endpoints.report().endpoints())
                    .filteredOn(each -> each.name().equals("a"))
                    .extracting(EndpointReport::id)
                    .containsExactly(9L);
            assertThat(where(endpoints)).containsEntry("ANY a", "127.0.53.3").containsEntry("ANY b", "127.0.53.4");
        }
    }

    @Test
    void itGoesOnWithWhatItKnewWhileTheLogIsAway() {
        try (GatewayEndpoints endpoints = endpoints(Optional.empty())) {
            endpoints.open();
            create("a", 7);
            endpoints.look();
            Map<String, String> known = where(endpoints);
            log.away = true;
            assertThatThrownBy(endpoints::look).isInstanceOf(OperationException.class);
            assertThat(where(endpoints)).isEqualTo(known);
            assertThat(listens("127.0.53.3")).isTrue();
            log.away = false;
            create("b", 8);
            endpoints.look();
            assertThat(where(endpoints)).containsAllEntriesOf(known).containsEntry("ANY b", "127.0.53.4");
        }
    }

    @Test
    @SuppressWarnings("try") // Places are freed on purpose before the end.
    void whatCannotBeServedSaysWhy() throws IOException {
        try (GatewayEndpoints endpoints = endpoints(Optional.empty());
                ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.53.4"))) {
            endpoints.open();
            create("a", 7);
            EndpointRecord second = create("b", 8);
            create("c", 9);
            create("d", 10);
            endpoints.look();
            assertThat(where(endpoints).get("ANY b")).contains("cannot listen on 127.0.53.4:" + port);
            assertThat(where(endpoints).get("ANY d")).contains("all 3 places", "are taken");
            assertThat(endpoints.notes()).hasSize(2);
            taken.close();
            // What is asked for anew is tried at once.
            new EndpointRegistry(log).change(second, each -> each.modified(custom("b", CustomType.READER)));
            new EndpointRegistry(log)
                    .change(EndpointRecord.wanted(custom("c", CustomType.ANY), 9, 0), EndpointRecord::left);
            endpoints.look();
            assertThat(where(endpoints))
                    .containsEntry("READER b", "127.0.53.4")
                    .containsEntry("ANY d", "127.0.53.5")
                    .doesNotContainKey("ANY c");
            assertThat(endpoints.notes()).isEmpty();
        }
    }

    @Test
    void allHaveNamesThatFit() {
        try (GatewayEndpoints endpoints = endpoints(Optional.of(HostPort.loopback(0)))) {
            endpoints.open();
            create("reports", 7);
            endpoints.look();
            assertThat(endpoints.report().endpoints())
                    .extracting(EndpointReport::dnsName)
                    .allMatch(
                            name -> name.matches(
                                    "(main\\.cluster-|main\\.cluster-ro-|reports\\.cluster-custom-)c[a-z0-9]{11}\\.local-1\\.borealis\\.local"));
            assertThat(endpoints.report().dns()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void placesThatCannotBeAreErrors() throws IOException {
        try (GatewayEndpoints endpoints = endpoints(Optional.empty());
                ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName(ADDRESSES.at(0)))) {
            assertThatThrownBy(endpoints::open)
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining("cannot listen on 127.0.53.2:" + port);
        }
        try (ServerSocket names = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                GatewayEndpoints endpoints = endpoints(Optional.of(HostPort.loopback(names.getLocalPort())))) {
            assertThatThrownBy(endpoints::open)
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining(":" + names.getLocalPort());
        }
    }
}
