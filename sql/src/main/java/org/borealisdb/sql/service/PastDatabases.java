package org.borealisdb.sql.service;

import org.borealisdb.engine.Database;
import org.borealisdb.expr.value.SessionFormat;

/** The database as it was, for sessions with {@code borealis.as_of}. Safe for use by all tasks; methods may wait. */
public interface PastDatabases {
    /**
     * The consistent point that a text names: a time as SQL writes it, in the session's time zone, or an LSN.
     *
     * @return its LSN
     * @throws org.borealisdb.expr.error.SqlException if it names none (22023), or none whose history is kept (72000)
     */
    Point find(String text, SessionFormat format);

    /**
     * A point of history.
     *
     * @param lsn    where it is
     * @param millis when that was, in milliseconds since 1970
     */
    record Point(long lsn, long millis) {}

    /**
     * Opens the database as it was at a point that {@link #find} has found, for one session more.
     *
     * @throws org.borealisdb.expr.error.SqlException if that history is not kept any more (72000), or too many points are open (53000)
     */
    Past open(long lsn);

    /** The database as it was, until this is closed. */
    interface Past extends AutoCloseable {
        /** Nothing that is done to it lasts. */
        Database database();

        @Override
        void close();
    }
}
