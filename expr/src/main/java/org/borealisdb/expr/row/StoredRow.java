package org.borealisdb.expr.row;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.RowSource;

/**
 * Reads the columns of a stored row in place, one by one. A cursor: {@link #moveTo} points it at another row. Belongs to one
 * task; the bytes must stay what they are while it points at them (a pinned page under an optimistic read is re-checked by
 * the engine, which treats any exception met in between as a reason to retry).
 *
 * <p>Bytes that are no row of the layout are met with {@link IllegalStateException} (corruption) or {@link
 * IndexOutOfBoundsException}, never with a wrong read outside the row.
 */
public final class StoredRow implements RowSource {
    private static final int FIXED_OBJECT_BYTES = 16;

    private final RowLayout layout;
    private MemorySegment row = MemorySegment.NULL;
    private int columns;
    private boolean wide;
    private int fixedStart;
    private int variableStart;

    /** Makes a cursor over rows of this layout, or of earlier ones that had fewer columns. */
    public StoredRow(RowLayout layout) {
        this.layout = layout;
    }

    /** Returns the number of columns that the row at an offset of a segment was written with. */
    public static int columnsOf(MemorySegment segment, long offset) {
        return segment.get(RowLayout.SHORT, offset) & RowLayout.COUNT_MASK;
    }

    /** Points at a row in an array. */
    public StoredRow moveTo(byte[] bytes) {
        return moveTo(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** Points at the row that takes {@code length} bytes at an offset of a segment. */
    public StoredRow moveTo(MemorySegment segment, long offset, int length) {
        row = segment.asSlice(offset, length);
        int header = row.get(RowLayout.SHORT, 0) & 0xffff;
        columns = header & RowLayout.COUNT_MASK;
        wide = (header & RowLayout.WIDE_FLAG) != 0;
        if ((header & RowLayout.VERSION_MASK) != 0 || columns > layout.size()) {
            throw new IllegalStateException(
                    "row header " + header + " does not fit a table of " + layout.size() + " columns");
        }
        fixedStart = RowLayout.HEADER_BYTES + RowLayout.bitmapBytes(columns);
        variableStart = fixedStart + layout.fixedOffset(columns, wide);
        if (variableStart > length) {
            throw new IllegalStateException("row of " + length + " bytes is shorter than its fixed part");
        }
        return this;
    }

    /** Returns the number of columns that the row was written with. */
    public int storedColumns() {
        return columns;
    }

    @Override
    public boolean isNull(int column) {
        if (column >= columns) {
            return layout.defaults().isNull(column);
        }
        return (row.get(ValueLayout.JAVA_BYTE, RowLayout.HEADER_BYTES + (column >> 3)) & (1 << (column & 7))) != 0;
    }

    @Override
    public long longAt(int column) {
        if (column >= columns) {
            return layout.defaults().longAt(column);
        }
        long at = fixedStart + (long) layout.fixedOffset(column, wide);
        return switch (layout.width(column)) {
            case 1 -> row.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            case 2 -> row.get(RowLayout.SHORT, at);
            case 4 -> {
                int value = row.get(RowLayout.INT, at);
                yield isUnsigned(layout.types().get(column)) ? value & 0xffff_ffffL : value;
            }
            case 8 -> row.get(RowLayout.LONG, at);
            default -> throw new IllegalArgumentException("column " + column + " is not of kind LONG");
        };
    }

    private static boolean isUnsigned(SqlType type) {
        return type instanceof ScalarType scalar && scalar.base().isObjectIdentifier();
    }

    @Override
    public double doubleAt(int column) {
        if (column >= columns) {
            return layout.defaults().doubleAt(column);
        }
        long at = fixedStart + (long) layout.fixedOffset(column, wide);
        return layout.width(column) == 4
                ? Float.intBitsToFloat(row.get(RowLayout.INT, at))
                : Double.longBitsToDouble(row.get(RowLayout.LONG, at));
    }

    @Override
    public Object objectAt(int column) {
        if (column >= columns) {
            return layout.defaults().objectAt(column);
        }
        SqlType type = layout.types().get(column);
        if (layout.width(column) == FIXED_OBJECT_BYTES) {
            long at = fixedStart + (long) layout.fixedOffset(column, wide);
            if (type.is(BuiltInType.UUID)) {
                return new UUID(
                        Long.reverseBytes(row.get(RowLayout.LONG, at)),
                        Long.reverseBytes(row.get(RowLayout.LONG, at + 8)));
            }
            return new Interval(
                    row.get(RowLayout.INT, at + 12), row.get(RowLayout.INT, at + 8), row.get(RowLayout.LONG, at));
        }
        byte[] bytes = variableBytes(column);
        if (type.is(BuiltInType.BYTEA)) {
            return bytes;
        }
        if (type.is(BuiltInType.JSONB)) {
            return Jsonb.ofStored(bytes);
        }
        if (type instanceof ArrayType array) {
            return ((ArrayValue) BinaryInput.parse(array.stored(), bytes)).of(array.element());
        }
        boolean textual = type instanceof ScalarType scalar && scalar.base().isTextual();
        return textual ? new String(bytes, StandardCharsets.UTF_8) : BinaryInput.parse(type, bytes);
    }

    /**
     * Appends a variable column's bytes: for text, bytea, json, numeric and arrays the very bytes of the wire's binary
     * format, and of the text format for text, padding included. So a value that only travels is never decoded.
     */
    public void copyVariable(int column, ByteSink out) {
        if (column >= columns) {
            throw new IllegalArgumentException("column " + column + " is not stored");
        }
        out.putBytes(variableBytes(column));
    }

    private byte[] variableBytes(int column) {
        int start = start(column);
        int end = end(column);
        if (start > end) {
            throw new IllegalStateException("column " + column + " ends at " + end + ", before its start " + start);
        }
        int blanks = missingBlanks(column, start, end);
        byte[] bytes = new byte[end - start + blanks];
        MemorySegment.copy(row, ValueLayout.JAVA_BYTE, variableStart + (long) start, bytes, 0, end - start);
        if (blanks > 0) {
            Arrays.fill(bytes, end - start, bytes.length, (byte) ' ');
        }
        return bytes;
    }

    /** Returns how many blanks of a padded value are not stored. */
    private int missingBlanks(int column, int start, int end) {
        int padded = layout.paddedLength(column);
        if (padded == 0) {
            return 0;
        }
        int characters = 0;
        for (int at = start; at < end; at++) {
            // In UTF-8 every byte but these begins a character.
            if ((row.get(ValueLayout.JAVA_BYTE, variableStart + (long) at) & 0xc0) != 0x80) {
                characters++;
            }
        }
        return Math.max(0, padded - characters);
    }

    private int start(int column) {
        int previous = layout.previousVariable(column);
        return previous < 0 ? 0 : end(previous);
    }

    private int end(int column) {
        long at = fixedStart + (long) layout.fixedOffset(column, wide);
        int end = wide ? row.get(RowLayout.INT, at) : row.get(RowLayout.SHORT, at) & 0xffff;
        if (end < 0 || end > row.byteSize() - variableStart) {
            throw new IllegalStateException("column " + column + " ends at " + end + ", beyond the row");
        }
        return end;
    }
}
