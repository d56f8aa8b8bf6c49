package org.borealisdb.sql.service;

import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.sql.session.CopyOutput;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;

/** Takes the result of the last statement of a text: outside of a block it is complete only once the checks are made that waited for the end of its transaction. */
final class LastResult implements ResultSink {
    private final ResultSink sink;
    private final TransactionBlock block;

    LastResult(ResultSink sink, TransactionBlock block) {
        this.sink = sink;
        this.block = block;
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
        if (!block.isOpen()) {
            block.checkDeferred();
        }
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
