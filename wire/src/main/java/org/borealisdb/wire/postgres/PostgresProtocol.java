package org.borealisdb.wire.postgres;

import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.session.SqlService;
import org.borealisdb.wire.auth.PasswordGate;
import org.borealisdb.wire.postgres.message.MemoryBudget;
import org.borealisdb.wire.session.ProtocolHandler;
import org.borealisdb.wire.session.ServedConnection;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionRegistry;

/** What all connections of the PostgreSQL protocol share. Safe for use by all tasks. */
public final class PostgresProtocol implements ProtocolHandler {
    private final SqlService service;
    private final PasswordGate gate;
    private final SessionRegistry registry;
    private final Tasks tasks;
    private final SessionLimits limits;
    private final Clock clock;
    private final Metrics metrics;
    private final MemoryBudget budget;

    public PostgresProtocol(
            Tasks tasks,
            SqlService service,
            PasswordGate gate,
            SessionRegistry registry,
            SessionLimits limits,
            Clock clock,
            Metrics metrics) {
        this.tasks = tasks;
        this.service = service;
        this.gate = gate;
        this.registry = registry;
        this.limits = limits;
        this.clock = clock;
        this.metrics = metrics;
        this.budget = new MemoryBudget(limits.largeMessageBytes());
    }

    @Override
    public ServedConnection take(StreamConnection connection) {
        return new PostgresConnection(this, connection);
    }

    @Override
    public ServedConnection refuse(StreamConnection connection, SqlException reason) {
        return new RefusedConnection(connection, reason, limits, budget, clock, metrics);
    }

    Tasks tasks() {
        return tasks;
    }

    SqlService service() {
        return service;
    }

    PasswordGate gate() {
        return gate;
    }

    SessionRegistry registry() {
        return registry;
    }

    SessionLimits limits() {
        return limits;
    }

    Clock clock() {
        return clock;
    }

    Metrics metrics() {
        return metrics;
    }

    MemoryBudget budget() {
        return budget;
    }
}
