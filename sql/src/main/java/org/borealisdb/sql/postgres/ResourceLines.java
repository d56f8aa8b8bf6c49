package org.borealisdb.sql.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the tables of facts that are packed with the program. Stateless. */
final class ResourceLines {
    private ResourceLines() {}

    static String text(String name) {
        try (InputStream in = ResourceLines.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("resource " + name, failed);
        }
    }

    /** Returns the fields of each line. */
    static List<List<String>> fields(String name) {
        return text(name)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> List.of(line.split(" ", -1)))
                .toList();
    }
}
