package org.borealisdb.sql.service;

import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.sql.session.CopyOutput;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;

/** Passes a result on. What is done beside that is a subclass's. */
abstract class PassedResult implements ResultSink {
    private final ResultSink sink;

    PassedResult(ResultSink sink) {
        this.sink = sink;
    }

    @Override
    public RowSink rows(ResultShape shape, ColumnFormats formats) {
        return sink.rows(shape, formats);
    }

    @Override
    public CopyInput copyIn(CopyShape shape) {
        return sink.copyIn(shape);
    }

    @Override
    public CopyOutput copyOut(CopyShape shape) {
        return sink.copyOut(shape);
    }

    @Override
    public void complete(CommandTag tag, long rowCount) {
        sink.complete(tag, rowCount);
    }

    @Override
    public void suspended() {
        sink.suspended();
    }

    @Override
    public void emptyQuery() {
        sink.emptyQuery();
    }
}
