package org.borealisdb.server.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.net.LocalNetwork;
import org.borealisdb.server.region.EndpointReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway of a region in which nothing else runs. */
class GatewayRoleTest {
    private static final Address GATEWAY = new Address("gateway-1");
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder = Path.of("");

    /** Whom nobody tells anything. */
    private record Deaf() implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            throw new AssertionError("a message from " + from);
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            throw new AssertionError("a question from " + from);
        }
    }

    private RegionPlan plan(int writer, int readers) {
        StringBuilder text =
                new StringBuilder("metadata: metadata\nkey-file: key\npassword-file: password\nstorage-nodes:\n");
        int port = 7000;
        for (String name : new String[] {"a1", "a2", "b1", "b2", "c1", "c2"}) {
            text.append("  - {name: " + name + ", zone: " + name.charAt(0) + ", port: " + ++port + ", folder: " + name
                    + "}\n");
        }
        text.append("instances:\n  - {name: instance-1, zone: a, port: 7100, client-port: 7101}\n");
        text.append("control-plane:\n  - {name: control-1, zone: a, port: 7200}\n");
        text.append("gateways:\n  - {name: gateway-1, zone: a, port: 7300, writer-port: " + writer + ", reader-port: "
                + readers + "}\n");
        return RegionFile.parse(text.toString(), folder.resolve("region.yaml"));
    }

    private static RealWorld world() {
        return RealWorld.create((task, failure) -> {
            throw new AssertionError(task, failure);
        });
    }

    private static GatewayRole role(RegionPlan plan, RealWorld world, LocalNetwork network) {
        return new GatewayRole(
                plan.services().gateways().getFirst(),
                plan,
                world,
                network,
                new FileMetadataLog(new RealFileStore(plan.metadataFolder()), world.tasks(), world.clock()));
    }

    @Test
    @SuppressWarnings("try") // Places are freed on purpose before the end.
    void itSaysHowItsEndpointsAreAndNothingElse() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RealWorld world = world()) {
            RegionPlan plan = plan(first.getLocalPort(), second.getLocalPort());
            first.close();
            second.close();
            LocalNetwork network = new LocalNetwork(world.metrics());
            try (GatewayRole role = role(plan, world, network);
                    Endpoint visitor = network.bind(new Address("visitor-1"), new Deaf())) {
                role.open();
                GatewayReport report =
                        GatewayMessages.report(visitor.call(GATEWAY, GatewayMessages.question(), PATIENCE_NANOS));
                assertThat(report.endpoints()).isEqualTo(role.endpoints());
                assertThat(report.endpoints())
                        .extracting(EndpointReport::name, EndpointReport::port)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple(
                                        "cluster",
                                        plan.services()
                                                .gateways()
                                                .getFirst()
                                                .writer()
                                                .port()),
                                org.assertj.core.groups.Tuple.tuple(
                                        "reader",
                                        plan.services()
                                                .gateways()
                                                .getFirst()
                                                .readers()
                                                .port()));
                assertThatThrownBy(() -> visitor.call(GATEWAY, ByteBuffer.wrap(new byte[20]), PATIENCE_NANOS))
                        .isInstanceOf(NetworkException.class);
            }
        }
    }

    @Test
    @SuppressWarnings("try") // Places are freed on purpose before the end.
    void nothingIsLeftOfOneWhosePlaceIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RealWorld world = world()) {
            int free = other.getLocalPort();
            other.close();
            RegionPlan plan = plan(free, taken.getLocalPort());
            LocalNetwork network = new LocalNetwork(world.metrics());
            GatewayRole role = role(plan, world, network);
            assertThatThrownBy(role::open)
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
            taken.close();
            // Neither its port nor its name in the network is held, and no task is: the world can be closed.
            try (GatewayRole again = role(plan, world, network)) {
                again.open();
                assertThat(again.endpoints()).hasSize(2);
            }
        }
    }
}
