package org.borealisdb.wire.session;

import org.borealisdb.runtime.net.StreamConnection;

/** A client protocol. Safe for use by all tasks. */
public interface ProtocolHandler {
    /** Takes a new connection, without reading or writing yet. */
    ServedConnection take(StreamConnection connection);
}
