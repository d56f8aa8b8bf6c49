package org.borealisdb.sql.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlNotification;
import org.borealisdb.sql.session.SqlPortal;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.sql.session.SqlStatement;
import org.borealisdb.sql.session.TransactionStatus;

/**
 * A session that follows its setting {@code borealis.as_of}: it is one of the database as it is, or of the database as it was. It goes from one to the other between transactions, taking
 * its settings along; prepared statements stay behind, for tables may have been others then.
 */
final class TimeTravelSession implements SqlSession {
    private final EngineSqlService present;
    private final PastDatabases pasts;
    private final SessionRequest request;
    private final SessionClient client;
    private volatile EngineSession current;
    private Optional<PastDatabases.Past> past = Optional.empty();
    /** What {@code current} goes by; empty for now. */
    private String asOf = "";

    TimeTravelSession(EngineSqlService present, PastDatabases pasts, SessionRequest request, SessionClient client) {
        this.present = present;
        this.pasts = pasts;
        this.request = request;
        this.client = client;
        this.current = present.openSession(request, client);
    }

    /** Goes where the setting says, unless a transaction is open. */
    private void follow() {
        EngineSession before = current;
        String wanted = before.settings().get(Settings.AS_OF);
        if (wanted.equals(asOf) || before.transactionStatus() != TransactionStatus.IDLE) {
            return;
        }
        Optional<PastDatabases.Past> next = Optional.empty();
        EngineSession session;
        try {
            next = wanted.isEmpty() ? Optional.empty() : Optional.of(pasts.open(PointInThePast.lsnOf(wanted)));
            session = next.map(opened -> present.asOf(opened.database()))
                    .orElse(present)
                    .openSession(asItIs(before), client);
        } catch (RuntimeException failed) {
            next.ifPresent(PastDatabases.Past::close);
            before.settings().restore(Settings.AS_OF, asOf);
            throw failed;
        }
        session.settings().takeOver(before.settings());
        before.close();
        past.ifPresent(PastDatabases.Past::close);
        current = session;
        past = next;
        asOf = wanted;
    }

    /** The request, with the settings that RESET goes back to. */
    private SessionRequest asItIs(EngineSession session) {
        SequencedMap<String, String> settings = new LinkedHashMap<>(request.settings());
        settings.keySet().removeIf(name -> name.equalsIgnoreCase(Settings.AS_OF));
        settings.put("application_name", session.settings().get("application_name"));
        return new SessionRequest(
                request.processId(), request.role(), request.database(), settings, request.client(), request.server());
    }

    @Override
    public SequencedMap<String, String> reportedSettings() {
        return current.reportedSettings();
    }

    @Override
    public void query(String text, ResultSink sink) {
        follow();
        current.query(text, sink);
    }

    @Override
    public void parse(String name, String text, List<Integer> parameterTypes) {
        follow();
        current.parse(name, text, parameterTypes);
    }

    @Override
    public SqlStatement statement(String name) {
        return current.statement(name);
    }

    @Override
    public void bind(String portal, SqlStatement statement, RowSource parameters, ColumnFormats formats) {
        current.bind(portal, statement, parameters, formats);
    }

    @Override
    public SqlPortal portal(String name) {
        return current.portal(name);
    }

    @Override
    public void closeStatement(String name) {
        current.closeStatement(name);
    }

    @Override
    public void closePortal(String name) {
        current.closePortal(name);
    }

    @Override
    public void synchronize() {
        current.synchronize();
    }

    @Override
    public void fail() {
        current.fail();
    }

    @Override
    public TransactionStatus transactionStatus() {
        return current.transactionStatus();
    }

    @Override
    public SessionFormat format() {
        return current.format();
    }

    @Override
    public TextInput textInput() {
        return current.textInput();
    }

    @Override
    public List<SqlNotification> takeNotifications() {
        return current.takeNotifications();
    }

    @Override
    public long idleTimeoutNanos() {
        return current.idleTimeoutNanos();
    }

    @Override
    public void cancel() {
        current.cancel();
    }

    @Override
    public void close() {
        current.close();
        past.ifPresent(PastDatabases.Past::close);
        past = Optional.empty();
    }
}
