package org.borealisdb.sql.service;

import java.util.function.LongSupplier;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.sql.activity.DatabaseActivity;
import org.borealisdb.sql.activity.DatabaseActivity.Count;
import org.borealisdb.sql.postgres.SessionFacts;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.spill.SessionMemory;

/** What a session is doing, as other sessions may ask. Written by its task, read by all. */
final class SessionActivity {
    private static final int MAXIMUM_QUERY_LENGTH = 1024;
    private static final String ACTIVE = "active";
    private static final String IN_TRANSACTION = "idle in transaction";

    private final SessionRequest request;
    private final long started;
    private final LongSupplier clock;
    private final DatabaseActivity database;
    private final Runnable cancel;
    private final Runnable terminate;
    private volatile String applicationName = "";
    private volatile String query = "";
    private volatile String state = "idle";
    private volatile boolean background;
    private volatile long queryStarted;
    private volatile long transactionStarted;
    private volatile long stateChanged;
    private long counted;

    /**
     * What a session that begins now is doing.
     *
     * @param clock tells the time in microseconds since 2000
     * @param database counts what the sessions of its database do
     * @param cancel cancels its statement, called by any task
     * @param terminate ends the session, called by any task
     */
    SessionActivity(
            SessionRequest request,
            LongSupplier clock,
            DatabaseActivity database,
            Runnable cancel,
            Runnable terminate) {
        this.request = request;
        this.clock = clock;
        this.database = database;
        this.cancel = cancel;
        this.terminate = terminate;
        this.started = clock.getAsLong();
        this.stateChanged = started;
        this.counted = started;
    }

    void cancel() {
        cancel.run();
    }

    void terminate() {
        if (!background) {
            database.add(Count.KILLED, 1);
        }
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
        if (state.startsWith(IN_TRANSACTION)) {
            database.add(Count.IDLE_IN_TRANSACTION_MICROS, queryStarted - stateChanged);
        }
        if (!state.equals(ACTIVE)) {
            stateChanged = queryStarted;
        }
        state = ACTIVE;
    }

    /** The session waits for its client; in a transaction that began at a time in microseconds since 2000, or in none if that is 0. */
    void setState(String newState, long transactionStart) {
        if (!newState.equals(state)) {
            long now = clock.getAsLong();
            if (state.equals(ACTIVE)) {
                database.add(Count.ACTIVE_MICROS, now - stateChanged);
            }
            stateChanged = now;
            count(now);
        }
        state = newState;
        transactionStarted = transactionStart;
    }

    private void count(long now) {
        if (!background) {
            database.add(Count.SESSION_MICROS, now - counted);
        }
        counted = now;
    }

    /** What the session's task has done since it was counted last. */
    void count(TaskCounts work, LockOwner owner, SessionMemory memory) {
        database.add(work);
        database.add(Count.DEADLOCKS, owner.takeDeadlocks());
        database.add(Count.SCRATCH_FILES, memory.takeFilesMade());
        database.add(Count.SCRATCH_BYTES, memory.takeBytesTaken());
    }

    /** The session ends. */
    void end() {
        count(clock.getAsLong());
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
                state.equals(ACTIVE) && transactionStarted == 0 ? queryStarted : transactionStarted,
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
