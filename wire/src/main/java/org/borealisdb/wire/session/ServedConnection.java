package org.borealisdb.wire.session;

import org.borealisdb.expr.error.SqlException;

/** A connection with its protocol. */
public interface ServedConnection {
    /** Serves the client until either side has enough, then closes the connection. Does not throw for what a client does. */
    void serve();

    /** Makes {@link #serve()} end soon: cancels, tells the client the reason, closes. Returns at once; any task may call it. */
    void terminate(SqlException reason);
}
