package org.borealisdb.expr.value;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;

/**
 * Makes binary forms of values in one encoding of texts such in another: converts the texts in them, also those in arrays and rows, and leaves all else.
 * What is malformed is left as it is, for whoever reads it to complain of.
 *
 * @param conversion from one encoding to the other
 */
public record BinaryTexts(UnaryOperator<byte[]> conversion) {
    private static final int NULL_LENGTH = -1;
    private static final int DIMENSION_BYTES = 8;

    /** Appends a value in the other encoding. */
    public void convert(SqlType type, ByteBuffer in, ByteSink out) {
        switch (type) {
            case DomainType domain -> convert(domain.base(), in, out);
            case EnumType _ -> out.putBytes(conversion.apply(rest(in)));
            case ArrayType array -> convertArray(array.element(), in, out);
            case CompositeType composite -> convertRow(composite, in, out);
            case ScalarType scalar -> convertScalar(scalar.base(), in, out);
        }
        out.putBytes(rest(in));
    }

    private void convertScalar(BuiltInType type, ByteBuffer in, ByteSink out) {
        boolean versioned = type == BuiltInType.JSONB || type == BuiltInType.JSONPATH;
        if (versioned && in.hasRemaining()) {
            out.putByte(in.get());
        }
        if (versioned || type.isTextual()) {
            out.putBytes(conversion.apply(rest(in)));
        }
    }

    private void convertArray(SqlType element, ByteBuffer in, ByteSink out) {
        int start = in.position();
        if (in.remaining() < 3 * Integer.BYTES) {
            return;
        }
        int headBytes = 3 * Integer.BYTES + Math.max(0, in.getInt(start)) * DIMENSION_BYTES;
        if (headBytes < 0 || in.remaining() < headBytes) {
            return;
        }
        copy(in, out, headBytes);
        while (convertPart(element, in, out)) {
            // One after the other.
        }
    }

    private void convertRow(CompositeType type, ByteBuffer in, ByteSink out) {
        List<CompositeType.Field> fields = type.fields();
        if (in.remaining() < Integer.BYTES || in.getInt(in.position()) != fields.size()) {
            return;
        }
        copy(in, out, Integer.BYTES);
        for (CompositeType.Field field : fields) {
            if (in.remaining() < Integer.BYTES) {
                return;
            }
            copy(in, out, Integer.BYTES);
            if (!convertPart(field.type(), in, out)) {
                return;
            }
        }
    }

    /** Converts a value after its length; false if there is none. */
    private boolean convertPart(SqlType type, ByteBuffer in, ByteSink out) {
        if (in.remaining() < Integer.BYTES) {
            return false;
        }
        int length = in.getInt(in.position());
        if (length != NULL_LENGTH && (length < 0 || length > in.remaining() - Integer.BYTES)) {
            return false;
        }
        copy(in, out, Integer.BYTES);
        if (length != NULL_LENGTH) {
            int lengthAt = out.size() - Integer.BYTES;
            convert(type, in.slice(in.position(), length), out);
            in.position(in.position() + length);
            out.setInt(lengthAt, out.size() - lengthAt - Integer.BYTES);
        }
        return true;
    }

    private static void copy(ByteBuffer in, ByteSink out, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        out.putBytes(bytes);
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }
}
