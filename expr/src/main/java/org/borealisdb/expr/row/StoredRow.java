package org.borealisdb.expr.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.NumericBytes;
import org.borealisdb.expr.value.RowSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of a stored row in place, one by one. A cursor: {@link #moveTo} points it at another row. Belongs to one
 * task; the bytes must stay what they are while it points at them.
 *
 * <p>Bytes that are no row of the layout are met with {@link IllegalStateException} (corruption) or {@link
 * IndexOutOfBoundsException}, never with a wrong read outside the row.
 */
public final class StoredRow implements RowSource {
    private static final int FIXED_OBJECT_BYTES = 16;
    /** The highest bit of each of eight bytes. */
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);

    private final RowLayout layout;
    private byte[] bytes = {};
    private int from;
    private int length;
    private long moves;
    private @Nullable Object[] decoded = {};
    /** Of each column, the row, as the count of moves, that {@code decoded} is from. */
    private long[] decodedIn = {};

    private int columns;
    private boolean wide;
    private int fixedStart;
    private int variableStart;

    /** Makes a cursor over rows of this layout, or of earlier ones that had fewer columns. */
    public StoredRow(RowLayout layout) {
        this.layout = layout;
    }

    /** Returns the number of columns that the row at an offset of an array was written with. */
    public static int columnsOf(byte[] array, int offset) {
        return (short) SHORTS.get(array, offset) & RowLayout.COUNT_MASK;
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    /** Points at a row that is an array. */
    public StoredRow moveTo(byte[] row) {
        return moveTo(row, 0, row.length);
    }

    /** Points at the row that takes {@code rowLength} bytes at an offset of an array. */
    public StoredRow moveTo(byte[] array, int offset, int rowLength) {
        Objects.checkFromIndexSize(offset, rowLength, array.length);
        if (rowLength < RowLayout.HEADER_BYTES) {
            throw new IndexOutOfBoundsException("row of " + rowLength + " bytes is shorter than its header");
        }
        bytes = array;
        from = offset;
        length = rowLength;
        moves++;
        int header = (short) SHORTS.get(bytes, from) & 0xffff;
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
        return (bytes[from + RowLayout.HEADER_BYTES + (column >> 3)] & (1 << (column & 7))) != 0;
    }

    @Override
    public long longAt(int column) {
        if (column >= columns) {
            return layout.defaults().longAt(column);
        }
        int at = fixed(column);
        return switch (layout.width(column)) {
            case 1 -> bytes[at] & 0xff;
            case 2 -> (short) SHORTS.get(bytes, at);
            case 4 -> {
                int value = (int) INTS.get(bytes, at);
                yield layout.isUnsigned(column) ? value & 0xffff_ffffL : value;
            }
            case 8 -> (long) LONGS.get(bytes, at);
            default -> throw new IllegalArgumentException("column " + column + " is not of kind LONG");
        };
    }

    /** Returns where the fixed part of a stored column begins. */
    private int fixed(int column) {
        return from + fixedStart + layout.fixedOffset(column, wide);
    }

    @Override
    public double doubleAt(int column) {
        if (column >= columns) {
            return layout.defaults().doubleAt(column);
        }
        int at = fixed(column);
        return layout.width(column) == 4
                ? Float.intBitsToFloat((int) INTS.get(bytes, at))
                : Double.longBitsToDouble((long) LONGS.get(bytes, at));
    }

    @Override
    public Object objectAt(int column) {
        if (column >= columns) {
            return layout.defaults().objectAt(column);
        }
        RowLayout.Form form = layout.form(column);
        if (form != RowLayout.Form.OTHER) {
            return decoded(column, form);
        }
        SqlType type = layout.types().get(column);
        if (layout.width(column) == FIXED_OBJECT_BYTES) {
            int at = fixed(column);
            if (type.is(BuiltInType.UUID)) {
                return new UUID(Long.reverseBytes((long) LONGS.get(bytes, at)), Long.reverseBytes((long)
                        LONGS.get(bytes, at + 8)));
            }
            return new Interval(
                    (int) INTS.get(bytes, at + 12), (int) INTS.get(bytes, at + 8), (long) LONGS.get(bytes, at));
        }
        byte[] value = variableBytes(column);
        if (type.is(BuiltInType.BYTEA)) {
            return value;
        }
        if (type.is(BuiltInType.JSONB)) {
            return Jsonb.ofStored(value);
        }
        if (type instanceof ArrayType array) {
            return ((ArrayValue) BinaryInput.parse(array.stored(), value)).of(array.element());
        }
        return BinaryInput.parse(type.stored(), value);
    }

    /** A number or a text of this row: expressions that read it again find it made already. */
    private Object decoded(int column, RowLayout.Form form) {
        if (decoded.length <= column) {
            decoded = new Object[layout.size()];
            decodedIn = new long[layout.size()];
        }
        Object known = decoded[column];
        if (known != null && decodedIn[column] == moves) {
            return known;
        }
        Object value = form == RowLayout.Form.NUMERIC ? number(column) : text(column);
        decoded[column] = value;
        decodedIn[column] = moves;
        return value;
    }

    private Numeric number(int column) {
        int start = start(column);
        return NumericBytes.read(bytes, from + variableStart + start, variableLength(column, start));
    }

    private String text(int column) {
        int start = start(column);
        int stored = variableLength(column, start);
        int at = from + variableStart + start;
        int blanks = missingBlanks(column, at, at + stored);
        String text = new String(bytes, at, stored, StandardCharsets.UTF_8);
        return blanks == 0 ? text : text + " ".repeat(blanks);
    }

    @Override
    public boolean appendText(int column, ByteSink out) {
        if (column >= columns || layout.form(column) != RowLayout.Form.TEXT) {
            return false;
        }
        int start = start(column);
        int stored = variableLength(column, start);
        int at = from + variableStart + start;
        out.putBytes(bytes, at, stored);
        for (int blanks = missingBlanks(column, at, at + stored); blanks > 0; blanks--) {
            out.putByte(' ');
        }
        return true;
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

    /** Returns the bytes of a column's value; 0 if it is NULL, or not stored. */
    int storedLength(int column) {
        if (column >= columns || isNull(column)) {
            return 0;
        }
        return layout.width(column) > 0 ? layout.width(column) : variableLength(column, start(column));
    }

    /** Appends the bytes of a variable column as they are stored; false if they are not, because the row was written before the column was added. */
    boolean appendStored(int column, ByteSink out) {
        if (column >= columns) {
            return false;
        }
        int start = start(column);
        out.putBytes(bytes, from + variableStart + start, variableLength(column, start));
        return true;
    }

    private byte[] variableBytes(int column) {
        int start = start(column);
        int stored = variableLength(column, start);
        int at = from + variableStart + start;
        int blanks = missingBlanks(column, at, at + stored);
        byte[] value = new byte[stored + blanks];
        System.arraycopy(bytes, at, value, 0, stored);
        if (blanks > 0) {
            Arrays.fill(value, stored, value.length, (byte) ' ');
        }
        return value;
    }

    private int variableLength(int column, int start) {
        int end = end(column);
        if (start > end) {
            throw new IllegalStateException("column " + column + " ends at " + end + ", before its start " + start);
        }
        return end - start;
    }

    /** Returns how many blanks of a padded value are not stored. */
    private int missingBlanks(int column, int start, int end) {
        int padded = layout.paddedLength(column);
        if (padded == 0) {
            return 0;
        }
        return Math.max(0, padded - characters(start, end));
    }

    /** Returns how many characters of UTF-8 begin there: all bytes begin one but those whose highest bits are 10. */
    private int characters(int start, int end) {
        int further = 0;
        int at = start;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long word = (long) LONGS.get(bytes, at);
            further += Long.bitCount(word & ~(word << 1) & HIGHEST_BITS);
        }
        for (; at < end; at++) {
            further += (bytes[at] & 0xc0) == 0x80 ? 1 : 0;
        }
        return end - start - further;
    }

    private int start(int column) {
        int previous = layout.previousVariable(column);
        return previous < 0 ? 0 : end(previous);
    }

    private int end(int column) {
        int at = fixed(column);
        int end = wide ? (int) INTS.get(bytes, at) : (short) SHORTS.get(bytes, at) & 0xffff;
        if (end < 0 || end > length - variableStart) {
            throw new IllegalStateException("column " + column + " ends at " + end + ", beyond the row");
        }
        return end;
    }
}
