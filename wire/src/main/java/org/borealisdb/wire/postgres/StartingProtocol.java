package org.borealisdb.wire.postgres;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.wire.postgres.message.MemoryBudget;
import org.borealisdb.wire.session.ProtocolHandler;
import org.borealisdb.wire.session.ServedConnection;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.tls.TlsOffer;

/** The PostgreSQL protocol of a server whose database is not open yet: clients are told so (57P03). Safe for use by all tasks. */
public final class StartingProtocol implements ProtocolHandler {
    private final SessionLimits limits;
    private final Clock clock;
    private final Metrics metrics;
    private final MemoryBudget budget;
    private final TlsOffer offer;
    private final Tasks tasks;

    public StartingProtocol(Tasks tasks, SessionLimits limits, TlsOffer offer, Clock clock, Metrics metrics) {
        this.limits = limits;
        this.tasks = tasks;
        this.offer = offer;
        this.clock = clock;
        this.metrics = metrics;
        this.budget = new MemoryBudget(limits.largeMessageBytes());
    }

    @Override
    public ServedConnection take(StreamConnection connection) {
        return refuse(connection, new SqlException(ErrorCode.CANNOT_CONNECT_NOW, "the database system is starting up"));
    }

    @Override
    public ServedConnection refuse(StreamConnection connection, SqlException reason) {
        return new RefusedConnection(new ClientLink(connection, offer, limits, budget, tasks, clock), reason, metrics);
    }
}
