package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Runs scripts with psql, which stops at the first error, and prints rows and nothing else. */
public final class Psql {
    private final Workspace workspace;
    private final String program;
    private final Duration patience;

    /**
     * psql of {@code programs}.
     *
     * @param patience how long a script may take
     */
    public Psql(Workspace workspace, PostgresPrograms programs, Duration patience) {
        this.workspace = workspace;
        this.program = programs.path("psql");
        this.patience = patience;
    }

    /** What {@code script} prints. */
    public String run(Contender contender, String script) throws IOException, InterruptedException {
        Path file = workspace.fresh("script");
        Files.writeString(file, script);
        return workspace.run(
                List.of(program, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", file.toString()),
                contender.endpoint().environment(),
                patience);
    }

    /**
     * Makes {@code tables} by {@code schema.sql} of the package of {@code owner}, fills each from its file of columns divided by bars, and adds what {@code indexes.sql} has, and statistics.
     *
     * @param data the file of a table
     */
    public void load(Contender contender, Class<?> owner, List<String> tables, Function<String, Path> data)
            throws IOException, InterruptedException {
        run(contender, resource(owner, "schema.sql"));
        for (String table : tables) {
            run(contender, "\\copy " + table + " from '" + data.apply(table) + "' with (delimiter '|')\n");
        }
        run(contender, resource(owner, "indexes.sql"));
        run(contender, "ANALYZE;\n");
    }

    /** The text of a resource in the package of {@code owner}. */
    public static String resource(Class<?> owner, String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
