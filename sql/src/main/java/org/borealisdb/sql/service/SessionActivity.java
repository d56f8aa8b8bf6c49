package org.borealisdb.sql.service;

import java.util.function.LongSupplier;
import org.borealisdb.sql.postgres.SessionFacts;
import org.borealisdb.sql.session.SessionRequest;

/** What a session is doing, as other sessions may ask. Written by its task, read by all. */
final class SessionActivity {
    private static final int MAXIMUM_QUERY_LENGTH = 1024;

    private final SessionRequest request;
    private final long started;
    private final LongSupplier clock;
    private final Runnable cancel;
    private final Runnable terminate;
    private volatile String applicationName = "";
    private volatile String query = "";
    private volatile String state = "idle";
    private volatile boolean background;
    private volatile long queryStarted;
    private volatile long transactionStarted;
    private volatile long stateChanged;

    /**
     * What a session that begins now is doing.
     *
     * @param clock tells the time in microseconds since 2000
     * @param cancel cancels its statement, called by any task
     * @param terminate ends the session, called by any task
     */
    SessionActivity(SessionRequest request, LongSupplier clock, Runnable cancel, Runnable terminate) {
        this.request = request;
        this.clock = clock;
        this.cancel = cancel;
        this.terminate = terminate;
        this.started = clock.getAsLong();
        this.stateChanged = started;
    }

    void cancel() {
        cancel.run();
    }

    void terminate() {
        (background ? cancel : terminate).run();
    }

    /** No client asked for what the session does, which is from now on {@code what}. */
    void setBackground(String what) {
        background = true;
        setQuery(what);
    }

    boolean isBackground() {
        return background;
    }

    int processId() {
        return request.processId();
    }

    void setApplicationName(String name) {
        applicationName = name;
    }

    void setQuery(String text) {
        query = text;
        queryStarted = clock.getAsLong();
        stateChanged = queryStarted;
        state = "active";
    }

    /** The session waits for its client; in a transaction that began at a time in microseconds since 2000, or in none if that is 0. */
    void setState(String newState, long transactionStart) {
        if (!newState.equals(state)) {
            stateChanged = clock.getAsLong();
        }
        state = newState;
        transactionStarted = transactionStart;
    }

    /** Returns the role that it began as. */
    String role() {
        return request.role();
    }

    SessionFacts.Activity facts() {
        String text = query;
        return new SessionFacts.Activity(
                request.processId(),
                request.database(),
                request.role(),
                applicationName,
                request.client().host(),
                request.client().port(),
                started,
                state.equals("active") && transactionStarted == 0 ? queryStarted : transactionStarted,
                queryStarted,
                stateChanged,
                state,
                background,
                text.length() > MAXIMUM_QUERY_LENGTH ? text.substring(0, MAXIMUM_QUERY_LENGTH) : text);
    }

    /** Returns what the client sent last. */
    String query() {
        return query;
    }
}
