package org.borealisdb.wire.postgres;

import java.util.function.Supplier;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.session.SqlService;
import org.borealisdb.wire.access.AccessRules;
import org.borealisdb.wire.auth.PasswordGate;
import org.borealisdb.wire.postgres.message.MemoryBudget;
import org.borealisdb.wire.session.ProtocolHandler;
import org.borealisdb.wire.session.ServedConnection;
import org.borealisdb.wire.session.SessionLimits;
import org.borealisdb.wire.session.SessionRegistry;
import org.borealisdb.wire.tls.TlsOffer;

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
    private final TlsOffer offer;
    private final Supplier<AccessRules> access;

    /**
     * What they share.
     *
     * @param access who may connect now
     */
    public PostgresProtocol(
            Tasks tasks,
            SqlService service,
            PasswordGate gate,
            SessionRegistry registry,
            SessionLimits limits,
            TlsOffer offer,
            Supplier<AccessRules> access,
            Clock clock,
            Metrics metrics) {
        this.tasks = tasks;
        this.service = service;
        this.gate = gate;
        this.registry = registry;
        this.limits = limits;
        this.offer = offer;
        this.access = access;
        this.clock = clock;
        this.metrics = metrics;
        this.budget = new MemoryBudget(limits.largeMessageBytes());
    }

    @Override
    public ServedConnection take(StreamConnection connection) {
        return new PostgresConnection(this, link(connection));
    }

    @Override
    public ServedConnection refuse(StreamConnection connection, SqlException reason) {
        return new RefusedConnection(link(connection), reason, metrics);
    }

    private ClientLink link(StreamConnection connection) {
        return new ClientLink(connection, offer, limits, budget, tasks, clock);
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

    AccessRules access() {
        return access.get();
    }

    SessionRegistry registry() {
        return registry;
    }

    Metrics metrics() {
        return metrics;
    }

    MemoryBudget budget() {
        return budget;
    }
}
