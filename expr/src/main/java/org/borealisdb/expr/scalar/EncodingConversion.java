package org.borealisdb.expr.scalar;

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
        boolean plain = isAscii(bytes);
        if (!plain) {
            check(bytes, source);
        }
        if (bytes.length == 0 || source == target || target == TextEncoding.SQL_ASCII) {
            return bytes;
        }
        if (source == TextEncoding.SQL_ASCII) {
            check(bytes, target);
            return bytes;
        }
        requireKnown();
        return plain ? bytes : encoded(decoded(bytes));
    }

    /** Fails with 42883 if PostgreSQL has no such conversion. */
    public void requireKnown() {
        if (!isKnown()) {
            throw new SqlException(
                    ErrorCode.UNDEFINED_FUNCTION,
                    "default conversion function for encoding \"" + source + "\" to \"" + target + "\" does not exist");
        }
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

    /** Whether texts can be converted so here. */
    public boolean isPossible() {
        return isKnown() && isReadable(source) && isReadable(target);
    }

    private static boolean isReadable(TextEncoding encoding) {
        return encoding == TextEncoding.UTF8
                || encoding == TextEncoding.SQL_ASCII
                || MultiByteForm.has(encoding)
                || SingleByteTable.of(encoding).isPresent();
    }

    /** Returns how many of the bytes, from the first one on, end where a character ends: the rest may go on. */
    public int whole(byte[] bytes) {
        if (!MultiByteForm.has(source)) {
            return bytes.length;
        }
        int at = 0;
        while (at < bytes.length) {
            boolean open = source == TextEncoding.GB18030 && bytes[at] < 0 && at + 1 == bytes.length;
            int next = at + MultiByteForm.length(source, bytes, at);
            if (open || next > bytes.length) {
                return at;
            }
            at = next;
        }
        return at;
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
        if (MultiByteForm.has(encoding)) {
            int at = 0;
            while (at < bytes.length) {
                int length = MultiByteForm.length(encoding, bytes, at);
                if (length > bytes.length - at || !MultiByteForm.isWellFormed(encoding, bytes, at, length)) {
                    throw invalid(encoding, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length)));
                }
                at += length;
            }
        }
    }

    /** Returns how many characters bytes are in an encoding. */
    static long length(byte[] bytes, TextEncoding encoding) {
        check(bytes, encoding);
        if (encoding == TextEncoding.UTF8 || MultiByteForm.has(encoding)) {
            return TextMath.length(new EncodingConversion(encoding, TextEncoding.UTF8).decoded(bytes));
        }
        return bytes.length;
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
        MultiByteTable several = MultiByteTable.of(source).orElseThrow(() -> missing(source));
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int length = MultiByteForm.length(source, bytes, at);
            if (bytes[at] > 0) {
                text.append((char) bytes[at]);
            } else {
                byte[] character = Arrays.copyOfRange(bytes, at, at + length);
                text.append(several.characters(bytes, at, length).orElseThrow(() -> untranslatable(character)));
            }
            at += length;
        }
        return text.toString();
    }

    private byte[] encoded(String text) {
        if (target == TextEncoding.UTF8) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteSink out = new ByteSink(text.length());
        Optional<SingleByteTable> table = SingleByteTable.of(target);
        Optional<MultiByteTable> several = MultiByteTable.of(target);
        if (table.isEmpty() && several.isEmpty()) {
            throw missing(target);
        }
        text.codePoints().forEach(character -> {
            if (table.isPresent()) {
                out.putByte(table.get().byteOf(character).orElseThrow(() -> untranslatable(character)));
            } else if (character < 0x80) {
                out.putByte(character);
            } else {
                out.putBytes(several.get().bytesOf(character).orElseThrow(() -> untranslatable(character)));
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
