package org.borealisdb.expr.scalar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The characters of an encoding with several bytes for some, as PostgreSQL maps them: those of the JDK, but for what {@code multibyte.txt} lists. A line of it has the
 * encoding, {@code >} for what a character becomes or {@code <} for what bytes become, and both in hexadecimal digits, or {@code -} for none. Immutable.
 */
final class MultiByteTable {
    private static final int HEXADECIMAL = 16;
    private static final String NONE = "-";
    private static final Map<TextEncoding, MultiByteTable> ALL = read();

    private final Charset charset;
    /** Whether the characters of private use have no bytes, which they have in the JDK's table. */
    private final boolean withoutPrivate;

    private final Map<String, String> characters = new HashMap<>();
    private final Map<Integer, String> bytes = new HashMap<>();

    private MultiByteTable(TextEncoding encoding) {
        this.charset = Charset.forName(encoding.charset());
        this.withoutPrivate = encoding == TextEncoding.SJIS || encoding == TextEncoding.GBK;
    }

    private static Map<TextEncoding, MultiByteTable> read() {
        Map<TextEncoding, MultiByteTable> all = new EnumMap<>(TextEncoding.class);
        for (TextEncoding encoding : TextEncoding.values()) {
            if (MultiByteForm.has(encoding)) {
                all.put(encoding, new MultiByteTable(encoding));
            }
        }
        try (InputStream in = MultiByteTable.class.getResourceAsStream("multibyte.txt")) {
            if (in == null) {
                throw new IllegalStateException("the table of encodings is missing");
            }
            new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(line -> {
                String[] fields = line.split(" ", -1);
                MultiByteTable table = all.get(TextEncoding.valueOf(fields[0]));
                if (table != null) {
                    table.note(fields[1], fields[2], fields[3]);
                }
            });
            return all;
        } catch (IOException failed) {
            throw new UncheckedIOException("the table of encodings", failed);
        }
    }

    private void note(String direction, String from, String to) {
        if (direction.equals(">")) {
            bytes.put(Integer.parseInt(from, HEXADECIMAL), to);
        } else {
            characters.put(from, to);
        }
    }

    static Optional<MultiByteTable> of(TextEncoding encoding) {
        return Optional.ofNullable(ALL.get(encoding));
    }

    /** Returns what the bytes of one character stand for. */
    Optional<String> characters(byte[] text, int at, int length) {
        String known = characters.get(HexFormat.of().formatHex(text, at, at + length));
        if (known != null) {
            return known.equals(NONE)
                    ? Optional.empty()
                    : Optional.of(Character.toString(Integer.parseInt(known, HEXADECIMAL)));
        }
        try {
            CharBuffer found = charset.newDecoder().decode(ByteBuffer.wrap(text, at, length));
            return withoutPrivate && isPrivate(found.charAt(0)) ? Optional.empty() : Optional.of(found.toString());
        } catch (CharacterCodingException unknown) {
            return Optional.empty();
        }
    }

    /** Returns the bytes that stand for a character. */
    Optional<byte[]> bytesOf(int character) {
        String known = bytes.get(character);
        if (known != null) {
            return known.equals(NONE)
                    ? Optional.empty()
                    : Optional.of(HexFormat.of().parseHex(known));
        }
        if (withoutPrivate && isPrivate(character)) {
            return Optional.empty();
        }
        try {
            ByteBuffer found = charset.newEncoder().encode(CharBuffer.wrap(Character.toChars(character)));
            byte[] result = new byte[found.remaining()];
            found.get(result);
            return Optional.of(result);
        } catch (CharacterCodingException unknown) {
            return Optional.empty();
        }
    }

    private static boolean isPrivate(int character) {
        return character >= 0xe000 && character < 0xf900;
    }
}
