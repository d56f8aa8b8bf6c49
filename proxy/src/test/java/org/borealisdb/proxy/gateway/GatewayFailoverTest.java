package org.borealisdb.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.borealisdb.proxy.endpoint.InstanceRole.READER;
import static org.borealisdb.proxy.endpoint.InstanceRole.WRITER;
import static org.borealisdb.proxy.gateway.GatewayWorld.PATIENT;
import static org.borealisdb.proxy.gateway.GatewayWorld.eventually;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.proxy.gateway.ByteChannel.Message;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Streams;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of connections when instances change. */
@Timeout(120)
class GatewayFailoverTest {
    private static final long SEED = 20_261_127;

    private static final int LOAD_CLIENTS = 20;
    private static final int FAILOVERS = 25;

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

    private static void promote(GatewayWorld world, String from, String to) {
        world.set(from, READER, true);
        world.set(to, WRITER, true);
        world.publish();
    }

    @Test
    void idleClientsOfTheOldWriterAreToldWhy() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            TestClient fresh = world.connect(place).started();
            TestClient used = world.connect(place).started();
            assertThat(used.instance()).isEqualTo("w");
            promote(world, "w", "r1");
            for (TestClient client : List.of(fresh, used)) {
                Message error = client.lastError();
                assertThat(error.field('C')).isEqualTo("57P01");
                assertThat(error.field('M')).contains("\"w\"", "no longer the writer", "\"main\"");
            }
            assertThat(world.connect(place).started().instance()).isEqualTo("r1");
            assertThat(world.count("proxy.failovers")).isEqualTo(1);
            assertThat(world.count("proxy.connections.ended")).isEqualTo(2);
        }
    }

    /** Its statement may have been carried out: nothing may sound as if it had not. */
    @Test
    void aBusyClientIsToldThatNobodyKnows() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            TestClient holding = world.connect(place).started().send("hold");
            // Parsed, and perhaps executed, but not followed by a Sync yet.
            TestClient unsynchronized = world.connect(place).started();
            unsynchronized.channel().write('P', "\0COMMIT\0\0\0");
            TestClient inTheMiddle = world.connect(place).started();
            inTheMiddle.channel().write(ByteBuffer.wrap(new byte[] {'Q', 0, 0}));
            // 10 bytes of the first, 15 of the second, 3 of the third.
            eventually("the instance has it all", () -> world.count("proxy.bytes.from-clients") == 28);
            promote(world, "w", "r1");
            for (TestClient client : List.of(holding, unsynchronized, inTheMiddle)) {
                Message error = client.lastError();
                assertThat(error.field('C')).isEqualTo("08006");
                assertThat(error.field('D')).contains("not known");
            }
            // It does not notice that who waits for it has gone.
            world.fake("w").close();
        }
    }

    @Test
    void nothingIsPutIntoTheMiddleOfAMessage() {
        try (GatewayWorld world = cluster(PATIENT)) {
            TestClient client = world.connect(world.open(CLUSTER)).started().send("half");
            assertThat(client.channel().read(9)).isPresent();
            promote(world, "w", "r1");
            client.assertEnded();
        }
    }

    @Test
    void aPromotedReaderLosesItsReadersAndOthersKeepTheirs() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort readers = world.open(READERS);
            HostPort custom =
                    world.open(new Endpoint.Custom("c", CustomType.READER, new Membership.Listed(List.of("r1", "r2"))));
            HostPort any = world.open(new Endpoint.Custom("any", CustomType.ANY, new Membership.AllBut(List.of())));
            TestClient first = world.connect(readers).started();
            TestClient second = world.connect(readers).started();
            TestClient customFirst = world.connect(custom).started();
            TestClient customSecond = world.connect(custom).started();
            TestClient indifferent = world.connect(any).started();
            TestClient one =
                    world.connect(world.open(new Endpoint.OfInstance("r1"))).started();
            promote(world, "w", "r1");
            assertThat(first.lastError().field('M')).contains("\"r1\" has become the writer");
            assertThat(customFirst.lastError().field('C')).isEqualTo("57P01");
            assertThat(second.instance()).isEqualTo("r2");
            assertThat(customSecond.instance()).isEqualTo("r2");
            assertThat(indifferent.instance()).isEqualTo("w");
            assertThat(one.instance()).isEqualTo("r1");
            // The promoted member has dropped out; the demoted writer was never in the list.
            assertThat(world.connect(custom).started().instance()).isEqualTo("r2");
            assertThat(world.connect(custom).started().instance()).isEqualTo("r2");
        }
    }

    @Test
    void connectionsEndWithTheirInstance() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort readers = world.open(READERS);
            TestClient first = world.connect(readers).started();
            TestClient second = world.connect(readers).started();
            world.set("r1", READER, false);
            world.publish();
            assertThat(first.lastError().field('M')).contains("\"r1\"", "does not answer");
            world.remove("r2");
            world.publish();
            assertThat(second.lastError().field('M')).contains("\"r2\" has left");
            // No reader is left: the writer takes them, and keeps them when readers come back.
            TestClient third = world.connect(readers).started();
            world.set("r1", READER, true);
            world.publish();
            assertThat(third.instance()).isEqualTo("w");
        }
    }

    @Test
    void aCrashOfAnInstanceEndsItsConnectionsWithoutAWord() {
        try (GatewayWorld world = cluster(PATIENT)) {
            TestClient client = world.connect(world.open(CLUSTER)).started();
            world.fake("w").close();
            client.assertEnded();
        }
    }

    /** It does not read, so it cannot be told; its instance must be rid of it all the same, and so must the gateway. */
    @Test
    void aClientThatDoesNotReadIsCutOff() {
        GatewayLimits limits = new GatewayLimits(
                100,
                GatewayWorld.LONG,
                GatewayWorld.LONG,
                GatewayWorld.LONG,
                GatewayWorld.LONG,
                Duration.ofMillis(50),
                GatewayWorld.LONG,
                GatewayWorld.LONG,
                Duration.ofMillis(200));
        try (GatewayWorld world = cluster(limits)) {
            world.connect(world.open(CLUSTER)).started().send("big 100000");
            awaitStandstill(world);
            promote(world, "w", "r1");
            eventually("it is cut off", () -> world.gateway.connections() == 0);
            assertThat(world.streams.openConnections())
                    .as("the client's own socket")
                    .isEqualTo(1);
        }
    }

    /** Bytes to clients grow no more, once all buffers on the way are full. */
    static void awaitStandstill(GatewayWorld world) {
        long[] seen = {0, 0};
        eventually("nothing passes any more", () -> {
            long now = world.count("proxy.bytes.from-instances");
            seen[1] = now > 100_000 && now == seen[0] ? seen[1] + 1 : 0;
            seen[0] = now;
            return seen[1] > 200;
        });
    }

    /** Clients that reconnect whenever they are cut off, while the writer changes again and again. */
    @Test
    void failoversUnderLoadLeadEveryoneToTheWriter() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            List<LoadClient> load = new ArrayList<>();
            List<Task> running = new ArrayList<>();
            for (int i = 0; i < LOAD_CLIENTS; i++) {
                LoadClient client = new LoadClient(world.streams, place);
                load.add(client);
                running.add(world.tasks.start("load-" + i, TaskKind.SESSION, client::run));
            }
            try {
                String writer = "w";
                for (int round = 0; round < FAILOVERS; round++) {
                    String next = List.of("w", "r1", "r2").get(random.nextInt(3));
                    if (!next.equals(writer)) {
                        world.set(writer, READER, true);
                        world.set(next, WRITER, random.nextBoolean());
                        world.publish();
                        world.set(next, WRITER, true);
                        world.publish();
                        writer = next;
                    }
                    eventually(
                            "all are at " + next, () -> load.stream().allMatch(client -> client.instance.equals(next)));
                }
            } finally {
                load.forEach(client -> client.stop = true);
                running.forEach(Task::join);
            }
            assertThat(load).extracting(client -> client.wrong).containsOnly("");
            assertThat(world.count("proxy.connections.unserved")).isZero();
        }
    }

    private static final class LoadClient {
        private final Streams streams;
        private final HostPort place;
        volatile String instance = "";
        volatile String wrong = "";
        volatile boolean stop;

        LoadClient(Streams streams, HostPort place) {
            this.streams = streams;
            this.place = place;
        }

        void run() {
            while (!stop) {
                try (TestClient client = new TestClient(streams, place)) {
                    converse(client.sendStartup());
                } catch (OperationException cutOff) {
                    // While it sent; the next connection is the test.
                }
            }
        }

        private void converse(TestClient client) {
            List<Message> answers = client.answers();
            while (!stop && !answers.isEmpty() && answers.getLast().type() == 'Z') {
                if (answers.getFirst().type() == 'D') {
                    instance = answers.getFirst().text();
                }
                answers = client.send("name").answers();
            }
            Message last = answers.isEmpty() ? null : answers.getLast();
            if (last != null && last.type() == 'E' && !last.field('C').matches("57P01|08006")) {
                wrong = last.text();
            }
        }
    }
}
