package org.borealisdb.wire.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.TextEncoding;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.error.TakenOverException;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamTimeoutException;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionEndedException;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.wire.postgres.message.BackendWriter;
import org.borealisdb.wire.postgres.message.MessageReader;
import org.borealisdb.wire.postgres.message.Severity;
import org.borealisdb.wire.session.LiveSession;
import org.borealisdb.wire.session.ServedConnection;
import org.borealisdb.wire.session.SessionRegistry.Admission;
import org.jspecify.annotations.Nullable;

/** One client, from its first byte to its last; see the package's description. */
final class PostgresConnection implements ServedConnection, LiveSession, SessionClient {
    private static final System.Logger LOG = System.getLogger(PostgresConnection.class.getName());

    private final PostgresProtocol protocol;
    private final ClientLink link;
    private final BackendWriter writer;
    private final Map<String, String> changedSettings = new LinkedHashMap<>();
    private volatile @Nullable SqlException terminating;
    private volatile @Nullable SqlSession live;
    private volatile @Nullable NotificationSender notifications;

    PostgresConnection(PostgresProtocol protocol, ClientLink link) {
        this.protocol = protocol;
        this.link = link;
        this.writer = link.writer();
    }

    @Override
    public void serve() {
        try (MessageReader _ = link.reader()) {
            serveSession();
        } catch (SessionEndedException end) {
            sayGoodBye(end.report());
        } catch (SqlException refused) {
            sayGoodBye(refused);
        } catch (NetworkException | StreamTimeoutException gone) {
            protocol.metrics().count("wire.connections.broken");
            LOG.log(System.Logger.Level.INFO, "connection lost: {0}", gone.getMessage());
        } catch (RuntimeException failure) {
            protocol.metrics().count("wire.sessions.failed");
            LOG.log(System.Logger.Level.ERROR, "the session of " + link.peer() + " failed", failure);
            sayGoodBye(report(failure));
        } finally {
            link.close();
        }
    }

    private static SqlException report(RuntimeException failure) {
        return switch (failure) {
            // In the middle of a statement; at its beginning the engine says the same.
            case TakenOverException fenced ->
                new SqlException(
                                ErrorCode.ADMIN_SHUTDOWN,
                                "terminating connection: this instance was fenced, because another one has taken over")
                        .withDetail(String.valueOf(fenced.getMessage()));
            case OperationException trouble ->
                new SqlException(ErrorCode.SYSTEM_ERROR, String.valueOf(trouble.getMessage()));
            default ->
                new SqlException(ErrorCode.INTERNAL_ERROR, "internal error; the server's log has the particulars");
        };
    }

    private void sayGoodBye(SqlException report) {
        protocol.metrics().count("wire.sessions.ended");
        LOG.log(System.Logger.Level.INFO, "ending the session of {0}: {1}", link.peer(), report.text());
        try {
            writer.error(Severity.FATAL, report);
            writer.send();
        } catch (NetworkException | StreamTimeoutException gone) {
            LOG.log(System.Logger.Level.DEBUG, "it could not be told: {0}", gone.getMessage());
        }
    }

    private void serveSession() {
        checkNotTerminating();
        Optional<ClientIdentity> identity = new Handshake(protocol, link).run();
        if (identity.isEmpty()) {
            checkNotTerminating();
            return;
        }
        Admission admission = protocol.registry()
                .admit(this)
                .orElseThrow(() -> new SqlException(ErrorCode.TOO_MANY_CONNECTIONS, "sorry, too many clients already"));
        try (SqlSession session = protocol.service().open(request(identity.get(), admission), this)) {
            live = session;
            SequencedMap<String, String> settings = session.reportedSettings();
            settings.forEach(this::follow);
            settings.forEach(writer::parameterStatus);
            changedSettings.clear();
            writer.backendKeyData(admission.processId(), admission.secret());
            NotificationSender sender = new NotificationSender(protocol.tasks(), writer, session);
            notifications = sender;
            try {
                new Conversation(this, session, sender).hold();
            } finally {
                notifications = null;
                sender.close();
            }
        } finally {
            protocol.registry().leave(admission);
            live = null;
        }
    }

    private SessionRequest request(ClientIdentity identity, Admission admission) {
        return new SessionRequest(
                admission.processId(),
                identity.role(),
                identity.database(),
                identity.settings(),
                link.peer(),
                link.local());
    }

    MessageReader reader() {
        return link.reader();
    }

    BackendWriter writer() {
        return writer;
    }

    /** Fails with the reason if the session is to end. */
    void checkNotTerminating() {
        SqlException reason = terminating;
        if (reason != null) {
            throw new SessionEndedException(reason);
        }
    }

    /** The failure of whoever needed more input when the stream had ended. */
    RuntimeException clientGone() {
        checkNotTerminating();
        return new NetworkException("unexpected end of the stream of " + link.peer());
    }

    /** Tells the client of the settings that changed since it was told last. */
    void reportSettings() {
        if (!changedSettings.isEmpty()) {
            changedSettings.forEach(writer::parameterStatus);
            changedSettings.clear();
        }
    }

    @Override
    public void notice(SqlNotice notice) {
        writer.notice(notice);
    }

    @Override
    public void settingChanged(String name, String value) {
        changedSettings.put(name, value);
        follow(name, value);
    }

    /** Takes the client's encoding from its setting. */
    private void follow(String name, String value) {
        if (name.equals("client_encoding")) {
            TextEncoding.named(value).ifPresent(link.encoding()::use);
        }
    }

    @Override
    public void notified() {
        NotificationSender sender = notifications;
        if (sender != null) {
            sender.notified();
        }
    }

    @Override
    public void cancelStatement() {
        SqlSession session = live;
        if (session != null) {
            session.cancel();
        }
    }

    /** As an administrator does. */
    @Override
    public void terminate() {
        terminate(new SqlException(ErrorCode.ADMIN_SHUTDOWN, "terminating connection due to administrator command"));
    }

    @Override
    public void terminate(SqlException reason) {
        terminating = reason;
        link.closeInput();
        cancelStatement();
    }
}
