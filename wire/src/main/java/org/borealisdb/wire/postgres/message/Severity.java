package org.borealisdb.wire.postgres.message;

/** How an ErrorResponse or NoticeResponse is to be taken; the names are what is sent. */
public enum Severity {
    /** The statement failed. */
    ERROR,
    /** The session ends. */
    FATAL,
    WARNING,
    NOTICE,
    INFO,
    LOG,
    DEBUG
}
