package org.borealisdb.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.borealisdb.wire.postgres.RawClient.concat;
import static org.borealisdb.wire.postgres.RawClient.integer;
import static org.borealisdb.wire.postgres.RawClient.message;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.wire.access.AccessRules;
import org.borealisdb.wire.auth.PasswordGate;
import org.borealisdb.wire.postgres.RawClient.Message;
import org.borealisdb.wire.postgres.message.ReadLimits;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionRegistry;
import org.borealisdb.wire.session.SessionServer;
import org.borealisdb.wire.tls.TlsOffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are wrong, slow, gone or hostile: each is answered or closed within its limits, and nothing of it is left. */
class WireRobustnessTest {
    private static final long SEED = 20_261_126;
    private static final int MAXIMUM_MESSAGE = 1 << 20;
    private static final long LARGE_MESSAGES = 2L << 20;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CannedService service = new CannedService();
    private final RealTasks tasks = new RealTasks((task, failure) -> failures.add(failure));
    private final SocketStreams streams = new SocketStreams(tasks, new RealClock());
    private final Metrics metrics = new Metrics();
    private final RealRandom random = new RealRandom();
    private final SessionRegistry registry = new SessionRegistry(100, random);
    private final List<AutoCloseable> running = new ArrayList<>();

    /** A server with these time limits; what it holds at the end is checked. */
    private SessionServer serve(Duration authentication, Duration stall, Duration write) {
        SessionLimits limits = new SessionLimits(100, authentication, stall, write, MAXIMUM_MESSAGE, LARGE_MESSAGES);
        RealClock clock = new RealClock();
        PostgresProtocol protocol = new PostgresProtocol(
                tasks,
                service,
                new PasswordGate(random, new byte[32]),
                registry,
                limits,
                TlsOffer.NONE,
                () -> AccessRules.PASSWORDS,
                clock,
                metrics);
        SessionServer server =
                new SessionServer(tasks, clock, streams, new HostPort("127.0.0.1", 0), protocol, limits, metrics);
        running.add(() -> {
            eventually("no connection is left", () -> server.connections() == 0);
            assertThat(registry.size()).as("sessions").isZero();
            assertThat(streams.openConnections()).as("streams").isZero();
            assertThat(protocol.budget().left()).as("memory for large messages").isEqualTo(LARGE_MESSAGES);
            server.close();
        });
        return server;
    }

    private SessionServer patient() {
        return serve(LONG, LONG, LONG);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (AutoCloseable check : running) {
            check.close();
        }
        for (CannedSession session : service.sessions) {
            assertThat(session.closed.getCount()).as("a session is open").isZero();
        }
        streams.close();
        tasks.close();
        assertThat(failures).isEmpty();
        assertThat(metrics.values()).doesNotContainKey("wire.sessions.failed");
    }

    private static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static RawClient connect(SessionServer server) throws Exception {
        return new RawClient(server.place().port());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void assertEndedBy(List<Message> answers, String sqlState) {
        Message error = answers.stream()
                .filter(message -> message.type() == 'E')
                .findFirst()
                .orElseThrow();
        assertThat(error.field('S')).isEqualTo("FATAL");
        assertThat(error.field('C')).isEqualTo(sqlState);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 3, 4 + ReadLimits.MAXIMUM_PASSED_BYTES + 1, Integer.MAX_VALUE})
    void impossibleLengthsEndTheSessionAtOnce(int length) throws Exception {
        try (RawClient client = connect(patient()).authenticated()) {
            client.send(concat(bytes("Q"), integer(length)));
            assertEndedBy(client.answersToTheEnd(), "08P01");
        }
    }

    @Test
    void afterAMessageThatIsTooLongTheSessionGoesOn() throws Exception {
        try (RawClient client = connect(patient()).authenticated()) {
            client.send(message('Q', "x".repeat(MAXIMUM_MESSAGE)));
            List<Message> answers = client.answers();
            assertThat(answers.getFirst().field('S')).isEqualTo("ERROR");
            assertThat(answers.getFirst().field('C')).isEqualTo("54000");
            client.send(message('Q', "SELECT 5"));
            assertThat(client.answers())
                    .anyMatch(message -> message.type() == 'D' && message.text().endsWith("5"));
        }
    }

    @Test
    void unknownTypesAndLongSmallMessagesEndTheSession() throws Exception {
        SessionServer server = patient();
        for (byte[] wrong : List.of(
                message('?', "x"), message('\0', ""), concat(bytes("S"), integer(100_000_000)), message('R', "x"))) {
            try (RawClient client = connect(server).authenticated()) {
                client.trySend(wrong);
                assertEndedBy(client.answersToTheEnd(), "08P01");
            }
        }
    }

    @Test
    void malformedContentIsAnErrorAndTheSessionGoesOn() throws Exception {
        try (RawClient client = connect(patient()).authenticated()) {
            for (byte[] wrong : List.of(
                    message('B', bytes("p\0s\0")),
                    message('B', concat(bytes("\0\0"), new byte[] {0x7f, (byte) 0xff, 0, 0})),
                    message('D', bytes("X\0")),
                    message('P', bytes("unterminated")),
                    message('E', bytes("\0")))) {
                client.send(concat(wrong, message('S', new byte[0])));
                List<Message> answers = client.answers();
                assertThat(answers.getFirst().type()).isEqualTo('E');
                assertThat(answers.getFirst().field('S')).isEqualTo("ERROR");
                assertThat(answers.getLast().type()).isEqualTo('Z');
            }
            client.send(message('Q', "SELECT 5"));
            assertThat(client.answers())
                    .anyMatch(message -> message.type() == 'D' && message.text().endsWith("5"));
        }
    }

    @Test
    void errorsAreToldBeforeSync() throws Exception {
        try (RawClient client = connect(patient()).authenticated()) {
            client.send(concat(message('P', bytes("unterminated")), message('H', new byte[0])));
            assertThat(client.answer().type()).isEqualTo('E');
            client.send(message('S', new byte[0]));
            assertThat(client.answer().type()).isEqualTo('Z');
        }
    }

    @Test
    void whatIsNoStartUpIsRefused() throws Exception {
        SessionServer server = patient();
        for (byte[] wrong : List.of(
                integer(0),
                integer(7),
                integer(10_001),
                integer(-1),
                integer(Integer.MAX_VALUE),
                bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                concat(integer(8), integer(2 << 16)),
                concat(integer(12), integer(3 << 16), integer(0x41414141)))) {
            try (RawClient client = connect(server)) {
                client.trySend(wrong);
                client.endOutput();
                assertThat(client.answersToTheEnd()).noneMatch(message -> message.type() == 'R');
            }
        }
        assertThat(service.sessions).isEmpty();
    }

    @Test
    void nothingIsTakenBeforeThePasswordIs() throws Exception {
        SessionServer server = patient();
        for (byte[] early : List.of(
                message('Q', "SELECT 1"),
                concat(bytes("p"), integer(Integer.MAX_VALUE)),
                concat(bytes("p"), integer(200_000)),
                message('p', "SCRAM-SHA-256"),
                message('p', "OTHER", "x"))) {
            try (RawClient client = connect(server)) {
                client.send(RawClient.startup());
                client.trySend(early);
                assertEndedBy(client.answersToTheEnd(), "08P01");
            }
        }
        assertThat(service.sessions).isEmpty();
    }

    @Test
    void whoDoesNotAuthenticateInTimeIsClosed() throws Exception {
        SessionServer server = serve(SHORT, LONG, LONG);
        byte[] startup = RawClient.startup();
        for (byte[] part :
                List.of(new byte[0], Arrays.copyOf(startup, 3), Arrays.copyOf(startup, startup.length - 1), startup)) {
            try (RawClient client = connect(server)) {
                client.send(part);
                // It ends, and neither the client nor a byte of it has made that happen.
                assertThat(client.answersToTheEnd()).noneMatch(message -> message.type() == 'Z');
            }
        }
        // One that sends a byte now and then is not given more time.
        try (RawClient client = connect(server)) {
            long sent = 0;
            while (server.connections() > 0 && sent < startup.length - 1) {
                client.trySend(new byte[] {startup[(int) sent++]});
                // The pace of this client, not a wait for the server.
                LockSupport.parkNanos(SHORT.toNanos() / 10);
            }
            assertThat(sent).isLessThan(startup.length - 1);
        }
    }

    @Test
    void whoStallsWithinAMessageOrTakesNoAnswerIsClosed() throws Exception {
        SessionServer server = serve(LONG, SHORT, SHORT);
        try (RawClient stalled = connect(server).authenticated();
                RawClient deaf = connect(server).authenticated()) {
            stalled.send(Arrays.copyOf(message('Q', "SELECT 1"), 7));
            deaf.send(message('Q', "rows 99999999"));
            eventually("both are closed", () -> server.connections() == 0);
            assertThat(stalled.answersToTheEnd()).noneMatch(message -> message.type() == 'Z');
        }
    }

    @Test
    void idleClientsAreLeftAlone() throws Exception {
        SessionServer server = serve(LONG, SHORT, SHORT);
        try (RawClient idle = connect(server).authenticated();
                RawClient stalled = connect(server).authenticated()) {
            stalled.send(bytes("Q"));
            // It has stalled for too long by then, and the other one has been idle for longer.
            assertThat(stalled.answersToTheEnd()).noneMatch(message -> message.type() == 'Z');
            idle.send(message('Q', "SELECT 6"));
            assertThat(idle.answers().getLast().type()).isEqualTo('Z');
        }
    }

    @Test
    void whoGoesAwayAtAnyMomentLeavesNothing() throws Exception {
        SessionServer server = patient();
        byte[] query = message('Q', "rows 100000");
        for (int length = 0; length <= query.length; length += 4) {
            RawClient vanishing = connect(server).authenticated();
            vanishing.send(Arrays.copyOf(query, length));
            vanishing.vanish();
            try (RawClient half = connect(server).authenticated()) {
                half.send(Arrays.copyOf(query, length));
                half.endOutput();
                half.answersToTheEnd();
            }
        }
        for (byte[] copying : List.of(message('Q', "copy in"), concat(message('Q', "copy in"), message('d', "1\n")))) {
            RawClient vanishing = connect(server).authenticated();
            vanishing.send(copying);
            vanishing.vanish();
        }
    }

    @Test
    void memoryForLargeMessagesIsBoundedAndComesBack() throws Exception {
        SessionServer server = patient();
        byte[] large = message('Q', "SET " + "x".repeat(MAXIMUM_MESSAGE - 100));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RawClient client = connect(server).authenticated();
            client.send(Arrays.copyOf(large, large.length - 1));
            clients.add(client);
        }
        int refused = 0;
        for (RawClient client : clients) {
            client.send(Arrays.copyOfRange(large, large.length - 1, large.length));
            List<Message> answers = client.answers();
            assertThat(answers.getLast().type()).isEqualTo('Z');
            refused += answers.getFirst().field('C').equals("53200") ? 1 : 0;
        }
        assertThat(refused).isBetween(1, 3);
        for (RawClient client : clients) {
            client.send(message('Q', "SELECT 1"));
            assertThat(client.answers().getLast().type()).isEqualTo('Z');
            client.close();
        }
    }

    @Test
    void pipelinedMessagesAreAnsweredInOrderAndAnErrorSkipsToSync() throws Exception {
        try (RawClient client = connect(patient()).authenticated()) {
            byte[] batch = new byte[0];
            for (int i = 0; i < 100; i++) {
                String text = i % 10 == 7 ? "fail" : "SELECT " + i;
                batch = concat(batch, extended(text), extended("SELECT 1000"), message('S', new byte[0]));
            }
            client.send(batch);
            for (int i = 0; i < 100; i++) {
                List<Message> answers = client.answers();
                List<String> rows = answers.stream()
                        .filter(message -> message.type() == 'D')
                        .map(message -> message.text().substring(6))
                        .toList();
                if (i % 10 == 7) {
                    assertThat(rows).isEmpty();
                    assertThat(answers).anyMatch(message -> message.type() == 'E');
                } else {
                    assertThat(rows).containsExactly(String.valueOf(i), "1000");
                }
            }
        }
    }

    private static byte[] extended(String text) {
        return concat(
                message('P', concat(bytes("\0" + text + "\0"), new byte[2])),
                message('B', new byte[8]),
                message('E', new byte[5]));
    }

    @Test
    void onlyTheRightSecretCancels() throws Exception {
        SessionServer server = patient();
        try (RawClient client = connect(server).authenticated()) {
            client.send(message('Q', "wait"));
            service.sessions.element().waiting.await();
            for (int secret : new int[] {client.secret() + 1, client.secret()}) {
                try (RawClient canceller = connect(server)) {
                    canceller.send(RawClient.cancelRequest(client.processId(), secret));
                    assertThat(canceller.answersToTheEnd()).isEmpty();
                }
            }
            assertThat(client.answers().getFirst().field('C')).isEqualTo("57014");
        }
        assertThat(metrics.values())
                .containsEntry("wire.cancel.unknown", 1L)
                .containsEntry("wire.cancel.delivered", 1L);
    }

    /** The messages of a usual session, then cut, changed, repeated and mixed by a seed. */
    @Test
    void mutatedSessionsNeverHarmTheServer() throws Exception {
        System.out.println("seed " + SEED);
        Random seeded = new Random(SEED);
        SessionServer server = serve(LONG, SHORT, SHORT);
        byte[] session = concat(
                message('Q', "BEGIN"),
                extended("SELECT 4"),
                message('D', "S"),
                message('S', new byte[0]),
                message('Q', "copy in"),
                message('d', "1\n2\n"),
                message('c', new byte[0]),
                extended("rows 3"),
                message('C', "Pp"),
                message('H', new byte[0]),
                message('S', new byte[0]),
                message('Q', "COMMIT"),
                message('X', new byte[0]));
        for (int i = 0; i < 150; i++) {
            try (RawClient client = connect(server).authenticated()) {
                client.trySend(mutated(session, seeded));
                client.endOutput();
                client.answersToTheEnd();
            }
        }
        for (int i = 0; i < 300; i++) {
            try (RawClient client = connect(server)) {
                client.trySend(mutated(RawClient.startup(), seeded));
                client.endOutput();
                client.answersToTheEnd();
            }
        }
        try (RawClient client = connect(server).authenticated()) {
            client.send(message('Q', "SELECT 9"));
            assertThat(client.answers().getLast().type()).isEqualTo('Z');
        }
    }

    private static byte[] mutated(byte[] original, Random seeded) {
        byte[] bytes = original.clone();
        for (int changes = seeded.nextInt(4); changes >= 0; changes--) {
            int at = seeded.nextInt(bytes.length);
            int to = at + seeded.nextInt(bytes.length - at);
            bytes = switch (seeded.nextInt(5)) {
                case 0 -> {
                    bytes[at] = (byte) seeded.nextInt();
                    yield bytes;
                }
                case 1 -> Arrays.copyOf(bytes, Math.max(1, at));
                case 2 -> concat(Arrays.copyOf(bytes, Math.max(1, at)), Arrays.copyOfRange(bytes, to, bytes.length));
                case 3 -> concat(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
                default -> {
                    bytes[at] ^= (byte) (1 << seeded.nextInt(8));
                    yield bytes;
                }
            };
        }
        return bytes;
    }
}
