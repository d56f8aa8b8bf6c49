package org.borealisdb.wire.postgres.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.session.ColumnFormats;

/**
 * A Bind message. One object per connection takes all of them, since this is the message of the hot path: it is valid until the
 * next one is decoded, its values until the next message is read.
 */
public final class Bind implements FrontendMessage {
    private String portal = "";
    private String statement = "";
    private int formatCount;
    private boolean[] binary = new boolean[8];
    private int valueCount;
    private int[] offsets = new int[8];
    private int[] lengths = new int[8];
    private byte[] bytes = new byte[0];
    private ClientEncoding encoding = new ClientEncoding();
    private ColumnFormats resultFormats = ColumnFormats.TEXT;

    Bind() {}

    Bind decode(Payload payload) {
        portal = payload.readString();
        statement = payload.readString();
        formatCount = payload.readCount(2);
        binary = formatCount > binary.length ? new boolean[formatCount] : binary;
        for (int i = 0; i < formatCount; i++) {
            binary[i] = readFormat(payload);
        }
        valueCount = payload.readCount(4);
        if (formatCount > 1 && formatCount != valueCount) {
            throw Violations.inContent(
                    "bind message has " + formatCount + " parameter formats but " + valueCount + " parameters");
        }
        if (valueCount > offsets.length) {
            offsets = new int[valueCount];
            lengths = new int[valueCount];
        }
        for (int i = 0; i < valueCount; i++) {
            int length = payload.readInt();
            lengths[i] = length;
            offsets[i] = payload.skip(length == -1 ? 0 : length);
        }
        bytes = payload.bytes();
        encoding = payload.encoding();
        resultFormats = readResultFormats(payload);
        payload.finish();
        return this;
    }

    private static boolean readFormat(Payload payload) {
        int code = payload.readShort();
        return switch (code) {
            case 0 -> false;
            case 1 -> true;
            default -> throw Violations.inContent("unsupported format code: " + code);
        };
    }

    private static ColumnFormats readResultFormats(Payload payload) {
        int count = payload.readCount(2);
        if (count == 0) {
            return ColumnFormats.TEXT;
        }
        if (count == 1) {
            return readFormat(payload) ? ColumnFormats.BINARY : ColumnFormats.TEXT;
        }
        boolean[] formats = new boolean[count];
        for (int i = 0; i < count; i++) {
            formats[i] = readFormat(payload);
        }
        return ColumnFormats.each(formats);
    }

    public String portal() {
        return portal;
    }

    public String statement() {
        return statement;
    }

    /** How many parameter values there are. */
    public int valueCount() {
        return valueCount;
    }

    public boolean isNull(int value) {
        return lengths[value] == -1;
    }

    /** Whether a value is in binary. */
    public boolean isBinary(int value) {
        return formatCount > 0 && binary[formatCount == 1 ? 0 : value];
    }

    /** The array that holds the values. */
    public byte[] bytes() {
        return bytes;
    }

    /** A value as text. */
    public String text(int value) {
        return encoding.decode(bytes, offsets[value], lengths[value]);
    }

    /** A value in binary, with the texts in it in UTF-8. */
    public ByteBuffer binary(int value, SqlType type) {
        return encoding.decodeBinary(type, bytes, offsets[value], lengths[value]);
    }

    public int offset(int value) {
        return offsets[value];
    }

    public int length(int value) {
        return lengths[value];
    }

    public ColumnFormats resultFormats() {
        return resultFormats;
    }

    @Override
    public String toString() {
        return "Bind[" + portal + ", " + statement + ", lengths " + Arrays.toString(Arrays.copyOf(lengths, valueCount))
                + "]";
    }
}
