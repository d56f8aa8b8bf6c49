package org.borealisdb.sql.service;

import java.util.Arrays;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EncodingConversion;
import org.borealisdb.sql.session.CopyInput;
import org.jspecify.annotations.Nullable;

/**
 * What a client copies in, converted to UTF-8. A character may come in two pieces: its beginning waits for the rest. What comes before bytes that are no text is
 * handed on first, so that the error names their line.
 */
final class ConvertedCopyInput implements CopyInput {
    private static final byte[] NOTHING = {};

    private final CopyInput input;
    private final EncodingConversion conversion;
    private byte[] piece = NOTHING;
    private byte[] begun = NOTHING;
    private @Nullable SqlException failure;

    ConvertedCopyInput(CopyInput input, EncodingConversion conversion) {
        this.input = input;
        this.conversion = conversion;
    }

    @Override
    public boolean advance() {
        SqlException failed = failure;
        if (failed != null) {
            throw failed;
        }
        boolean more = input.advance();
        if (!more && begun.length == 0) {
            return false;
        }
        byte[] bytes = more ? joined() : begun;
        int whole = more ? conversion.whole(bytes) : bytes.length;
        begun = Arrays.copyOfRange(bytes, whole, bytes.length);
        byte[] complete = Arrays.copyOf(bytes, whole);
        try {
            piece = conversion.convert(complete);
        } catch (SqlException unreadable) {
            failure = unreadable;
            piece = beforeFailure(complete);
        }
        return true;
    }

    private byte[] joined() {
        byte[] bytes = Arrays.copyOf(begun, begun.length + input.length());
        System.arraycopy(input.bytes(), input.offset(), bytes, begun.length, input.length());
        return bytes;
    }

    /** The lines before the first one that cannot be converted. */
    private byte[] beforeFailure(byte[] bytes) {
        int good = 0;
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                try {
                    conversion.convert(Arrays.copyOfRange(bytes, from, i + 1));
                } catch (SqlException here) {
                    break;
                }
                from = i + 1;
                good = from;
            }
        }
        return conversion.convert(Arrays.copyOf(bytes, good));
    }

    @Override
    public byte[] bytes() {
        return piece;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return piece.length;
    }
}
