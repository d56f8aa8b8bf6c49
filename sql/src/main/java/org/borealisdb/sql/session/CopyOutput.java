package org.borealisdb.sql.session;

import org.borealisdb.expr.value.ByteSink;

/** Takes the bytes that a client copies out, row by row. */
public interface CopyOutput {
    /** Begins a piece, usually a row with its line end: append its bytes to the sink that is answered, and nothing else. */
    ByteSink begin();

    /** Ends the piece begun; may wait for the client. */
    void end();
}
