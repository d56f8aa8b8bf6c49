package org.borealisdb.sql.service;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;

/** The texts of COPY's data. Stateless. */
final class CopyText {
    private CopyText() {}

    /**
     * Returns the text that bytes in UTF-8 are.
     *
     * @throws SqlException 22021 if they are none
     */
    static String of(ByteSink bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.array(), 0, bytes.size()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new SqlException(
                    ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"");
        }
        if (text.indexOf('\0') >= 0) {
            throw new SqlException(
                    ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        return text;
    }
}
