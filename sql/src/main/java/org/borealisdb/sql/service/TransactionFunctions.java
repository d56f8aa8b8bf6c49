package org.borealisdb.sql.service;

import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.TransactionSnapshot;
import org.borealisdb.expr.value.UnsignedNumbers;
import org.jspecify.annotations.Nullable;

/**
 * The functions that tell of transactions by their ids, which here have 64 bits from the start, and never begin anew. Each is there with ids of the type xid8, and of bigint under the name it had
 * before. Belongs to the session's task.
 */
final class TransactionFunctions {
    private static final SqlType XID8 = BuiltInType.XID8.type();
    private static final SqlType INT8 = BuiltInType.INT8.type();
    private static final SqlType TEXT = BuiltInType.TEXT.type();

    /** Lower numbers stand for no transaction, or for what was always there. */
    private static final long FIRST_TRANSACTION = 3;

    private final TransactionBlock block;
    private final Transactions transactions;

    TransactionFunctions(TransactionBlock block, Transactions transactions) {
        this.block = block;
        this.transactions = transactions;
    }

    void declareIn(SessionFunctions functions) {
        functions.declare(5059, "pg_current_xact_id", Volatility.STABLE, XID8, any -> carried(current()));
        functions.declare(2943, "txid_current", Volatility.STABLE, INT8, any -> current());
        functions.declare(5060, "pg_current_xact_id_if_assigned", Volatility.STABLE, XID8, any -> {
            Long id = assigned();
            return id == null ? null : carried(id);
        });
        functions.declare(3348, "txid_current_if_assigned", Volatility.STABLE, INT8, any -> assigned());
        functions.declare(
                5061, "pg_current_snapshot", Volatility.STABLE, BuiltInType.PG_SNAPSHOT.type(), any -> snapshot());
        functions.declare(
                2944, "txid_current_snapshot", Volatility.STABLE, BuiltInType.TXID_SNAPSHOT.type(), any -> snapshot());
        functions.declare(
                5066, "pg_xact_status", TEXT, arguments -> status(UnsignedNumbers.bits((Long) arguments[0])), XID8);
        functions.declare(
                1181, "age", BuiltInType.INT4.type(), arguments -> age((Long) arguments[0]), BuiltInType.XID.type());
        functions.declare(
                3939,
                "mxid_age",
                BuiltInType.INT4.type(),
                arguments -> (Long) arguments[0] == 0 ? (long) Integer.MAX_VALUE : 0L,
                BuiltInType.XID.type());
        functions.declare(3360, "txid_status", TEXT, arguments -> status((Long) arguments[0]), INT8);
    }

    private static Object carried(long id) {
        return UnsignedNumbers.carried(id);
    }

    private Long current() {
        block.refuseOnReader("pg_current_xact_id()");
        return block.transaction().assignId();
    }

    private @Nullable Long assigned() {
        long id = block.transaction().id();
        return id == 0 ? null : (Long) id;
    }

    /** Returns how many transactions ago one was; what is not one is as old as can be. */
    private Long age(long id) {
        block.refuseOnReader("age() of a transaction");
        if (id < FIRST_TRANSACTION) {
            return (long) Integer.MAX_VALUE;
        }
        long own = block.transaction().id();
        return (long) (int) ((own == 0 ? transactions.nextId() : own) - id);
    }

    private TransactionSnapshot snapshot() {
        block.refuseOnReader("pg_current_snapshot()");
        try (ReadView view = block.transaction().openView()) {
            return transactions.snapshot(view);
        }
    }

    /** Returns what became of a transaction; nothing if it was too long ago. */
    private @Nullable String status(long id) {
        block.refuseOnReader("pg_xact_status()");
        if (id == 0) {
            return null;
        }
        if (Long.compareUnsigned(id, transactions.nextId()) >= 0) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "transaction ID " + Long.toUnsignedString(id) + " is in the future");
        }
        return transactions
                .fate(id)
                .map(fate -> switch (fate) {
                    case ACTIVE, COMMITTING -> "in progress";
                    case COMMITTED -> "committed";
                    case ABORTED -> "aborted";
                })
                .orElse(null);
    }
}
