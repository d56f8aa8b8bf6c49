package org.borealisdb.wire.postgres;

import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.sql.session.SqlService;
import org.borealisdb.wire.access.AccessMethod;
import org.borealisdb.wire.access.ConnectionAttempt;
import org.borealisdb.wire.auth.ScramExchange;
import org.borealisdb.wire.postgres.message.BackendWriter;
import org.borealisdb.wire.postgres.message.MessageReader;
import org.borealisdb.wire.postgres.message.Payload;
import org.borealisdb.wire.postgres.message.StartupPacket.CancelRequest;
import org.borealisdb.wire.postgres.message.StartupPacket.Startup;
import org.borealisdb.wire.postgres.message.Violations;

/** From the first byte to an authenticated client. Every error here is fatal. */
final class Handshake {
    private static final System.Logger LOG = System.getLogger(Handshake.class.getName());

    private final PostgresProtocol protocol;
    private final ClientLink link;
    private final MessageReader reader;
    private final BackendWriter writer;

    Handshake(PostgresProtocol protocol, ClientLink link) {
        this.protocol = protocol;
        this.link = link;
        this.reader = link.reader();
        this.writer = link.writer();
    }

    /** Empty if the connection is over: the client left, or wanted only to cancel. */
    Optional<ClientIdentity> run() {
        Optional<Startup> startup = Negotiation.run(link, this::cancel);
        if (startup.isEmpty()) {
            return Optional.empty();
        }
        ClientIdentity identity = ClientIdentity.of(startup.get());
        if (startup.get().minorVersion() > 0 || !startup.get().protocolOptions().isEmpty()) {
            writer.negotiateProtocolVersion(startup.get().protocolOptions());
        }
        boolean known = access(identity) == AccessMethod.TRUST ? trust() : authenticate(identity.role());
        return known ? Optional.of(identity) : Optional.empty();
    }

    /** Returns what is asked of a client; fails with 28000 if it may not connect, in PostgreSQL's words. */
    private AccessMethod access(ClientIdentity identity) {
        SqlService service = protocol.service();
        boolean encrypted = link.encrypted().isPresent();
        NetworkAddress client = NetworkAddress.ofHost(link.peer().host()).orElseThrow();
        Optional<AccessMethod> method = !encrypted && service.requiresEncryption()
                ? Optional.empty()
                : protocol.access()
                        .methodFor(new ConnectionAttempt(
                                identity.role(),
                                identity.database(),
                                client,
                                encrypted,
                                group -> service.isMember(identity.role(), group)));
        if (method.isPresent() && method.get() != AccessMethod.REJECT) {
            return method.get();
        }
        protocol.metrics().count("wire.access.refused");
        String refused = method.isPresent() ? "pg_hba.conf rejects connection" : "no pg_hba.conf entry";
        throw new SqlException(
                ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
                refused + " for host \"" + client.host() + "\", user \"" + identity.role() + "\", database \""
                        + identity.database() + "\", " + (encrypted ? "SSL encryption" : "no encryption"));
    }

    /** PostgreSQL tells the client nothing of how that went either. */
    private void cancel(CancelRequest cancel) {
        boolean found = protocol.registry().cancel(cancel.processId(), cancel.secret());
        protocol.metrics().count(found ? "wire.cancel.delivered" : "wire.cancel.unknown");
        if (!found) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "cancel request of {0} names no session: {1}",
                    link.peer(),
                    Integer.toString(cancel.processId()));
        }
    }

    private boolean trust() {
        writer.authenticationOk();
        reader.authenticated();
        return true;
    }

    private boolean authenticate(String role) {
        ScramExchange exchange = protocol.gate().begin(role, protocol.service().passwordVerifier(role), link.binding());
        writer.authenticationSasl(exchange.mechanisms());
        writer.send();
        Optional<Payload> first = nextResponse();
        if (first.isEmpty()) {
            return false;
        }
        writer.authenticationSaslContinue(begin(exchange, first.get()));
        writer.send();
        Optional<byte[]> last = nextResponse().map(Payload::readRest);
        if (last.isEmpty()) {
            return false;
        }
        checkLength(last.get());
        Optional<byte[]> signature = exchange.last(last.get());
        if (signature.isEmpty()) {
            protocol.metrics().count("wire.authentication.failed");
            LOG.log(System.Logger.Level.INFO, "password authentication of {0} failed", link.peer());
            throw new SqlException(
                    ErrorCode.INVALID_PASSWORD, "password authentication failed for user \"" + role + "\"");
        }
        writer.authenticationSaslFinal(signature.get());
        writer.authenticationOk();
        reader.authenticated();
        return true;
    }

    /** Empty if the client leaves, as psql does in order to ask for a password first. */
    private Optional<Payload> nextResponse() {
        int type = reader.next(StreamConnection.NO_TIMEOUT);
        if (type == MessageReader.END || type == 'X') {
            return Optional.empty();
        }
        if (type != 'p') {
            throw Violations.fatal("expected SASL response, got message type " + type);
        }
        return Optional.of(reader.payload());
    }

    private static byte[] begin(ScramExchange exchange, Payload payload) {
        String mechanism = payload.readString();
        if (!exchange.mechanisms().contains(mechanism)) {
            throw Violations.inContent("client selected an invalid SASL authentication mechanism");
        }
        int length = payload.readInt();
        if (length != payload.remaining()) {
            throw Violations.inContent("malformed SASL initial response");
        }
        byte[] message = payload.readRest();
        checkLength(message);
        return exchange.first(mechanism, message);
    }

    private static void checkLength(byte[] message) {
        if (message.length > ScramExchange.MAXIMUM_MESSAGE_BYTES) {
            throw Violations.inContent("malformed SCRAM message");
        }
    }
}
