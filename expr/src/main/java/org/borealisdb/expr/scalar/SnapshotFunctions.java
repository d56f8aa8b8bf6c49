package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.PG_SNAPSHOT;
import static org.borealisdb.expr.type.BuiltInType.TXID_SNAPSHOT;
import static org.borealisdb.expr.type.BuiltInType.XID8;

import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.TransactionSnapshot;
import org.borealisdb.expr.value.UnsignedNumbers;
import org.jspecify.annotations.Nullable;

/**
 * Declares the functions of pg_snapshot, whose ids of transactions are of the type xid8, and of txid_snapshot before it, whose ids are bigint. A table: oids, names and signatures are those of
 * PostgreSQL 15's pg_proc.
 */
final class SnapshotFunctions {
    private final FunctionTable table;

    SnapshotFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        limit(5062, "pg_snapshot_xmin", XID8, PG_SNAPSHOT, TransactionSnapshot::xmin);
        limit(5063, "pg_snapshot_xmax", XID8, PG_SNAPSHOT, TransactionSnapshot::xmax);
        limit(2945, "txid_snapshot_xmin", INT8, TXID_SNAPSHOT, TransactionSnapshot::xmin);
        limit(2946, "txid_snapshot_xmax", INT8, TXID_SNAPSHOT, TransactionSnapshot::xmax);
        table.immutable(
                5065,
                "pg_visible_in_snapshot",
                BOOL,
                boxed((context, arguments) ->
                        snapshot(arguments, 1).hasEnded(UnsignedNumbers.bits(NumericMath.whole(arguments, 0)))),
                XID8,
                PG_SNAPSHOT);
        table.immutable(
                2948,
                "txid_visible_in_snapshot",
                BOOL,
                boxed((context, arguments) -> snapshot(arguments, 1).hasEnded(NumericMath.whole(arguments, 0))),
                INT8,
                TXID_SNAPSHOT);
    }

    private void limit(
            int oid, String name, BuiltInType result, BuiltInType argument, ToLongFunction<TransactionSnapshot> limit) {
        LongUnaryOperator carried = result.isUnsignedLong() ? UnsignedNumbers::carried : LongUnaryOperator.identity();
        table.immutable(
                oid,
                name,
                result,
                boxed((context, arguments) -> carried.applyAsLong(limit.applyAsLong(snapshot(arguments, 0)))),
                argument);
    }

    private static TransactionSnapshot snapshot(@Nullable Object[] arguments, int index) {
        return (TransactionSnapshot) NumericMath.value(arguments, index);
    }
}
