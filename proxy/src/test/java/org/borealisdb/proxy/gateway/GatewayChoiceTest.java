package org.borealisdb.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.borealisdb.proxy.endpoint.InstanceRole.READER;
import static org.borealisdb.proxy.endpoint.InstanceRole.WRITER;
import static org.borealisdb.proxy.gateway.GatewayWorld.PATIENT;
import static org.borealisdb.proxy.gateway.GatewayWorld.SHORT;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.proxy.gateway.ByteChannel.Message;
import org.borealisdb.proxy.gateway.FakeInstance.Mood;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where new connections come out. */
@Timeout(120)
class GatewayChoiceTest {
    private static final Endpoint CLUSTER = new Endpoint.OfCluster("cluster");
    private static final Endpoint READERS = new Endpoint.OfReaders("reader");

    private static final GatewayLimits IMPATIENT = new GatewayLimits(
            100,
            GatewayWorld.LONG,
            SHORT,
            SHORT,
            SHORT,
            Duration.ofMillis(50),
            SHORT,
            GatewayWorld.LONG,
            Duration.ofSeconds(20));

    private static GatewayWorld cluster(GatewayLimits limits) {
        GatewayWorld world = new GatewayWorld(limits);
        world.add("w", WRITER);
        world.add("r1", READER);
        world.add("r2", READER);
        world.publish();
        return world;
    }

    private static List<String> instances(GatewayWorld world, HostPort place, int connections) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            names.add(world.connect(place).started().instance());
        }
        return names;
    }

    @Test
    void eachEndpointLeadsToWhatItStandsFor() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort cluster = world.open(CLUSTER);
            HostPort readers = world.open(READERS);
            HostPort one = world.open(new Endpoint.OfInstance("r2"));
            HostPort any = world.open(new Endpoint.Custom("any", CustomType.ANY, new Membership.AllBut(List.of("r2"))));
            assertThat(instances(world, cluster, 3)).containsExactly("w", "w", "w");
            assertThat(instances(world, readers, 4)).containsExactly("r1", "r2", "r1", "r2");
            assertThat(instances(world, one, 2)).containsExactly("r2", "r2");
            assertThat(instances(world, any, 4)).containsExactly("w", "r1", "w", "r1");
            assertThat(world.count("proxy.connections.relayed")).isEqualTo(13);
            assertThat(world.gateway.places())
                    .extracting(place -> place.endpoint().name())
                    .containsExactly("cluster", "reader", "r2", "any");
        }
    }

    @Test
    void anEndpointFollowsWhatIsPublished() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort readers = world.open(READERS);
            world.add("r3", READER);
            world.set("r1", READER, false);
            world.publish();
            assertThat(instances(world, readers, 2)).containsExactlyInAnyOrder("r2", "r3");
            world.set("r2", READER, false);
            world.set("r3", READER, false);
            world.publish();
            assertThat(instances(world, readers, 2)).containsExactly("w", "w");
        }
    }

    @Test
    void aChangedListIsForNewConnections() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place =
                    world.open(new Endpoint.Custom("c", CustomType.READER, new Membership.Listed(List.of("r1"))));
            TestClient earlier = world.connect(place).started();
            Endpoint changed = new Endpoint.Custom("c", CustomType.READER, new Membership.Listed(List.of("r2")));
            assertThat(world.gateway.change(changed)).isTrue();
            assertThat(instances(world, place, 2)).containsExactly("r2", "r2");
            assertThat(earlier.instance()).isEqualTo("r1");
            assertThat(world.gateway.change(new Endpoint.OfCluster("nobody"))).isFalse();
        }
    }

    @Test
    void aWithdrawnEndpointTakesNobodyAndKeepsWhomItHas() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            TestClient earlier = world.connect(place).started();
            assertThat(world.gateway.withdraw(CLUSTER)).isTrue();
            assertThat(world.gateway.withdraw(CLUSTER)).isFalse();
            assertThatThrownBy(() -> world.connect(place)).isInstanceOf(NetworkException.class);
            assertThat(earlier.instance()).isEqualTo("w");
        }
    }

    @Test
    void namesAndPlacesAreTakenOnce() {
        try (GatewayWorld world = cluster(PATIENT)) {
            HostPort place = world.open(CLUSTER);
            assertThatThrownBy(() -> world.open(CLUSTER)).hasMessageContaining("endpoint cluster is there already");
            assertThatThrownBy(() -> world.gateway.open(new EndpointPlace(READERS, place)))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining(place.toString());
            // What failed to open is not there.
            assertThat(world.open(READERS).port()).isNotEqualTo(place.port());
        }
    }

    @Test
    void anInstanceMayBeCalledAsAnEndpointIs() {
        try (GatewayWorld world = cluster(PATIENT)) {
            Endpoint custom = new Endpoint.Custom("r1", CustomType.ANY, new Membership.Listed(List.of("r2")));
            Endpoint instance = new Endpoint.OfInstance("r1");
            HostPort some = world.open(custom);
            HostPort one = world.open(instance);
            assertThat(instances(world, some, 1)).containsExactly("r2");
            assertThat(instances(world, one, 1)).containsExactly("r1");
            assertThat(world.gateway.withdraw(custom)).isTrue();
            assertThat(instances(world, one, 1)).containsExactly("r1");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"STARTS_UP", "CLOSES"})
    void whoeverRefusesIsPassedBy(Mood mood) {
        try (GatewayWorld world = cluster(PATIENT)) {
            world.fake("r1").mood = mood;
            HostPort readers = world.open(READERS);
            assertThat(instances(world, readers, 3)).containsExactly("r2", "r2", "r2");
            assertThat(world.count("proxy.instances.refusals")).isEqualTo(2);
        }
    }

    @Test
    void whoeverSaysNothingIsPassedBy() {
        try (GatewayWorld world = cluster(IMPATIENT.withPatience(GatewayWorld.LONG))) {
            world.fake("r1").mood = Mood.SAYS_NOTHING;
            assertThat(instances(world, world.open(READERS), 1)).containsAnyOf("r2", "w");
            assertThat(world.count("proxy.instances.refusals")).isPositive();
        }
    }

    @Test
    void whoeverCannotBeReachedIsPassedBy() {
        try (GatewayWorld world = new GatewayWorld(PATIENT)) {
            world.add("w", WRITER);
            world.addUnreachable("r1", READER);
            world.publish();
            assertThat(instances(world, world.open(READERS), 2)).containsExactly("w", "w");
        }
    }

    /** The client has heard that there is no encryption, from an instance that is gone: the next one is told what it missed. */
    @Test
    void whatAClientHasSaidIsSaidAgain() {
        try (GatewayWorld world = cluster(PATIENT)) {
            world.fake("r1").mood = Mood.CLOSES_AFTER_DECLINING;
            TestClient client = world.connect(world.open(READERS));
            assertThat(client.askForEncryption()).isEqualTo('N');
            assertThat(client.started().instance()).isEqualTo("r2");
            assertThat(world.fake("r2").packets).hasValue(2);
        }
    }

    @Test
    void whatIsEncryptedPassesThrough() {
        try (GatewayWorld world = cluster(PATIENT)) {
            world.fake("w").mood = Mood.ENCRYPTS;
            TestClient client = world.connect(world.open(CLUSTER));
            assertThat(client.askForEncryption()).isEqualTo('S');
            assertGivenBack(client, "\u0016\u0003\u0001 anything");
            // Nothing may be put between what nobody here can read.
            world.set("w", WRITER, false);
            world.publish();
            client.assertEnded();
        }
    }

    @Test
    void tlsFromTheFirstBytePassesThrough() {
        try (GatewayWorld world = cluster(PATIENT)) {
            assertGivenBack(world.connect(world.open(CLUSTER)), "\u0016\u0003\u0001 hello, and more");
        }
    }

    private static void assertGivenBack(TestClient client, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        client.channel().write(ByteBuffer.wrap(bytes));
        assertThat(client.channel().read(bytes.length).orElseThrow()).isEqualTo(ByteBuffer.wrap(bytes));
    }

    @Test
    void newConnectionsWaitForAWriterToCome() {
        try (GatewayWorld world = cluster(PATIENT)) {
            world.set("w", WRITER, false);
            world.publish();
            HostPort cluster = world.open(CLUSTER);
            TestClient waiting = world.connect(cluster).sendStartup();
            TestClient asking = world.connect(cluster);
            GatewayWorld.eventually("both wait", () -> world.gateway.connections() == 2);
            world.set("w", READER, true);
            world.set("r1", WRITER, true);
            world.publish();
            assertThat(waiting.ready().instance()).isEqualTo("r1");
            assertThat(asking.askForEncryption()).isEqualTo('N');
            assertThat(asking.started().instance()).isEqualTo("r1");
        }
    }

    /** It is said to be there, and is not: it starts again, with no change of the topology. */
    @Test
    void newConnectionsWaitForAWriterThatStarts() {
        try (GatewayWorld world = cluster(PATIENT)) {
            world.fake("w").mood = Mood.STARTS_UP;
            TestClient client = world.connect(world.open(CLUSTER)).sendStartup();
            GatewayWorld.eventually("it was tried twice", () -> world.count("proxy.instances.refusals") >= 2);
            world.fake("w").mood = Mood.SERVES;
            assertThat(client.ready().instance()).isEqualTo("w");
        }
    }

    /** A frozen writer takes connections, since its kernel does, and answers nothing. */
    @Test
    void whoeverWaitsForAFrozenWriterIsLedToTheNewOne() {
        try (GatewayWorld world = cluster(PATIENT)) {
            world.fake("w").mood = Mood.SAYS_NOTHING;
            TestClient client = world.connect(world.open(CLUSTER)).sendStartup();
            GatewayWorld.eventually(
                    "it has what the client said", () -> world.fake("w").packets.get() == 1);
            world.set("w", READER, false);
            world.set("r2", WRITER, true);
            world.publish();
            assertThat(client.ready().instance()).isEqualTo("r2");
        }
    }

    @Test
    void patienceEndsWithAClearError() {
        try (GatewayWorld world = cluster(IMPATIENT)) {
            world.set("w", WRITER, false);
            world.publish();
            TestClient client = world.connect(world.open(CLUSTER));
            Message error = client.sendStartup().lastError();
            assertThat(error.field('C')).isEqualTo("57P03");
            assertThat(error.field('S')).isEqualTo("FATAL");
            assertThat(error.field('M')).contains("\"cluster\"", "\"main\"", "no healthy instance", "300 ms");
            assertThat(world.count("proxy.connections.unserved")).isEqualTo(1);
        }
    }

    @Test
    void whoAsksForEncryptionGetsTheErrorToo() {
        try (GatewayWorld world = cluster(IMPATIENT)) {
            world.set("w", WRITER, false);
            world.publish();
            TestClient client = world.connect(world.open(CLUSTER));
            assertThat(client.askForEncryption()).isEqualTo('N');
            assertThat(client.sendStartup().lastError().field('C')).isEqualTo("57P03");
        }
    }

    @Test
    void oneInstanceIsNotWaitedFor() {
        try (GatewayWorld world = new GatewayWorld(PATIENT)) {
            world.addUnreachable("r1", READER);
            world.publish();
            Message refused = world.connect(world.open(new Endpoint.OfInstance("r1")))
                    .sendStartup()
                    .lastError();
            assertThat(refused.field('C')).isEqualTo("08006");
            assertThat(refused.field('M')).contains("\"r1\"", "\"main\"");
            assertThat(refused.field('D')).contains("Instance \"r1\" refused", "Connection refused");
            Message unknown = world.connect(world.open(new Endpoint.OfInstance("r9")))
                    .sendStartup()
                    .lastError();
            assertThat(unknown.field('C')).isEqualTo("57P03");
            HostPort custom =
                    world.open(new Endpoint.Custom("c", CustomType.READER, new Membership.AllBut(List.of("r1"))));
            assertThat(world.connect(custom).sendStartup().lastError().field('C'))
                    .isEqualTo("57P03");
        }
    }

    @Test
    void anInstanceThatIsThoughtDeadCanBeReachedByItsOwnEndpoint() {
        try (GatewayWorld world = cluster(PATIENT)) {
            world.set("r1", READER, false);
            world.publish();
            TestClient client =
                    world.connect(world.open(new Endpoint.OfInstance("r1"))).started();
            world.publish();
            assertThat(client.instance()).isEqualTo("r1");
        }
    }

    /** What an instance says for itself, it says: that there is no such database, or that it is full. */
    @Test
    void otherErrorsOfAnInstanceAreTheClients() {
        try (GatewayWorld world = cluster(PATIENT)) {
            TestClient client = world.connect(world.open(CLUSTER)).started();
            Message error = client.send("last").lastError();
            assertThat(error.field('C')).isEqualTo("57P05");
        }
    }
}
