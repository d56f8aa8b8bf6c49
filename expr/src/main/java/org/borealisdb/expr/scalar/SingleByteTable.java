package org.borealisdb.expr.scalar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The characters of an encoding with one byte for each, as PostgreSQL maps them: some bytes stand for none. Immutable. */
final class SingleByteTable {
    private static final int FIRST = 0x80;
    private static final int HEXADECIMAL = 16;
    private static final int NONE = -1;

    private static final Map<TextEncoding, SingleByteTable> ALL = read();

    private final int[] characters;
    private final Map<Integer, Integer> bytes = new HashMap<>();

    private SingleByteTable(String[] fields) {
        this.characters = new int[fields.length - 1];
        for (int i = 0; i < characters.length; i++) {
            String field = fields[i + 1];
            characters[i] = field.equals("-") ? NONE : Integer.parseInt(field, HEXADECIMAL);
            if (characters[i] != NONE) {
                bytes.put(characters[i], FIRST + i);
            }
        }
    }

    private static Map<TextEncoding, SingleByteTable> read() {
        Map<TextEncoding, SingleByteTable> all = new EnumMap<>(TextEncoding.class);
        try (InputStream in = SingleByteTable.class.getResourceAsStream("encodings.txt")) {
            if (in == null) {
                throw new IllegalStateException("the table of encodings is missing");
            }
            new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(line -> {
                String[] fields = line.split(" ", -1);
                all.put(TextEncoding.valueOf(fields[0]), new SingleByteTable(fields));
            });
            return all;
        } catch (IOException failed) {
            throw new UncheckedIOException("the table of encodings", failed);
        }
    }

    static Optional<SingleByteTable> of(TextEncoding encoding) {
        return Optional.ofNullable(ALL.get(encoding));
    }

    /** Returns the character that a byte stands for. */
    OptionalInt character(int value) {
        int found = value < FIRST ? value : characters[value - FIRST];
        return found == NONE ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /** Returns the byte that stands for a character. */
    OptionalInt byteOf(int character) {
        Integer found = character < FIRST ? Integer.valueOf(character) : bytes.get(character);
        return found == null ? OptionalInt.empty() : OptionalInt.of(found);
    }
}
