package org.borealisdb.sql.session;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** The columns of a result; at most {@link #MAXIMUM_COLUMNS}. One object per plan, so that a protocol may know it again by identity. */
public record ResultShape(List<ResultColumn> columns) {
    /** PostgreSQL's MaxTupleAttributeNumber. */
    public static final int MAXIMUM_COLUMNS = 1664;

    /**
     * Copies the columns.
     *
     * @throws SqlException 54011 if there are too many
     */
    public ResultShape {
        columns = List.copyOf(columns);
        if (columns.size() > MAXIMUM_COLUMNS) {
            throw new SqlException(
                    ErrorCode.TOO_MANY_COLUMNS,
                    "number of columns (" + columns.size() + ") exceeds limit (" + MAXIMUM_COLUMNS + ")");
        }
    }
}
