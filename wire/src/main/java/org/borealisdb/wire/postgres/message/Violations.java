package org.borealisdb.wire.postgres.message;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.session.SessionEndedException;

/** Errors in what a client sends, with PostgreSQL's words. */
public final class Violations {
    private Violations() {}

    /** The content of a message is wrong; the next message can be read. */
    public static SqlException inContent(String message) {
        return new SqlException(ErrorCode.PROTOCOL_VIOLATION, message);
    }

    /** The stream is out of step, and nothing after this can be understood. */
    public static SessionEndedException fatal(String message) {
        return new SessionEndedException(inContent(message));
    }
}
