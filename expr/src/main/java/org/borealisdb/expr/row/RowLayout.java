package org.borealisdb.expr.row;

import java.util.List;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeModifier;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;

/**
 * The offsets of a table's columns in its stored rows; made once a table version and shared between tasks.
 *
 * <p>The layout of a row is described in the package. Columns are only ever added at the end; a dropped column keeps its
 * place and is written as NULL.
 */
public final class RowLayout {
    /** PostgreSQL's MaxHeapAttributeNumber. */
    public static final int MAXIMUM_COLUMNS = 1600;

    /** What the bytes of a column are. */
    enum Form {
        /** A numeric in PostgreSQL's binary format. */
        NUMERIC,
        /** Text in UTF-8. */
        TEXT,
        /** Anything else. */
        OTHER
    }

    static final int HEADER_BYTES = 2;
    static final int COUNT_MASK = 0x07ff;
    static final int VERSION_MASK = 0x7800;
    static final int WIDE_FLAG = 0x8000;
    static final int NARROW_LIMIT = 0xffff;

    private final List<SqlType> types;
    private final RowSource defaults;
    private final byte[] widths;
    private final boolean[] unsigned;
    private final Form[] forms;
    private final int[] narrowOffsets;
    private final int[] wideOffsets;
    private final int[] previousVariable;
    private final int[] paddedLengths;

    /** Makes the layout of a table whose columns have no defaults for rows written before they were added. */
    public RowLayout(List<? extends SqlType> types) {
        this(types, BoxedRow.of(new Object[types.size()]));
    }

    /**
     * Makes the layout of a table.
     *
     * @param types the columns
     * @param defaults what a column reads as in rows written before it was added
     */
    public RowLayout(List<? extends SqlType> types, RowSource defaults) {
        if (types.size() > MAXIMUM_COLUMNS) {
            throw new IllegalArgumentException(types.size() + " columns");
        }
        this.types = List.copyOf(types);
        this.defaults = defaults;
        int count = types.size();
        widths = new byte[count];
        unsigned = new boolean[count];
        forms = new Form[count];
        narrowOffsets = new int[count + 1];
        wideOffsets = new int[count + 1];
        previousVariable = new int[count];
        paddedLengths = new int[count];
        int lastVariable = -1;
        for (int i = 0; i < count; i++) {
            widths[i] = (byte) storedWidth(types.get(i));
            unsigned[i] = KeyEncoder.isUnsigned(types.get(i));
            forms[i] = form(types.get(i));
            previousVariable[i] = lastVariable;
            paddedLengths[i] =
                    types.get(i).is(BuiltInType.BPCHAR) && types.get(i).modifier() >= 0
                            ? TypeModifier.length(types.get(i).modifier())
                            : 0;
            if (widths[i] == 0) {
                lastVariable = i;
            }
            narrowOffsets[i + 1] = narrowOffsets[i] + (widths[i] == 0 ? 2 : widths[i]);
            wideOffsets[i + 1] = wideOffsets[i] + (widths[i] == 0 ? 4 : widths[i]);
        }
    }

    private static Form form(SqlType type) {
        if (!(type instanceof ScalarType scalar)) {
            return Form.OTHER;
        }
        return scalar.base() == BuiltInType.NUMERIC
                ? Form.NUMERIC
                : scalar.base().isTextual() ? Form.TEXT : Form.OTHER;
    }

    /** Returns the bytes of a fixed-width type, 0 for others; a name is text and varies although its typlen is 64. */
    private static int storedWidth(SqlType type) {
        boolean fixedObject = type.is(BuiltInType.INTERVAL) || type.is(BuiltInType.UUID);
        return type.kind() != ValueKind.OBJECT || fixedObject ? type.carriedLength() : 0;
    }

    /** Returns the columns' types. */
    public List<SqlType> types() {
        return types;
    }

    /** Returns the number of columns. */
    public int size() {
        return types.size();
    }

    RowSource defaults() {
        return defaults;
    }

    /** Returns the bytes of a fixed-width column, 0 for a variable one. */
    int width(int column) {
        return widths[column];
    }

    /** Returns what a column's bytes are. */
    Form form(int column) {
        return forms[column];
    }

    /** Returns whether a column's whole numbers have no sign. */
    boolean isUnsigned(int column) {
        return unsigned[column];
    }

    /** Returns the offset of a column in the fixed part; of the number of columns, the fixed part's length. */
    int fixedOffset(int column, boolean wide) {
        return wide ? wideOffsets[column] : narrowOffsets[column];
    }

    /** Returns the variable column before this one, -1 if there is none. */
    int previousVariable(int column) {
        return previousVariable[column];
    }

    /** Returns the number of characters that blanks fill a column's values up to, 0 if they do not. */
    int paddedLength(int column) {
        return paddedLengths[column];
    }

    static int bitmapBytes(int columns) {
        return (columns + 7) >> 3;
    }
}
