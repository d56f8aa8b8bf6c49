package org.borealisdb.sql.session;

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
     * A value of a text type as UTF-8, as a stored row holds it. For a column that {@link #wantsText} it may also be the
     * finished text form of a value of any type, for those that only a catalog can name ({@code regclass}).
     */
    void putText(byte[] utf8, int offset, int length);

    /** Whether the column, counted from 0, is sent as text. */
    boolean wantsText(int column);

    /** Ends the row, which has all its values. May wait for the client. */
    void endRow();
}
