package org.borealisdb.wire.postgres;

import java.util.Locale;
import java.util.function.Supplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.wire.postgres.message.MessageReader;
import org.borealisdb.wire.postgres.message.Payload;
import org.borealisdb.wire.postgres.message.Violations;

/** The content of CopyData messages, as they come. */
final class CopyFromClient implements CopyInput {
    private final MessageReader reader;
    private final Supplier<RuntimeException> clientGone;
    private boolean done;

    CopyFromClient(MessageReader reader, Supplier<RuntimeException> clientGone) {
        this.reader = reader;
        this.clientGone = clientGone;
    }

    @Override
    public boolean advance() {
        while (!done) {
            int type = reader.next(StreamConnection.NO_TIMEOUT);
            switch (type) {
                case 'd' -> {
                    return true;
                }
                case 'c' -> done = true;
                case 'f' ->
                    throw new SqlException(
                            ErrorCode.QUERY_CANCELED,
                            "COPY from stdin failed: " + reader.payload().readString());
                // The protocol has them ignored here: a client may send them without knowing that the statement is a
                // COPY.
                case 'H', 'S' -> {}
                case MessageReader.END -> throw clientGone.get();
                default ->
                    throw Violations.inContent(
                            String.format(Locale.ROOT, "unexpected message type 0x%02X during COPY from stdin", type));
            }
        }
        return false;
    }

    private Payload piece() {
        return reader.payload();
    }

    @Override
    public byte[] bytes() {
        return piece().bytes();
    }

    @Override
    public int offset() {
        return piece().position();
    }

    @Override
    public int length() {
        return piece().remaining();
    }
}
