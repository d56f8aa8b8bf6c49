package org.borealisdb.sql.service;

import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.sql.session.CopyOutput;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;

/** Takes the result of a command, and remembers how many rows it was about. */
final class CountedResult implements ResultSink {
    private final ResultSink sink;
    private long rows;

    CountedResult(ResultSink sink) {
        this.sink = sink;
    }

    /** Returns whether the rows of a command are counted: what moves rows does, others only show some. */
    static boolean isFor(Statement command) {
        return command instanceof Definition.CreateTableAs
                || command instanceof Maintenance.Copy
                || (command instanceof SessionStatement.Fetch fetch && !fetch.move());
    }

    /** Returns how many rows there were. */
    long count() {
        return rows;
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
        rows = rowCount;
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
