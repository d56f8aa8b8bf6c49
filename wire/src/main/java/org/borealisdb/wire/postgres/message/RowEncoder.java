package org.borealisdb.wire.postgres.message;

import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.RowSink;

/** Writes rows as DataRow messages, straight into the writer's buffer; nothing is allocated for numbers and stored text. */
public final class RowEncoder implements RowSink {
    /** How a column is written; the frequent pairs of type and format have a way of their own. */
    private enum Encoding {
        TEXT,
        TEXT_WHOLE_NUMBER,
        BINARY,
        BINARY_2,
        BINARY_4,
        BINARY_8
    }

    private final BackendWriter writer;
    private ResultShape shape = new ResultShape(List.of());
    private ColumnFormats formats = ColumnFormats.TEXT;
    private Encoding[] encodings = new Encoding[0];
    private SqlType[] types = new SqlType[0];
    private SessionFormat format = SessionFormat.DEFAULT;
    private int column;
    /** Whether the row's message has been begun. */
    private boolean begun;

    public RowEncoder(BackendWriter writer) {
        this.writer = writer;
    }

    /** Prepares for rows of a shape; cheap if it is the same shape as last time. */
    @SuppressWarnings(
            "ReferenceEquality") // a plan keeps its one shape; another object is looked at anew, which costs little
    public RowEncoder prepare(ResultShape newShape, ColumnFormats newFormats, SessionFormat newFormat) {
        column = 0;
        begun = false;
        format = newFormat;
        if (newShape != shape || newFormats != formats) {
            shape = newShape;
            formats = newFormats;
            List<ResultColumn> columns = shape.columns();
            encodings = new Encoding[columns.size()];
            types = new SqlType[columns.size()];
            for (int i = 0; i < encodings.length; i++) {
                types[i] = columns.get(i).type();
                encodings[i] = encoding(types[i], formats.isBinary(i));
            }
        }
        return this;
    }

    private static Encoding encoding(SqlType type, boolean binary) {
        return type.builtIn()
                .map(base -> switch (base) {
                    case INT2 -> binary ? Encoding.BINARY_2 : Encoding.TEXT_WHOLE_NUMBER;
                    case INT4 -> binary ? Encoding.BINARY_4 : Encoding.TEXT_WHOLE_NUMBER;
                    case INT8 -> binary ? Encoding.BINARY_8 : Encoding.TEXT_WHOLE_NUMBER;
                    default -> binary ? Encoding.BINARY : Encoding.TEXT;
                })
                .orElse(binary ? Encoding.BINARY : Encoding.TEXT);
    }

    private ByteSink beginValue() {
        if (!begun) {
            writer.begin('D').putShort(encodings.length);
            begun = true;
        }
        return writer.sink();
    }

    @Override
    public void putNull() {
        beginValue().putInt(-1);
        column++;
    }

    @Override
    public void putLong(long value) {
        ByteSink sink = beginValue();
        switch (encodings[column]) {
            case TEXT_WHOLE_NUMBER -> {
                int at = beginLength(sink);
                sink.putDecimal(value);
                endLength(sink, at);
            }
            case BINARY_2 -> sink.putInt(2).putShort((int) value);
            case BINARY_4 -> sink.putInt(4).putInt((int) value);
            case BINARY_8 -> sink.putInt(8).putLong(value);
            case TEXT -> {
                int at = beginLength(sink);
                TextOutput.appendLong(sink, types[column], value, format);
                endLength(sink, at);
            }
            case BINARY -> {
                int at = beginLength(sink);
                BinaryOutput.appendLong(sink, types[column], value);
                endLength(sink, at);
            }
        }
        column++;
    }

    @Override
    public void putDouble(double value) {
        ByteSink sink = beginValue();
        int at = beginLength(sink);
        if (wantsText(column)) {
            TextOutput.appendDouble(sink, types[column], value, format);
        } else {
            BinaryOutput.appendDouble(sink, types[column], value);
        }
        endLength(sink, at);
        column++;
    }

    @Override
    public void putObject(Object value) {
        ByteSink sink = beginValue();
        int at = beginLength(sink);
        if (value instanceof String text) {
            sink.putText(text);
        } else if (wantsText(column)) {
            TextOutput.appendObject(sink, types[column], value, format);
        } else {
            BinaryOutput.appendObject(sink, types[column], value);
        }
        endLength(sink, at);
        column++;
    }

    @Override
    public boolean putText(RowSource row, int place) {
        ByteSink sink = beginValue();
        int at = beginLength(sink);
        if (!row.appendText(place, sink)) {
            sink.truncate(at);
            return false;
        }
        endLength(sink, at);
        column++;
        return true;
    }

    @Override
    public boolean wantsText(int index) {
        return !formats.isBinary(index);
    }

    private static int beginLength(ByteSink sink) {
        int at = sink.size();
        sink.putInt(0);
        return at;
    }

    private static void endLength(ByteSink sink, int at) {
        sink.setInt(at, sink.size() - at - Integer.BYTES);
    }

    @Override
    public void endRow() {
        beginValue();
        if (column != encodings.length) {
            throw new IllegalStateException("a row of " + column + " values for " + encodings.length + " columns");
        }
        column = 0;
        begun = false;
        writer.encodeRow(types, formats);
        writer.end();
    }
}
