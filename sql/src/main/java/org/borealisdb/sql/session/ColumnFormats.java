package org.borealisdb.sql.session;

import java.util.Arrays;
import java.util.BitSet;

/** Which columns of a result the client wants in binary; the others go as text. Immutable. SQL passes it on without looking. */
public final class ColumnFormats {
    /** Every column as text. */
    public static final ColumnFormats TEXT = new ColumnFormats(0, false, new BitSet());

    /** Every column in binary. */
    public static final ColumnFormats BINARY = new ColumnFormats(0, true, new BitSet());

    private final int listed;
    private final boolean others;
    private final BitSet binary;

    private ColumnFormats(int listed, boolean others, BitSet binary) {
        this.listed = listed;
        this.others = others;
        this.binary = binary;
    }

    /** One format for each column. */
    public static ColumnFormats each(boolean... binaryColumns) {
        BitSet set = new BitSet(binaryColumns.length);
        for (int column = 0; column < binaryColumns.length; column++) {
            set.set(column, binaryColumns[column]);
        }
        return new ColumnFormats(binaryColumns.length, false, set);
    }

    /** Whether the column, counted from 0, goes in binary. */
    public boolean isBinary(int column) {
        return listed == 0 ? others : binary.get(column);
    }

    /** Whether these formats fit a result of so many columns: they were given for all of them, or one for each. */
    public boolean fits(int columns) {
        return listed == 0 || listed == columns;
    }

    /** How many columns were listed one by one; 0 if one format was given for all. */
    public int listed() {
        return listed;
    }

    @Override
    public String toString() {
        if (listed == 0) {
            return others ? "binary" : "text";
        }
        int[] codes = new int[listed];
        binary.stream().forEach(column -> codes[column] = 1);
        return Arrays.toString(codes);
    }
}
