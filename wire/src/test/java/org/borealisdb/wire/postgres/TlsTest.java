package org.borealisdb.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.borealisdb.wire.postgres.RawClient.concat;
import static org.borealisdb.wire.postgres.RawClient.integer;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.borealisdb.cloud.certificate.CertificateAuthority;
import org.borealisdb.cloud.certificate.ServerCertificate;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.stream.SocketStreams;
import org.borealisdb.wire.access.AccessRules;
import org.borealisdb.wire.auth.PasswordGate;
import org.borealisdb.wire.postgres.message.StartupPacket;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionRegistry;
import org.borealisdb.wire.session.SessionServer;
import org.borealisdb.wire.tls.TlsIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Clients within TLS: real ones, and such as do it wrong. */
class TlsTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final byte[] SSL_REQUEST = concat(integer(8), integer(StartupPacket.SSL_CODE));
    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    private Path folder = Path.of("");

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CannedService service = new CannedService();
    private final RealTasks tasks = new RealTasks((task, failure) -> failures.add(failure));
    private final RealClock clock = new RealClock();
    private final RealRandom random = new RealRandom();
    private final SocketStreams streams = new SocketStreams(tasks, clock);
    private final Metrics metrics = new Metrics();
    private Optional<TlsIdentity> identity = Optional.empty();
    private AccessRules access = AccessRules.PASSWORDS;
    private Optional<SessionServer> running = Optional.empty();

    @BeforeEach
    void issue() {
        identity = Optional.of(identity("own", List.of("localhost", "127.0.0.1")));
    }

    private TlsIdentity identity(String authority, List<String> names) {
        ServerCertificate made = CertificateAuthority.open(new RealFileStore(folder.resolve(authority)), random, clock)
                .issue("server", names);
        return new TlsIdentity(made.key(), List.of(made.certificate()));
    }

    private SessionServer server(SessionLimits limits) {
        SessionServer server = new SessionServer(
                tasks,
                clock,
                streams,
                new HostPort("127.0.0.1", 0),
                new PostgresProtocol(
                        tasks,
                        service,
                        new PasswordGate(random, new byte[32]),
                        new SessionRegistry(limits.maximumConnections(), random),
                        limits,
                        () -> identity,
                        () -> access,
                        clock,
                        metrics),
                limits,
                metrics);
        running = Optional.of(server);
        return server;
    }

    private SessionServer server() {
        return running.orElseGet(() -> server(SessionLimits.DEFAULT));
    }

    @AfterEach
    void nothingIsLeft() {
        running.ifPresent(SessionServer::close);
        streams.close();
        tasks.close();
        assertThat(failures).isEmpty();
        assertThat(streams.openConnections()).isZero();
        assertThat(metrics.values()).doesNotContainKey("wire.sessions.failed");
    }

    private Connection connect(String parameters) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server().place().port() + "/canned?" + parameters, "tester", "secret");
    }

    private String trusting(String authority) {
        return "&sslrootcert=" + folder.resolve(authority).resolve(CertificateAuthority.BUNDLE);
    }

    private void answers(String parameters) throws SQLException {
        try (Connection connection = connect(parameters);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 7")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void driversConnectInEveryMode() throws SQLException {
        for (String mode : List.of("disable", "allow", "prefer", "require")) {
            answers("sslmode=" + mode);
        }
        for (String mode : List.of("verify-ca", "verify-full")) {
            answers("sslmode=" + mode + trusting("own"));
        }
        answers("sslmode=require&channelBinding=require");
    }

    @Test
    void whoTrustsAnotherAuthorityOrWantsAnotherNameDoesNotConnect() throws SQLException {
        assertThat(identity("other", List.of("x"))).isNotNull();
        for (String mode : List.of("verify-ca", "verify-full")) {
            assertThatThrownBy(() -> answers("sslmode=" + mode + trusting("other")))
                    .isInstanceOf(SQLException.class);
        }
        identity = Optional.of(identity("own", List.of("elsewhere.example", "10.1.2.3")));
        answers("sslmode=verify-ca" + trusting("own"));
        assertThatThrownBy(() -> answers("sslmode=verify-full" + trusting("own")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void withoutACertificateTlsIsRefused() throws SQLException {
        identity = Optional.empty();
        answers("sslmode=prefer");
        assertThatThrownBy(() -> answers("sslmode=require")).hasMessageContaining("does not support SSL");
    }

    @Test
    void whoDoesNotEncryptIsRefusedIfAllMust() throws SQLException {
        service.encryptionRequired = true;
        for (String mode : List.of("allow", "prefer", "require")) {
            answers("sslmode=" + mode);
        }
        assertThatThrownBy(() -> answers("sslmode=disable"))
                .hasMessageContaining("no pg_hba.conf entry for host \"127.0.0.1\", user \"tester\","
                        + " database \"canned\", no encryption")
                .satisfies(refused ->
                        assertThat(((SQLException) refused).getSQLState()).isEqualTo("28000"));
    }

    @Test
    void theFirstRuleThatAppliesDecides() throws SQLException {
        access = AccessRules.parse("""
                # Kind, database, role, from where, how
                hostnossl canned all 127.0.0.1/32 reject
                hostssl canned tester 127.0.0.1/32 scram-sha-256
                """);
        answers("sslmode=require");
        assertThatThrownBy(() -> answers("sslmode=disable"))
                .hasMessageContaining("pg_hba.conf rejects connection for host \"127.0.0.1\", user \"tester\","
                        + " database \"canned\", no encryption");
        access = AccessRules.parse("host all nobody all scram-sha-256");
        assertThatThrownBy(() -> answers("sslmode=require"))
                .hasMessageContaining("no pg_hba.conf entry for host \"127.0.0.1\", user \"tester\","
                        + " database \"canned\", SSL encryption");
    }

    @Test
    void whoIsTrustedNeedsNoPassword() throws SQLException {
        access = AccessRules.parse("host all all 127.0.0.0/8 trust");
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server().place().port() + "/canned", "anybody", "")) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void muchGoesBothWays() throws SQLException, IOException {
        try (Connection connection = connect("sslmode=require")) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            StringWriter out = new StringWriter();
            assertThat(copy.copyOut("copy out 50000", out)).isEqualTo(50_000);
            assertThat(out.toString()).startsWith("0\n1\n").endsWith("\n49999\n");
            assertThat(copy.copyIn("copy in", new StringReader(out.toString()))).isEqualTo(50_000);
        }
    }

    private Socket socket() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server().place().port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    private static byte[] toTheEnd(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException reset) {
            return new byte[0];
        }
    }

    /** The connection after its handshake, by a client that trusts everybody. */
    private static SSLSocket encrypted(Socket socket, String protocol) throws Exception {
        send(socket, SSL_REQUEST);
        assertThat(socket.getInputStream().read()).isEqualTo('S');
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        SSLSocket within = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 1, true);
        within.setEnabledProtocols(new String[] {protocol});
        within.startHandshake();
        return within;
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static byte[] startup(String user) {
        byte[] parameters = ("user\0" + user + "\0\0").getBytes(StandardCharsets.US_ASCII);
        return concat(integer(8 + parameters.length), integer(3 << 16), parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bindingIsOfferedWithinTlsOnly(String protocol) throws Exception {
        try (SSLSocket within = encrypted(socket(), protocol)) {
            assertThat(within.getSession().getProtocol()).isEqualTo(protocol);
            send(within, startup("tester"));
            byte[] offer = within.getInputStream().readNBytes(9 + "SCRAM-SHA-256-PLUS".length());
            assertThat(new String(offer, StandardCharsets.ISO_8859_1)).endsWith("SCRAM-SHA-256-PLUS");
        }
        try (Socket clear = socket()) {
            send(clear, startup("tester"));
            byte[] offer = clear.getInputStream().readNBytes(9 + "SCRAM-SHA-256".length() + 2);
            assertThat(new String(offer, StandardCharsets.ISO_8859_1)).endsWith("SCRAM-SHA-256\0\0");
        }
    }

    @Test
    void whatFollowsTheRequestInTheClearIsRefused() throws IOException {
        try (Socket socket = socket()) {
            send(socket, concat(SSL_REQUEST, startup("tester")));
            assertThat(new String(toTheEnd(socket), StandardCharsets.UTF_8))
                    .startsWith("E")
                    .contains("C08P01\0", "received unencrypted data after SSL request");
        }
        assertThat(service.sessions).isEmpty();
    }

    @Test
    void gssapiIsDeclinedAndTlsTakenAfterwards() throws Exception {
        try (Socket socket = socket()) {
            send(socket, concat(integer(8), integer(StartupPacket.GSS_ENCRYPTION_CODE)));
            assertThat(socket.getInputStream().read()).isEqualTo('N');
            try (SSLSocket within = encrypted(socket, "TLSv1.3")) {
                send(within, SSL_REQUEST);
                assertThat(new String(toTheEnd(within), StandardCharsets.UTF_8))
                        .contains("C0A000\0", "unsupported frontend protocol 1234.5679");
            }
        }
    }

    @Test
    void cancelRequestsAreHeardWithinTls() throws Exception {
        try (SSLSocket within = encrypted(socket(), "TLSv1.3")) {
            send(within, concat(integer(16), integer(StartupPacket.CANCEL_CODE), integer(77), integer(1)));
            assertThat(toTheEnd(within)).isEmpty();
        }
        assertThat(metrics.values()).containsEntry("wire.cancel.unknown", 1L);
    }

    @Test
    void theEndIsSaidWithinTls() throws Exception {
        try (SSLSocket within = encrypted(socket(), "TLSv1.2")) {
            send(within, startup(""));
            InputStream in = within.getInputStream();
            // A stream that was cut off without TLS's own end would be an SSLException.
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("C28000\0");
        }
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        try (SSLSocket within = encrypted(socket(), "TLSv1.2")) {
            assertThatThrownBy(() -> {
                        within.startHandshake();
                        within.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(service.sessions).isEmpty();
    }

    @Test
    void whatIsNoHandshakeEndsTheConnection() throws IOException {
        long seed = 5_929;
        System.out.println("seed " + seed);
        Random noise = new Random(seed);
        for (int attempt = 0; attempt < 200; attempt++) {
            byte[] wrong = new byte[1 + noise.nextInt(400)];
            noise.nextBytes(wrong);
            if (attempt % 2 == 0) {
                // Looks like a record of a handshake.
                byte[] head = {22, 3, 1, 0, (byte) Math.max(0, Math.min(120, wrong.length - 5)), 1};
                System.arraycopy(head, 0, wrong, 0, Math.min(head.length, wrong.length));
            }
            try (Socket socket = socket()) {
                send(socket, SSL_REQUEST);
                assertThat(socket.getInputStream().read()).isEqualTo('S');
                send(socket, wrong);
                socket.shutdownOutput();
                assertThat(toTheEnd(socket).length).isLessThan(200);
            } catch (java.net.SocketException reset) {
                assertThat(reset).hasMessageMatching("(?i).*(reset|broken pipe).*");
            }
        }
        assertThat(service.sessions).isEmpty();
    }

    @Test
    void halfHandshakesEndInTime() throws IOException {
        server(SessionLimits.DEFAULT.withAuthenticationTimeout(SHORT));
        byte[] beginning = {22, 3, 1, 1, 0, 1};
        for (int length = 0; length <= beginning.length; length++) {
            try (Socket socket = socket()) {
                send(socket, SSL_REQUEST);
                assertThat(socket.getInputStream().read()).isEqualTo('S');
                send(socket, java.util.Arrays.copyOf(beginning, length));
                assertThat(toTheEnd(socket).length).isLessThan(200);
            }
        }
    }

    @Test
    void aNewCertificateIsShownToWhoComesNext() throws SQLException, IOException {
        try (Connection before = connect("sslmode=verify-ca" + trusting("own"))) {
            identity = Optional.of(identity("next", List.of("127.0.0.1")));
            answers("sslmode=verify-full" + trusting("next"));
            try (Statement statement = before.createStatement()) {
                assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
            }
        }
        assertThat(Files.readString(folder.resolve("next").resolve(CertificateAuthority.BUNDLE)))
                .startsWith("-----BEGIN CERTIFICATE-----\n");
    }
}
