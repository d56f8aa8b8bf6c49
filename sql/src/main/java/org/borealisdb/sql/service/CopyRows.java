package org.borealisdb.sql.service;

import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;

/** The rows that a client copies in, one after the other. Belongs to one task. */
interface CopyRows {
    /**
     * Reads the next row; false at the end.
     *
     * @throws SqlException what is wrong with it, with its place in {@code WHERE}
     */
    boolean next();

    /** The row read last, with the table's columns; those that are not copied are NULL. */
    RowSource row();

    /** Adds the place of the row read last to an error about it. */
    SqlException inLine(SqlException error);

    /** How errors name a row, from 1. */
    String lineName(long row);
}
