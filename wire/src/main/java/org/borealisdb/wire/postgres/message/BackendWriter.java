package org.borealisdb.wire.postgres.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.session.SqlNotification;
import org.borealisdb.sql.session.TransactionStatus;

/**
 * Gathers messages and sends them when told to, or when {@link #SEND_BYTES} have gathered. So most answers are
 * one write, and a long pipeline of statements needs no more memory than a short one.
 */
public final class BackendWriter {
    /** What has gathered is sent when it has so many bytes. */
    static final int SEND_BYTES = 32 << 10;

    private static final int BASE_BYTES = 1 << 10;

    /** A sink that one large row has made larger than this is not kept. */
    private static final int KEPT_BYTES = 2 * SEND_BYTES;

    private static final int NONE = -1;

    /** Type and length of a DataRow message, and the count of its values. */
    private static final int ROW_HEAD_BYTES = 7;

    private StreamConnection connection;
    private final long timeoutNanos;
    private final ClientEncoding encoding;
    private ByteSink sink = new ByteSink(BASE_BYTES);
    private ByteBuffer view = ByteBuffer.wrap(sink.array());
    private int openAt = NONE;

    /** A writer; a write that the client does not take within {@code timeoutNanos} closes the connection. */
    public BackendWriter(StreamConnection connection, long timeoutNanos, ClientEncoding encoding) {
        this.encoding = encoding;
        this.connection = connection;
        this.timeoutNanos = timeoutNanos;
    }

    /** Begins a message; its content goes to {@link #sink()}. */
    ByteSink begin(int type) {
        openAt = sink.size();
        return sink.putByte(type).putInt(0);
    }

    void end() {
        sink.setInt(openAt + 1, sink.size() - openAt - 1);
        openAt = NONE;
        if (sink.size() >= SEND_BYTES) {
            send();
        }
    }

    ByteSink sink() {
        return sink;
    }

    /** Converts the values of the row that has been begun, which were written in UTF-8. */
    void encodeRow(SqlType[] types, ColumnFormats formats) {
        if (encoding.converts()) {
            encoding.encodeRow(sink, openAt + ROW_HEAD_BYTES, types, formats);
        }
    }

    /** Takes back what was written of a message that was not ended. */
    public void abandon() {
        if (openAt != NONE) {
            sink.truncate(openAt);
            openAt = NONE;
        }
    }

    private void empty(int type) {
        begin(type);
        end();
    }

    private ByteSink putString(ByteSink target, String text) {
        // A zero byte within would end the string for the client, and put everything after out of step.
        encoding.encode(target, text.indexOf('\0') < 0 ? text : text.replace('\0', '?'));
        return target.putByte(0);
    }

    /** Sends what has gathered; waits for the client to take it. */
    @SuppressWarnings("ReferenceEquality") // the view is renewed when the sink has another array, whatever that holds
    public void send() {
        int size = sink.size();
        if (size == 0) {
            return;
        }
        if (view.array() != sink.array()) {
            view = ByteBuffer.wrap(sink.array());
        }
        view.limit(size).position(0);
        connection.write(view, timeoutNanos);
        if (sink.array().length > KEPT_BYTES) {
            sink = new ByteSink(BASE_BYTES);
        } else {
            sink.clear();
        }
    }

    /** Writes to another stream from now on: to the one within TLS. Everything that has gathered must have been sent. */
    public void continueOn(StreamConnection other) {
        if (sink.size() > 0) {
            throw new IllegalStateException("bytes are left for the stream that it is to leave");
        }
        connection = other;
    }

    /** The answer to SSLRequest: yes. */
    public void acceptEncryption() {
        sink.putByte('S');
    }

    /** The answer to SSLRequest and GSSENCRequest: no. */
    public void refuseEncryption() {
        sink.putByte('N');
    }

    public void authenticationOk() {
        begin('R').putInt(0);
        end();
    }

    /** Offers ways to authenticate, the one that is preferred first. */
    public void authenticationSasl(List<String> mechanisms) {
        ByteSink target = begin('R').putInt(10);
        mechanisms.forEach(mechanism -> putString(target, mechanism));
        target.putByte(0);
        end();
    }

    public void authenticationSaslContinue(byte[] message) {
        begin('R').putInt(11).putBytes(message);
        end();
    }

    public void authenticationSaslFinal(byte[] message) {
        begin('R').putInt(12).putBytes(message);
        end();
    }

    public void negotiateProtocolVersion(List<String> unknownOptions) {
        ByteSink target = begin('v').putInt(0).putInt(unknownOptions.size());
        for (String option : unknownOptions) {
            putString(target, option);
        }
        end();
    }

    public void parameterStatus(String name, String value) {
        putString(putString(begin('S'), name), value);
        end();
    }

    public void backendKeyData(int processId, int secret) {
        begin('K').putInt(processId).putInt(secret);
        end();
    }

    public void readyForQuery(TransactionStatus status) {
        begin('Z')
                .putByte(
                        switch (status) {
                            case IDLE -> 'I';
                            case IN_TRANSACTION -> 'T';
                            case FAILED -> 'E';
                        });
        end();
    }

    public void parseComplete() {
        empty('1');
    }

    public void bindComplete() {
        empty('2');
    }

    public void closeComplete() {
        empty('3');
    }

    public void portalSuspended() {
        empty('s');
    }

    public void emptyQueryResponse() {
        empty('I');
    }

    public void parameterDescription(List<SqlType> types) {
        ByteSink target = begin('t').putShort(types.size());
        for (SqlType type : types) {
            target.putInt(type.oid());
        }
        end();
    }

    /** RowDescription, or NoData for a statement that answers no rows. */
    public void description(Optional<ResultShape> shape, ColumnFormats formats) {
        if (shape.isPresent()) {
            rowDescription(shape.get(), formats);
        } else {
            empty('n');
        }
    }

    public void rowDescription(ResultShape shape, ColumnFormats formats) {
        List<ResultColumn> columns = shape.columns();
        ByteSink target = begin('T').putShort(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ResultColumn column = columns.get(i);
            putString(target, column.name())
                    .putInt(column.tableOid())
                    .putShort(column.columnNumber())
                    .putInt(column.type().shown().oid())
                    .putShort(column.type().length())
                    .putInt(column.type().modifier())
                    .putShort(formats.isBinary(i) ? 1 : 0);
        }
        end();
    }

    public void commandComplete(CommandTag tag, long rows) {
        ByteSink target = begin('C').putText(tag.name());
        if (tag.counts()) {
            // Once the OID of the row inserted stood here; it has been 0 since tables have none.
            target.putText(tag.name().equals("INSERT") ? " 0 " : " ").putDecimal(rows);
        }
        target.putByte(0);
        end();
    }

    public void copyInResponse(CopyShape shape) {
        copyResponse('G', shape);
    }

    public void copyOutResponse(CopyShape shape) {
        copyResponse('H', shape);
    }

    private void copyResponse(int type, CopyShape shape) {
        int format = shape.binary() ? 1 : 0;
        ByteSink target = begin(type).putByte(format).putShort(shape.columns());
        for (int i = 0; i < shape.columns(); i++) {
            target.putShort(format);
        }
        end();
    }

    /** Begins a CopyData message; end it by {@link #endCopyData()}. */
    public ByteSink beginCopyData() {
        return begin('d');
    }

    public void endCopyData() {
        end();
    }

    public void copyDone() {
        empty('c');
    }

    /** ErrorResponse, in place of whatever message is unfinished; an error that the client's encoding has no characters for is told as this error. */
    public void error(Severity severity, SqlException error) {
        abandon();
        try {
            writeError(severity, error);
        } catch (SqlException untranslatable) {
            abandon();
            writeError(severity, untranslatable);
        }
    }

    private void writeError(Severity severity, SqlException error) {
        ByteSink target = report('E', severity, error.code().sqlState(), error.text());
        for (Map.Entry<SqlException.Field, String> field : error.fields().entrySet()) {
            putString(target.putByte(fieldCode(field.getKey())), field.getValue());
        }
        error.position().ifPresent(position -> putString(target.putByte('P'), Integer.toString(position)));
        target.putByte(0);
        end();
    }

    private static int fieldCode(SqlException.Field field) {
        return switch (field) {
            case DETAIL -> 'D';
            case HINT -> 'H';
            case SCHEMA -> 's';
            case TABLE -> 't';
            case COLUMN -> 'c';
            case DATA_TYPE -> 'd';
            case CONSTRAINT -> 'n';
            case WHERE -> 'W';
            case ROUTINE -> 'R';
        };
    }

    private ByteSink report(int type, Severity severity, String sqlState, String message) {
        ByteSink target = begin(type);
        putString(target.putByte('S'), severity.name());
        putString(target.putByte('V'), severity.name());
        putString(target.putByte('C'), sqlState);
        return putString(target.putByte('M'), message);
    }

    /** NoticeResponse; within an unfinished row it takes its place before the row. */
    public void notification(SqlNotification notification) {
        ByteSink target = begin('A').putInt(notification.processId());
        putString(target, notification.channel());
        putString(target, notification.payload());
        end();
    }

    public void notice(SqlNotice notice) {
        byte[] unfinished = new byte[0];
        boolean open = openAt != NONE;
        if (open) {
            unfinished = Arrays.copyOfRange(sink.array(), openAt, sink.size());
            abandon();
        }
        writeNotice(notice);
        if (open) {
            openAt = sink.size();
            sink.putBytes(unfinished);
        }
    }

    private void writeNotice(SqlNotice notice) {
        Severity severity = Severity.valueOf(notice.level().name());
        ByteSink target = report('N', severity, notice.code().sqlState(), notice.message());
        if (!notice.detail().isEmpty()) {
            putString(target.putByte('D'), notice.detail());
        }
        if (!notice.hint().isEmpty()) {
            putString(target.putByte('H'), notice.hint());
        }
        target.putByte(0);
        end();
    }
}
