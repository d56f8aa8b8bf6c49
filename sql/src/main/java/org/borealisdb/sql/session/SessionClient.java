package org.borealisdb.sql.session;

/** The client behind a session, as SQL sees it outside of results. */
public interface SessionClient {
    /** Sends a notice, in its place among the results. Called by the session's task, while it works for the client. */
    void notice(SqlNotice notice);

    /**
     * A setting that clients are told of has a new value. They get the last value before the session is next ready. Called by
     * the session's task.
     */
    void settingChanged(String name, String value);

    /** There is something to be taken by {@link SqlSession#takeNotifications}. Returns at once. May be called by any task. */
    default void notified() {}

    /**
     * Ends the session as an administrator does: cancels the statement under way, tells the client (57P01) and closes
     * the connection. Returns at once. May be called by any task.
     */
    void terminate();
}
