package org.borealisdb.wire.postgres;

import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.wire.postgres.message.BackendWriter;
import org.borealisdb.wire.postgres.message.MessageReader;
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
    static Optional<Startup> run(MessageReader reader, BackendWriter writer, Consumer<CancelRequest> cancelling) {
        int refusals = 0;
        while (reader.nextStartup()) {
            switch (StartupPacket.decode(reader.payload())) {
                case SslRequest _, GssEncryptionRequest _ -> refusals++;
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
            writer.refuseEncryption();
            writer.send();
        }
        return Optional.empty();
    }
}
