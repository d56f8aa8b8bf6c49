package org.borealisdb.wire.session;

/** A session as others may act on it. */
public interface LiveSession {
    /** Cancels the statement under way, if there is one. Returns at once; any task may call it. */
    void cancelStatement();
}
