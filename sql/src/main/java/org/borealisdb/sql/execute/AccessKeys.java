package org.borealisdb.sql.execute;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.borealisdb.engine.table.KeyRange;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.plan.Access;
import org.jspecify.annotations.Nullable;

/** The keys of an index that an access path looks for, as bytes: how they begin, and between which bounds they lie. Used by one task. */
final class AccessKeys {
    private final Execution execution;
    private final Access access;
    private final IndexDefinition index;
    private final Evaluator[] equal;

    AccessKeys(Execution execution, Access access) {
        this.execution = execution;
        this.access = access;
        this.index = access.index().orElseThrow();
        this.equal = access.equal().stream().map(execution::compile).toArray(Evaluator[]::new);
    }

    /** Returns how keys begin of which each column has one value; none if no row can have such: a value is NULL, or beyond what the column's type has. */
    byte @Nullable [] prefix() {
        @Nullable Object[] values = values();
        return values == null ? null : prefix(values);
    }

    /** Returns what the columns have that have one value, and the arrays of those that are listed; none if one of these is NULL. */
    private @Nullable Object @Nullable [] values() {
        @Nullable Object[] values = new @Nullable Object[equal.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = execution.value(equal[i], access.equal().get(i).type());
            if (values[i] == null) {
                return null;
            }
        }
        return values;
    }

    /** Returns how keys begin that have one of several values in some columns: each once, in the order in which the index is read. */
    List<byte[]> prefixes() {
        Access.Listed listed = access.listed();
        @Nullable Object[] values = values();
        if (values == null) {
            return List.of();
        }
        @Nullable Object[] arrays = values.clone();
        int count = ((ArrayValue) arrays[listed.from()]).size();
        TreeSet<byte[]> found = new TreeSet<>(Arrays::compareUnsigned);
        for (int i = 0; i < count; i++) {
            for (int column = listed.from(); listed.has(column); column++) {
                values[column] = ((ArrayValue) arrays[column]).element(i);
            }
            byte[] prefix = prefix(values);
            if (prefix != null) {
                found.add(prefix);
            }
        }
        return List.copyOf(access.backward() ? found.descendingSet() : found);
    }

    private byte @Nullable [] prefix(@Nullable Object[] values) {
        ByteSink prefix = new ByteSink(32);
        for (int i = 0; i < values.length; i++) {
            KeyColumn column = index.keys().get(i);
            Object value = values[i];
            if (value == null || beyond(column, value) != 0) {
                return null;
            }
            append(prefix, column, value);
        }
        return prefix.toBytes();
    }

    /** Returns the keys that begin in a way and may be of rows that are wanted; none if no row can be. NULL is within no bounds. */
    Optional<KeyRange> range(byte[] start) {
        byte[] from = start;
        byte[] to = start.length == 0 ? start : KeyRange.after(start);
        if (access.lower().isPresent() || access.upper().isPresent()) {
            KeyColumn column = index.keys().get(access.equal().size());
            Object lower = access.lower().map(execution::value).orElse(null);
            Object upper = access.upper().map(execution::value).orElse(null);
            boolean nothing = (access.lower().isPresent() && (lower == null || beyond(column, lower) > 0))
                    || (access.upper().isPresent() && (upper == null || beyond(column, upper) < 0));
            if (nothing) {
                return Optional.empty();
            }
            ByteSink key = new ByteSink(start.length + 16);
            key.putBytes(start);
            KeyEncoder.appendNull(key, column);
            from = column.nullsFirst() ? KeyRange.after(key.toBytes()) : from;
            to = column.nullsFirst() ? to : key.toBytes();
            if (lower != null && beyond(column, lower) == 0) {
                byte[] bound = bound(key, start.length, column, lower);
                byte[] end = access.lowerInclusive() == column.descending() ? KeyRange.after(bound) : bound;
                from = column.descending() ? from : end;
                to = column.descending() ? end : to;
            }
            if (upper != null && beyond(column, upper) == 0) {
                byte[] bound = bound(key, start.length, column, upper);
                byte[] end = access.upperInclusive() == column.descending() ? bound : KeyRange.after(bound);
                from = column.descending() ? end : from;
                to = column.descending() ? to : end;
            }
        }
        KeyRange range = to.length == 0 ? KeyRange.from(from) : KeyRange.of(from, to);
        return Optional.of(access.backward() ? range.reversed() : range);
    }

    private static byte[] bound(ByteSink key, int length, KeyColumn column, Object value) {
        key.truncate(length);
        append(key, column, value);
        return key.toBytes();
    }

    /** Returns whether a whole number is below (-1) or above (1) all that a column's type has. */
    private static int beyond(KeyColumn column, Object value) {
        if (!(value instanceof Long number)) {
            return 0;
        }
        if (column.type().is(BuiltInType.INT4)) {
            return number < Integer.MIN_VALUE ? -1 : number > Integer.MAX_VALUE ? 1 : 0;
        }
        if (column.type().is(BuiltInType.INT2)) {
            return number < Short.MIN_VALUE ? -1 : number > Short.MAX_VALUE ? 1 : 0;
        }
        return 0;
    }

    private static void append(ByteSink target, KeyColumn column, Object value) {
        if (column.type().kind() == ValueKind.LONG) {
            KeyEncoder.appendLong(target, column, Values.unboxLong(value));
        } else {
            KeyEncoder.append(target, column, value);
        }
    }
}
