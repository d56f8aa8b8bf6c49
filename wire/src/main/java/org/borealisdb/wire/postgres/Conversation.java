package org.borealisdb.wire.postgres;

import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.runtime.net.StreamTimeoutException;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.SessionEndedException;
import org.borealisdb.sql.session.SqlPortal;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.sql.session.SqlStatement;
import org.borealisdb.sql.session.TransactionStatus;
import org.borealisdb.wire.postgres.message.BackendWriter;
import org.borealisdb.wire.postgres.message.Bind;
import org.borealisdb.wire.postgres.message.FrontendDecoder;
import org.borealisdb.wire.postgres.message.FrontendMessage;
import org.borealisdb.wire.postgres.message.FrontendMessage.Close;
import org.borealisdb.wire.postgres.message.FrontendMessage.CopyData;
import org.borealisdb.wire.postgres.message.FrontendMessage.CopyFail;
import org.borealisdb.wire.postgres.message.FrontendMessage.Describe;
import org.borealisdb.wire.postgres.message.FrontendMessage.Execute;
import org.borealisdb.wire.postgres.message.FrontendMessage.FunctionCall;
import org.borealisdb.wire.postgres.message.FrontendMessage.Parse;
import org.borealisdb.wire.postgres.message.FrontendMessage.Query;
import org.borealisdb.wire.postgres.message.FrontendMessage.Signal;
import org.borealisdb.wire.postgres.message.MessageReader;
import org.borealisdb.wire.postgres.message.Severity;
import org.borealisdb.wire.postgres.message.Violations;

/** Messages in, calls of the session, answers out: the part of a connection between authentication and good-bye. */
final class Conversation {
    private final PostgresConnection connection;
    private final SqlSession session;
    private final MessageReader reader;
    private final BackendWriter writer;
    private final ClientResults results;
    private final FrontendDecoder decoder = new FrontendDecoder();

    /** Whether ReadyForQuery comes next. */
    private boolean ready = true;

    /** Whether everything up to Sync is passed by, after an error in the extended form. */
    private boolean skipping;

    /** Whether a Query message is being worked on. */
    private boolean inQuery;

    /** Whether an Execute message is being worked on. */
    private boolean inExecute;

    private final NotificationSender notifications;
    private boolean ended;

    Conversation(PostgresConnection connection, SqlSession session, NotificationSender notifications) {
        this.notifications = notifications;
        this.connection = connection;
        this.session = session;
        this.reader = connection.reader();
        this.writer = connection.writer();
        this.results = new ClientResults(session, reader, writer, connection::clientGone);
    }

    /** Goes on until the client terminates. */
    void hold() {
        while (!ended) {
            connection.checkNotTerminating();
            try {
                int type = next();
                if (type == MessageReader.END) {
                    connection.checkNotTerminating();
                    return;
                }
                if (!skipping || type == 'S' || type == 'X') {
                    take(decoder.decode(type, reader.payload()));
                }
            } catch (SqlException error) {
                // A cancelled statement of a session that is to end is no answer of its own.
                connection.checkNotTerminating();
                if (error.code().endsSession()) {
                    throw new SessionEndedException(error);
                }
                answer(error);
            }
        }
    }

    private int next() {
        if (!ready) {
            return reader.next(0);
        }
        connection.reportSettings();
        notifications.pass();
        writer.readyForQuery(session.transactionStatus());
        writer.send();
        ready = false;
        skipping = false;
        long idle = reader.hasMore() ? 0 : session.idleTimeoutNanos();
        notifications.idle();
        try {
            return reader.next(idle);
        } catch (StreamTimeoutException tooLong) {
            if (idle == 0 || reader.hasMore()) {
                throw tooLong;
            }
            throw new SessionEndedException(idleTooLong());
        } finally {
            notifications.busy();
        }
    }

    private SqlException idleTooLong() {
        return session.transactionStatus() == TransactionStatus.IDLE
                ? new SqlException(ErrorCode.IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout")
                : new SqlException(
                        ErrorCode.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                        "terminating connection due to idle-in-transaction timeout");
    }

    private void answer(SqlException error) {
        connection.checkNotTerminating();
        session.fail();
        writer.error(Severity.ERROR, error);
        // Query, FunctionCall and Sync are followed by ReadyForQuery, however they go. The last message of a Query that
        // copies
        // is one of the COPY; and only a message taken, not one that a COPY of the extended form ignored, may be a
        // Sync.
        int type = inExecute ? 'E' : reader.lastType();
        ready = inQuery || type == 'Q' || type == 'F' || type == 'S';
        skipping = !ready;
        if (skipping) {
            // A client may wait for it before it sends Sync, and a Flush is passed by as well.
            writer.send();
        }
        inQuery = false;
        inExecute = false;
    }

    private void take(FrontendMessage message) {
        switch (message) {
            case Bind bind -> bind(bind);
            case Execute execute -> {
                inExecute = true;
                session.portal(execute.portal()).execute(results.extended(), execute.rowLimit());
                inExecute = false;
            }
            case Query query -> {
                inQuery = true;
                session.query(query.text(), results.simple());
                inQuery = false;
                ready = true;
            }
            case Parse parse -> {
                session.parse(parse.name(), parse.text(), parse.types());
                writer.parseComplete();
            }
            case Describe describe -> describe(describe);
            case Close close -> close(close);
            case Signal signal -> take(signal);
            case FunctionCall _ -> throw SqlException.notSupported("the function call protocol");
            // What a client still sends of a COPY that failed.
            case CopyData _, CopyFail _ -> {}
        }
    }

    private void take(Signal signal) {
        switch (signal) {
            case SYNC -> {
                session.synchronize();
                ready = true;
            }
            case FLUSH -> writer.send();
            case TERMINATE -> ended = true;
            case COPY_DONE -> {}
        }
    }

    private void bind(Bind bind) {
        SqlStatement statement = session.statement(bind.statement());
        RowSource parameters = BoundParameters.read(bind, statement.parameterTypes(), session::textInput);
        ColumnFormats formats = bind.resultFormats();
        int columns = statement.shape().map(shape -> shape.columns().size()).orElse(0);
        if (!formats.fits(columns)) {
            throw Violations.inContent(
                    "bind message has " + formats.listed() + " result formats but query has " + columns + " columns");
        }
        session.bind(bind.portal(), statement, parameters, formats);
        writer.bindComplete();
    }

    private void describe(Describe describe) {
        switch (describe.target()) {
            case STATEMENT -> {
                SqlStatement statement = session.statement(describe.name());
                Optional<ResultShape> shape = statement.shape();
                writer.parameterDescription(statement.parameterTypes());
                writer.description(shape, ColumnFormats.TEXT);
            }
            case PORTAL -> {
                SqlPortal portal = session.portal(describe.name());
                writer.description(portal.shape(), portal.formats());
            }
        }
    }

    private void close(Close close) {
        switch (close.target()) {
            case STATEMENT -> session.closeStatement(close.name());
            case PORTAL -> session.closePortal(close.name());
        }
        writer.closeComplete();
    }
}
