package org.borealisdb.expr.scalar;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;

/**
 * Converts bytes from one encoding of texts to another. One of the two is UTF-8, or both belong to a group whose encodings PostgreSQL converts to each other.
 *
 * @param source the encoding that the bytes are in
 * @param target the one that they are wanted in
 */
public record EncodingConversion(TextEncoding source, TextEncoding target) {
    private static final Set<Set<TextEncoding>> GROUPS = Set.of(
            Set.of(TextEncoding.KOI8R, TextEncoding.WIN1251, TextEncoding.WIN866, TextEncoding.ISO_8859_5),
            Set.of(TextEncoding.LATIN2, TextEncoding.WIN1250),
            Set.of(TextEncoding.EUC_JP, TextEncoding.SJIS),
            Set.of(TextEncoding.EUC_TW, TextEncoding.BIG5));

    /**
     * Returns the bytes in the other encoding; they may be the same array.
     *
     * @throws SqlException 22021 for bytes that are no text, 22P05 for a character that the other encoding does not have
     */
    public byte[] convert(byte[] bytes) {
        if (isAscii(bytes)) {
            return bytes;
        }
        check(bytes, source);
        if (source == target || target == TextEncoding.SQL_ASCII) {
            return bytes;
        }
        if (source == TextEncoding.SQL_ASCII) {
            check(bytes, target);
            return bytes;
        }
        if (!isKnown()) {
            throw new SqlException(
                    ErrorCode.UNDEFINED_FUNCTION,
                    "default conversion function for encoding \"" + source + "\" to \"" + target + "\" does not exist");
        }
        return encoded(decoded(bytes));
    }

    /** Whether PostgreSQL has such a conversion. */
    public boolean isKnown() {
        boolean known = source == TextEncoding.UTF8
                || target == TextEncoding.UTF8
                || GROUPS.stream().anyMatch(group -> group.containsAll(Set.of(source, target)));
        return known && source != TextEncoding.MULE_INTERNAL && target != TextEncoding.MULE_INTERNAL;
    }

    /** Whether all bytes are ASCII, and none is zero: these are the same in all encodings. */
    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each <= 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns how many of the bytes, from the first one on, end where a character ends: all of them if they are no text. */
    public int whole(byte[] bytes) {
        Optional<Charset> charset = charset(source);
        if (charset.isEmpty() || SingleByteTable.of(source).isPresent()) {
            return bytes.length;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = charset.get().newDecoder().decode(in, CharBuffer.allocate(bytes.length + 1), false);
        return result.isUnderflow() ? in.position() : bytes.length;
    }

    /** Fails if bytes are no text of an encoding. */
    private static void check(byte[] bytes, TextEncoding encoding) {
        if (encoding == TextEncoding.UTF8) {
            BytesMath.text(bytes);
            return;
        }
        for (byte each : bytes) {
            if (each == 0) {
                throw invalid(encoding, new byte[1]);
            }
        }
        charset(encoding).ifPresent(charset -> {
            CharsetDecoder decoder = charset.newDecoder();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            CoderResult result = decoder.decode(in, CharBuffer.allocate(bytes.length + 1), true);
            if (result.isMalformed()) {
                throw invalid(encoding, Arrays.copyOfRange(bytes, in.position(), in.position() + result.length()));
            }
        });
    }

    /** Returns how many characters bytes are in an encoding. */
    static long length(byte[] bytes, TextEncoding encoding) {
        check(bytes, encoding);
        if (encoding == TextEncoding.UTF8 || charset(encoding).isPresent()) {
            return TextMath.length(new EncodingConversion(encoding, TextEncoding.UTF8).decoded(bytes));
        }
        return bytes.length;
    }

    private static Optional<Charset> charset(TextEncoding encoding) {
        return encoding == TextEncoding.UTF8 || encoding.charset().isEmpty()
                ? Optional.empty()
                : Optional.of(Charset.forName(encoding.charset()));
    }

    private String decoded(byte[] bytes) {
        if (source == TextEncoding.UTF8) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        Optional<SingleByteTable> table = SingleByteTable.of(source);
        if (table.isPresent()) {
            StringBuilder text = new StringBuilder(bytes.length);
            for (byte each : bytes) {
                OptionalInt character = table.get().character(each & 0xff);
                text.appendCodePoint(character.orElseThrow(() -> untranslatable(new byte[] {each})));
            }
            return text.toString();
        }
        CharsetDecoder decoder =
                charset(source).orElseThrow(() -> missing(source)).newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw untranslatable(Arrays.copyOfRange(bytes, in.position(), in.position() + result.length()));
        }
        return out.flip().toString();
    }

    private byte[] encoded(String text) {
        if (target == TextEncoding.UTF8) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteSink out = new ByteSink(text.length());
        Optional<SingleByteTable> table = SingleByteTable.of(target);
        CharsetEncoder encoder = table.isPresent()
                ? StandardCharsets.UTF_8.newEncoder()
                : charset(target).orElseThrow(() -> missing(target)).newEncoder();
        text.codePoints().forEach(character -> {
            if (table.isPresent()) {
                out.putByte(table.get().byteOf(character).orElseThrow(() -> untranslatable(character)));
                return;
            }
            try {
                ByteBuffer some = encoder.encode(CharBuffer.wrap(Character.toChars(character)));
                while (some.hasRemaining()) {
                    out.putByte(some.get());
                }
            } catch (CharacterCodingException unknown) {
                throw untranslatable(character);
            }
        });
        return out.toBytes();
    }

    /** The character is named by its bytes in the encoding that it comes from. */
    private SqlException untranslatable(int character) {
        String text = Character.toString(character);
        return untranslatable(
                source == TextEncoding.UTF8
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : new EncodingConversion(TextEncoding.UTF8, source).encoded(text));
    }

    private SqlException untranslatable(byte[] character) {
        return new SqlException(
                ErrorCode.UNTRANSLATABLE_CHARACTER,
                "character with byte sequence" + listed(character) + " in encoding \"" + source
                        + "\" has no equivalent in encoding \"" + target + "\"");
    }

    private static SqlException missing(TextEncoding encoding) {
        return SqlException.notSupported("the conversion of texts from and to " + encoding);
    }

    private static SqlException invalid(TextEncoding encoding, byte[] bytes) {
        return new SqlException(
                ErrorCode.CHARACTER_NOT_IN_REPERTOIRE,
                "invalid byte sequence for encoding \"" + encoding + "\":" + listed(bytes));
    }

    private static String listed(byte[] bytes) {
        StringBuilder list = new StringBuilder();
        for (byte each : bytes) {
            list.append(" 0x").append(HexFormat.of().toHexDigits(each));
        }
        return list.toString();
    }
}
