package org.borealisdb.wire.postgres;

import java.util.function.Supplier;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.sql.session.CopyOutput;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.wire.postgres.message.BackendWriter;
import org.borealisdb.wire.postgres.message.MessageReader;
import org.borealisdb.wire.postgres.message.RowEncoder;

/** Turns results into messages. One object serves all statements of a connection. */
final class ClientResults implements ResultSink, CopyOutput {
    private final SqlSession session;
    private final MessageReader reader;
    private final BackendWriter writer;
    private final Supplier<RuntimeException> clientGone;
    private final RowEncoder rows;
    private boolean describes;
    private boolean copiesOut;

    /**
     * Results of a session.
     *
     * @param clientGone makes the failure of a COPY whose client ends the stream
     */
    ClientResults(
            SqlSession session, MessageReader reader, BackendWriter writer, Supplier<RuntimeException> clientGone) {
        this.session = session;
        this.reader = reader;
        this.writer = writer;
        this.clientGone = clientGone;
        this.rows = new RowEncoder(writer);
    }

    /** For the simple form, where columns are described with each result. */
    ClientResults simple() {
        describes = true;
        copiesOut = false;
        return this;
    }

    /** For the extended form, where the client asks for descriptions. */
    ClientResults extended() {
        describes = false;
        copiesOut = false;
        return this;
    }

    @Override
    public RowSink rows(ResultShape shape, ColumnFormats formats) {
        if (describes) {
            writer.rowDescription(shape, formats);
        }
        return rows.prepare(shape, formats, session.format());
    }

    @Override
    public CopyInput copyIn(CopyShape shape) {
        writer.copyInResponse(shape);
        writer.send();
        return new CopyFromClient(reader, clientGone);
    }

    @Override
    public CopyOutput copyOut(CopyShape shape) {
        writer.copyOutResponse(shape);
        copiesOut = true;
        return this;
    }

    @Override
    public ByteSink begin() {
        return writer.beginCopyData();
    }

    @Override
    public void end() {
        writer.endCopyData();
    }

    @Override
    public void complete(CommandTag tag, long rowCount) {
        if (copiesOut) {
            copiesOut = false;
            writer.copyDone();
        }
        writer.commandComplete(tag, rowCount);
    }

    @Override
    public void suspended() {
        writer.portalSuspended();
    }

    @Override
    public void emptyQuery() {
        writer.emptyQueryResponse();
    }
}
