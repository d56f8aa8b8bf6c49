package org.borealisdb.sql.service;

import java.util.List;
import org.borealisdb.expr.value.RowSource;

/** Writes rows in one of COPY's formats. Belongs to one task. */
interface CopiedOut {
    /** Begins, with the names of the columns if these are asked for. */
    void begin(List<String> names);

    /** Writes a row. */
    void row(RowSource row);

    /** Ends. */
    void end();
}
