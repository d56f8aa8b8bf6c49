package org.borealisdb.sql.session;

import java.util.Optional;

/** A bound statement, ready to run or suspended at a row limit. It ends with its transaction at the latest. */
public interface SqlPortal {
    /** The columns of its result; empty if it answers no rows. */
    Optional<ResultShape> shape();

    /** The formats it was bound with. */
    ColumnFormats formats();

    /**
     * Runs, or goes on, until the end or until {@code rowLimit} rows were answered ({@link ResultSink#suspended()}); 0 is no limit.
     * A portal that has ended answers no more rows and is complete again.
     */
    void execute(ResultSink sink, int rowLimit);
}
