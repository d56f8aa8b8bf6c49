package org.borealisdb.sql.service;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.BinaryTexts;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.session.CopyOutput;

/** Writes rows in COPY's binary format (manual, COPY): all numbers in it are big-endian. Belongs to one task. */
final class BinaryCopyWriter implements CopiedOut {
    /** Tells a file that went through a program for texts from one that did not. */
    static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    /** Stands for the number of fields behind the last row. */
    static final int END = -1;

    private final CopyOutput output;
    private final List<SqlType> types;
    /** Converts what is not to be in UTF-8. */
    private final Optional<BinaryTexts> texts;

    private final ByteSink value = new ByteSink();
    private boolean begun;

    BinaryCopyWriter(CopyOutput output, List<SqlType> types, Optional<BinaryTexts> texts) {
        this.texts = texts;
        this.output = output;
        this.types = List.copyOf(types);
    }

    @Override
    public void begin(List<String> names) {
        // What stands before the rows goes with the first of them: clients count on that.
    }

    private ByteSink part() {
        ByteSink out = output.begin();
        if (!begun) {
            begun = true;
            out.putBytes(SIGNATURE).putInt(0).putInt(0);
        }
        return out;
    }

    @Override
    public void row(RowSource row) {
        ByteSink out = part().putShort(types.size());
        for (int i = 0; i < types.size(); i++) {
            int lengthAt = out.size();
            out.putInt(-1);
            if (!row.isNull(i)) {
                append(out, row, i);
                out.setInt(lengthAt, out.size() - lengthAt - Integer.BYTES);
            }
        }
        output.end();
    }

    private void append(ByteSink out, RowSource row, int place) {
        SqlType type = types.get(place);
        if (texts.isEmpty()) {
            BinaryOutput.append(out, type, row, place);
        } else {
            value.clear();
            BinaryOutput.append(value, type, row, place);
            texts.get().convert(type, ByteBuffer.wrap(value.array(), 0, value.size()), out);
        }
    }

    @Override
    public void end() {
        part().putShort(END);
        output.end();
    }
}
