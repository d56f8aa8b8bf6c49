package org.borealisdb.wire.postgres;

import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamTimeoutException;
import org.borealisdb.wire.postgres.message.MessageReader;
import org.borealisdb.wire.postgres.message.Severity;
import org.borealisdb.wire.session.ServedConnection;

/** A client that gets no session: it says who it is, hears why, and that is all. What it wants to cancel is not there. */
final class RefusedConnection implements ServedConnection {
    private static final System.Logger LOG = System.getLogger(RefusedConnection.class.getName());

    private final ClientLink link;
    private final SqlException reason;
    private final Metrics metrics;

    RefusedConnection(ClientLink link, SqlException reason, Metrics metrics) {
        this.link = link;
        this.reason = reason;
        this.metrics = metrics;
    }

    @Override
    public void serve() {
        try (MessageReader _ = link.reader()) {
            if (Negotiation.run(link, cancel -> {}).isPresent()) {
                answer(reason);
            }
        } catch (SqlException violation) {
            answer(violation);
        } catch (NetworkException | StreamTimeoutException gone) {
            LOG.log(System.Logger.Level.DEBUG, "connection lost: {0}", gone.getMessage());
        } finally {
            link.close();
        }
    }

    private void answer(SqlException error) {
        metrics.count("wire.connections.not-now");
        try {
            link.writer().error(Severity.FATAL, error);
            link.writer().send();
        } catch (NetworkException | StreamTimeoutException gone) {
            LOG.log(System.Logger.Level.DEBUG, "it could not be told: {0}", gone.getMessage());
        }
    }

    /** It ends anyway. */
    @Override
    public void terminate(SqlException other) {
        link.closeInput();
    }
}
