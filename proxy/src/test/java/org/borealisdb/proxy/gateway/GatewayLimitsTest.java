package org.borealisdb.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.borealisdb.proxy.endpoint.InstanceRole.READER;
import static org.borealisdb.proxy.endpoint.InstanceRole.WRITER;
import static org.borealisdb.proxy.gateway.GatewayWorld.LONG;
import static org.borealisdb.proxy.gateway.GatewayWorld.PATIENT;
import static org.borealisdb.proxy.gateway.GatewayWorld.SHORT;
import static org.borealisdb.proxy.gateway.GatewayWorld.eventually;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.gateway.ByteChannel.Message;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients, slow ones, gone ones, hostile ones; cancelling; and the end of a gateway. */
@Timeout(180)
class GatewayLimitsTest {
    private static final long SEED = 20_261_128;

    private static final Endpoint CLUSTER = new Endpoint.OfCluster("cluster");
    private static final Endpoint READERS = new Endpoint.OfReaders("reader");

    private static GatewayWorld cluster(GatewayLimits limits) {
        GatewayWorld world = new GatewayWorld(limits);
        world.add("w", WRITER);
        world.add("r1", READER);
        world.add("r2", READER);
        world.publish();
        return world;
    }

    @Test
    void tooManyClientsAreToldSo() {
        try (GatewayWorld world = cluster(PATIENT.withMaximumConnections(2))) {
            HostPort place = world.open(CLUSTER);
            TestClient first = world.connect(place).started();
            TestClient second = world.connect(place).started().send("hold");
            TestClient third = world.connect(place);
            assertThat(third.askForEncryption()).isEqualTo('N');
            Message error = third.sendStartup().lastError();
            assertThat(error.field('C')).isEqualTo("53300");
            assertThat(error.field('M')).contains("\"cluster\"", "\"main\"", "takes 2");
            assertThat(world.count("proxy.connections.refused")).isEqualTo(1);
            // Whoever is in can still cancel.
            world.connect(place).sendCancel(second.number());
            assertThat(second.answers().getFirst().field('C')).isEqualTo("57014");
            first.close();
            eventually("a place is free", () -> world.gateway.admitted() == 1);
            assertThat(world.connect(place).started().instance()).isEqualTo("w");
        }
    }

    @Test
    void beyondThoseWhoAreToldConnectionsAreClosed() {
        try (GatewayWorld world = cluster(PATIENT.withMaximumConnections(1))) {
            HostPort place = world.open(CLUSTER);
            for (int i = 0; i <= Gateway.UNADMITTED_CONNECTIONS; i++) {
                world.connect(place);
            }
            eventually("all are in", () -> world.gateway.connections() == Gateway.UNADMITTED_CONNECTIONS + 1);
            world.connect(place).assertEnded();
            assertThat(world.count("proxy.connections.refused")).isEqualTo(1);
        }
    }

    @Test
    void aCancelRequestReachesItsSession() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(READERS);
            TestClient first = world.connect(place).started().send("hold");
            TestClient second = world.connect(place).started().send("hold");
            TestClient canceller = world.connect(place);
            canceller.sendCancel(second.number());
            // Closed once all have heard it.
            canceller.assertEnded();
            assertThat(second.answers().getFirst().field('C')).isEqualTo("57014");
            assertThat(second.instance()).isEqualTo("r2");
            for (String name : List.of("w", "r1", "r2")) {
                assertThat(world.fake(name).cancelRequests).as(name).hasValue(1);
            }
            TestClient after = world.connect(place);
            assertThat(after.askForEncryption()).isEqualTo('N');
            after.sendCancel(first.number());
            assertThat(first.answers().getFirst().field('C')).isEqualTo("57014");
            assertThat(world.count("proxy.cancels.relayed")).isEqualTo(2);
        }
    }

    @Test
    void cancellingWaitsForNobodyForLong() {
        GatewayLimits limits = new GatewayLimits(
                100, LONG, LONG, LONG, LONG, Duration.ofMillis(50), SHORT, LONG, Duration.ofSeconds(20));
        try (GatewayWorld world = cluster(limits)) {
            world.fake("r1").mood = FakeInstance.Mood.SAYS_NOTHING;
            world.addUnreachable("r3", READER);
            world.publish();
            HostPort place = world.open(READERS);
            TestClient client = world.connect(place);
            client.sendCancel(1);
            client.assertEnded();
        }
    }

    @Test
    void whoHasSaidEverythingStillGetsItsAnswer() {
        try (GatewayWorld world = cluster(PATIENT)) {
            TestClient client = world.connect(world.open(CLUSTER)).started().send("big 2000");
            client.channel().stream().closeOutput();
            assertThat(client.answers()).hasSize(2002);
            client.assertEnded();
        }
    }

    @Test
    void lastWordsOfAnInstanceArriveThoughTheClientStillSends() {
        try (GatewayWorld world = cluster(PATIENT)) {
            TestClient client = world.connect(world.open(CLUSTER)).started().send("last");
            for (int i = 0; i < 100; i++) {
                client.send("name");
            }
            assertThat(client.answers().getFirst().field('M')).isEqualTo("last words");
        }
    }

    @Test
    void aSlowClientSlowsNobodyElse() {
        int rows = 30_000;
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            TestClient slow = world.connect(place).started().send("big " + rows);
            GatewayFailoverTest.awaitStandstill(world);
            assertThat(world.count("proxy.bytes.from-instances"))
                    .as("what is on the way is in the buffers of sockets")
                    .isLessThan((long) rows * FakeInstance.ROW_BYTES);
            assertThat(world.connect(place).started().instance()).isEqualTo("w");
            List<Message> answers = slow.answers();
            assertThat(answers).hasSize(rows + 2);
            for (int row = 0; row < rows; row++) {
                assertThat(answers.get(row).content().equals(ByteBuffer.wrap(FakeInstance.row(row))))
                        .as("row %s", row)
                        .isTrue();
            }
        }
    }

    @Test
    void aSlowInstanceSlowsItsClient() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            TestClient client = world.connect(place).started().send("hold");
            byte[] much = new byte[1 << 20];
            Task sending = world.tasks.start("sending", TaskKind.SESSION, () -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        client.channel().write(ByteChannel.message('d', much));
                    }
                } catch (OperationException cutOff) {
                    // The test ends it.
                }
            });
            long[] seen = {0, 0};
            eventually("nothing passes any more", () -> {
                long now = world.count("proxy.bytes.from-clients");
                seen[1] = now > 100_000 && now == seen[0] ? seen[1] + 1 : 0;
                seen[0] = now;
                return seen[1] > 200;
            });
            assertThat(sending.done()).isFalse();
            client.close();
            sending.join();
            world.fake("w").close();
        }
    }

    @Test
    void aClientThatVanishesLeavesNothing() throws Exception {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), place.port())) {
                byte[] startup = {0, 0, 0, 9, 0, 3, 0, 0, 0};
                socket.getOutputStream().write(startup);
                assertThat(socket.getInputStream().read()).isEqualTo('R');
                socket.setSoLinger(true, 0);
            }
            eventually("its instance is rid of it", () -> world.fake("w").connections() == 0);
        }
    }

    @Test
    void whoSaysNothingIsClosedInTime() {
        GatewayLimits limits = new GatewayLimits(
                100, SHORT, LONG, LONG, LONG, Duration.ofMillis(50), LONG, LONG, Duration.ofSeconds(20));
        try (GatewayWorld world = cluster(limits)) {
            HostPort place = world.open(CLUSTER);
            world.connect(place).assertEnded();
            TestClient half = world.connect(place);
            half.channel().write(ByteBuffer.wrap(new byte[] {0, 0, 0}));
            half.assertEnded();
            TestClient afterEncryption = world.connect(place);
            assertThat(afterEncryption.askForEncryption()).isEqualTo('N');
            afterEncryption.assertEnded();
        }
    }

    @Test
    void encryptionIsNotAskedForAgainAndAgain() {
        try (GatewayWorld world = cluster(PATIENT)) {
            TestClient client = world.connect(world.open(CLUSTER));
            assertThat(client.askForEncryption()).isEqualTo('N');
            assertThat(client.askForEncryption()).isEqualTo('N');
            assertThat(client.askForEncryption()).isEqualTo('N');
            client.assertEnded();
        }
    }

    @Test
    void randomBytesHarmNobody() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            TestClient bystander = world.connect(place).started();
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[1 + random.nextInt(200)];
                random.nextBytes(bytes);
                if (random.nextBoolean()) {
                    ByteBuffer.wrap(bytes).put((byte) 0).put((byte) 0);
                }
                try (TestClient client = new TestClient(world.streams, place)) {
                    if (random.nextBoolean()) {
                        client.started();
                    }
                    client.channel().write(ByteBuffer.wrap(bytes));
                    client.channel().stream().closeOutput();
                    client.awaitEnd();
                } catch (OperationException cutOff) {
                    // As it may be.
                }
            }
            assertThat(bystander.instance()).isEqualTo("w");
        }
    }

    /** PostgreSQL closes such a connection without a word. To ask it again would get nothing but the same. */
    @Test
    void whatAnInstanceDoesNotUnderstandIsNotSaidAgain() {
        try (GatewayWorld world = cluster(PATIENT)) {
            TestClient client = world.connect(world.open(CLUSTER));
            client.channel().write(ByteBuffer.wrap(new byte[] {0, 0, 0, 4, 1, 2, 3, 4}));
            client.assertEnded();
            assertThat(world.count("proxy.instances.refusals")).isEqualTo(1);
        }
    }

    @Test
    void aStormOfClientsIsServed() {
        int clients = 40;
        int each = 50;
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(READERS);
            AtomicInteger served = new AtomicInteger();
            List<Task> storm = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                storm.add(world.tasks.start("storm-" + i, TaskKind.SESSION, () -> {
                    for (int round = 0; round < each; round++) {
                        try (TestClient client = new TestClient(world.streams, place)) {
                            client.started().instance();
                            served.incrementAndGet();
                        }
                    }
                }));
            }
            storm.forEach(Task::join);
            assertThat(served).hasValue(clients * each);
            assertThat(world.fake("r1").sessions).hasValue(clients * each / 2);
            assertThat(world.fake("r2").sessions).hasValue(clients * each / 2);
        }
    }

    @Test
    void idleConnectionsByTheThousand() {
        int idle = 1500;
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(READERS);
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < idle; i++) {
                clients.add(world.connect(place).started());
            }
            assertThat(world.gateway.connections()).isEqualTo(idle);
            eventually("two small buffers each", () -> world.gateway.buffersLent() == 2 * idle);
            for (TestClient client : clients) {
                assertThat(client.instance()).isIn("r1", "r2");
            }
        }
    }

    @Test
    void aGatewayThatStopsSaysSo() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            TestClient idle = world.connect(place).started();
            TestClient silent = world.connect(place);
            world.set("w", WRITER, false);
            world.publish();
            assertThat(idle.lastError().field('M')).contains("does not answer");
            idle.close();
            TestClient waiting = world.connect(place).sendStartup();
            HostPort readers = world.open(READERS);
            TestClient reading = world.connect(readers).started();
            TestClient busy = world.connect(readers).started().send("silent");
            eventually("the instance has it", () -> world.count("proxy.bytes.from-clients") == 12);
            eventually("all are in", () -> world.gateway.connections() == 4);
            Task stopping = world.tasks.start("stopping", TaskKind.SESSION, () -> world.gateway.stop(LONG));
            assertThat(reading.lastError().field('C')).isEqualTo("57P01");
            assertThat(busy.lastError().field('C')).isEqualTo("08006");
            assertThat(waiting.lastError().field('C')).isEqualTo("57P01");
            silent.assertEnded();
            List.of(reading, busy, waiting, silent).forEach(TestClient::close);
            stopping.join();
            assertThatThrownBy(() -> world.gateway.open(new EndpointPlace(READERS, place)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aGatewayThatStopsWaitsForNoClientBeyondItsGrace() {
        try (GatewayWorld world = cluster(PATIENT)) {
            world.connect(world.open(CLUSTER)).started().send("big 100000");
            GatewayFailoverTest.awaitStandstill(world);
            world.gateway.stop(SHORT);
            assertThat(world.gateway.connections()).isZero();
        }
    }

    @Test
    void limitsMustBeSome() {
        assertThatThrownBy(() -> PATIENT.withMaximumConnections(0)).hasMessageContaining("0 connections");
        assertThatThrownBy(() -> PATIENT.withPatience(Duration.ZERO)).hasMessageContaining("patience");
    }
}
