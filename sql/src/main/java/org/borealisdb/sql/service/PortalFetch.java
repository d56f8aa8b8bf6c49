package org.borealisdb.sql.service;

import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.sql.session.CopyOutput;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;

/**
 * What a portal of the protocol answers to FETCH or MOVE: the rows are those of the command, in the formats that it is to have them in, and the command itself says how many.
 *
 * @param sink the command's
 * @param formats the command's
 * @param move whether rows are only passed over
 */
record PortalFetch(ResultSink sink, ColumnFormats formats, boolean move) implements ResultSink {
    private static final RowSink PASSED_OVER = new RowSink() {
        @Override
        public void putNull() {}

        @Override
        public void putLong(long value) {}

        @Override
        public void putDouble(double value) {}

        @Override
        public void putObject(Object value) {}

        @Override
        public boolean putText(RowSource row, int place) {
            return true;
        }

        @Override
        public boolean wantsText(int index) {
            return false;
        }

        @Override
        public void endRow() {}
    };

    @Override
    public RowSink rows(ResultShape shape, ColumnFormats ofPortal) {
        return move ? PASSED_OVER : sink.rows(shape, formats);
    }

    @Override
    public CopyInput copyIn(CopyShape shape) {
        throw new IllegalStateException("a query copies nothing");
    }

    @Override
    public CopyOutput copyOut(CopyShape shape) {
        throw new IllegalStateException("a query copies nothing");
    }

    @Override
    public void complete(CommandTag tag, long rowCount) {}

    @Override
    public void suspended() {}

    @Override
    public void emptyQuery() {}
}
