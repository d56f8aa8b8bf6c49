package org.borealisdb.wire.postgres;

import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.wire.postgres.message.StartupPacket;
import org.borealisdb.wire.postgres.message.StartupPacket.CancelRequest;
import org.borealisdb.wire.postgres.message.StartupPacket.GssEncryptionRequest;
import org.borealisdb.wire.postgres.message.StartupPacket.SslRequest;
import org.borealisdb.wire.postgres.message.StartupPacket.Startup;
import org.borealisdb.wire.postgres.message.Violations;

/** The first messages of a client, until it says who it is. */
final class Negotiation {
    /** A client may ask for TLS and for GSSAPI. */
    private static final int MAXIMUM_REFUSALS = 2;

    private Negotiation() {}

    /** Empty if the connection is over: the client left, or wanted only to cancel. */
    static Optional<Startup> run(ClientLink link, Consumer<CancelRequest> cancelling) {
        int refusals = 0;
        while (link.reader().nextStartup()) {
            switch (StartupPacket.decode(link.reader().payload())) {
                case SslRequest _ -> {
                    checkInTheClear(link, StartupPacket.SSL_CODE);
                    if (!link.encrypt()) {
                        refusals++;
                    }
                }
                case GssEncryptionRequest _ -> {
                    checkInTheClear(link, StartupPacket.GSS_ENCRYPTION_CODE);
                    link.writer().refuseEncryption();
                    link.writer().send();
                    refusals++;
                }
                case CancelRequest cancel -> {
                    cancelling.accept(cancel);
                    return Optional.empty();
                }
                case Startup startup -> {
                    return Optional.of(startup);
                }
            }
            if (refusals > MAXIMUM_REFUSALS) {
                throw Violations.fatal("encryption was refused already");
            }
        }
        return Optional.empty();
    }

    /** Within TLS a request for encryption is a protocol that there is not. */
    private static void checkInTheClear(ClientLink link, int code) {
        if (link.encrypted().isPresent()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "unsupported frontend protocol " + (code >>> 16) + "." + (code & 0xffff)
                            + ": server supports 3.0 to 3.0");
        }
    }
}
