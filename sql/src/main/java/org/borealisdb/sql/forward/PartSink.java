package org.borealisdb.sql.forward;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.forward.ForwardAnswer.Outcome;
import org.borealisdb.sql.forward.ForwardAnswer.Part;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.sql.session.CopyOutput;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.borealisdb.sql.session.SqlNotice;

/** Makes parts of the results of statements, one after the other. Belongs to the session's task. */
final class PartSink implements ResultSink, RowSink {
    /** A part with so many bytes is handed on. */
    private static final int FULL_BYTES = 64 << 10;

    private final Consumer<Part> parts;
    private final ByteSink rows = new ByteSink();
    private final List<SqlNotice> notices = new ArrayList<>();
    private List<SqlType> types = List.of();
    private int column;
    private int count;
    private int rowStart;
    private Outcome outcome = new Outcome.Completed("", false, 0);

    /** A sink that hands parts to {@code parts}, which may wait. */
    PartSink(Consumer<Part> parts) {
        this.parts = parts;
    }

    /** Hands on the last part: what the statement came to. */
    void finish() {
        handOn(outcome);
    }

    /** Hands on the last part of what came to something else than results. */
    void finish(Outcome other) {
        // A row that was begun is not one.
        rows.truncate(rowStart);
        handOn(other);
    }

    private void handOn(Outcome what) {
        Part part = new Part(
                notices, types.stream().map(SqlType::oid).toList(), count, ByteBuffer.wrap(rows.toBytes()), what);
        notices.clear();
        rows.clear();
        rowStart = 0;
        count = 0;
        if (!(what instanceof Outcome.Going)) {
            types = List.of();
            column = 0;
            outcome = new Outcome.Completed("", false, 0);
        }
        parts.accept(part);
    }

    void notice(SqlNotice notice) {
        if (count > 0) {
            handOn(new Outcome.Going());
        }
        notices.add(notice);
        if (notices.size() >= FULL_BYTES / 1024) {
            handOn(new Outcome.Going());
        }
    }

    @Override
    public RowSink rows(ResultShape shape, ColumnFormats formats) {
        types = shape.columns().stream().map(each -> each.type()).toList();
        column = 0;
        return this;
    }

    @Override
    public void putNull() {
        ForwardedValues.putNull(rows);
        column++;
    }

    @Override
    public void putLong(long value) {
        int at = ForwardedValues.begin(rows);
        BinaryOutput.appendLong(rows, types.get(column++), value);
        ForwardedValues.end(rows, at);
    }

    @Override
    public void putDouble(double value) {
        int at = ForwardedValues.begin(rows);
        BinaryOutput.appendDouble(rows, types.get(column++), value);
        ForwardedValues.end(rows, at);
    }

    @Override
    public void putObject(Object value) {
        int at = ForwardedValues.begin(rows);
        BinaryOutput.appendObject(rows, types.get(column++), value);
        ForwardedValues.end(rows, at);
    }

    @Override
    public boolean putText(RowSource row, int place) {
        int at = ForwardedValues.begin(rows);
        if (!row.appendText(place, rows)) {
            rows.truncate(at);
            return false;
        }
        ForwardedValues.end(rows, at);
        column++;
        return true;
    }

    /** Never: the reader makes text of values. */
    @Override
    public boolean wantsText(int index) {
        return false;
    }

    @Override
    public void endRow() {
        int length = rows.size() - rowStart;
        if (length > ForwardCodec.MOST_BYTES) {
            throw new SqlException(
                            ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                            "row is too long for a forwarded statement: " + length + " bytes")
                    .withDetail("At most " + ForwardCodec.MOST_BYTES + " bytes go from the writer to a reader.");
        }
        column = 0;
        count++;
        rowStart = rows.size();
        if (rowStart >= FULL_BYTES) {
            handOn(new Outcome.Going());
        }
    }

    @Override
    public CopyInput copyIn(CopyShape shape) {
        throw SqlException.notSupported("COPY with write forwarding");
    }

    @Override
    public CopyOutput copyOut(CopyShape shape) {
        throw SqlException.notSupported("COPY with write forwarding");
    }

    @Override
    public void complete(CommandTag tag, long rowCount) {
        outcome = new Outcome.Completed(tag.name(), tag.counts(), rowCount);
    }

    @Override
    public void suspended() {
        outcome = new Outcome.Suspended();
    }

    @Override
    public void emptyQuery() {
        outcome = new Outcome.Completed("", false, 0);
    }
}
