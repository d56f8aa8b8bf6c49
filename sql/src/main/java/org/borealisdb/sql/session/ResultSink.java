package org.borealisdb.sql.session;

/** Takes the results of statements, one after the other. */
public interface ResultSink {
    /** Begins a result with rows. The sink answered is valid until the statement is complete or suspended. */
    RowSink rows(ResultShape shape, ColumnFormats formats);

    /** Begins a COPY from the client. Call {@link CopyInput#advance()} until it answers false, then {@link #complete}. */
    CopyInput copyIn(CopyShape shape);

    /** Begins a COPY to the client. */
    CopyOutput copyOut(CopyShape shape);

    /** The statement is complete. {@code rowCount} is ignored for tags that do not count. */
    void complete(CommandTag tag, long rowCount);

    /** The portal reached its row limit and can be executed on. */
    void suspended();

    /** The text held no statement. */
    void emptyQuery();
}
