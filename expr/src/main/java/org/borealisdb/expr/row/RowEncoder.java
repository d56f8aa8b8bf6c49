package org.borealisdb.expr.row;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.UUID;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.RowSource;

/** Writes rows of one layout. Reuses its buffers, so belongs to one task. */
public final class RowEncoder {
    private final RowLayout layout;
    private final ByteSink variable = new ByteSink(256);
    private final int[] ends;
    private byte[] bytes = new byte[256];

    /** Makes an encoder of rows of this layout. */
    public RowEncoder(RowLayout layout) {
        this.layout = layout;
        this.ends = new int[layout.size()];
    }

    /**
     * Encodes a row.
     *
     * @return the number of bytes, which stand at the start of {@link #bytes()} until the next call
     */
    public int encode(RowSource row) {
        variable.clear();
        int count = layout.size();
        for (int i = 0; i < count; i++) {
            if (layout.width(i) == 0 && !row.isNull(i)) {
                SqlType type = layout.types().get(i);
                if (!row.appendText(i, variable)) {
                    putVariable(type, row.objectAt(i));
                }
                if (layout.paddedLength(i) > 0) {
                    trim(i == 0 ? 0 : ends[i - 1]);
                }
            }
            ends[i] = variable.size();
        }
        boolean wide = variable.size() > RowLayout.NARROW_LIMIT;
        int fixedStart = RowLayout.HEADER_BYTES + RowLayout.bitmapBytes(count);
        int variableStart = fixedStart + layout.fixedOffset(count, wide);
        int length = variableStart + variable.size();
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, bytes.length * 2)];
        }
        Arrays.fill(bytes, 0, variableStart, (byte) 0);
        setShort(0, count | (wide ? RowLayout.WIDE_FLAG : 0));
        for (int i = 0; i < count; i++) {
            int at = fixedStart + layout.fixedOffset(i, wide);
            if (layout.width(i) == 0) {
                if (wide) {
                    setInt(at, ends[i]);
                } else {
                    setShort(at, ends[i]);
                }
            }
            if (row.isNull(i)) {
                bytes[RowLayout.HEADER_BYTES + (i >> 3)] |= (byte) (1 << (i & 7));
            } else if (layout.width(i) != 0) {
                putFixed(at, layout.types().get(i), row, i);
            }
        }
        System.arraycopy(variable.array(), 0, bytes, variableStart, variable.size());
        return length;
    }

    private void putVariable(SqlType type, Object value) {
        if (value instanceof Jsonb json) {
            json.appendStored(variable);
        } else if (type instanceof ArrayType array && value instanceof ArrayValue elements) {
            SqlType element = array.element().stored();
            BinaryOutput.appendObject(variable, type, elements.of(element));
        } else {
            BinaryOutput.appendObject(variable, type.stored(), value);
        }
    }

    /** Takes the blanks off the end of the last value, which began at {@code start}: its type says how many there are. */
    private void trim(int start) {
        byte[] written = variable.array();
        int end = variable.size();
        while (end > start && written[end - 1] == ' ') {
            end--;
        }
        variable.truncate(end);
    }

    /** Returns the array that holds the last encoded row at its start. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns a copy of a row's bytes. */
    public byte[] toBytes(RowSource row) {
        return Arrays.copyOf(bytes, encode(row));
    }

    /** Encodes a row and copies it into a segment that has room for it. */
    public int encodeTo(RowSource row, MemorySegment target, long offset) {
        int length = encode(row);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, target, offset, length);
        return length;
    }

    private void putFixed(int at, SqlType type, RowSource row, int column) {
        if (type.kind() == ValueKind.LONG) {
            long value = row.longAt(column);
            for (int i = 0; i < layout.width(column); i++) {
                bytes[at + i] = (byte) (value >> (8 * i));
            }
        } else if (type.is(BuiltInType.FLOAT4)) {
            setInt(at, Float.floatToIntBits((float) row.doubleAt(column)));
        } else if (type.kind() == ValueKind.DOUBLE) {
            setLong(at, Double.doubleToLongBits(row.doubleAt(column)));
        } else if (type.is(BuiltInType.UUID)) {
            UUID uuid = (UUID) row.objectAt(column);
            setLong(at, Long.reverseBytes(uuid.getMostSignificantBits()));
            setLong(at + 8, Long.reverseBytes(uuid.getLeastSignificantBits()));
        } else {
            Interval interval = (Interval) row.objectAt(column);
            setLong(at, interval.micros());
            setInt(at + 8, interval.days());
            setInt(at + 12, interval.months());
        }
    }

    private void setShort(int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
    }

    private void setInt(int at, int value) {
        setShort(at, value);
        setShort(at + 2, value >> 16);
    }

    private void setLong(int at, long value) {
        setInt(at, (int) value);
        setInt(at + 4, (int) (value >> 32));
    }
}
