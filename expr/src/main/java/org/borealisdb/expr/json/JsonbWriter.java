package org.borealisdb.expr.json;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Numeric;

/** Writes the stored form of jsonb. Belongs to one task. */
final class JsonbWriter {
    private static final int MAXIMUM_SHORT_SCALE = 0xff;

    private final ByteSink out = new ByteSink(128);

    private JsonbWriter() {}

    static byte[] write(JsonNode root) {
        JsonbWriter writer = new JsonbWriter();
        writer.out.putByte(Jsonb.VERSION);
        switch (root) {
            case JsonContainer container -> writer.copy(container);
            case JsonNode.Elements array -> writer.array(array.elements(), 0);
            case JsonNode.Members object -> writer.object(object);
            case JsonItem scalar -> writer.array(List.of(scalar), JsonContainer.SCALAR_FLAG);
        }
        return writer.out.toBytes();
    }

    /** Writes a container as it is, and returns its height. */
    private int copy(JsonContainer container) {
        out.putBytes(container.bytes(), container.start(), container.end() - container.start());
        return container.height();
    }

    /** Writes an array, and returns its height. */
    private int array(List<? extends JsonNode> elements, int flags) {
        int header = begin(elements.size(), JsonContainer.ARRAY_FLAG | flags, "array elements");
        int contents = beginEntries(elements.size());
        int height = 1;
        for (int i = 0; i < elements.size(); i++) {
            height = Math.max(height, 1 + content(elements.get(i)));
            end(header, i, kind(elements.get(i)), contents, "array elements");
        }
        return endHeight(header, height);
    }

    /** Writes an object, and returns its height. */
    private int object(JsonNode.Members object) {
        List<JsonNode.Member> members = object.members();
        int count = members.size();
        int header = begin(count, JsonContainer.OBJECT_FLAG, "object pairs");
        int contents = beginEntries(count * 2L);
        int height = 1;
        for (int i = 0; i < count; i++) {
            out.putBytes(members.get(i).key().utf8());
            end(header, i, JsonContainer.STRING, contents, "object elements");
        }
        for (int i = 0; i < count; i++) {
            JsonNode value = members.get(i).value();
            height = Math.max(height, 1 + content(value));
            end(header, count + i, kind(value), contents, "object elements");
        }
        return endHeight(header, height);
    }

    /** Writes a header without its height; returns where it is. */
    private int begin(int count, int flags, String what) {
        if (count > JsonContainer.COUNT_MASK) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "number of jsonb " + what + " exceeds the maximum allowed (" + JsonContainer.COUNT_MASK + ")");
        }
        int at = out.size();
        out.putInt(Integer.reverseBytes(count | flags)).putShort(0);
        return at;
    }

    /** Leaves room for entries; returns where contents begin. */
    private int beginEntries(long count) {
        out.putZeros(count * Integer.BYTES);
        return out.size();
    }

    private void end(int header, int index, int kind, int contents, String what) {
        int length = out.size() - contents;
        if (length > JsonContainer.MAXIMUM_BYTES) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "total size of jsonb " + what + " exceeds the maximum of " + JsonContainer.MAXIMUM_BYTES
                            + " bytes");
        }
        int at = header + JsonContainer.HEADER_BYTES + index * Integer.BYTES;
        out.setInt(at, Integer.reverseBytes((kind << JsonContainer.KIND_SHIFT) | length));
    }

    private int endHeight(int header, int height) {
        if (height > JsonText.MAXIMUM_DEPTH) {
            throw JsonText.tooDeep();
        }
        out.array()[header + Integer.BYTES] = (byte) height;
        out.array()[header + Integer.BYTES + 1] = (byte) (height >> Byte.SIZE);
        return height;
    }

    private static int kind(JsonNode node) {
        return switch (node) {
            case JsonItem.Nothing _ -> JsonContainer.NULL;
            case JsonItem.Truth truth -> truth.value() ? JsonContainer.TRUE : JsonContainer.FALSE;
            case JsonItem.Text _ -> JsonContainer.STRING;
            case JsonItem.Decimal number ->
                isShort(number.value()) ? JsonContainer.SHORT_NUMBER : JsonContainer.LONG_NUMBER;
            case JsonContainer _, JsonNode.Elements _, JsonNode.Members _ -> JsonContainer.CONTAINER;
        };
    }

    /** Writes a content, and returns its height: 0 for a scalar. */
    private int content(JsonNode node) {
        return switch (node) {
            case JsonItem.Nothing _, JsonItem.Truth _ -> 0;
            case JsonItem.Text text -> {
                out.putBytes(JsonKey.of(text.value()).utf8());
                yield 0;
            }
            case JsonItem.Decimal number -> {
                number(number.value());
                yield 0;
            }
            case JsonContainer container -> copy(container);
            case JsonNode.Elements array -> array(array.elements(), 0);
            case JsonNode.Members object -> object(object);
        };
    }

    private static boolean isShort(Numeric number) {
        return number.isCompact() && number.scale() <= MAXIMUM_SHORT_SCALE;
    }

    private void number(Numeric number) {
        if (!isShort(number)) {
            BinaryOutput.append(out, BuiltInType.NUMERIC.type(), number);
            return;
        }
        out.putByte(number.scale());
        long digits = number.unscaledLong();
        while (digits != (byte) digits) {
            out.putByte((int) digits);
            digits >>= Byte.SIZE;
        }
        out.putByte((int) digits);
    }
}
