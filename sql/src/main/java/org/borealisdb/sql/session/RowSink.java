package org.borealisdb.sql.session;

import org.borealisdb.expr.value.RowSource;

/**
 * Takes the rows of one result, value by value from the first column to the last. A value is put by the method of its type's
 * {@link org.borealisdb.expr.type.ValueKind}, in the form that {@code org.borealisdb.expr.value} documents.
 */
public interface RowSink {
    void putNull();

    /** A value of kind LONG. */
    void putLong(long value);

    /** A value of kind DOUBLE. */
    void putDouble(double value);

    /** A value of kind OBJECT. */
    void putObject(Object value);

    /**
     * A value of a text type, if the row has its UTF-8 bytes at hand ({@link RowSource#appendText}).
     *
     * @param column of the row
     * @return false if it has not; then nothing was put
     */
    boolean putText(RowSource row, int column);

    /** Whether the column, counted from 0, is sent as text. */
    boolean wantsText(int column);

    /** Ends the row, which has all its values. May wait for the client. */
    void endRow();
}
