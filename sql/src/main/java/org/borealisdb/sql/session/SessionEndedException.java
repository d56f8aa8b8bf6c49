package org.borealisdb.sql.session;

import org.borealisdb.expr.error.SqlException;

/**
 * The session cannot go on: its last answer is {@link #report()}, after which the connection is closed. So ends a commit
 * whose fate is unknown (08007), an instance that was fenced or shuts down, a time-out that ends sessions.
 */
public final class SessionEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SqlException report;

    public SessionEndedException(SqlException report) {
        super(report.text(), report);
        this.report = report;
    }

    /** What the client is told, with severity FATAL. */
    public SqlException report() {
        return report;
    }
}
