package org.borealisdb.sql.service;

import org.borealisdb.sql.postgres.SessionFacts;
import org.borealisdb.sql.session.SessionRequest;

/** What a session is doing, as other sessions may ask. Written by its task, read by all. */
final class SessionActivity {
    private static final int MAXIMUM_QUERY_LENGTH = 1024;

    private final SessionRequest request;
    private final long started;
    private volatile String applicationName = "";
    private volatile String query = "";
    private volatile String state = "idle";

    SessionActivity(SessionRequest request, long started) {
        this.request = request;
        this.started = started;
    }

    int processId() {
        return request.processId();
    }

    void setApplicationName(String name) {
        applicationName = name;
    }

    void setQuery(String text) {
        query = text;
        state = "active";
    }

    void setState(String newState) {
        state = newState;
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
                state,
                text.length() > MAXIMUM_QUERY_LENGTH ? text.substring(0, MAXIMUM_QUERY_LENGTH) : text);
    }
}
