package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plans of queries, those of TPC-H among them, over fixed data are those in {@code plans}. Where a change of the optimizer changes them, the file that it should have been is in the folder that the failure names: look at every
 * difference before it becomes the golden one.
 */
class GoldenPlansTest {
    private static final Path ACTUAL = Path.of("target", "plans");

    @Test
    void plansAreAsTheyWere(@TempDir Path data) throws IOException, SQLException {
        List<String> lines = new ArrayList<>();
        try (BorealisServer server = BorealisServer.start(data);
                Connection connection = ScriptRun.connect(server.port(), "postgres", false);
                Statement statement = connection.createStatement()) {
            for (String line : resource("tpch_data.sql").lines().toList()) {
                statement.execute(line);
            }
            for (String query : resource("queries.sql").lines().toList()) {
                if (query.startsWith("--")) {
                    lines.add(query);
                    continue;
                }
                try (ResultSet rows = statement.executeQuery("EXPLAIN (COSTS OFF) " + query)) {
                    while (rows.next()) {
                        lines.add(rows.getString(1));
                    }
                }
                lines.add("");
            }
        }
        Files.createDirectories(ACTUAL);
        Files.write(ACTUAL.resolve("golden.txt"), lines);
        assertThat(lines)
                .as(
                        "plans; what they are now is in %s",
                        ACTUAL.resolve("golden.txt").toAbsolutePath())
                .isEqualTo(resource("golden.txt").lines().toList());
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(GoldenPlansTest.class.getResourceAsStream("/plans/" + name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
