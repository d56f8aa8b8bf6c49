package org.borealisdb.expr.value;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a row value within a stored row, version 1 (big-endian): a byte with the version, two bytes with the count of places, and for each place four bytes with
 * the length of the value, -1 for none, and its binary form. A field's place is its number, so that a type may lose fields, and get others: what is not there
 * is NULL, and what belongs to no field any more is passed over. Of labels and rows within it, the stored forms are written.
 */
final class StoredComposite {
    private static final int VERSION = 1;
    private static final int NONE = -1;

    private StoredComposite() {}

    static void append(ByteSink out, CompositeType type, BoxedRow row) {
        List<CompositeType.Field> fields = type.fields();
        out.putByte(VERSION).putShort(fields.isEmpty() ? 0 : number(type, fields.size() - 1));
        int place = 1;
        for (int i = 0; i < fields.size(); i++) {
            for (; place < number(type, i); place++) {
                out.putInt(NONE);
            }
            place++;
            SqlType field = fields.get(i).type();
            Object value = Values.read(row, i, field);
            int lengthAt = out.size();
            out.putInt(NONE);
            if (value != null) {
                appendValue(out, field, value);
                out.setInt(lengthAt, out.size() - lengthAt - Integer.BYTES);
            }
        }
    }

    private static int number(CompositeType type, int place) {
        int number = type.fields().get(place).number();
        return number == 0 ? place + 1 : number;
    }

    private static void appendValue(ByteSink out, SqlType type, Object value) {
        if (value instanceof Jsonb json) {
            json.appendStored(out);
        } else if (type instanceof ArrayType array && value instanceof ArrayValue elements) {
            BinaryOutput.appendObject(out, type, elements.of(array.element().stored()));
        } else {
            BinaryOutput.append(out, type.stored(), value);
        }
    }

    static BoxedRow parse(CompositeType type, ByteBuffer in) {
        int version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("row value of version " + version);
        }
        int places = in.getShort() & 0xffff;
        List<CompositeType.Field> fields = type.fields();
        List<@Nullable Object> values = new ArrayList<>(fields.size());
        int place = 1;
        for (int i = 0; i < fields.size(); i++) {
            for (; place < number(type, i) && place <= places; place++) {
                pass(in);
            }
            Object value = null;
            if (place <= places) {
                value = value(fields.get(i).type(), in);
                place++;
            }
            values.add(value);
        }
        for (; place <= places; place++) {
            pass(in);
        }
        return BoxedRow.of(values);
    }

    private static void pass(ByteBuffer in) {
        int length = in.getInt();
        if (length != NONE) {
            in.position(in.position() + length);
        }
    }

    private static @Nullable Object value(SqlType type, ByteBuffer in) {
        int length = in.getInt();
        if (length == NONE) {
            return null;
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        if (type.is(BuiltInType.JSONB)) {
            byte[] bytes = new byte[length];
            part.get(bytes);
            return Jsonb.ofStored(bytes);
        }
        Object value = BinaryInput.parse(type.stored(), part);
        return type instanceof ArrayType array ? ((ArrayValue) value).of(array.element()) : value;
    }
}
