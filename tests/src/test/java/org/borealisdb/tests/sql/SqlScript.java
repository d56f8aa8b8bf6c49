package org.borealisdb.tests.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements of a text file. A statement ends with a semicolon at the end of a line. Lines that begin with {@code --} are remarks, but
 * for these:
 *
 * <ul>
 *   <li>{@code -- session NAME}: the following statements run in that session
 *   <li>{@code -- waits}: the next statement waits for another session; it goes on in the background
 *   <li>{@code -- join NAME}: what the session waits for comes about here
 *   <li>{@code -- state}: of the next statement's error only SQLSTATE is compared
 *   <li>{@code -- details}: of errors from here on detail, hint and context are compared too
 * </ul>
 *
 * @param name of the file
 */
record SqlScript(String name, List<Step> steps) {
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

    /** Reads a file from the resources. */
    static SqlScript read(String name) throws IOException {
        try (InputStream in = SqlScript.class.getResourceAsStream("/sql/" + name)) {
            if (in == null) {
                throw new IOException("there is no file " + name);
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static SqlScript parse(String name, String text) {
        List<Step> steps = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        String session = "main";
        boolean waits = false;
        Compared usual = Compared.MESSAGE;
        Compared compared = usual;
        int number = 0;
        int begun = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.startsWith("--")) {
                String[] words = line.substring(2).strip().split("\\s+", -1);
                switch (words[0]) {
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
        return new SqlScript(name, steps);
    }
}
