package org.borealisdb.expr.value;

/**
 * One row to read from: a stored row, a row of a batch, the parameters of a statement.
 *
 * <p>Which of the three reading methods fits a column follows from its type's {@link
 * org.borealisdb.expr.type.ValueKind}. They may be called only if the column is not null; then nothing is allocated for the
 * primitive kinds. An implementation belongs to one task and may be moved to another row between calls.
 */
public interface RowSource {
    /** Returns whether the column is NULL. */
    boolean isNull(int column);

    /** Returns a value of kind LONG. */
    long longAt(int column);

    /** Returns a value of kind DOUBLE. */
    double doubleAt(int column);

    /** Returns a value of kind OBJECT. */
    Object objectAt(int column);

    /**
     * Appends the UTF-8 bytes of a text value, if they are at hand: then nobody needs to make the text from them first.
     *
     * @return false if they are not; then nothing was appended
     */
    default boolean appendText(int column, ByteSink out) {
        return false;
    }
}
