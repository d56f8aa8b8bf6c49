package org.borealisdb.sql.service;

import org.borealisdb.engine.Database;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.UnsignedNumbers;
import org.jspecify.annotations.Nullable;

/**
 * The functions that tell how far the log is: up to the LSN that is durable, which is written, inserted and flushed at the same time for all that anybody can see. On a reader it is the LSN that it has applied. Belongs to the session's task.
 */
final class LogFunctions {
    private static final SqlType LSN = BuiltInType.PG_LSN.type();

    private final Database database;

    LogFunctions(Database database) {
        this.database = database;
    }

    void declareIn(SessionFunctions functions) {
        functions.declare(2849, "pg_current_wal_lsn", LSN, any -> written());
        functions.declare(2852, "pg_current_wal_insert_lsn", LSN, any -> written());
        functions.declare(3330, "pg_current_wal_flush_lsn", LSN, any -> written());
        functions.declare(3820, "pg_last_wal_receive_lsn", LSN, any -> applied());
        functions.declare(3821, "pg_last_wal_replay_lsn", LSN, any -> applied());
        functions.declare(3073, "pg_is_wal_replay_paused", BuiltInType.BOOL.type(), any -> follows(false));
        functions.declare(1137, "pg_get_wal_replay_pause_state", BuiltInType.TEXT.type(), any -> follows("not paused"));
    }

    private long durable() {
        return UnsignedNumbers.carried(database.transactions().durableLsn());
    }

    private Object written() {
        if (database.following()) {
            throw new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "recovery is in progress")
                    .withHint("WAL control functions cannot be executed during recovery.");
        }
        return durable();
    }

    /** The answer of a reader, which never pauses. */
    private Object follows(Object answer) {
        if (!database.following()) {
            throw new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "recovery is not in progress")
                    .withHint("Recovery control functions can only be executed during recovery.");
        }
        return answer;
    }

    /** Nothing on a writer, which follows nobody. */
    private @Nullable Object applied() {
        return database.following() ? durable() : null;
    }
}
