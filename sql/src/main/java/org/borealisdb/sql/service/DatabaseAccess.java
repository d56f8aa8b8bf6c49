package org.borealisdb.sql.service;

import org.borealisdb.engine.Database;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** What the sessions of a database may do with it. */
enum DatabaseAccess {
    /** Read and write. */
    WRITABLE,
    /** Read what another instance writes: as PostgreSQL says, the database is in recovery. */
    FOLLOWING,
    /** Read what was. */
    PAST;

    /** The access that an instance gives to a database as it is. */
    static DatabaseAccess of(Database database) {
        return database.following() ? FOLLOWING : WRITABLE;
    }

    /** True if no transaction may write. */
    boolean readOnly() {
        return this != WRITABLE;
    }

    /** True if another instance writes. */
    boolean following() {
        return this == FOLLOWING;
    }

    /**
     * Passes if a transaction may be one that writes.
     *
     * @throws SqlException if not: 0A000 on a reader, as PostgreSQL says, and 25006 in the past
     */
    void checkReadWrite() {
        if (readOnly()) {
            throw new SqlException(
                    following() ? ErrorCode.FEATURE_NOT_SUPPORTED : ErrorCode.READ_ONLY_SQL_TRANSACTION,
                    "cannot set transaction read-write mode " + (following() ? "during recovery" : "in the past"));
        }
    }
}
