package org.borealisdb.sql.service;

import java.util.List;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.lock.AdvisoryLockMode;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.session.SqlNotice;

/**
 * Advisory locks: on numbers that mean something to applications alone. They are the session's, as often as it takes them, or the transaction's. They are in the
 * memory of the writer, so that they end with it, and there are none on readers. Belongs to the session's task.
 */
final class AdvisoryLocks {
    /** Tells one number of 64 bits from two of 32, as {@code pg_locks.objsubid} does. */
    static final int ONE_NUMBER = 1;

    static final int TWO_NUMBERS = 2;

    private static final SqlType BOOL = BuiltInType.BOOL.type();
    private static final SqlType VOID = BuiltInType.VOID.type();
    private static final List<SqlType> ONE = List.of(BuiltInType.INT8.type());
    private static final List<SqlType> TWO = List.of(BuiltInType.INT4.type(), BuiltInType.INT4.type());

    private final Database database;
    private final LockTable table;
    private final LockOwner owner;
    private final TransactionBlock block;
    private final StatementGuard guard;
    private final long databaseId;
    private final Notices notices;

    AdvisoryLocks(
            Database database,
            LockOwner owner,
            TransactionBlock block,
            StatementGuard guard,
            long databaseId,
            Notices notices) {
        this.database = database;
        this.table = database.lockTable();
        this.owner = owner;
        this.block = block;
        this.guard = guard;
        this.databaseId = databaseId;
        this.notices = notices;
    }

    /** What is done with a lock; returns the function's result. */
    private interface Action {
        Object on(LockKey key, AdvisoryLockMode mode);
    }

    void declareIn(SessionFunctions functions) {
        declare(functions, "pg_advisory_lock", 2880, 2886, VOID, this::lock);
        declare(functions, "pg_advisory_xact_lock", 3089, 3093, VOID, this::lockInTransaction);
        declare(functions, "pg_try_advisory_lock", 2882, 2888, BOOL, this::tryLock);
        declare(functions, "pg_try_advisory_xact_lock", 3091, 3095, BOOL, this::tryLockInTransaction);
        declare(functions, "pg_advisory_unlock", 2884, 2890, BOOL, this::unlock);
        functions.declare(2892, "pg_advisory_unlock_all", VOID, any -> {
            table.releaseAfter(owner, 0);
            return "";
        });
    }

    /** Declares the exclusive and the shared form of a function, each of one number and of two; the numbers of the shared ones follow. */
    private void declare(
            SessionFunctions functions, String name, int oneOid, int twoOid, SqlType result, Action action) {
        for (AdvisoryLockMode mode : List.of(AdvisoryLockMode.EXCLUSIVE, AdvisoryLockMode.SHARED)) {
            int next = mode == AdvisoryLockMode.SHARED ? 1 : 0;
            String modeName = name + (mode == AdvisoryLockMode.SHARED ? "_shared" : "");
            SessionFunctions.Body body = arguments -> {
                block.refuseOnReader(modeName + "()");
                return action.on(key(arguments), mode);
            };
            functions.declare(oneOid + next, modeName, result, body, ONE.toArray(SqlType[]::new));
            functions.declare(twoOid + next, modeName, result, body, TWO.toArray(SqlType[]::new));
        }
    }

    private LockKey key(Object[] arguments) {
        if (arguments.length == 1) {
            return new LockKey.OfAdvisory(databaseId, ONE_NUMBER, (Long) arguments[0]);
        }
        long high = (Long) arguments[0];
        long low = (Long) arguments[1];
        return new LockKey.OfAdvisory(databaseId, TWO_NUMBERS, high << 32 | (low & 0xffff_ffffL));
    }

    private Object lock(LockKey key, AdvisoryLockMode mode) {
        if (!table.acquireAgain(owner, key, mode)) {
            table.acquire(owner, key, mode, guard.lockWait());
        }
        return "";
    }

    private Object tryLock(LockKey key, AdvisoryLockMode mode) {
        return table.acquireAgain(owner, key, mode) || table.tryAcquire(owner, key, mode);
    }

    private Object lockInTransaction(LockKey key, AdvisoryLockMode mode) {
        block.transaction().lock(key, mode);
        return "";
    }

    private Object tryLockInTransaction(LockKey key, AdvisoryLockMode mode) {
        Transaction open = block.transaction();
        return database.lockTable().tryAcquire(open.locks(), key, mode);
    }

    private Object unlock(LockKey key, AdvisoryLockMode mode) {
        boolean held = table.release(owner, key, mode);
        if (!held) {
            notices.send(
                    SqlNotice.Level.WARNING,
                    ErrorCode.WARNING,
                    "you don't own a lock of type "
                            + (mode == AdvisoryLockMode.SHARED ? "ShareLock" : "ExclusiveLock"));
        }
        return held;
    }
}
