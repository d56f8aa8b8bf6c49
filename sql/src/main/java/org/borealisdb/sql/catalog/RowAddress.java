package org.borealisdb.sql.catalog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.TupleId;

/**
 * The addresses of a table's rows (ctid): each is the row's primary key in another form, so that it tells rows apart, stays as long as the key does, and leads back to the row.
 *
 * <p>Rows without a primary key have a number, and rows whose key is one whole number have that: it is the address, in 48 bits. Any other key is written as a longer number: a byte of 1, the bytes
 * of the key, and a byte of 1 with zeros behind it.
 */
public final class RowAddress {
    private static final int MARK = 1;
    private static final int BITS = TupleId.SHORT_BYTES * Byte.SIZE;

    private final boolean numbered;
    private final Optional<KeyColumn> whole;

    private RowAddress(boolean numbered, Optional<KeyColumn> whole) {
        this.numbered = numbered;
        this.whole = whole;
    }

    /** Returns the addresses of a table's rows. */
    public static RowAddress of(TableDefinition table) {
        List<KeyColumn> keys = table.clusteredBy().map(IndexDefinition::keys).orElse(List.of());
        Optional<KeyColumn> whole = keys.size() == 1
                ? Optional.of(keys.getFirst()).filter(key -> isWhole(key.type()) && !key.descending())
                : Optional.empty();
        return new RowAddress(table.clusteredBy().isEmpty(), whole);
    }

    private static boolean isWhole(SqlType type) {
        return type.is(BuiltInType.INT2)
                || type.is(BuiltInType.INT4)
                || type.is(BuiltInType.INT8)
                || type.is(BuiltInType.OID);
    }

    /** Returns the address of the row with a primary key. */
    public TupleId at(byte[] key) {
        long number = numbered
                ? ByteBuffer.wrap(key).getLong()
                : whole.map(column -> number(column, key)).orElse(-1L);
        if (number >>> BITS == 0) {
            return TupleId.of(number);
        }
        byte[] bytes = new byte[Math.max(key.length + 2, TupleId.SHORT_BYTES + 1)];
        bytes[0] = MARK;
        System.arraycopy(key, 0, bytes, 1, key.length);
        bytes[1 + key.length] = MARK;
        return TupleId.ofBytes(bytes);
    }

    /** The number that a key stands for: behind the byte that says that it is not NULL, as KeyEncoder writes it. */
    private static long number(KeyColumn column, byte[] key) {
        long number = 0;
        for (int i = 1; i < key.length; i++) {
            number = number << Byte.SIZE | (key[i] & 0xff);
        }
        long sign = 1L << ((key.length - 1) * Byte.SIZE - 1);
        return column.type().is(BuiltInType.OID) ? number : number - sign;
    }

    /** Returns the primary key of the row at an address; empty if no row of the table can be there. */
    public Optional<byte[]> key(TupleId address) {
        if (address.isShort()) {
            return numbered
                    ? Optional.of(ByteBuffer.allocate(Long.BYTES)
                            .putLong(address.number())
                            .array())
                    : whole.flatMap(column -> key(column, address.number()));
        }
        byte[] bytes = address.bytes();
        int end = bytes.length - 1;
        while (end > 0 && bytes[end] == 0) {
            end--;
        }
        boolean marked = end > 0 && bytes[0] == MARK && bytes[end] == MARK;
        return marked ? Optional.of(Arrays.copyOfRange(bytes, 1, end)) : Optional.empty();
    }

    private static Optional<byte[]> key(KeyColumn column, long number) {
        int bits = column.type().length() * Byte.SIZE - (column.type().is(BuiltInType.OID) ? 0 : 1);
        if (number >>> Math.min(bits, BITS) != 0) {
            return Optional.empty();
        }
        ByteSink key = new ByteSink(1 + Long.BYTES);
        KeyEncoder.appendLong(key, column, number);
        return Optional.of(key.toBytes());
    }
}
