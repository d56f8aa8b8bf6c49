package org.borealisdb.sql.session;

import java.util.List;

/** The columns of a result; at most {@link #MAXIMUM_COLUMNS}. One object per plan, so that a protocol may know it again by identity. */
public record ResultShape(List<ResultColumn> columns) {
    /** PostgreSQL's MaxTupleAttributeNumber. */
    public static final int MAXIMUM_COLUMNS = 1664;

    public ResultShape {
        columns = List.copyOf(columns);
        if (columns.size() > MAXIMUM_COLUMNS) {
            throw new IllegalArgumentException(columns.size() + " columns are more than " + MAXIMUM_COLUMNS);
        }
    }
}
