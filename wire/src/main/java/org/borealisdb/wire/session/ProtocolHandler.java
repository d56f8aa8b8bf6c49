package org.borealisdb.wire.session;

import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.net.StreamConnection;

/** A client protocol. Safe for use by all tasks. */
public interface ProtocolHandler {
    /** Takes a new connection, without reading or writing yet. */
    ServedConnection take(StreamConnection connection);

    /** Takes a new connection only to tell the client why it gets no session, without reading or writing yet. */
    ServedConnection refuse(StreamConnection connection, SqlException reason);
}
