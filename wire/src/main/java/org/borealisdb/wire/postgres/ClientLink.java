package org.borealisdb.wire.postgres;

import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.wire.postgres.message.BackendWriter;
import org.borealisdb.wire.postgres.message.ClientEncoding;
import org.borealisdb.wire.postgres.message.MemoryBudget;
import org.borealisdb.wire.postgres.message.MessageReader;
import org.borealisdb.wire.postgres.message.ReadLimits;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.tls.TlsIdentity;
import org.borealisdb.wire.tls.TlsOffer;
import org.borealisdb.wire.tls.TlsStream;

/** The way to a client: in the clear first, within TLS if it asks for that. One task serves it; {@link #closeInput()} may be called by any. */
final class ClientLink {
    /** How long a client may leave the end of TLS untaken, which is some bytes long. */
    private static final long END_NANOS = 1_000_000_000L;

    private final StreamConnection raw;
    private final TlsOffer offer;
    private final Tasks tasks;
    private final Clock clock;
    private final long deadline;
    private final ClientEncoding encoding = new ClientEncoding();
    private final MessageReader reader;
    private final BackendWriter writer;
    private Optional<TlsStream> encrypted = Optional.empty();
    private Optional<TlsIdentity> shown = Optional.empty();

    ClientLink(
            StreamConnection raw, TlsOffer offer, SessionLimits limits, MemoryBudget budget, Tasks tasks, Clock clock) {
        this.tasks = tasks;
        this.raw = raw;
        this.offer = offer;
        this.clock = clock;
        long authenticationNanos = limits.authenticationTimeout().toNanos();
        this.deadline = clock.nanoTime() + authenticationNanos;
        this.reader = new MessageReader(
                raw,
                new ReadLimits(
                        limits.maximumMessageBytes(), limits.stallTimeout().toNanos()),
                budget,
                clock,
                authenticationNanos,
                encoding);
        this.writer = new BackendWriter(raw, limits.writeTimeout().toNanos(), encoding);
    }

    /** The encoding that the reader and the writer go by. */
    ClientEncoding encoding() {
        return encoding;
    }

    MessageReader reader() {
        return reader;
    }

    BackendWriter writer() {
        return writer;
    }

    HostPort peer() {
        return raw.peer();
    }

    HostPort local() {
        return raw.local();
    }

    /** The stream within TLS; empty in the clear. */
    Optional<TlsStream> encrypted() {
        return encrypted;
    }

    /** What a client can bind its authentication to: the certificate that it was shown. */
    Optional<byte[]> binding() {
        return shown.flatMap(TlsIdentity::endPoint);
    }

    /**
     * Answers a request for TLS, and has the connection go on in it if there is some.
     *
     * @return whether there is
     * @throws SqlException 08P01 if the client has sent more before it knew: whoever sits between could have put that there, and it would count as said by the client within TLS (CVE-2021-23214)
     */
    boolean encrypt() {
        Optional<TlsIdentity> identity = offer.current();
        if (identity.isEmpty()) {
            writer.refuseEncryption();
            writer.send();
            return false;
        }
        if (reader.hasMore()) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "received unencrypted data after SSL request")
                    .withDetail("This could be either a client-software bug or evidence of an attempted"
                            + " man-in-the-middle attack.");
        }
        writer.acceptEncryption();
        writer.send();
        TlsStream stream = TlsStream.accept(raw, identity.get(), tasks, clock, deadline);
        encrypted = Optional.of(stream);
        shown = identity;
        reader.continueOn(stream);
        writer.continueOn(stream);
        return true;
    }

    void closeInput() {
        raw.closeInput();
    }

    /** Ends everything, telling a client within TLS that this is the end. */
    void close() {
        encrypted.ifPresent(stream -> stream.sayEnd(END_NANOS));
        raw.close();
    }
}
