package org.borealisdb.sql.plan;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.TransactionSnapshot;
import org.borealisdb.expr.value.UnsignedNumbers;
import org.jspecify.annotations.Nullable;

/** The functions that return the transactions which a snapshot lists as running. */
public enum SnapshotSet implements SetSource {
    /** Their ids as xid8. */
    PG_SNAPSHOT_XIP(BuiltInType.PG_SNAPSHOT, BuiltInType.XID8),
    /** Their ids as bigint. */
    TXID_SNAPSHOT_XIP(BuiltInType.TXID_SNAPSHOT, BuiltInType.INT8);

    private static final Map<String, SnapshotSet> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SnapshotSet::functionName, each -> each));

    private final BuiltInType argument;
    private final BuiltInType result;

    SnapshotSet(BuiltInType argument, BuiltInType result) {
        this.argument = argument;
        this.result = result;
    }

    /** Returns the function of a name. */
    public static Optional<SnapshotSet> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    @Override
    public String functionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the type of the snapshot. */
    public SqlType argument() {
        return argument.type();
    }

    /** Returns the type of the ids. */
    public SqlType result() {
        return result.type();
    }

    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        if (!(arguments[0] instanceof TransactionSnapshot snapshot)) {
            return Collections.emptyIterator();
        }
        List<@Nullable Object> ids = snapshot.running().stream()
                .<@Nullable Object>map(id -> this == PG_SNAPSHOT_XIP ? (Long) UnsignedNumbers.carried(id) : id)
                .toList();
        return ids.iterator();
    }
}
