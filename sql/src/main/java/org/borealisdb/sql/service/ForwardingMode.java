package org.borealisdb.sql.service;

/** What reads of a session see of writes that a reader forwarded to the writer; and the settings of forwarding, which are named as Aurora PostgreSQL names them. */
enum ForwardingMode {
    /** Nothing is forwarded. */
    OFF,
    /** What the session's own forwarded transactions have changed or seen. */
    SESSION,
    /** What the reader has applied. */
    EVENTUAL,
    /** Everything that was committed when the read began. */
    GLOBAL;

    /** The setting that is one of these, by its name in small letters. */
    static final String SETTING = "apg_write_forward.consistency_mode";

    /** Seconds to wait for the writer, or until the reader has applied what is to be seen; 0 is for ever. */
    static final String CONNECT_TIMEOUT = "apg_write_forward.connect_timeout";

    /** Milliseconds after which the writer closes a forwarded session that is idle; 0 is never. */
    static final String IDLE_TIMEOUT = "apg_write_forward.idle_session_timeout";

    /** Milliseconds after which it ends one that is idle in a transaction; 0 is never. */
    static final String IDLE_IN_TRANSACTION_TIMEOUT = "apg_write_forward.idle_in_transaction_session_timeout";

    /** How many of the connections that the writer takes may be forwarded sessions. */
    static final String MAXIMUM_PERCENT = "apg_write_forward.max_forwarding_connections_percent";

    /** The beginning of the names of all these. */
    static final String PREFIX = "apg_write_forward.";
}
