package org.borealisdb.tests.sql;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Statements of a text file, a test of its own: every file of a folder is run. A statement ends with a semicolon at the end of a line. Lines that begin with {@code --} are remarks, but
 * for these:
 *
 * <ul>
 *   <li>{@code -- binary}: the file runs a second time, with values in binary
 *   <li>{@code -- session NAME}: the following statements run in that session
 *   <li>{@code -- waits}: the next statement waits for another session; it goes on in the background
 *   <li>{@code -- join NAME}: what the session waits for comes about here
 *   <li>{@code -- state}: of the next statement's error only SQLSTATE is compared
 *   <li>{@code -- details}: of errors from here on detail, hint and context are compared too
 * </ul>
 *
 * @param name of the file
 * @param binary whether it also runs with values in binary
 */
record SqlScript(String name, boolean binary, List<Step> steps) {
    /** Copies the steps. */
    SqlScript {
        steps = List.copyOf(steps);
    }

    /**
     * A statement, or the end of one that waits if the text is empty.
     *
     * @param line where it begins
     */
    record Step(String session, String text, boolean waits, Compared compared, int line) {}

    /** What of an error is compared. */
    enum Compared {
        /** SQLSTATE. */
        STATE,
        /** SQLSTATE, position and message. */
        MESSAGE,
        /** All that a client sees of it. */
        DETAILS
    }

    /** Reads all files of a folder of {@code resources/sql}, in the order of their names. */
    static List<SqlScript> readAll(String folder) throws IOException {
        URL url = Objects.requireNonNull(SqlScript.class.getResource("/sql/" + folder), folder);
        List<SqlScript> scripts = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(URI.create(url.toString())))) {
            for (Path file : files.sorted().toList()) {
                scripts.add(parse(Objects.requireNonNull(file.getFileName()).toString(), Files.readString(file)));
            }
        }
        return scripts;
    }

    private static SqlScript parse(String name, String text) {
        List<Step> steps = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        String session = "main";
        boolean waits = false;
        boolean binary = false;
        Compared usual = Compared.MESSAGE;
        Compared compared = usual;
        int number = 0;
        int begun = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.startsWith("--")) {
                String[] words = line.substring(2).strip().split("\\s+", -1);
                switch (words[0]) {
                    case "binary" -> binary = true;
                    case "session" -> session = words[1];
                    case "join" -> steps.add(new Step(words[1], "", false, usual, number));
                    case "waits" -> waits = true;
                    case "state" -> compared = Compared.STATE;
                    case "details" -> {
                        usual = Compared.DETAILS;
                        compared = usual;
                    }
                    default -> {}
                }
                continue;
            }
            if (statement.isEmpty() && line.isBlank()) {
                continue;
            }
            begun = statement.isEmpty() ? number : begun;
            statement.append(line).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                String whole = statement.toString().strip();
                steps.add(new Step(session, whole.substring(0, whole.length() - 1), waits, compared, begun));
                statement.setLength(0);
                waits = false;
                compared = usual;
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException(name + ":" + begun + ": a statement without an end");
        }
        return new SqlScript(name, binary, steps);
    }
}
