package org.borealisdb.runtime.real.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Inquiry;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that talk over loopback TCP. */
@Timeout(60)
class SocketNetworkTest {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final Address A = new Address("a");
    private static final Address B = new Address("b");

    private final List<String> failures = new ArrayList<>();
    private final RealTasks tasks = new RealTasks((task, failure) -> failures.add(task + ": " + failure));
    private final Metrics metrics = new Metrics();
    private final Map<Address, HostPort> places = new ConcurrentHashMap<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Mailbox mailA = new Mailbox(tasks);
    private final Mailbox mailB = new Mailbox(tasks);

    @AfterEach
    void everythingEnds() {
        mailA.release();
        mailB.release();
        endpoints.forEach(Endpoint::close);
        tasks.close();
        assertThat(failures).isEmpty();
    }

    private static RegionKey key(int firstByte) {
        byte[] secret = new byte[RegionKey.BYTES];
        secret[0] = (byte) firstByte;
        return new RegionKey(secret);
    }

    private SocketNetwork network(int keyByte, int queuedFrames) {
        return network(keyByte, queuedFrames, node -> Optional.ofNullable(places.get(node)));
    }

    private SocketNetwork network(int keyByte, int queuedFrames, NodeDirectory directory) {
        LinkLimits limits = new LinkLimits(
                queuedFrames,
                1 << 20,
                16,
                16,
                4,
                4,
                4,
                Duration.ofMillis(500),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                Duration.ofMillis(2),
                Duration.ofMillis(10));
        return new SocketNetwork(directory, key(keyByte), limits, tasks, new RealClock(), new RealRandom(), metrics);
    }

    private SocketEndpoint bind(Address address, Mailbox mailbox, SocketNetwork network) {
        places.putIfAbsent(address, HostPort.loopback(0));
        SocketEndpoint endpoint = network.bind(address, mailbox);
        places.put(address, HostPort.loopback(endpoint.port().orElseThrow()));
        endpoints.add(endpoint);
        return endpoint;
    }

    private long count(String name) {
        return metrics.counter("net.socket." + name).sum();
    }

    @Test
    void messagesArriveInOrderAndCallsAreAnswered() {
        SocketNetwork network = network(1, 100_000);
        SocketEndpoint a = bind(A, mailA, network);
        SocketEndpoint b = bind(B, mailB, network);
        for (int number = 0; number < 5_000; number++) {
            a.send(B, Mailbox.bytes("m" + number));
        }
        b.send(A, Mailbox.bytes("back"));
        for (int number = 0; number < 5_000; number++) {
            assertThat(mailB.next()).isEqualTo("a:m" + number);
        }
        assertThat(mailA.next()).isEqualTo("b:back");
        ByteBuffer request = Mailbox.bytes("question");
        assertThat(Mailbox.text(a.call(B, request, LONG_NANOS))).isEqualTo("answer question");
        assertThat(request.remaining()).isEqualTo(8);
        a.send(B, ByteBuffer.allocate(Endpoint.MAX_MESSAGE_BYTES));
        assertThat(mailB.next()).isEqualTo("a:" + Endpoint.MAX_MESSAGE_BYTES + " bytes");
        assertThat(count("writes")).isLessThan(count("frames_sent"));
    }

    @Test
    void anInquiryTakesAnswersAsTheyCome() {
        SocketNetwork network = network(1, 100);
        SocketEndpoint a = bind(A, mailA, network);
        bind(B, mailB, network);
        Mailbox mailC = new Mailbox(tasks);
        Address c = new Address("c");
        bind(c, mailC, network);
        try (Inquiry inquiry = a.inquire(B, Mailbox.bytes("wait"), LONG_NANOS)) {
            assertThat(inquiry.next(1_000_000)).isEmpty();
            inquiry.ask(c, Mailbox.bytes("question"));
            assertThat(inquiry.next(LONG_NANOS)).hasValueSatisfying(reply -> {
                assertThat(reply.from()).isEqualTo(c);
                assertThat(reply.answer().map(Mailbox::text)).contains("answer question");
            });
            inquiry.ask(new Address("nobody"), Mailbox.bytes("x"));
            assertThat(inquiry.next(LONG_NANOS)).hasValueSatisfying(reply -> {
                assertThat(reply.answer()).isEmpty();
                assertThat(reply.failure()).contains("nobody");
            });
            assertThat(inquiry.pending()).isEqualTo(1);
        }
        try (Inquiry inquiry = a.inquire(B, Mailbox.bytes("wait"), 1_000_000)) {
            assertThat(inquiry.next(LONG_NANOS))
                    .hasValueSatisfying(reply -> assertThat(reply.failure()).contains("did not answer"));
            assertThat(inquiry.next(LONG_NANOS)).isEmpty();
        }
        // What comes late finds nobody.
        mailB.release();
        assertThat(Mailbox.text(a.call(B, Mailbox.bytes("still"), LONG_NANOS))).isEqualTo("answer still");
    }

    @Test
    void refusalsAndTimeoutsReachTheCaller() {
        SocketNetwork network = network(1, 100);
        SocketEndpoint a = bind(A, mailA, network);
        bind(B, mailB, network);
        assertThatThrownBy(() -> a.call(B, Mailbox.bytes("throw"), LONG_NANOS))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("refused on purpose");
        assertThatThrownBy(() -> a.call(B, Mailbox.bytes("wait"), 1_000_000))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("did not answer");
        assertThatThrownBy(() -> a.call(new Address("nobody"), Mailbox.bytes("x"), LONG_NANOS))
                .isInstanceOf(NetworkException.class);
        ByteBuffer tooLong = ByteBuffer.allocate(Endpoint.MAX_MESSAGE_BYTES + 1);
        assertThatThrownBy(() -> a.send(B, tooLong)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Mailbox.text(a.call(B, Mailbox.bytes("still"), LONG_NANOS))).isEqualTo("answer still");
    }

    @Test
    void aRestartedPeerIsReachedAgain() {
        SocketNetwork network = network(1, 100);
        SocketEndpoint a = bind(A, mailA, network);
        SocketEndpoint first = bind(B, mailB, network);
        a.send(B, Mailbox.bytes("one"));
        assertThat(mailB.next()).isEqualTo("a:one");
        first.close();
        assertThatThrownBy(() -> {
                    while (true) {
                        a.call(B, Mailbox.bytes("gone?"), LONG_NANOS);
                    }
                })
                .isInstanceOf(NetworkException.class);
        Mailbox restarted = new Mailbox(tasks);
        bind(B, restarted, network);
        String received = "nothing";
        while (received.equals("nothing")) {
            a.send(B, Mailbox.bytes("two"));
            received = restarted.soon();
        }
        assertThat(received).isEqualTo("a:two");
        assertThat(count("reconnects")).isPositive();
    }

    @Test
    void aHandlerThatThrowsBreaksTheLinkOnly() {
        SocketNetwork network = network(1, 100);
        SocketEndpoint a = bind(A, mailA, network);
        bind(B, mailB, network);
        a.send(B, Mailbox.bytes("throw"));
        String received = "nothing";
        while (received.equals("nothing")) {
            a.send(B, Mailbox.bytes("after"));
            received = mailB.soon();
        }
        assertThat(received).isEqualTo("a:after");
    }

    @Test
    void aFullQueueDropsAndNeverWaits() throws IOException {
        // Accepts connections in the kernel, and never says a word.
        try (java.net.ServerSocket silent = new java.net.ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            places.put(B, HostPort.loopback(silent.getLocalPort()));
            SocketEndpoint a = bind(A, mailA, network(1, 4));
            for (int number = 0; number < 1_000; number++) {
                a.send(B, Mailbox.bytes("m" + number));
            }
            assertThat(count("dropped_full")).isPositive();
            assertThatThrownBy(() -> {
                        while (true) {
                            a.call(B, Mailbox.bytes("x"), LONG_NANOS);
                        }
                    })
                    .isInstanceOf(NetworkException.class);
        }
    }

    @Test
    void aPeerThatReadsNothingNeverHoldsUpWhoSendsAndGetsAllInOrderLater() {
        int count = 3_000;
        SocketNetwork network = network(1, 100_000);
        SocketEndpoint a = bind(A, mailA, network);
        bind(B, mailB, network);
        for (int round = 0; round < 3; round++) {
            a.send(B, Mailbox.bytes("before"));
            assertThat(mailB.next()).isEqualTo("a:before");
        }
        a.send(B, Mailbox.bytes("hold"));
        assertThat(mailB.next()).isEqualTo("a:hold");
        for (int number = 0; number < count; number++) {
            a.send(B, Mailbox.bytes("m" + number));
        }
        // Every send has returned, and nobody has read a byte.
        mailB.release();
        for (int number = 0; number < count; number++) {
            assertThat(mailB.next()).isEqualTo("a:m" + number);
        }
        assertThat(count("dropped_full")).isZero();
    }

    @Test
    void aWrongKeyIsRefused() {
        SocketEndpoint a = bind(A, mailA, network(1, 100));
        bind(B, mailB, network(2, 100));
        assertThatThrownBy(() -> a.call(B, Mailbox.bytes("let me in"), LONG_NANOS))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("does not have this region's key");
        assertThat(count("connects")).isZero();
        assertThat(mailB.soon()).isEqualTo("nothing");
    }

    @Test
    void strangersAndGarbageLeaveOthersAlone() throws IOException {
        long seed = 99;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SocketNetwork network = network(1, 100);
        SocketEndpoint a = bind(A, mailA, network);
        SocketEndpoint b = bind(B, mailB, network);
        for (int round = 0; round < 30; round++) {
            byte[] garbage = new byte[FrameHeader.BYTES + random.nextInt(2_000)];
            random.nextBytes(garbage);
            if (round % 3 == 0) {
                // A well-formed frame that an unauthenticated peer may not send.
                FrameHeader.encode(new Frame(FrameType.MESSAGE, 0, Mailbox.bytes("")), ByteBuffer.wrap(garbage));
            }
            try (Socket stranger =
                    new Socket(InetAddress.getLoopbackAddress(), b.port().orElseThrow())) {
                stranger.getOutputStream().write(garbage);
                assertThat(closedBy(stranger)).isTrue();
            }
        }
        assertThat(Mailbox.text(a.call(B, Mailbox.bytes("fine"), LONG_NANOS))).isEqualTo("answer fine");
        assertThat(mailB.soon()).isEqualTo("nothing");
    }

    @Test
    void garbageFromAnAuthenticatedPeerEndsItsConnectionOnly() throws IOException {
        long seed = 31;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SocketNetwork network = network(1, 100);
        SocketEndpoint a = bind(A, mailA, network);
        SocketEndpoint b = bind(B, mailB, network);
        Handshake handshake = new Handshake(key(1), new RealRandom());
        for (int round = 0; round < 30; round++) {
            byte[] garbage = new byte[FrameHeader.BYTES + random.nextInt(2_000)];
            random.nextBytes(garbage);
            if (round % 3 == 0) {
                FrameHeader.encode(new Frame(FrameType.MESSAGE, 0, Mailbox.bytes("")), ByteBuffer.wrap(garbage));
                // The length, beyond what anyone may send.
                garbage[11] = 0x7f;
            }
            try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), b.port().orElseThrow()))) {
                FrameChannel channel = new FrameChannel(socket, tasks, new RealClock(), LinkCounters.of(new Metrics()));
                handshake.open(channel, new Address("fuzz"), B, Optional.empty());
                channel.write(List.of(new Frame(FrameType.MESSAGE, 0, Mailbox.bytes("r" + round))));
                assertThat(mailB.next()).isEqualTo("fuzz:r" + round);
                socket.write(ByteBuffer.wrap(garbage));
                assertThatThrownBy(() -> channel.read(100)).isInstanceOf(IOException.class);
            }
        }
        assertThat(count("malformed")).isEqualTo(30);
        assertThat(Mailbox.text(a.call(B, Mailbox.bytes("fine"), LONG_NANOS))).isEqualTo("answer fine");
    }

    @Test
    void aNodeThatNobodyKnowsSaysWhereItIs() throws IOException {
        int port;
        try (ServerSocketChannel free = ServerSocketChannel.open()) {
            port = free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .socket()
                    .getLocalPort();
        }
        SocketEndpoint b = bind(B, mailB, network(1, 100));
        KnownNodes ofB = new KnownNodes(Map.of());
        KnownNodes ofA = new KnownNodes(Map.of(B, HostPort.loopback(b.port().orElseThrow())));
        ofA.learn(A, HostPort.loopback(port));
        b.close();
        endpoints.remove(b);
        ofB.learn(B, HostPort.loopback(b.port().orElseThrow()));
        SocketEndpoint again = network(1, 100, ofB).bind(B, mailB);
        endpoints.add(again);
        SocketEndpoint a = network(1, 100, ofA).bind(A, mailA);
        endpoints.add(a);
        assertThat(ofB.locate(A)).isEmpty();
        a.send(B, Mailbox.bytes("here I am"));
        assertThat(mailB.next()).isEqualTo("a:here I am");
        assertThat(ofB.locate(A)).contains(HostPort.loopback(port));
        again.send(A, Mailbox.bytes("welcome"));
        assertThat(mailA.next()).isEqualTo("b:welcome");
    }

    @Test
    void aCompositeReachesBothKindsOfPeers() {
        SocketNetwork sockets = network(1, 100);
        bind(B, mailB, sockets);
        places.put(A, HostPort.loopback(0));
        CompositeNetwork composite = new CompositeNetwork(new LocalNetwork(metrics), sockets);
        Endpoint a = composite.bind(A, mailA);
        endpoints.add(a);
        assertThat(Mailbox.text(a.call(A, Mailbox.bytes("self"), LONG_NANOS))).isEqualTo("answer self");
        assertThat(count("frames_sent")).isZero();
        assertThat(Mailbox.text(a.call(B, Mailbox.bytes("far"), LONG_NANOS))).isEqualTo("answer far");
        assertThat(count("connects")).isEqualTo(1);
    }

    @Test
    void aSilentStrangerIsThrownOut() throws IOException {
        SocketEndpoint b = bind(B, mailB, network(1, 100));
        try (Socket stranger =
                new Socket(InetAddress.getLoopbackAddress(), b.port().orElseThrow())) {
            assertThat(closedBy(stranger)).isTrue();
        }
        assertThat(count("silences")).isEqualTo(1);
    }

    @Test
    void closingFailsTheCallsUnderWayAndFreesThePort() {
        SocketNetwork network = network(1, 100);
        SocketEndpoint visitor = network.visit(new Address("tool"));
        endpoints.add(visitor);
        SocketEndpoint b = bind(B, mailB, network);
        assertThat(Mailbox.text(visitor.call(B, Mailbox.bytes("hello"), LONG_NANOS)))
                .isEqualTo("answer hello");
        assertThatThrownBy(() -> network.bind(B, mailA))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("cannot listen");
        b.close();
        assertThatThrownBy(() -> b.call(A, Mailbox.bytes("x"), LONG_NANOS)).isInstanceOf(NetworkException.class);
        bind(B, mailA, network);
    }

    private static boolean closedBy(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException _) {
            return true;
        }
    }
}
