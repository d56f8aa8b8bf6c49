package org.borealisdb.wire.postgres.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EncodingConversion;
import org.borealisdb.expr.scalar.TextEncoding;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryTexts;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.sql.session.ColumnFormats;

/**
 * The encoding of a client's texts, which its messages are read and written in. All is UTF-8 until the client asks for another; then what was written as UTF-8 is
 * converted in place, message by message. Belongs to whoever owns the connection's writer.
 */
public final class ClientEncoding {
    private static final EncodingConversion NONE = new EncodingConversion(TextEncoding.UTF8, TextEncoding.UTF8);
    private static final int NULL_LENGTH = -1;

    private boolean converts;
    private EncodingConversion incoming = NONE;
    private EncodingConversion outgoing = NONE;
    private BinaryTexts incomingValues = new BinaryTexts(NONE::convert);
    private BinaryTexts outgoingValues = incomingValues;

    /** Takes another encoding from now on. That of no encoding (SQL_ASCII) passes on what there is, which is UTF-8. */
    public void use(TextEncoding encoding) {
        converts = encoding != TextEncoding.UTF8 && encoding != TextEncoding.SQL_ASCII;
        incoming = converts ? new EncodingConversion(encoding, TextEncoding.UTF8) : NONE;
        outgoing = converts ? new EncodingConversion(TextEncoding.UTF8, encoding) : NONE;
        incomingValues = new BinaryTexts(incoming::convert);
        outgoingValues = new BinaryTexts(outgoing::convert);
    }

    /** Whether it is another than UTF-8. */
    public boolean converts() {
        return converts;
    }

    /** Returns the client's text; 22021 for what is none, and for the zero byte. */
    public String decode(byte[] bytes, int offset, int length) {
        if (converts) {
            byte[] text = incoming.convert(Arrays.copyOfRange(bytes, offset, offset + length));
            return new String(text, StandardCharsets.UTF_8);
        }
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // The JDK puts U+FFFD for what is malformed: only then is it worth to look again.
        if (text.indexOf('\ufffd') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            } catch (CharacterCodingException malformed) {
                throw new SqlException(
                        ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"");
            }
        }
        if (text.indexOf('\0') >= 0) {
            throw new SqlException(
                    ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        return text;
    }

    /** Returns the binary form of a client's value with its texts in UTF-8. */
    public ByteBuffer decodeBinary(SqlType type, byte[] bytes, int offset, int length) {
        ByteBuffer value = ByteBuffer.wrap(bytes, offset, length);
        if (!converts) {
            return value;
        }
        ByteSink converted = new ByteSink(length);
        incomingValues.convert(type, value, converted);
        return ByteBuffer.wrap(converted.array(), 0, converted.size());
    }

    /** Appends a text. */
    void encode(ByteSink target, String text) {
        if (converts) {
            target.putBytes(outgoing.convert(text.getBytes(StandardCharsets.UTF_8)));
        } else {
            target.putText(text);
        }
    }

    /** Converts the values of a row from {@code from} to the end of the sink, each after its length. */
    void encodeRow(ByteSink sink, int from, SqlType[] types, ColumnFormats formats) {
        if (isAscii(sink, from)) {
            return;
        }
        ByteBuffer row = ByteBuffer.wrap(Arrays.copyOfRange(sink.array(), from, sink.size()));
        sink.truncate(from);
        for (int i = 0; i < types.length; i++) {
            int length = row.getInt();
            sink.putInt(length);
            if (length != NULL_LENGTH) {
                int start = sink.size();
                ByteBuffer value = row.slice(row.position(), length);
                row.position(row.position() + length);
                if (formats.isBinary(i)) {
                    outgoingValues.convert(types[i], value, sink);
                } else {
                    byte[] text = new byte[length];
                    value.get(text);
                    sink.putBytes(outgoing.convert(text));
                }
                sink.setInt(start - Integer.BYTES, sink.size() - start);
            }
        }
    }

    private static boolean isAscii(ByteSink sink, int from) {
        byte[] bytes = sink.array();
        for (int i = from; i < sink.size(); i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
