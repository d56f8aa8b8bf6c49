package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.wire.postgres.message.BackendWriter;
import org.borealisdb.wire.postgres.message.ClientEncoding;
import org.borealisdb.wire.postgres.message.Severity;

/** The last thing that a client hears. */
final class Goodbye {
    private static final System.Logger LOG = System.getLogger(Goodbye.class.getName());

    private static final int DROPPED_BYTES = 1 << 10;

    private final StreamConnection client;
    private final long timeoutNanos;

    /** To a client that may take so long to hear it. */
    Goodbye(StreamConnection client, long timeoutNanos) {
        this.client = client;
        this.timeoutNanos = timeoutNanos;
    }

    /** Says why, if the client takes it, and ends the output. */
    void say(SqlException reason) {
        BackendWriter writer = new BackendWriter(client, timeoutNanos, new ClientEncoding());
        try {
            writer.error(Severity.FATAL, reason);
            writer.send();
        } catch (OperationException unheard) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "{0} does not hear why it is refused: {1}",
                    client.peer(),
                    unheard.getMessage());
        }
        client.closeOutput();
    }

    /**
     * Waits, for a bounded time, until the client has ended its side, and drops what it still sends. A socket that is closed with something unread in it
     * resets the connection, and the client may lose what it was told.
     */
    void awaitEnd(Clock clock) {
        ByteBuffer dropped = ByteBuffer.allocate(DROPPED_BYTES);
        long deadline = clock.nanoTime() + timeoutNanos;
        try {
            while (deadline - clock.nanoTime() > 0) {
                if (client.read(dropped.clear(), Math.max(1, deadline - clock.nanoTime())) < 0) {
                    return;
                }
            }
        } catch (OperationException over) {
            LOG.log(System.Logger.Level.DEBUG, "{0} does not end: {1}", client.peer(), over.getMessage());
        }
    }
}
