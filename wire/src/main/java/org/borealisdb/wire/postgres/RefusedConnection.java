package org.borealisdb.wire.postgres;

import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.StreamTimeoutException;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.wire.postgres.message.BackendWriter;
import org.borealisdb.wire.postgres.message.MemoryBudget;
import org.borealisdb.wire.postgres.message.MessageReader;
import org.borealisdb.wire.postgres.message.ReadLimits;
import org.borealisdb.wire.postgres.message.Severity;
import org.borealisdb.wire.session.ServedConnection;
import org.borealisdb.wire.session.SessionLimits;

/** A client that gets no session: it says who it is, hears why, and that is all. What it wants to cancel is not there. */
final class RefusedConnection implements ServedConnection {
    private static final System.Logger LOG = System.getLogger(RefusedConnection.class.getName());

    private final StreamConnection connection;
    private final SqlException reason;
    private final Metrics metrics;
    private final MessageReader reader;
    private final BackendWriter writer;

    RefusedConnection(
            StreamConnection connection,
            SqlException reason,
            SessionLimits limits,
            MemoryBudget budget,
            Clock clock,
            Metrics metrics) {
        this.connection = connection;
        this.reason = reason;
        this.metrics = metrics;
        this.reader = new MessageReader(
                connection,
                new ReadLimits(
                        limits.maximumMessageBytes(), limits.stallTimeout().toNanos()),
                budget,
                clock,
                limits.authenticationTimeout().toNanos());
        this.writer = new BackendWriter(connection, limits.writeTimeout().toNanos());
    }

    @Override
    public void serve() {
        try (reader) {
            if (Negotiation.run(reader, writer, cancel -> {}).isPresent()) {
                answer(reason);
            }
        } catch (SqlException violation) {
            answer(violation);
        } catch (NetworkException | StreamTimeoutException gone) {
            LOG.log(System.Logger.Level.DEBUG, "connection lost: {0}", gone.getMessage());
        } finally {
            connection.close();
        }
    }

    private void answer(SqlException error) {
        metrics.count("wire.connections.not-now");
        try {
            writer.error(Severity.FATAL, error);
            writer.send();
        } catch (NetworkException | StreamTimeoutException gone) {
            LOG.log(System.Logger.Level.DEBUG, "it could not be told: {0}", gone.getMessage());
        }
    }

    /** It ends anyway. */
    @Override
    public void terminate(SqlException other) {
        connection.closeInput();
    }
}
