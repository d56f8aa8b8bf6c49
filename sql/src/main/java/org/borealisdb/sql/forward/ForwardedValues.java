package org.borealisdb.sql.forward;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.runtime.codec.MalformedException;
import org.jspecify.annotations.Nullable;

/** Values of a row as bytes: each with its length (32 bits, big-endian, -1 for NULL), in the binary format of its type. */
public final class ForwardedValues {
    private static final int NULL = -1;

    private ForwardedValues() {}

    /** Appends NULL. */
    static void putNull(ByteSink out) {
        out.putInt(NULL);
    }

    /** Leaves room for the length of a value, which is appended then; answers where. */
    static int begin(ByteSink out) {
        int at = out.size();
        out.putInt(0);
        return at;
    }

    /** Notes the length of the value that was appended since {@link #begin} answered {@code at}. */
    static void end(ByteSink out, int at) {
        out.setInt(at, out.size() - at - Integer.BYTES);
    }

    /** The values of a row. */
    public static ByteBuffer write(List<SqlType> types, RowSource row) {
        ByteSink out = new ByteSink();
        for (int column = 0; column < types.size(); column++) {
            if (row.isNull(column)) {
                putNull(out);
            } else {
                int at = begin(out);
                BinaryOutput.append(out, types.get(column), row, column);
                end(out, at);
            }
        }
        return ByteBuffer.wrap(out.toBytes());
    }

    /**
     * Reads a row, and consumes its bytes; {@code in} is big-endian.
     *
     * @throws MalformedException if there is none
     */
    public static RowSource read(List<SqlType> types, ByteBuffer in) {
        List<@Nullable Object> values = new ArrayList<>(types.size());
        for (SqlType type : types) {
            int length = in.remaining() < Integer.BYTES ? Integer.MAX_VALUE : in.getInt();
            if (length == NULL) {
                values.add(null);
            } else if (length < 0 || length > in.remaining()) {
                throw new MalformedException("a forwarded row is cut off");
            } else {
                values.add(BinaryInput.parse(type, in.slice(in.position(), length)));
                in.position(in.position() + length);
            }
        }
        return BoxedRow.of(values);
    }
}
