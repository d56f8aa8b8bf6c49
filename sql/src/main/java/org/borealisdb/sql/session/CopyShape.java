package org.borealisdb.sql.session;

/**
 * What the bytes of a COPY hold.
 *
 * @param columns how many columns
 * @param binary whether it is the binary format; text and CSV differ only for those who write and read the bytes
 */
public record CopyShape(int columns, boolean binary) {
    public CopyShape {
        if (columns < 0 || columns > ResultShape.MAXIMUM_COLUMNS) {
            throw new IllegalArgumentException("columns of COPY: " + columns);
        }
    }
}
