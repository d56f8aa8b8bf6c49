package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the files of a folder of {@code resources/sql} on Borealis and on PostgreSQL 15, which must answer the same. Every file has a database of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SqlOracleTest {
    private final String folder;
    private OracleServers servers;

    /**
     * Runs a folder.
     *
     * @param folder its name
     */
    SqlOracleTest(String folder) {
        this.folder = folder;
    }

    @BeforeAll
    void startServers(@TempDir Path data) throws IOException, InterruptedException {
        servers = OracleServers.start(data);
    }

    @AfterAll
    void stopServers() throws IOException {
        servers.close();
    }

    /** A run of a file, with values in text or in binary. */
    record Run(SqlScript script, boolean binary) {
        @Override
        public String toString() {
            return script.name() + (binary ? ", binary" : "");
        }
    }

    Stream<Run> runs() throws IOException {
        return SqlScript.readAll(folder).stream()
                .flatMap(script -> script.binary()
                        ? Stream.of(new Run(script, false), new Run(script, true))
                        : Stream.of(new Run(script, false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void answersAsPostgres(Run run) throws SQLException, InterruptedException {
        SqlScript script = run.script();
        String database = (run.binary() ? "binary_" : "text_") + script.name().replace(".sql", "");
        servers.createDatabase(database);
        List<String> expected = answers(servers.postgresPort(), run, database);
        List<String> actual = answers(servers.borealisPort(), run, database);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                SqlScript.Step step = script.steps().get(i);
                differences.add(folder + "/" + script.name() + ":" + step.line() + ": " + step.text()
                        + "\n  PostgreSQL: " + expected.get(i).strip()
                        + "\n  Borealis:   " + actual.get(i).strip());
            }
        }
        assertThat(differences).as("statements that answer otherwise").isEmpty();
    }

    private static List<String> answers(int port, Run run, String database) throws SQLException, InterruptedException {
        try (ScriptRun session = new ScriptRun(port, database, run.binary())) {
            return session.run(run.script());
        }
    }
}
