package org.borealisdb.proxy.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.DatagramPort;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.datagram.SocketDatagrams;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Real resolvers and hostile packets at a real server. */
@Timeout(120)
class NameServerTest {
    private static final long SEED = 20_261_130;
    private static final long LONG_NANOS = 50_000_000_000L;
    private static final String ZONE = "borealis.local";

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final RealTasks tasks = new RealTasks((_, failure) -> failures.add(failure));
    private final SocketStreams streams = new SocketStreams(tasks, new RealClock());
    private final SocketDatagrams datagrams = new SocketDatagrams();
    private final Metrics metrics = new Metrics();
    private final ClusterNames names = new ClusterNames("orders", "c0ffee", "local-1", ZONE);
    private final NameServer server = new NameServer(
            tasks,
            streams,
            datagrams,
            metrics,
            HostPort.loopback(0),
            NameServer.DEFAULT_TTL,
            NameTable.of(
                    ZONE,
                    7,
                    names.addresses(List.of(
                            place(new Endpoint.OfCluster("cluster"), "127.0.0.2"),
                            place(new Endpoint.OfReaders("reader"), "127.0.0.3"),
                            place(
                                    new Endpoint.Custom(
                                            "reports", CustomType.READER, new Membership.Listed(List.of("r1"))),
                                    "127.0.0.4"),
                            place(new Endpoint.OfInstance("r1"), "127.0.0.5")))));

    private static EndpointPlace place(Endpoint endpoint, String host) {
        return new EndpointPlace(endpoint, new HostPort(host, 5432));
    }

    @AfterEach
    void nothingIsLeft() {
        server.close();
        assertThat(streams.openConnections()).isZero();
        streams.close();
        tasks.close();
        assertThat(failures).isEmpty();
    }

    private static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private SimpleResolver resolver(boolean tcp) throws IOException {
        SimpleResolver resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(server.place().port());
        resolver.setTCP(tcp);
        resolver.setTimeout(Duration.ofSeconds(30));
        return resolver;
    }

    private Message ask(String name, int type) throws IOException {
        return resolver(false).send(query(name, type));
    }

    private static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
    }

    private static List<String> addresses(Message answer) {
        List<String> addresses = new ArrayList<>();
        for (Record each : answer.getSection(Section.ANSWER)) {
            addresses.add(((ARecord) each).getAddress().getHostAddress());
        }
        return addresses;
    }

    private static SOARecord authority(Message answer) {
        List<Record> section = answer.getSection(Section.AUTHORITY);
        assertThat(section).hasSize(1);
        return (SOARecord) section.getFirst();
    }

    @Test
    void namesOfAllKindsHaveTheirAddresses() throws IOException {
        for (boolean tcp : new boolean[] {false, true}) {
            SimpleResolver resolver = resolver(tcp);
            List<String> found = new ArrayList<>();
            for (String name : List.of(
                    "orders.cluster-c0ffee.local-1.borealis.local",
                    "orders.cluster-ro-c0ffee.local-1.borealis.local",
                    "reports.cluster-custom-c0ffee.local-1.borealis.local",
                    "r1.c0ffee.local-1.borealis.local")) {
                Message answer = resolver.send(query(name, Type.A));
                assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
                assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
                assertThat(answer.getHeader().getFlag(Flags.RA)).isFalse();
                assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL())
                        .isEqualTo(5);
                found.addAll(addresses(answer));
            }
            assertThat(found).containsExactly("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5");
        }
        assertThat(metrics.values()).containsEntry("proxy.names.answered", 8L);
    }

    @Test
    // The JDK has its other resolver behind this interface, which wants such a table; what it reads is our own.
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    void theResolverOfTheJdkUnderstandsIt() throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(
                Context.PROVIDER_URL, "dns://127.0.0.1:" + server.place().port());
        InitialDirContext resolver = new InitialDirContext(environment);
        assertThat(resolver.getAttributes("orders.cluster-c0ffee.local-1.borealis.local", new String[] {"A"})
                        .get("A")
                        .get())
                .isEqualTo("127.0.0.2");
        assertThat(resolver.getAttributes("orders.cluster-c0ffee.local-1.borealis.local", new String[] {"AAAA"})
                        .size())
                .isZero();
        assertThatThrownBy(
                        () -> resolver.getAttributes("other.cluster-c0ffee.local-1.borealis.local", new String[] {"A"}))
                .isInstanceOf(NameNotFoundException.class);
        resolver.close();
    }

    @Test
    void casesAreNotToldApartButComeBackAsTheyWere() throws IOException {
        String shouted = "Orders.CLUSTER-c0FFee.local-1.Borealis.local";
        Message answer = ask(shouted, Type.A);
        assertThat(addresses(answer)).containsExactly("127.0.0.2");
        assertThat(answer.getSection(Section.ANSWER).getFirst().getName().toString(true))
                .isEqualTo(shouted);
    }

    @Test
    void whatHasNoDataIsNotUnknown() throws IOException {
        for (String name : List.of(
                "orders.cluster-c0ffee.local-1.borealis.local",
                "cluster-c0ffee.local-1.borealis.local",
                "local-1.borealis.local")) {
            Message answer = ask(name, Type.AAAA);
            assertThat(answer.getRcode()).as(name).isEqualTo(Rcode.NOERROR);
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
            assertThat(authority(answer).getMinimum()).isEqualTo(5);
        }
        assertThat(ask("local-1.borealis.local", Type.A).getSection(Section.ANSWER))
                .isEmpty();
    }

    @Test
    void theZoneSaysWhoItIs() throws IOException {
        Message start = ask(ZONE, Type.SOA);
        assertThat(((SOARecord) start.getSection(Section.ANSWER).getFirst()).getSerial())
                .isEqualTo(7);
        assertThat(ask(ZONE, Type.NS).getSection(Section.ANSWER)).hasSize(1);
        assertThat(ask(ZONE, Type.ANY).getSection(Section.ANSWER)).hasSize(2);
        assertThat(ask(ZONE, Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void whatIsNotThereIsUnknownAndWhatIsElsewhereIsRefused() throws IOException {
        Message unknown = ask("nobody.c0ffee.local-1.borealis.local", Type.A);
        assertThat(unknown.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(authority(unknown).getName().toString(true)).isEqualTo(ZONE);
        for (String elsewhere : List.of("example.com", "local", "notborealis.local", ".")) {
            Message answer = ask(elsewhere, Type.A);
            assertThat(answer.getRcode()).as(elsewhere).isEqualTo(Rcode.REFUSED);
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        }
        Message chaos = Message.newQuery(Record.newRecord(Name.fromString(ZONE, Name.root), Type.TXT, DClass.CHAOS));
        assertThat(resolver(false).send(chaos).getRcode()).isEqualTo(Rcode.REFUSED);
        Message update = query(ZONE, Type.SOA);
        update.getHeader().setOpcode(Opcode.UPDATE);
        assertThat(answerTo(update).getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(answerTo(query(ZONE, Type.AXFR)).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void extensionsAreUnderstoodUpToTheirFirstVersion() throws IOException {
        Message query = query("r1.c0ffee.local-1.borealis.local", Type.A);
        query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        Message answer = answerTo(query);
        assertThat(answer.getOPT().getPayloadSize()).isEqualTo(1232);
        assertThat(addresses(answer)).containsExactly("127.0.0.5");
        Message newer = query("r1.c0ffee.local-1.borealis.local", Type.A);
        newer.addRecord(new OPTRecord(4096, 0, 1), Section.ADDITIONAL);
        assertThat(answerTo(newer).getRcode()).isEqualTo(Rcode.BADVERS);
    }

    @Test
    void severalQuestionsOrNoneAreNoQuery() throws IOException {
        Message several = query("r1.c0ffee.local-1.borealis.local", Type.A);
        several.addRecord(Record.newRecord(Name.fromString(ZONE, Name.root), Type.A, DClass.IN), Section.QUESTION);
        assertThat(answerTo(several).getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(answerTo(new Message(77)).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    /** Sends bytes in a packet, and takes whatever comes. */
    private Message answerTo(Message query) throws IOException {
        try (DatagramPort port = datagrams.bind(HostPort.loopback(0))) {
            port.send(ByteBuffer.wrap(query.toWire()), server.place());
            Message answer = new Message(port.receive(4096).content());
            assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
            return answer;
        }
    }

    @Test
    void whatIsPublishedIsAnswered() throws IOException {
        server.publish(
                NameTable.of(ZONE, 8, names.addresses(List.of(place(new Endpoint.OfCluster("cluster"), "127.0.0.9")))));
        assertThat(addresses(ask("orders.cluster-c0ffee.local-1.borealis.local", Type.A)))
                .containsExactly("127.0.0.9");
        assertThat(ask("r1.c0ffee.local-1.borealis.local", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void answersAndRandomBytesAreDropped() throws IOException {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        byte[] query =
                query("orders.cluster-c0ffee.local-1.borealis.local", Type.A).toWire();
        try (DatagramPort port = datagrams.bind(HostPort.loopback(0))) {
            Message answer = query(ZONE, Type.A);
            answer.getHeader().setFlag(Flags.QR);
            port.send(ByteBuffer.wrap(answer.toWire()), server.place());
            port.send(ByteBuffer.allocate(0), server.place());
            port.send(ByteBuffer.wrap(query, 0, query.length - 3), server.place());
            eventually("they are counted", () -> malformed() == 3);
            long sent = 3;
            for (int i = 0; i < 2000; i++) {
                byte[] bytes = random.nextBoolean() ? query.clone() : new byte[random.nextInt(600)];
                int changes = Math.min(bytes.length, 1 + random.nextInt(20));
                for (int change = 0; change < changes; change++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                port.send(ByteBuffer.wrap(bytes), server.place());
                sent++;
                // One at a time: packets that the kernel drops would be missed below.
                long expected = sent;
                eventually("it is counted", () -> counted() == expected);
            }
        }
        // It still works.
        assertThat(addresses(ask("r1.c0ffee.local-1.borealis.local", Type.A))).containsExactly("127.0.0.5");
    }

    private long malformed() {
        return metrics.values().getOrDefault("proxy.names.malformed", 0L);
    }

    private long counted() {
        return metrics.values().values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void streamsThatMakeNoSenseAreClosed() throws IOException {
        byte[] query = query("r1.c0ffee.local-1.borealis.local", Type.A).toWire();
        ByteBuffer framed = ByteBuffer.allocate(query.length + 2)
                .putShort((short) query.length)
                .put(query)
                .flip();
        try (StreamConnection two = streams.connect(server.place(), LONG_NANOS)) {
            for (int i = 0; i < 2; i++) {
                two.write(framed.duplicate(), LONG_NANOS);
                ByteBuffer answer = read(two, 2);
                assertThat(addresses(new Message(read(two, answer.getShort())))).containsExactly("127.0.0.5");
            }
        }
        assertThatClosed(ByteBuffer.wrap(new byte[] {0, 0}));
        assertThatClosed(ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xff}));
        assertThatClosed(ByteBuffer.wrap(new byte[] {0, 3, 1, 2, 3}));
        assertThat(malformed()).isEqualTo(3);
    }

    private static ByteBuffer read(StreamConnection stream, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            assertThat(stream.read(bytes, LONG_NANOS)).isPositive();
        }
        return bytes.flip();
    }

    private void assertThatClosed(ByteBuffer bytes) {
        try (StreamConnection stream = streams.connect(server.place(), LONG_NANOS)) {
            stream.write(bytes, LONG_NANOS);
            assertThat(stream.read(ByteBuffer.allocate(1), LONG_NANOS)).isNegative();
        }
    }

    @Test
    void streamsAreLimited() {
        List<StreamConnection> open = new ArrayList<>();
        for (int i = 0; i < NameServer.MAXIMUM_STREAMS; i++) {
            open.add(streams.connect(server.place(), LONG_NANOS));
        }
        try (StreamConnection beyond = streams.connect(server.place(), LONG_NANOS)) {
            assertThat(beyond.read(ByteBuffer.allocate(1), LONG_NANOS)).isNegative();
        }
        assertThat(metrics.values()).containsEntry("proxy.names.streams.refused", 1L);
        open.forEach(StreamConnection::close);
    }

    @Test
    void aPlaceIsTakenOnceAndAnswersAreShortLived() {
        NameTable table = NameTable.of(ZONE, 1, List.of());
        assertThatThrownBy(() -> new NameServer(
                        tasks, streams, datagrams, metrics, server.place(), NameServer.DEFAULT_TTL, table))
                .isInstanceOf(NetworkException.class);
        for (Duration ttl : List.of(Duration.ZERO, Duration.ofSeconds(6))) {
            assertThatThrownBy(
                            () -> new NameServer(tasks, streams, datagrams, metrics, HostPort.loopback(0), ttl, table))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tablesAndNamesMustMakeSense() {
        NamedAddress one = new NamedAddress("a.borealis.local", "127.0.0.1");
        assertThatThrownBy(() -> NameTable.of(ZONE, 1, List.of(one, one))).hasMessageContaining("twice");
        for (String address : List.of("localhost", "::1", "0.0.0.0", "127.0.0.256", "")) {
            assertThatThrownBy(() -> NameTable.of(ZONE, 1, List.of(new NamedAddress("a." + ZONE, address))))
                    .as(address)
                    .hasMessageContaining("IPv4");
        }
        for (String name : List.of("a.other.local", ZONE, "..", "a".repeat(64) + "." + ZONE)) {
            assertThatThrownBy(() -> NameTable.of(ZONE, 1, List.of(new NamedAddress(name, "127.0.0.1"))))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String label : List.of("", "-a", "a-", "a_b", "a.b", "a".repeat(64))) {
            assertThatThrownBy(() -> new ClusterNames(label, "id", "region", ZONE))
                    .hasMessageContaining("cluster");
            assertThatThrownBy(() -> names.nameOf(new Endpoint.OfInstance(label + "?")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new ClusterNames("c", "id", "region", "a..b")).hasMessageContaining("suffix");
    }
}
